package import Foundation
import HTTPTransport
import Synchronization

/// Time that stands still but for sleeps, which pass at once and move it, and randomness from a seed.
package final class HandPacing: Pacing {
  private struct State {
    var now: Date
    var sleeps: [Duration] = []
    var random: UInt64
  }

  private let state: Mutex<State>

  /// A clock that starts at `start`; 2026-03-02 10:00 UTC unless said otherwise.
  package init(start: Date = Date(timeIntervalSince1970: 1_772_445_600), seed: UInt64 = 1) {
    state = Mutex(State(now: start, random: seed))
  }

  /// The waits so far.
  package var sleeps: [Duration] { state.withLock { $0.sleeps } }

  /// Moves the clock.
  package func advance(by duration: Duration) { state.withLock { $0.now += Self.seconds(duration) } }

  /// Where the clock stands.
  package func now() -> Date { state.withLock { $0.now } }

  /// Moves the clock instead of waiting.
  package func sleep(for duration: Duration) async throws(CancellationError) {
    if Task.isCancelled { throw CancellationError() }
    state.withLock { state in
      state.sleeps.append(duration)
      state.now += Self.seconds(duration)
    }
  }

  /// A linear congruential sequence (Knuth's constants), its better half first.
  package func random() -> UInt64 {
    state.withLock { state in
      state.random = state.random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state.random << 32 | state.random >> 32
    }
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }
}
