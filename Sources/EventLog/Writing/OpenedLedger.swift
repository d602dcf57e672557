import Diagnostics
import Instants

/// A ledger that is locked and recovered, and not yet written to.
struct OpenedLedger: Sendable {
  let folder: LedgerFolder
  let identity: LedgerIdentity
  let key: SigningKey
  let hold: LedgerHold
  private(set) var log: RecoveredLog
  /// Changes of keys that the log must record again.
  let unrecordedRotations: [KeyRotation]

  /// Recovers a ledger that is held; `now` is what the clock says, nil where it is accepted however it stands.
  init(
    _ hold: LedgerHold, signingKey: [UInt8], knownDurable: UInt64, now: Int64?
  ) throws(Failure) {
    self.hold = hold
    (folder, identity) = (hold.folder, hold.identity)
    try Self.makeFolders(folder)
    let recovery = LedgerRecovery(folder: folder, identity: identity, now: now)
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
    for path in [folder.log, folder.checkpoints, folder.index, folder.quarantine, folder.reserve] {
      try folder.files.change(.make(path))
    }
    try folder.files.change(.sync(folder.path))
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
    log = try LedgerRecovery(folder: folder, identity: identity, now: nil).recover(knownDurable: 1)
  }
}
