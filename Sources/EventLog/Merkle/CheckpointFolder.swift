import Diagnostics
import Synchronization

//     signing ──beginRotation──> rotating: nothing is signed ──finishRotation──> signing, with the new key
//        ^                            │
//        └──────cancelRotation────────┘

/// The signed heads of a ledger on disk, and the only place that signs one.
///
/// Sealing and the writer both sign, from different queues: one lock keeps them apart.
final class CheckpointFolder: Sendable {
  private let folder: LedgerFolder
  private let identity: LedgerIdentity
  private let state: Mutex<State>

  private struct State {
    var key: SigningKey
    /// The head signed last, whose tree the present one is known to continue.
    var newest: Checkpoint?
    /// Heads whose signing broke off since: any of them may stand on the disk all the same.
    var attempted: [Checkpoint] = []
    /// Between the old key's last signature and the new key's first one.
    var isRotating = false
  }

  init(_ folder: LedgerFolder, _ identity: LedgerIdentity, key: SigningKey, newest: Checkpoint?) {
    self.folder = folder
    self.identity = identity
    state = Mutex(State(key: key, newest: newest))
  }

  /// Signs a head and stores it; nil where that size, or a larger one, is signed already.
  ///
  /// The newest head on disk must be the one that this writer knows: its root was compared with the log when the ledger
  /// was opened, and the tree has only grown since. So no two signed heads are ever inconsistent.
  func sign(size: UInt64, root: TreeHash) throws(Failure) -> Checkpoint? {
    try state.withLock { state throws(Failure) in try sign(size, root, &state) }
  }

  private func sign(_ size: UInt64, _ root: TreeHash, _ state: inout State) throws(Failure) -> Checkpoint? {
    guard size > state.newest?.size ?? 0, !state.isRotating else { return nil }
    let stored = try Self.newest(in: folder, identity)
    if stored?.size != state.newest?.size || stored?.root != state.newest?.root {
      guard let stored, let ours = state.attempted.first(where: { $0.note == stored.note }) else {
        throw .strangeCheckpoint(stored?.size ?? 0, at: folder.checkpoints)
      }
      // Its signing broke off behind the name: what is left of it is done now.
      try folder.files.change(.sync(folder.checkpoints))
      state.newest = ours
      state.attempted = []
      guard size > ours.size else { return nil }
    }
    let text = Checkpoint.text(origin: identity.origin, size: size, root: root)
    let signature = SignedNote.Signature(by: state.key.verifier, try state.key.signature(of: text))
    let note = SignedNote(text, signatures: [signature])
    let checkpoint = Checkpoint(origin: identity.origin, size: size, root: root, note: note)
    state.attempted.append(checkpoint)
    try folder.files.install(
      note.bytes, as: folder.checkpoint(size), by: folder.temporary("checkpoint-\(LedgerFolder.digits(size))")
    )
    state.newest = checkpoint
    state.attempted = []
    return checkpoint
  }

  /// The size of the head signed last; 0 where none is.
  var newestSize: UInt64 { state.withLock { $0.newest?.size ?? 0 } }

  /// Lets the present key sign its last head, and the statement that `new` follows it.
  func beginRotation(to new: SigningKey, size: UInt64, root: TreeHash) throws(Failure) -> KeyRotation {
    try state.withLock { state throws(Failure) in
      _ = try sign(size, root, &state)
      guard let newest = state.newest, !state.isRotating, new.publicKey != state.key.publicKey,
        try LedgerKeys.read(folder, identity).keys.rotations.last?.size ?? 0 < newest.size
      else {
        throw Failure(
          .wrongKey, "the new key is the present one, or is being put in its place", at: folder.path,
          remedy: "give a key that this ledger does not have yet")
      }
      let rotation = try KeyRotation(identity, after: newest, from: state.key, to: new)
      state.isRotating = true
      return rotation
    }
  }

  /// The statement is durable in the log: from now on the new key signs.
  func finishRotation(_ rotation: KeyRotation, to new: SigningKey) throws(Failure) {
    try state.withLock { state throws(Failure) in
      try folder.install(rotation)
      state.key = new
      state.isRotating = false
    }
  }

  /// The statement never came into the log: the old key goes on.
  func cancelRotation() { state.withLock { $0.isRotating = false } }

  /// The largest head with a good signature; damaged ones are passed over, verify names them.
  static func newest(in folder: LedgerFolder, _ identity: LedgerIdentity) throws(Failure) -> Checkpoint? {
    let keys = try LedgerKeys.read(folder, identity).keys
    for name in try folder.files.names(in: folder.checkpoints).reversed() {
      guard let size = LedgerFolder.number(name) else { continue }
      if let head = try head(of: size, in: folder, keys) { return head }
    }
    return nil
  }

  /// The signed head of a size; nil where it is not as written, or the key of its size did not sign it.
  static func head(
    of size: UInt64, in folder: LedgerFolder, _ keys: LedgerKeys
  ) throws(Failure) -> Checkpoint? {
    guard let bytes = try folder.files.wholeContents(of: folder.checkpoint(size)),
      let head = Checkpoint(bytes), head.note.bytes == bytes, head.size == size, keys.accept(head)
    else {
      return nil
    }
    return head
  }
}

extension Failure {
  static func notSigned(_ size: UInt64) -> Self {
    Self(
      .checkpointInconsistent, "the head of \(size) events can not be signed while the key is being changed",
      remedy: "open the ledger again")
  }

  static func strangeCheckpoint(_ size: UInt64, at place: String) -> Self {
    Self(
      .checkpointInconsistent, "the signed head of \(size) events does not agree with the log", at: place,
      remedy: "run verify; never sign a second history: find out where that head came from")
  }
}
