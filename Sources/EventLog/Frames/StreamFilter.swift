/// A blocked Bloom filter over stream hashes: one 64-byte block a stream, about one wrong "perhaps" in a hundred.
struct StreamFilter: Hashable, Sendable {
  /// The blocks' bytes, 64 each.
  private(set) var bytes: [UInt8]

  static let blockBytes = 64
  private static let bitsPerStream = 10
  private static let probes = 6

  /// An empty filter with room for `count` streams.
  init(count: Int) {
    bytes = [UInt8](repeating: 0, count: Self.blockCount(for: count) * Self.blockBytes)
  }

  /// A filter read from a file.
  init(bytes: [UInt8]) { self.bytes = bytes }

  /// The number of blocks for so many streams.
  static func blockCount(for streams: Int) -> Int {
    (streams * bitsPerStream + blockBytes * 8 - 1) / (blockBytes * 8)
  }

  /// The block that a stream belongs to.
  static func block(of hash: UInt64, blocks: Int) -> Int {
    Int(((hash >> 32) &* UInt64(blocks)) >> 32)
  }

  mutating func insert(_ hash: UInt64) {
    guard !bytes.isEmpty else { return }
    let start = Self.block(of: hash, blocks: bytes.count / Self.blockBytes) * Self.blockBytes
    for bit in Self.bits(of: hash) { bytes[start + bit >> 3] |= 1 << UInt8(bit & 7) }
  }

  func mayHold(_ hash: UInt64) -> Bool {
    guard !bytes.isEmpty else { return false }
    let start = Self.block(of: hash, blocks: bytes.count / Self.blockBytes) * Self.blockBytes
    return Self.bits(of: hash).allSatisfy { bytes[start + $0 >> 3] & (1 << UInt8($0 & 7)) != 0 }
  }

  /// The same question to one block alone.
  static func mayHold(_ hash: UInt64, block: [UInt8]) -> Bool {
    bits(of: hash).allSatisfy { block[$0 >> 3] & (1 << UInt8($0 & 7)) != 0 }
  }

  /// Six bits of 512, nine bits of a mixed hash each.
  private static func bits(of hash: UInt64) -> some Sequence<Int> {
    let mixed = hash &* 0x9E37_79B9_7F4A_7C15
    return (0..<probes).lazy.map { Int((mixed >> UInt64(9 * $0 + 1)) & 511) }
  }
}
