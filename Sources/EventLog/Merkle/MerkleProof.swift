/// Judges proofs of others and our own: RFC 6962, sections 2.1.1 and 2.1.2, by the algorithms of RFC 9162, 2.1.3.2 and 2.1.4.2.
package enum MerkleProof {
  /// Whether `proof` shows that `leaf` is entry number `index` (from 0) of the tree of `size` entries with this root.
  package static func includes(
    leaf: TreeHash, index: UInt64, size: UInt64, proof: [TreeHash], root: TreeHash
  ) -> Bool {
    guard index < size else { return false }
    var (node, last) = (index, size - 1)
    var hash = leaf
    for sibling in proof {
      guard last > 0 else { return false }  // a proof that is too long
      if node & 1 == 1 || node == last {
        hash = TreeHash.node(sibling, hash)
        while node & 1 == 0 && node != 0 {
          node >>= 1
          last >>= 1
        }
      } else {
        hash = TreeHash.node(hash, sibling)
      }
      node >>= 1
      last >>= 1
    }
    return last == 0 && hash == root
  }

  /// Whether `proof` shows that the tree of `size1` entries is the beginning of the one of `size2`.
  ///
  /// The empty tree is the beginning of every tree: of it nothing can be shown, so it is refused.
  package static func isConsistent(
    size1: UInt64, root1: TreeHash, size2: UInt64, root2: TreeHash, proof: [TreeHash]
  ) -> Bool {
    guard size1 > 0, size1 <= size2 else { return false }
    if size1 == size2 { return proof.isEmpty && root1 == root2 }
    var path = proof[...]
    if size1 & (size1 - 1) == 0 { path = [root1] + path }
    guard let first = path.popFirst() else { return false }
    var (node, last) = (size1 - 1, size2 - 1)
    while node & 1 == 1 {
      node >>= 1
      last >>= 1
    }
    var (older, newer) = (first, first)
    for hash in path {
      guard last > 0 else { return false }
      if node & 1 == 1 || node == last {
        older = TreeHash.node(hash, older)
        newer = TreeHash.node(hash, newer)
        while node & 1 == 0 && node != 0 {
          node >>= 1
          last >>= 1
        }
      } else {
        newer = TreeHash.node(newer, hash)
      }
      node >>= 1
      last >>= 1
    }
    return last == 0 && older == root1 && newer == root2
  }
}
