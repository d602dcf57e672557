/// The proof that an event is in a log, to be checked without the log: a file in the format of c2sp.org/tlog-proof.
package struct InclusionProof: Hashable, Sendable {
  /// The entry's index, from 0: event `index + 1`.
  package let index: UInt64
  /// The sibling hashes, the leaf's first.
  package let hashes: [TreeHash]
  /// The signed head that the entry is in.
  package let checkpoint: Checkpoint

  private static let title = "c2sp.org/tlog-proof@v1"

  init(index: UInt64, hashes: [TreeHash], checkpoint: Checkpoint) {
    self.index = index
    self.hashes = hashes
    self.checkpoint = checkpoint
  }

  /// A proof from a file's bytes; nil where they are none.
  ///
  /// Neither the hashes nor the signature are judged here. `extra` is passed over: nothing vouches for it.
  package init?(_ bytes: [UInt8]) {
    guard let parts = ProofText(bytes) else { return nil }
    var lines = parts.lines[...]
    guard lines.popFirst() == Self.title else { return nil }
    if let extra = lines.first, extra.hasPrefix("extra ") {
      guard CanonicalBase64.bytes(extra.dropFirst(6)) != nil else { return nil }
      lines.removeFirst()
    }
    guard let index = lines.popFirst().flatMap({ ProofText.number($0, after: "index ") }) else { return nil }
    let hashes = lines.map { TreeHash(base64: $0) }
    guard !hashes.contains(nil), hashes.count <= 63 else { return nil }
    self.init(index: index, hashes: hashes.compactMap(\.self), checkpoint: parts.checkpoint)
  }

  /// The file's bytes.
  package var bytes: [UInt8] {
    ProofText.bytes([Self.title, "index \(index)"] + hashes.map(\.base64), checkpoint)
  }

  /// Whether it shows that the entry with this leaf is in the log that signs with these keys.
  package func proves(_ leaf: TreeHash, with keys: LedgerKeys) -> Bool {
    keys.accept(checkpoint)
      && MerkleProof.includes(
        leaf: leaf, index: index, size: checkpoint.size, proof: hashes, root: checkpoint.root)
  }
}
