import Foundation

/// The proof that a log continues a smaller one, in the form in which c2sp.org/tlog-witness sends it to a witness.
package struct ConsistencyProof: Hashable, Sendable {
  /// The size of the older tree, whose root the checker has.
  package let oldSize: UInt64
  /// The hashes of RFC 6962, 2.1.2.
  package let hashes: [TreeHash]
  /// The signed head that continues it.
  package let checkpoint: Checkpoint

  init(oldSize: UInt64, hashes: [TreeHash], checkpoint: Checkpoint) {
    self.oldSize = oldSize
    self.hashes = hashes
    self.checkpoint = checkpoint
  }

  /// A proof from a file's bytes; nil where they are none.
  ///
  /// Neither the hashes nor the signature are judged here.
  package init?(_ bytes: [UInt8]) {
    guard let parts = ProofText(bytes) else { return nil }
    let hashes = parts.lines.dropFirst().map { TreeHash(base64: $0) }
    guard let first = parts.lines.first, let oldSize = ProofText.number(first, after: "old "),
      !hashes.contains(nil), hashes.count <= 63
    else { return nil }
    self.init(oldSize: oldSize, hashes: hashes.compactMap(\.self), checkpoint: parts.checkpoint)
  }

  /// The file's bytes.
  package var bytes: [UInt8] { ProofText.bytes(["old \(oldSize)"] + hashes.map(\.base64), checkpoint) }

  /// Whether it shows that the log that signs with these keys begins with the tree of this root.
  package func proves(_ oldRoot: TreeHash, with keys: LedgerKeys) -> Bool {
    keys.accept(checkpoint)
      && MerkleProof.isConsistent(
        size1: oldSize, root1: oldRoot, size2: checkpoint.size, root2: checkpoint.root, proof: hashes)
  }
}

/// What both kinds of proof files are: lines, an empty line, a checkpoint.
struct ProofText {
  let lines: [String]
  let checkpoint: Checkpoint

  init?(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self), let split = text.range(of: "\n\n"),
      let checkpoint = Checkpoint(Array(text[split.upperBound...].utf8)),
      checkpoint.note.bytes == Array(text[split.upperBound...].utf8)
    else { return nil }
    lines = text[..<split.lowerBound].split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    self.checkpoint = checkpoint
  }

  static func bytes(_ lines: [String], _ checkpoint: Checkpoint) -> [UInt8] {
    Array((lines.joined(separator: "\n") + "\n\n").utf8) + checkpoint.note.bytes
  }

  /// A decimal number without leading zeros, of at most 18 digits, behind a word.
  static func number(_ line: String, after word: String) -> UInt64? {
    line.hasPrefix(word) ? FormatNumber.decimal(line.dropFirst(word.count)) : nil
  }
}
