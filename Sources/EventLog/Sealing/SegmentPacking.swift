import Diagnostics

/// Writes the sealed form of a segment: lines are collected until they are a block, the footer comes last.
struct SegmentPacking: ~Copyable {
  private let identity: LedgerIdentity
  private let file: any LedgerFile
  private var compressor = FrameCompressor(level: SegmentSealing.level)
  private var raw: [UInt8] = []
  private var stored: [UInt8] = []
  private var summary = BlockSummary()
  private var next: UInt64
  private var offset = UInt64(SegmentHeader.byteCount)
  private var assembly: FooterAssembly

  /// Begins the segment of event `first` in an empty file.
  init(_ identity: LedgerIdentity, first: UInt64, into file: any LedgerFile) throws(Failure) {
    self.identity = identity
    self.file = file
    next = first
    assembly = FooterAssembly(identity: identity, first: first)
    let header = SegmentHeader(form: .sealed, ledger: identity.id, first: first, geometry: identity.geometry)
    try file.write(header.bytes, at: 0)
  }

  mutating func add(_ line: RawSpan, _ envelope: EnvelopeScanner) throws(Failure) {
    unsafe line.withUnsafeBytes { unsafe raw.append(contentsOf: $0) }
    raw.append(0x0A)
    summary.include(line, envelope, TreeHash.leaf(of: line, envelope))
    if summary.tree.size == UInt64(identity.geometry.eventsPerBlock) { try flush() }
  }

  /// Writes the footer and makes the file durable.
  mutating func finish() throws(Failure) -> FooterAssembly {
    try file.write(assembly.bytes(), at: offset)
    try file.sync()
    return assembly
  }

  private mutating func flush() throws(Failure) {
    stored.removeAll(keepingCapacity: true)
    compressor.compress(raw, into: &stored)
    let batch = LineBatch(
      first: next, count: Int(summary.tree.size), offset: offset, storedBytes: stored.count,
      rawBytes: raw.count, checksum: CRC32C.checksum(stored))
    try file.write(stored, at: offset)
    assembly.add(batch, summary)
    offset = batch.end
    next = batch.last + 1
    raw.removeAll(keepingCapacity: true)
    summary = BlockSummary()
  }
}
