import Foundation
import HTTPTransport
import Synchronization

/// A clock that can be set ahead, and waits that cost no time: what was waited for is counted instead.
final class TrialPacing: Pacing {
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

  func now() -> Date { Date().addingTimeInterval(Double(ahead) / 1_000_000) }

  func sleep(for duration: Duration) async throws(CancellationError) {
    state.withLock { $0.waits.append(duration) }
    guard !Task.isCancelled else { throw CancellationError() }
    await Task.yield()
  }

  func random() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }
}
