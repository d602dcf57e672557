package import Diagnostics
import Instants
import Synchronization

//     append ─> prepare (caller's thread) ─> stage (number, time, prev, tree, bytes) ─> pending ─┐
//                                                                                                │ one leader at a time
//     all waiters of the group <─ settle <─ write + one fdatasync (CommitDisk) <─────────────────┘
//                                   └─> full segments ─> Sealer (queue of its own)

/// The one writer of a ledger: it holds the lock, gives the numbers, and answers when events are on disk.
package actor Ledger {
  /// What LEDGER says.
  package nonisolated let identity: LedgerIdentity
  nonisolated let environment: LedgerEnvironment
  let folder: LedgerFolder
  let disk: CommitDisk
  let sealer: Sealer
  let checkpoints: CheckpointFolder
  var stage: CommitStage
  var clock: ClockWatch
  var state = State.open
  /// Commits that wait for the disk, in their order.
  var pending: [PendingCommit] = []
  /// Whether somebody leads: writes groups until nothing is pending.
  var isWriting = false
  /// Those who wait for nobody to lead.
  var idle: [CheckedContinuation<Void, Never>] = []
  /// Whether the last append found the disk full, and the reserve has been given up.
  var isOutOfSpace = false
  /// Events of the ledger's own that found no room.
  var refusedNotes = 0
  /// Set while a refusal is being recorded: why whoever comes now is refused too.
  var refusing: Failure?
  private(set) var hold: LedgerHold?
  /// Appends that have begun and not ended.
  nonisolated let underway = Atomic(0)
  private let executor: QueueExecutor

  /// The actor's own queue.
  package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  enum State {
    case open
    case poisoned(Failure)
    case closed
  }

  /// A staged commit and who waits for it.
  struct PendingCommit {
    let commit: StagedCommit
    var waiter: CheckedContinuation<Turn, Never>?
  }

  /// What a waiter is woken for.
  enum Turn {
    case lead
    case settled(Failure?)
  }

  init(_ opened: OpenedLedger, environment: LedgerEnvironment, executor: QueueExecutor) throws(Failure) {
    identity = opened.identity
    self.environment = environment
    self.executor = executor
    folder = opened.folder
    hold = opened.hold
    let log = opened.log
    disk = CommitDisk(
      try CommitFiles(
        opened.folder, opened.identity, position: log.position, paddingBytes: environment.paddingBytes))
    checkpoints = CheckpointFolder(opened.folder, opened.identity, key: opened.key, newest: log.newest)
    sealer = Sealer(
      SegmentSealing(folder: opened.folder, identity: opened.identity), heads: log.heads,
      checkpoints: checkpoints,
      environment: environment)
    stage = CommitStage(
      identity: opened.identity, index: HeadLookup(log.heads, opened.folder, opened.identity), mark: log.mark,
      recent: log.recentHeads)
    clock = ClockWatch(wall: environment.time.now(), steady: environment.time.steady())
  }

  /// The highest event known to be on disk; readers see nothing above it.
  package var head: UInt64 { stage.durable.last }

  /// When the last durable event was recorded, RFC 3339.
  package var lastAt: String { RFC3339.text(stage.durable.at) }

  /// The last event of a stream, commits that are not durable yet included; 0 = there is none.
  package func lastSequence(of stream: String) throws(Failure) -> UInt64 {
    try stage.last(of: StreamHash(stream))
  }

  /// Signs the durable head and stores it under `checkpoints/`; nil where that head is signed already.
  package func checkpoint() throws(Failure) -> Checkpoint? {
    try checkOpen()
    return try checkpoints.sign(size: stage.durable.last, root: stage.durable.tree.root)
  }

  /// Ends what is in flight, sealing included, signs the head, and gives the lock back; a second call does nothing.
  package func close() async throws(Failure) {
    if case .closed = state { return }
    let wasPoisoned: Failure? = if case .poisoned(let failure) = state { failure } else { nil }
    state = .closed
    await drain()
    await sealer.settle()
    var failure = wasPoisoned
    if case .poisoned(let later) = state { failure = later }
    state = .closed
    defer { hold = nil }
    if let failure { throw failure }
    disk.close()
    _ = try checkpoints.sign(size: stage.durable.last, root: stage.durable.tree.root)
  }

  func checkOpen() throws(Failure) {
    switch state {
    case .open: return
    case .poisoned(let failure): throw failure
    case .closed:
      throw Failure(.writerClosed, "this writer was closed", at: folder.path, remedy: "open the ledger again")
    }
  }
}
