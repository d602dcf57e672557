import Diagnostics

/// The last frame of a sealed segment: its blocks, its root, and who is in it.
///
/// This file is the only one that knows
/// its layout; it is disposable, since the blocks give all of it again.
///
///      0  4  magic 0x184D2A52        44  4  blocks B             96 104 B  blocks
///      4  4  length of the rest      48  4  index entries        ..   4 C  CRC-32C of each 4,096 bytes of the region
///      8  4  "CFft"                  52  4  overflow lists       ..   4    CRC-32C of everything before
///     12  2  version                 56  4  overflow blocks      ..        region: filter, index entries, list starts
///     14  2  0                       60  4  filter blocks                  (one more than lists), overflow
///     16 16  ledger id               64 32  root of the segment  ..   4    length of this whole frame
///     32  8  first sequence number                               ..   4    "CFft"
///     40  4  number of events                                    ..   4    CRC-32C of the 8 bytes before
struct SegmentFooter: Hashable, Sendable {
  var ledger: LedgerID
  var first: UInt64
  var blocks: [BlockEntry]
  var root: TreeHash
  let counts: Counts
  /// Checksums of the pages of the region.
  let pageChecksums: [UInt32]
  let regionOffset: UInt64

  /// The numbers that give the parts of the region their places.
  struct Counts: Hashable, Sendable {
    var entries: Int
    var lists: Int
    var overflow: Int
    var filterBlocks: Int

    var entriesOffset: Int { filterBlocks * StreamFilter.blockBytes }
    var listsOffset: Int { entriesOffset + 8 * entries }
    var overflowOffset: Int { listsOffset + (lists > 0 ? 4 * (lists + 1) : 0) }
    var regionBytes: Int { overflowOffset + 2 * overflow }
    var pages: Int { (regionBytes + SegmentFooter.pageBytes - 1) / SegmentFooter.pageBytes }
  }

  static let fixedBytes = 96
  static let pageBytes = 4_096
  static let tailBytes = 12

  var eventCount: Int { blocks.reduce(0) { $0 + $1.batch.count } }

  /// The frame's bytes for a segment of these blocks, and the footer that a reader will see.
  static func encode(
    ledger: LedgerID, first: UInt64, blocks: [BlockEntry], root: TreeHash, index: RecordIndex,
    filter: StreamFilter
  ) -> [UInt8] {
    let counts = Counts(
      entries: index.entries.count, lists: index.listCount, overflow: index.overflow.count,
      filterBlocks: filter.bytes.count / StreamFilter.blockBytes)
    var region = filter.bytes
    index.append(to: &region)
    var bytes: [UInt8] = []
    bytes.openFrame(FrameMark.footer)
    bytes.append(littleEndian: 0 as UInt16)
    bytes.append(contentsOf: ledger.bytes)
    bytes.append(littleEndian: first)
    bytes.append(littleEndian: UInt32(blocks.reduce(0) { $0 + $1.batch.count }))
    for count in [blocks.count, counts.entries, counts.lists, counts.overflow, counts.filterBlocks] {
      bytes.append(littleEndian: UInt32(count))
    }
    bytes.append(contentsOf: root.bytes)
    for block in blocks { block.append(to: &bytes) }
    for page in 0..<counts.pages {
      let range = page * pageBytes..<min((page + 1) * pageBytes, region.count)
      bytes.append(littleEndian: CRC32C.checksum(unsafe region.span.bytes.extracting(range)))
    }
    bytes.closeFrame(from: 0, more: 4 + region.count + tailBytes)
    bytes.appendChecksum(from: 0)
    bytes.append(contentsOf: region)
    let tail = bytes.count
    bytes.append(littleEndian: UInt32(tail + tailBytes))
    bytes.append(littleEndian: FrameMark.footer.tag)
    bytes.appendChecksum(from: tail)
    return bytes
  }

  /// The footer of a segment at the end of its file; nil where none stands there whole.
  init?(
    of file: any LedgerFile, size: UInt64, _ identity: LedgerIdentity, first: UInt64
  ) throws(Failure) {
    guard size >= UInt64(Self.tailBytes) else { return nil }
    let tail = try file.bytes(at: size - UInt64(Self.tailBytes), count: Self.tailBytes)
    guard let length = Self.frameLength(tail: unsafe tail.span.bytes), UInt64(length) <= size else {
      return nil
    }
    let offset = size - UInt64(length)
    let fixed = try file.bytes(at: offset, count: Self.fixedBytes)
    let fits = Self.fits(unsafe fixed.span.bytes, identity, first: first)
    guard fits, let headLength = Self.headLength(unsafe fixed.span.bytes, frame: length) else { return nil }
    let head = try file.bytes(at: offset, count: headLength)
    self.init(head: unsafe head.span.bytes, at: offset, eventsPerBlock: identity.geometry.eventsPerBlock)
  }

