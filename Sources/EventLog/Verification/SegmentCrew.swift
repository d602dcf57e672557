import Diagnostics
import Dispatch
import Synchronization

//     worker 1   [ segment 1 ][ segment 3 ]   [ segment 4 ] …       each by itself
//     worker 2   [ segment 2      ][ segment 5 ] …
//     joined     1 ─> 2 ─> 3 ─> 4 ─> 5                              in order, by whoever has finished the next one

/// Checks segments on all cores of the machine, and joins what was found in the order of the log.
struct SegmentCrew: Sendable {
  /// How many segments are checked at once.
  let cores: Int

  private struct State<Joined: Sendable>: Sendable {
    var joined: Joined
    var next = 0
    var joinedCount = 0
    var waiting: [Int: SegmentFacts] = [:]
    var failure: Failure?
    var isStopped = false
  }

  /// Calls `check` for each index on any core, and `join` with what it gave, in order, one at a time.
  ///
  /// Stops early when one of them throws, or the caller's task is cancelled.
  func run<Joined: Sendable>(
    _ count: Int, into joined: inout Joined,
    check: @Sendable (Int) throws(Failure) -> SegmentFacts,
    join: @Sendable (inout Joined, SegmentFacts) throws(Failure) -> Void
  ) throws(Failure) {
    let state = Mutex(State(joined: joined))
    DispatchQueue.concurrentPerform(iterations: min(max(1, cores), max(1, count))) { _ in
      while let index = Self.next(state, count) {
        do throws(Failure) {
          let facts = try check(index)
          try state.withLock { state throws(Failure) in
            state.waiting[index] = facts
            while !state.isStopped, let facts = state.waiting.removeValue(forKey: state.joinedCount) {
              try join(&state.joined, facts)
              state.joinedCount += 1
            }
          }
        } catch {
          state.withLock { state in
            state.failure = state.failure ?? error
            state.isStopped = true
          }
        }
      }
    }
    let failure = state.withLock { state in
      joined = state.joined
      return state.failure
    }
    if let failure { throw failure }
  }

  /// The calling thread is one of the workers, so that one of them knows the task.
  private static func next<Joined>(_ state: borrowing Mutex<State<Joined>>, _ count: Int) -> Int? {
    let isCancelled = Task.isCancelled
    return state.withLock { state in
      if isCancelled { state.isStopped = true }
      guard !state.isStopped, state.next < count else { return nil }
      state.next += 1
      return state.next - 1
    }
  }
}
