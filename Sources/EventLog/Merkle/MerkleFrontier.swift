/// The right edge of a growing tree: one hash for each bit of its size, enough to append and to give the root.
package struct MerkleFrontier: Hashable, Sendable {
  /// The number of leaves.
  package private(set) var size: UInt64 = 0
  /// The roots of the whole subtrees, the largest first.
  package private(set) var hashes: [TreeHash] = []

  /// An empty tree.
  package init() {}

  /// Appends one leaf.
  package mutating func append(_ leaf: TreeHash) { append(leaf, level: 0) }

  /// Appends a whole subtree of 2^level leaves; the size must be a multiple of that.
  package mutating func append(_ subtree: TreeHash, level: Int) {
    precondition(size & ((1 << UInt64(level)) - 1) == 0, "a subtree stands at a multiple of its size")
    var hash = subtree
    var rest = size >> UInt64(level)
    while rest & 1 == 1 {
      hash = TreeHash.node(hashes.removeLast(), hash)
      rest >>= 1
    }
    hashes.append(hash)
    size += 1 << UInt64(level)
  }

  /// Appends another tree whose every subtree fits: this size must be a multiple of a power of two not below the other's.
  package mutating func append(contentsOf other: MerkleFrontier) {
    var left = other.size
    for hash in other.hashes {
      let level = 63 - left.leadingZeroBitCount
      append(hash, level: level)
      left &= ~(1 << UInt64(level))
    }
  }

  /// The root hash of RFC 6962, section 2.1.
  package var root: TreeHash {
    guard var root = hashes.last else { return .empty }
    for hash in hashes.dropLast().reversed() { root = TreeHash.node(hash, root) }
    return root
  }
}
