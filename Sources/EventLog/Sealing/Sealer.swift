import Diagnostics
import Synchronization

/// A full and durable segment that waits to be sealed.
struct SealingJob: Sendable {
  let first: UInt64
  let last: UInt64
  /// The root of its events, computed when they were appended.
  let root: TreeHash
  /// The head of the log at the end of the commit that filled it.
  var head: LogHead
}

/// A size that the log had, and its root then.
struct LogHead: Sendable {
  let size: UInt64
  let root: TreeHash
}

/// Seals segments one after another, beside the appends.
///
/// Before each it signs the head at the end of the commit that filled the segment: a sealed segment no longer tells that
/// its last commit goes on in the next one, so something else must say that the rest was durable too.
///
/// How many wait is bounded: then `room` makes appends wait. A sealing that fails leaves the segment in its active form,
/// which is whole and durable; it is tried again with the next one, or when the ledger is opened.
final class Sealer: Sendable {
  private let sealing: SegmentSealing
  private let heads: HeadIndex
  private let checkpoints: CheckpointFolder
  private let carryOutRound: LedgerEnvironment.Sealing
  private let debtMax: Int
  private let state = Mutex(State())

  private struct State {
    var jobs: [SealingJob] = []
    var isRunning = false
    var failure: Failure?
    var waiters: [(debtMax: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  init(
    _ sealing: SegmentSealing, heads: HeadIndex, checkpoints: CheckpointFolder, environment: LedgerEnvironment
  ) {
    self.sealing = sealing
    self.heads = heads
    self.checkpoints = checkpoints
    carryOutRound = environment.sealing
    debtMax = environment.sealingDebtMax
  }

  /// Adds full segments, in their order.
  func add(_ jobs: [SealingJob]) {
    let starts = state.withLock { state in
      state.jobs.append(contentsOf: jobs)
      let isDue = !jobs.isEmpty || state.jobs.count > debtMax
      guard isDue, !state.isRunning, !state.jobs.isEmpty else { return false }
      state.isRunning = true
      return true
    }
    if starts { carryOutRound { self.run() } }
  }

  /// Comes back when no more than the allowed number of segments wait; throws where sealing can not go on.
  func room() async throws(Failure) {
    add([])  // tries again where the last sealing failed
    await wait(debtMax: debtMax)
    let stuck = state.withLock { $0.jobs.count > debtMax ? $0.failure : nil }
    if let stuck { throw stuck }
  }

  /// Comes back when nothing is being sealed.
  func settle() async { await wait(debtMax: 0) }

  private func wait(debtMax: Int) async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let isDone = state.withLock { state in
        if state.jobs.count <= debtMax || !state.isRunning { return true }
        state.waiters.append((debtMax, continuation))
        return false
      }
      if isDone { continuation.resume() }
    }
  }

  private func run() {
    while let job = state.withLock({ $0.jobs.first }) {
      let failure = carryOut(job)
      let (goesOn, woken) = state.withLock { state in
        state.failure = failure
        if failure == nil { state.jobs.removeFirst() }
        if failure != nil || state.jobs.isEmpty { state.isRunning = false }
        let woken = state.waiters.filter { !state.isRunning || state.jobs.count <= $0.debtMax }
        state.waiters.removeAll { !state.isRunning || state.jobs.count <= $0.debtMax }
        return (state.isRunning, woken)
      }
      for waiter in woken { waiter.continuation.resume() }
      guard goesOn else { return }
    }
  }

  private func carryOut(_ job: SealingJob) -> Failure? {
    do {
      _ = try checkpoints.sign(size: job.head.size, root: job.head.root)
      // While keys are being changed nothing is signed, so nothing is sealed.
      guard checkpoints.newestSize >= job.head.size else { return .notSigned(job.head.size) }
      let lasts = try sealing.seal(job.first, root: job.root)
      do {
        try heads.add(lasts, from: job.first, through: job.last)
      } catch  where error.code == .indexDamaged {
        try heads.removeAll()  // the writer makes it again before it looks anything up
      }
      return nil
    } catch {
      return error
    }
  }
}
