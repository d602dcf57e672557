import Diagnostics

/// Turns a full active segment into a sealed one: packed in blocks, read back, and only then put in its place.
struct SegmentSealing {
  let folder: LedgerFolder
  let identity: LedgerIdentity

  /// Dense enough, and several times as fast as level 9, so that sealing keeps up with appends.
  static let level: Int32 = 4

  /// Seals the segment that begins with event `first`, whose root was computed when its events were appended.
  /// - Returns: the last event of each of its streams.
  func seal(_ first: UInt64, root: TreeHash) throws(Failure) -> [StreamHash: UInt64] {
    let path = folder.segment(first)
    var segment = try LogSegment.open(first, in: folder, of: identity)
    guard var map = segment.map else { return try lasts(of: segment) }  // sealed before a crash
    try map.extend(in: segment.file, upTo: segment.file.size())
    segment.form = .active(map)
    guard map.isFull, map.isClean else {
      throw .ledgerDamaged("a full segment is no longer whole", lost: [map.next...map.segmentLast], at: path)
    }
    let temporary = folder.temporary("sealing-" + LedgerFolder.digits(first))
    let assembly = try write(segment, to: temporary)
    try readBack(temporary, first: first, root: root)
    try folder.files.change(.rename(from: temporary, to: path))
    try folder.files.change(.sync(folder.log))
    return assembly.lasts
  }

  private func write(_ segment: LogSegment, to temporary: String) throws(Failure) -> FooterAssembly {
    try folder.files.removeIfThere(temporary)
    let file = try folder.files.open(temporary, for: .creating)
    var assembly = FooterAssembly(identity: identity, first: segment.first)
    var packing = BlockPacking(identity: identity, first: segment.first)
    let header = SegmentHeader(
      form: .sealed, ledger: identity.id, first: segment.first, geometry: identity.geometry)
    try file.write(header.bytes, at: 0)
    var reader = BatchReader()
    for index in 0..<segment.batchCount {
      try reader.load(segment.batch(index), of: segment.file, path: segment.path)
      _ = try reader.eachLine { (line, sequence) throws(Failure) in
        guard let envelope = EnvelopeScanner(line), envelope.sequence == sequence else {
          throw .ledgerDamaged(
            "a line that is not the event it should be", lost: [sequence...sequence], at: segment.path)
        }
        packing.add(line, envelope)
        if packing.isFull { try packing.flush(to: file, &assembly) }
        return true
      }
    }
    try file.write(assembly.bytes(), at: packing.offset)
    try file.sync()
    return assembly
  }

  /// What came out must hold the very lines that went in, by their root.
  private func readBack(_ temporary: String, first: UInt64, root: TreeHash) throws(Failure) {
    let file = try folder.files.open(temporary, for: .reading)
    guard let footer = try SegmentFooter(of: file, size: file.size()), footer.fits(identity, first) else {
      throw .ledgerDamaged("a sealed segment reads otherwise than it was written", at: temporary)
    }
    var reader = BatchReader()
    var tree = MerkleFrontier()
    for block in footer.blocks {
      try reader.load(block.batch, of: file, path: temporary)
      _ = try reader.eachLine { (line, _) throws(Failure) in
        guard let envelope = EnvelopeScanner(line) else { return false }
        tree.append(TreeHash.leaf(of: line, envelope))
        return true
      }
    }
    guard tree.size == UInt64(identity.geometry.eventsPerSegment), tree.root == root, footer.root == root
    else {
      throw .ledgerDamaged(
        "the sealed form of a segment has another root than its events had", at: folder.segment(first))
    }
  }

  /// The last event of each stream of a segment.
  func lasts(of segment: LogSegment) throws(Failure) -> [StreamHash: UInt64] {
    var lasts: [StreamHash: UInt64] = [:]
    var reader = BatchReader()
    for index in 0..<segment.batchCount {
      try reader.load(segment.batch(index), of: segment.file, path: segment.path)
      _ = try reader.eachLine { (line, sequence) throws(Failure) in
        guard let envelope = EnvelopeScanner(line) else {
          throw .ledgerDamaged("a line that is no event", lost: [sequence...sequence], at: segment.path)
        }
        lasts[StreamHash(of: envelope, in: line)] = sequence
        return true
      }
    }
    return lasts
  }
}

/// Collects lines until they are a block, and writes it.
private struct BlockPacking: ~Copyable {
  private let identity: LedgerIdentity
  private var compressor = FrameCompressor(level: SegmentSealing.level)
  private var raw: [UInt8] = []
  private var stored: [UInt8] = []
  private var summary = BlockSummary()
  private var next: UInt64
  private(set) var offset = UInt64(SegmentHeader.byteCount)

  init(identity: LedgerIdentity, first: UInt64) {
    self.identity = identity
    next = first
  }

  var isFull: Bool { summary.tree.size == UInt64(identity.geometry.eventsPerBlock) }

  mutating func add(_ line: RawSpan, _ envelope: EnvelopeScanner) {
    unsafe line.withUnsafeBytes { unsafe raw.append(contentsOf: $0) }
    raw.append(0x0A)
    summary.include(line, envelope, TreeHash.leaf(of: line, envelope))
  }

  mutating func flush(to file: any LedgerFile, _ assembly: inout FooterAssembly) throws(Failure) {
    stored.removeAll(keepingCapacity: true)
    compressor.compress(raw, into: &stored)
    let batch = LineBatch(
      first: next, count: Int(summary.tree.size), offset: offset, storedBytes: stored.count,
      rawBytes: raw.count,
      checksum: CRC32C.checksum(stored))
    try file.write(stored, at: offset)
    assembly.add(batch, summary)
    offset = batch.end
    next = batch.last + 1
    raw.removeAll(keepingCapacity: true)
    summary = BlockSummary()
  }
}
