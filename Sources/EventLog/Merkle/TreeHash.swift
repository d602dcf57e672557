import Crypto

/// A SHA-256 hash of the tree of RFC 6962: of a leaf, a node or a root.
package struct TreeHash: Hashable, Sendable {
  private let lanes: SIMD4<UInt64>

  private init(_ digest: SHA256.Digest) {
    lanes = unsafe digest.withUnsafeBytes { unsafe $0.loadUnaligned(as: SIMD4<UInt64>.self) }
  }

  /// The 32 bytes at `offset`.
  init(_ bytes: RawSpan, at offset: Int) {
    lanes = SIMD4(
      bytes.uint64(at: offset), bytes.uint64(at: offset + 8), bytes.uint64(at: offset + 16),
      bytes.uint64(at: offset + 24))
  }

  /// A hash from its 32 bytes; nil for any other number of them.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.init(unsafe bytes.span.bytes, at: 0)
  }

  /// A hash from its base64 form.
  package init?(base64 text: String) {
    guard let bytes = CanonicalBase64.bytes(text) else { return nil }
    self.init(bytes)
  }

  /// The 32 bytes.
  package var bytes: [UInt8] {
    unsafe withUnsafeBytes(of: lanes) { unsafe [UInt8]($0) }
  }

  /// The base64 form, as checkpoints and proofs write it.
  package var base64: String { CanonicalBase64.text(bytes) }

  /// The root of the empty tree: the hash of nothing.
  package static let empty = TreeHash(SHA256().finalize())

  private static let leafPrefix: [UInt8] = [0]
  private static let nodePrefix: [UInt8] = [1]

  /// The hash of one entry: SHA-256(0x00 ‖ entry).
  package static func leaf(_ entry: RawSpan) -> TreeHash {
    var hasher = SHA256()
    hasher.update(data: leafPrefix)
    unsafe entry.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
    return TreeHash(hasher.finalize())
  }

  /// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
  package static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
    var hasher = SHA256()
    hasher.update(data: nodePrefix)
    unsafe withUnsafeBytes(of: left.lanes) { unsafe hasher.update(bufferPointer: $0) }
    unsafe withUnsafeBytes(of: right.lanes) { unsafe hasher.update(bufferPointer: $0) }
    return TreeHash(hasher.finalize())
  }
}
