package import Diagnostics

extension MerkleProof {
  /// The proof that entry `index` is in the tree of `size` entries: RFC 6962, 2.1.1; `root` gives the root of a part.
  package static func inclusion(
    of index: UInt64, in size: UInt64, root: (Range<UInt64>) throws(Failure) -> TreeHash
  ) throws(Failure) -> [TreeHash] {
    precondition(index < size, "an entry of the tree is asked for")
    var range = 0..<size
    var siblings: [Range<UInt64>] = []
    while range.upperBound - range.lowerBound > 1 {
      let middle = split(range)
      if index < middle {
        siblings.append(middle..<range.upperBound)
        range = range.lowerBound..<middle
      } else {
        siblings.append(range.lowerBound..<middle)
        range = middle..<range.upperBound
      }
    }
    return try roots(of: siblings, root)
  }

  /// The proof that the tree of `size1` entries is the beginning of that of `size2`: RFC 6962, 2.1.2.
  package static func consistency(
    from size1: UInt64, to size2: UInt64, root: (Range<UInt64>) throws(Failure) -> TreeHash
  ) throws(Failure) -> [TreeHash] {
    precondition(size1 > 0 && size1 <= size2, "the older tree is the smaller one and not empty")
    var range = 0..<size2
    var parts: [Range<UInt64>] = []
    while size1 != range.upperBound {
      let middle = split(range)
      if size1 <= middle {
        parts.append(middle..<range.upperBound)
        range = range.lowerBound..<middle
      } else {
        parts.append(range.lowerBound..<middle)
        range = middle..<range.upperBound
      }
    }
    // Where the older tree is a whole subtree from the beginning, its root is known to who checks.
    if range.lowerBound > 0 { parts.append(range) }
    return try roots(of: parts, root)
  }

  /// Where a tree is divided: its left part holds the largest power of two that is smaller than its size.
  static func split(_ range: Range<UInt64>) -> UInt64 {
    let last = range.upperBound - range.lowerBound - 1
    return range.lowerBound + 1 << UInt64(63 - last.leadingZeroBitCount)
  }

  private static func roots(
    of parts: [Range<UInt64>], _ root: (Range<UInt64>) throws(Failure) -> TreeHash
  ) throws(Failure) -> [TreeHash] {
    var hashes: [TreeHash] = []
    for part in parts.reversed() { hashes.append(try root(part)) }
    return hashes
  }
}
