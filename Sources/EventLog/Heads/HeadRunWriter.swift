import Diagnostics

/// Writes a run of stream heads, entry by entry in ascending order; memory holds one page, the directory and the filter.
struct HeadRunWriter {
  private let file: any LedgerFile
  private let coverage: [UInt8]
  private var page: [UInt8] = []
  private var pageEntries = 0
  private var directory: [UInt64] = []
  private var filter: StreamFilter
  private var count = 0
  private var pending: [UInt8] = []
  private var written = UInt64(HeadRun.headerBytes)
  private static let writeBytes = 1 << 18

  /// A run over the events `from...through` with at most `countMax` streams.
  init(
    into file: any LedgerFile, ledger: LedgerID, from: UInt64, through: UInt64, countMax: Int
  ) {
    self.file = file
    var coverage = ledger.bytes
    coverage.append(littleEndian: from)
    coverage.append(littleEndian: through)
    self.coverage = coverage
    filter = StreamFilter(count: countMax)
  }

  mutating func append(_ stream: StreamHash, last: UInt64) throws(Failure) {
    if pageEntries == 0 { directory.append(stream.high) }
    page.append(littleEndian: stream.high.byteSwapped)
    page.append(littleEndian: stream.low.byteSwapped)
    page.append(littleEndian: last)
    pageEntries += 1
    count += 1
    filter.insert(stream.short)
    if pageEntries == HeadRun.entriesPerPage { try closePage() }
  }

  /// Writes what is left, the header last, and syncs.
  mutating func finish() throws(Failure) {
    if pageEntries > 0 { try closePage() }
    var rest: [UInt8] = []
    for first in directory { rest.append(littleEndian: first) }
    rest.append(contentsOf: filter.bytes)
    try file.write(pending + rest, at: written)
    var header: [UInt8] = []
    header.append(littleEndian: HeadRun.magic)
    header.append(contentsOf: coverage)
    header.append(littleEndian: UInt64(count))
    header.append(littleEndian: UInt32(directory.count))
    header.append(littleEndian: UInt32(filter.bytes.count / StreamFilter.blockBytes))
    header.append(littleEndian: CRC32C.checksum(rest))
    header.appendChecksum(from: 0)
    try file.write(header, at: 0)
    try file.sync()
  }

  private mutating func closePage() throws(Failure) {
    page.append(contentsOf: repeatElement(0, count: 1_008 - page.count))
    page.append(littleEndian: UInt16(pageEntries))
    page.append(contentsOf: repeatElement(0, count: 10))
    let checksum = HeadRun.checksum(ofPage: directory.count - 1, unsafe page.span.bytes, coverage)
    page.append(littleEndian: checksum)
    pending.append(contentsOf: page)
    page.removeAll(keepingCapacity: true)
    pageEntries = 0
    if pending.count >= Self.writeBytes {
      try file.write(pending, at: written)
      written += UInt64(pending.count)
      pending.removeAll(keepingCapacity: true)
    }
  }
}
