/// How many events make a block, and how many blocks a segment; written into LEDGER and never changed.
package struct LedgerGeometry: Hashable, Sendable {
  /// Events in each block of a sealed segment: a power of two, so that a block is a subtree.
  package let eventsPerBlock: Int
  /// Blocks in each sealed segment: a power of two.
  package let blocksPerSegment: Int

  /// The bounds that the layouts of footer and index rest on.
  static let eventsPerSegmentMax = 65_536
  static let blocksPerSegmentMax = 32_768

  /// 256 × 256: a block is a tile of level 0 of C2SP tlog-tiles, a segment one of level 1.
  package static let standard = LedgerGeometry(unchecked: 256, 256)

  /// A geometry of two powers of two with at most 65,536 events a segment, nil otherwise.
  package init?(checking eventsPerBlock: Int, blocksPerSegment: Int) {
    guard eventsPerBlock > 0, eventsPerBlock & (eventsPerBlock - 1) == 0,
      eventsPerBlock <= Self.eventsPerSegmentMax,
      blocksPerSegment > 0, blocksPerSegment & (blocksPerSegment - 1) == 0,
      blocksPerSegment <= Self.blocksPerSegmentMax,
      eventsPerBlock * blocksPerSegment <= Self.eventsPerSegmentMax
    else { return nil }
    self.init(unchecked: eventsPerBlock, blocksPerSegment)
  }

  private init(unchecked eventsPerBlock: Int, _ blocksPerSegment: Int) {
    self.eventsPerBlock = eventsPerBlock
    self.blocksPerSegment = blocksPerSegment
  }

  /// Events in each full segment.
  package var eventsPerSegment: Int { eventsPerBlock * blocksPerSegment }

  /// The level of a segment's root in the tree.
  var segmentLevel: Int { eventsPerSegment.trailingZeroBitCount }
  var blockLevel: Int { eventsPerBlock.trailingZeroBitCount }

  /// The first event of the segment that holds event `sequence`.
  func segmentFirst(of sequence: UInt64) -> UInt64 {
    (sequence - 1) / UInt64(eventsPerSegment) * UInt64(eventsPerSegment) + 1
  }

  /// The last event of the segment that holds event `sequence`.
  func segmentLast(of sequence: UInt64) -> UInt64 {
    segmentFirst(of: sequence) + UInt64(eventsPerSegment) - 1
  }
}
