/// Which blocks of a sealed segment hold events of which stream: sorted entries of eight bytes, so that a look-up reads
/// one or two pages.
///
/// An entry is a number of 64 bits: the upper 48 bits of the stream's hash, then 16 bits that are the block's index, or
/// 0x8000 + k for a stream in several blocks: list k of the overflow.
struct RecordIndex: Hashable, Sendable {
  private(set) var entries: [UInt64] = []
  /// Where each overflow list begins in `overflow`; one more than there are lists, empty where there is none.
  private(set) var listStarts: [UInt32] = []
  private(set) var overflow: [UInt16] = []

  static let manyMark: UInt16 = 0x8000

  /// The index of pairs (stream hash, block), which need not be sorted or distinct.
  init(_ occurrences: [(stream: UInt64, block: Int)]) {
    var pairs = occurrences.map { Self.key($0.stream) | UInt64($0.block) }
    pairs.sort()
    var start = 0
    while start < pairs.count {
      let key = pairs[start] & ~0xFFFF
      var blocks: [UInt16] = []
      while start < pairs.count, pairs[start] & ~0xFFFF == key {
        let block = UInt16(truncatingIfNeeded: pairs[start])
        if blocks.last != block { blocks.append(block) }
        start += 1
      }
      if blocks.count == 1 {
        entries.append(key | UInt64(blocks[0]))
      } else {
        if listStarts.isEmpty { listStarts.append(0) }
        entries.append(key | UInt64(Self.manyMark | UInt16(listStarts.count - 1)))
        overflow.append(contentsOf: blocks)
        listStarts.append(UInt32(overflow.count))
      }
    }
  }

  var listCount: Int { max(0, listStarts.count - 1) }

  /// The part of a hash that an entry keeps.
  static func key(_ hash: UInt64) -> UInt64 { hash & ~0xFFFF }

  /// Appends entries, list starts and lists, in this order.
  func append(to bytes: inout [UInt8]) {
    for entry in entries { bytes.append(littleEndian: entry) }
    for start in listStarts { bytes.append(littleEndian: start) }
    for block in overflow { bytes.append(littleEndian: block) }
  }
}
