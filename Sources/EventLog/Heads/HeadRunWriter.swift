import Diagnostics

/// Writes a run of stream heads, entry by entry in ascending order; memory holds one page, the directory and the filter.
struct HeadRunWriter {
  private let file: any LedgerFile
  private var header: HeadRunHeader
  private let coverage: [UInt8]
  private var page = HeadPage()
  private var directory: [UInt64] = []
  private var filter: StreamFilter
  private var pending: [UInt8] = []
  private var written = UInt64(HeadRunHeader.byteCount)
  private static let writeBytes = 1 << 18

  /// A run over the events `from...through` with at most `countMax` streams.
  init(
    into file: any LedgerFile, ledger: LedgerID, from: UInt64, through: UInt64, countMax: Int
  ) {
    self.file = file
    header = HeadRunHeader(ledger: ledger, from: from, through: through)
    coverage = header.coverage
    filter = StreamFilter(count: countMax)
  }

  mutating func append(_ stream: StreamHash, last: UInt64) throws(Failure) {
    if page.isEmpty { directory.append(stream.high) }
    page.append(stream, last: last)
    header.count += 1
    filter.insert(stream.short)
    if page.isFull { try closePage() }
  }

  /// Writes what is left, the header last, and syncs.
  mutating func finish() throws(Failure) {
    if !page.isEmpty { try closePage() }
    var rest: [UInt8] = []
    for first in directory { rest.append(littleEndian: first) }
    rest.append(contentsOf: filter.bytes)
    try file.write(pending + rest, at: written)
    header.pages = directory.count
    header.filterBlocks = filter.bytes.count / StreamFilter.blockBytes
    header.restChecksum = CRC32C.checksum(rest)
    try file.write(header.bytes, at: 0)
    try file.sync()
  }

  private mutating func closePage() throws(Failure) {
    pending.append(contentsOf: page.close(index: directory.count - 1, of: coverage))
    guard pending.count >= Self.writeBytes else { return }
    try file.write(pending, at: written)
    written += UInt64(pending.count)
    pending.removeAll(keepingCapacity: true)
  }
}