  /// The footer of a segment that `frame` is, which stands at `offset` of its file.
  init?(frame: RawSpan, at offset: UInt64, _ identity: LedgerIdentity, first: UInt64) {
    guard frame.byteCount >= Self.fixedBytes,
      Self.fits(frame.extracting(0..<Self.fixedBytes), identity, first: first),
      let length = Self.headLength(frame.extracting(0..<Self.fixedBytes), frame: frame.byteCount)
    else { return nil }
    self.init(
      head: frame.extracting(0..<length), at: offset, eventsPerBlock: identity.geometry.eventsPerBlock)
  }

  /// Whether a footer says that it is that of a segment, and no number of it is greater than such a segment can have:
  /// nothing is reserved or added up before.
  private static func fits(_ fixed: RawSpan, _ identity: LedgerIdentity, first: UInt64) -> Bool {
    let events = identity.geometry.eventsPerSegment
    guard fixed.byteCount == fixedBytes, LedgerID(fixed, at: 16) == identity.id,
      fixed.uint64(at: 32) == first, Int(fixed.uint32(at: 40)) == events,
      Int(fixed.uint32(at: 44)) == identity.geometry.blocksPerSegment
    else { return false }
    let counts = counts(fixed)
    // Each event is of one stream: no more entries, lists and blocks of lists than events.
    return max(counts.entries, counts.lists, counts.overflow) <= events
      && counts.filterBlocks <= StreamFilter.blockCount(for: events)
  }

  private static func frameLength(tail: RawSpan) -> Int? {
    guard tail.byteCount == tailBytes, tail.uint32(at: 4) == FrameMark.footer.tag,
      tail.uint32(at: 8) == CRC32C.checksum(tail.extracting(0..<8))
    else { return nil }
    let length = Int(tail.uint32(at: 0))
    return length >= fixedBytes + 4 + tailBytes ? length : nil
  }

  private static func counts(_ bytes: RawSpan) -> Counts {
    Counts(
      entries: Int(bytes.uint32(at: 48)), lists: Int(bytes.uint32(at: 52)),
      overflow: Int(bytes.uint32(at: 56)),
      filterBlocks: Int(bytes.uint32(at: 60)))
  }

  /// The bytes up to the region, checked against the frame's length before anything is believed.
  private static func headLength(_ fixed: RawSpan, frame: Int) -> Int? {
    guard fixed.byteCount == fixedBytes, fixed.uint32(at: 0) == FrameMark.footer.magic,
      fixed.uint32(at: 8) == FrameMark.footer.tag, fixed.uint16(at: 12) == FrameMark.version,
      Int(fixed.uint32(at: 4)) == frame - FrameMark.prefixBytes
    else { return nil }
    let counts = counts(fixed)
    let head = fixedBytes + BlockEntry.byteCount * Int(fixed.uint32(at: 44)) + 4 * counts.pages + 4
    return head + counts.regionBytes + tailBytes == frame ? head : nil
  }

  private init?(head: RawSpan, at offset: UInt64, eventsPerBlock: Int) {
    let length = head.byteCount
    guard length > Self.fixedBytes,
      head.uint32(at: length - 4) == CRC32C.checksum(head.extracting(0..<length - 4))
    else { return nil }
    ledger = LedgerID(head, at: 16)
    first = head.uint64(at: 32)
    counts = Self.counts(head)
    root = TreeHash(head, at: 64)
    regionOffset = offset + UInt64(length)
    blocks = []
    var next = first
    for block in 0..<Int(head.uint32(at: 44)) {
      let entry = BlockEntry(head, at: Self.fixedBytes + block * BlockEntry.byteCount, first: next)
      guard entry.batch.count == eventsPerBlock, entry.batch.offset <= LineBatch.offsetMax else { return nil }
      blocks.append(entry)
      next += UInt64(entry.batch.count)
    }
    let pages = Self.fixedBytes + blocks.count * BlockEntry.byteCount
    pageChecksums = (0..<counts.pages).map { head.uint32(at: pages + 4 * $0) }
  }
}
