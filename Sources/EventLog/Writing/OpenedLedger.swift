import Diagnostics
import Instants

/// A ledger that is locked and recovered, and not yet written to.
struct OpenedLedger: Sendable {
  let folder: LedgerFolder
  let identity: LedgerIdentity
  let key: SigningKey
  let lock: any LedgerFile
  private(set) var log: RecoveredLog
  /// Changes of keys that the log must record again.
  let unrecordedRotations: [KeyRotation]

  /// Takes the lock and recovers.
  init(
    at path: String, signingKey: [UInt8], knownDurable: UInt64, environment: LedgerEnvironment
  ) throws(Failure) {
    folder = LedgerFolder(path: path, files: environment.files)
    identity = try LedgerIdentity.read(folder)
    lock = try Self.lock(folder, process: environment.processID)
    try Self.makeFolders(folder)
    let recovery = LedgerRecovery(folder: folder, identity: identity)
    log = try recovery.recover(knownDurable: knownDurable)
    let mended = try KeyMending(folder: folder, identity: identity).mend(log)
    unrecordedRotations = mended.unrecorded
    if mended.hasInstalled {
      // More heads are good now than were before.
      log = try recovery.recover(knownDurable: max(knownDurable, log.mark.last))
    }
    key = try SigningKey(signingKey, current: folder, identity)
  }

  static func makeFolders(_ folder: LedgerFolder) throws(Failure) {
    for path in [
      folder.path, folder.log, folder.checkpoints, folder.index, folder.quarantine, folder.reserve,
    ] {
      try folder.files.change(.make(path))
    }
    try folder.files.change(.sync(folder.path))
  }

  /// The lock is the kernel's; who holds it is written down only for the message to the next one.
  static func lock(_ folder: LedgerFolder, process: Int32) throws(Failure) -> any LedgerFile {
    let lock: any LedgerFile
    do {
      lock = try folder.files.open(folder.identity, for: .locking)
    } catch  where error.code == .writerHeld {
      throw .writerHeld(by: holder(folder), ledger: folder.path)
    }
    do {
      try folder.files.change(.make(folder.index))
      try folder.files.removeIfThere(folder.writer)
      try folder.files.open(folder.writer, for: .creating).write(Array("\(process)\n".utf8), at: 0)
    } catch  where [.diskFull, .fileFailed].contains(error.code) {
      return lock  // nobody is told the number, nothing else
    }
    return lock
  }

  private static func holder(_ folder: LedgerFolder) -> String? {
    guard let bytes = try? folder.files.contents(of: folder.writer) else {
      return nil  // the number is only for the message
    }
    let text = String(decoding: bytes.prefix { (48...57).contains($0) }, as: UTF8.self)
    return text.isEmpty ? nil : text
  }

  /// Writes the ledger's first event and signs the head of one event.
  mutating func begin(_ environment: LedgerEnvironment) throws(Failure) {
    var stage = CommitStage(
      identity: identity, index: HeadLookup(log.heads, folder, identity), mark: log.mark, recent: [:])
    let event = NewEvent(kind: LedgerIdentity.openedKind, stream: "ledger", body: identity.openedBody)
    let prepared = try PreparedEvent(event, index: 0, random: environment.random)
    let commit = try stage.stage([prepared], at: environment.time.now())
    var files = try CommitFiles(folder, identity, position: log.position, paddingBytes: 0)
    switch files.write([commit.parts]) {
    case .written: break
    case .partly(_, let failure), .unknown(let failure): throw failure
    }
    let checkpoints = CheckpointFolder(folder, identity, key: key, newest: log.newest)
    _ = try checkpoints.sign(size: 1, root: commit.mark.tree.root)
    log = try LedgerRecovery(folder: folder, identity: identity).recover(knownDurable: 1)
  }
}
