import Instants
import Synchronization

/// A clock that can be set ahead, and waits that cost no time: what was waited for is counted instead.
final class TrialTime: Time {
  private let state = Mutex(State())

  private struct State {
    var ahead: Int64 = 0
    var waits: [Duration] = []
  }

  /// Every wait so far.
  var waits: [Duration] { state.withLock { $0.waits } }

  /// Microseconds that the clock is ahead of the machine's.
  var ahead: Int64 { state.withLock { $0.ahead } }

  /// Sets the clock further ahead, for good: the log must never see it run backwards.
  func advance(by seconds: Int64) { state.withLock { $0.ahead += seconds * 1_000_000 } }

  func now() -> Int64 { MachineTime().now() + ahead }

  func steady() -> Int64 { MachineTime().steady() }

  func sleep(for duration: Duration) async throws(CancellationError) {
    state.withLock { $0.waits.append(duration) }
    guard !Task.isCancelled else { throw CancellationError() }
    await Task.yield()
  }
}

/// A clock whose every reading of the time of day is told to somebody first.
struct WatchedTime: Time {
  let time: any Time
  let look: @Sendable () -> Void

  func now() -> Int64 {
    look()
    return time.now()
  }

  func steady() -> Int64 { time.steady() }

  func sleep(for duration: Duration) async throws(CancellationError) { try await time.sleep(for: duration) }
}
