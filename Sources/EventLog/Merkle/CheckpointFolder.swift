import Diagnostics
import Synchronization

/// The signed heads of a ledger on disk, and the only place that signs one.
///
/// Sealing and the writer both sign, from different queues: one lock keeps them apart.
final class CheckpointFolder: Sendable {
  private let folder: LedgerFolder
  private let identity: LedgerIdentity
  private let key: SigningKey
  /// The head signed last, whose tree the present one is known to continue.
  private let newest: Mutex<Checkpoint?>

  init(_ folder: LedgerFolder, _ identity: LedgerIdentity, key: SigningKey, newest: Checkpoint?) {
    self.folder = folder
    self.identity = identity
    self.key = key
    self.newest = Mutex(newest)
  }

  /// Signs a head and stores it; nil where that size, or a larger one, is signed already.
  ///
  /// The newest head on disk must be the one that this writer knows: its root was compared with the log when the ledger
  /// was opened, and the tree has only grown since. So no two signed heads are ever inconsistent.
  func sign(size: UInt64, root: TreeHash) throws(Failure) -> Checkpoint? {
    try newest.withLock { known throws(Failure) -> Checkpoint? in
      guard size > known?.size ?? 0 else { return nil }
      let stored = try Self.newest(in: folder, identity)
      guard stored?.size == known?.size, stored?.root == known?.root else {
        throw .strangeCheckpoint(stored?.size ?? 0, at: folder.checkpoints)
      }
      let text = Checkpoint.text(origin: identity.origin, size: size, root: root)
      let verifier = VerifierKey(name: key.name, publicKey: key.publicKey)
      let note = SignedNote(text, signature: try key.signature(of: text), by: verifier)
      let name = LedgerFolder.digits(size)
      try folder.files.install(
        note.bytes, as: folder.checkpoints + "/" + name, by: folder.temporary("checkpoint-" + name))
      let checkpoint = Checkpoint(origin: identity.origin, size: size, root: root, note: note)
      known = checkpoint
      return checkpoint
    }
  }

  /// The largest head with a good signature; damaged ones are passed over, verify names them.
  static func newest(in folder: LedgerFolder, _ identity: LedgerIdentity) throws(Failure) -> Checkpoint? {
    let keys = [VerifierKey(name: identity.origin, publicKey: identity.publicKey)]
    for name in try folder.files.names(in: folder.checkpoints).reversed() {
      guard let size = LedgerFolder.number(name) else { continue }
      let bytes = try folder.files.contents(of: folder.checkpoints + "/" + name)
      if let checkpoint = Checkpoint(bytes), checkpoint.size == size, checkpoint.origin == identity.origin,
        checkpoint.note.isSigned(by: keys)
      {
        return checkpoint
      }
    }
    return nil
  }
}

extension Failure {
  static func strangeCheckpoint(_ size: UInt64, at place: String) -> Self {
    Self(
      .checkpointInconsistent, "the signed head of \(size) events does not agree with the log", at: place,
      remedy: "run verify; never sign a second history: find out where that head came from")
  }
}
