package import HTTPTransport
import Instants
import Synchronization

/// Time that stands still but for sleeps, which pass at once and move it, and randomness from a seed.
package final class HandTime: Time {
  private struct State {
    var now: Int64
    var sleeps: [Duration] = []
    var steadyReadings = 0
    var random: UInt64
  }

  private let state: Mutex<State>

  /// A clock that starts at `seconds` since 1970; 2026-03-02 10:00 UTC unless said otherwise.
  package init(seconds: Int64 = 1_772_445_600, seed: UInt64 = 1) {
    state = Mutex(State(now: seconds * 1_000_000, random: seed))
  }

  /// The waits so far.
  package var sleeps: [Duration] { state.withLock { $0.sleeps } }

  /// How often the clock that nobody sets was read.
  package var steadyReadings: Int { state.withLock { $0.steadyReadings } }

  /// This time, with the randomness of the seed.
  package var pacing: Pacing { Pacing(time: self) { self.random() } }

  /// Moves the clock.
  package func advance(by duration: Duration) { state.withLock { $0.now += Self.microseconds(duration) } }

  /// Where the clock stands.
  package func now() -> Int64 { state.withLock { $0.now } }

  /// The same clock: nobody sets this one back.
  package func steady() -> Int64 {
    state.withLock { state in
      state.steadyReadings += 1
      return state.now
    }
  }

  /// Moves the clock instead of waiting.
  package func sleep(for duration: Duration) async throws(CancellationError) {
    if Task.isCancelled { throw CancellationError() }
    state.withLock { state in
      state.sleeps.append(duration)
      state.now += Self.microseconds(duration)
    }
  }

  /// A linear congruential sequence (Knuth's constants), its better half first.
  private func random() -> UInt64 {
    state.withLock { state in
      state.random = state.random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state.random << 32 | state.random >> 32
    }
  }

  private static func microseconds(_ duration: Duration) -> Int64 {
    duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
  }
}
