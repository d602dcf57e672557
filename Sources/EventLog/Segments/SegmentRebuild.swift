import Diagnostics

/// Makes the footer of a sealed segment again from its blocks: slow, and only where the footer is damaged.
enum SegmentRebuild {
  /// The footer as sealing would have written it; throws `ledger-damaged` where a block is damaged too.
  static func footer(
    of file: any LedgerFile, size: UInt64, first: UInt64, identity: LedgerIdentity, path: String
  ) throws(Failure) -> SegmentFooter {
    var window = FileWindow(file, upTo: size)
    var reader = BatchReader()
    var assembly = FooterAssembly(identity: identity, first: first)
    var offset = UInt64(SegmentHeader.byteCount)
    while assembly.next <= identity.geometry.segmentLast(of: first) {
      let count = identity.geometry.eventsPerBlock
      guard let block = try reader.loadBlock(of: count, at: offset, in: &window),
        block.first == assembly.next
      else {
        let missing = LineBatch(
          first: assembly.next, count: count, offset: offset, storedBytes: 0, rawBytes: 0, checksum: 0)
        throw .damagedBatch(missing, path)
      }
      try assembly.add(block, reader, path: path)
      offset = block.end
    }
    return assembly.footer(at: offset)
  }
}

/// Collects what a footer says while blocks go by.
struct FooterAssembly {
  private let identity: LedgerIdentity
  private let first: UInt64
  private var blocks: [BlockEntry] = []
  private var occurrences: [(stream: UInt64, block: Int)] = []
  private var tree = MerkleFrontier()
  /// The last event of each stream of the segment.
  private(set) var lasts = StreamHeads()
  /// The first event of the block to come.
  private(set) var next: UInt64

  init(identity: LedgerIdentity, first: UInt64) {
    self.identity = identity
    self.first = first
    next = first
  }

  var root: TreeHash { tree.root }

  /// Takes in a block that `reader` has loaded.
  mutating func add(_ batch: LineBatch, _ reader: borrowing BatchReader, path: String) throws(Failure) {
    var summary = BlockSummary()
    try reader.eachEvent(path: path) { (line, envelope) throws(Failure) in
      summary.include(line, envelope, TreeHash.leaf(of: line, envelope))
      return true
    }
    add(batch, summary)
  }

  /// Takes in a block that was summed up already.
  mutating func add(_ batch: LineBatch, _ summary: BlockSummary) {
    tree.append(summary.tree.root, level: identity.geometry.blockLevel)
    for (index, stream) in summary.streams.enumerated() {
      occurrences.append((stream.short, blocks.count))
      lasts.advance(stream, to: batch.first + UInt64(index))
    }
    blocks.append(BlockEntry(batch: batch, times: summary.times, root: summary.tree.root))
    next = batch.last + 1
  }

  /// The bytes of the footer frame.
  func bytes() -> [UInt8] {
    let index = RecordIndex(occurrences)
    var filter = StreamFilter(count: lasts.count)
    for (stream, _) in lasts.entries { filter.insert(stream.short) }
    return SegmentFooter.encode(
      ledger: identity.id, first: first, blocks: blocks, root: tree.root, index: index, filter: filter)
  }

  /// The footer as a reader of a file sees it whose blocks end at `offset`.
  func footer(at offset: UInt64) -> SegmentFooter {
    let frame = bytes()
    guard let footer = SegmentFooter(frame: unsafe frame.span.bytes, at: offset, identity, first: first)
    else {
      preconditionFailure("a footer reads as it was written")
    }
    return footer
  }
}
