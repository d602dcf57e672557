/// A signed head of the log, in the format of c2sp.org/tlog-checkpoint.
package struct Checkpoint: Hashable, Sendable {
  /// The name of the log.
  package let origin: String
  /// The number of events.
  package let size: UInt64
  /// The root of the tree over them.
  package let root: TreeHash
  /// The whole note, signatures included.
  package let note: SignedNote

  /// A checkpoint from a note's bytes; nil where it is none.
  ///
  /// Signatures are not judged here.
  package init?(_ bytes: [UInt8]) {
    guard let note = SignedNote(bytes) else { return nil }
    let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 4, lines[3] == "", !lines[0].isEmpty,
      let size = FormatNumber.decimal(lines[1]),
      let root = TreeHash(base64: String(lines[2]))
    else { return nil }
    origin = String(lines[0])
    self.size = size
    self.root = root
    self.note = note
  }

  init(origin: String, size: UInt64, root: TreeHash, note: SignedNote) {
    self.origin = origin
    self.size = size
    self.root = root
    self.note = note
  }

  /// The text that is signed.
  static func text(origin: String, size: UInt64, root: TreeHash) -> String {
    "\(origin)\n\(size)\n\(root.base64)\n"
  }
}
