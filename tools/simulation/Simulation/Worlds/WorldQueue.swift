import Dispatch

/// Runs a world's jobs one after another, in the order in which they came, off the cooperative threads.
final class WorldQueue: SerialExecutor {
  private let queue = DispatchQueue(label: "trial.world")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedSerialExecutor()
    queue.async { job.runSynchronously(on: executor) }
  }
}
