package import Foundation
import HTTPTransport
import Synchronization
import TestSupport

/// Time that stands still but for sleeps, which pass at once and move it, and randomness from a seed.
package final class HandPacing: Pacing {
  private struct State {
    var now: Date
    var sleeps: [Duration] = []
    var generator: SeededGenerator
  }

  private let state: Mutex<State>

  /// A clock that starts at `start`; 2026-03-02 10:00 UTC unless said otherwise.
  package init(start: Date = Date(timeIntervalSince1970: 1_772_445_600), seed: UInt64 = 1) {
    state = Mutex(State(now: start, generator: SeededGenerator(seed: seed)))
  }

  /// The waits so far.
  package var sleeps: [Duration] { state.withLock { $0.sleeps } }

  /// Moves the clock.
  package func advance(by duration: Duration) { state.withLock { $0.now += Self.seconds(duration) } }

  package func now() -> Date { state.withLock { $0.now } }

  package func sleep(for duration: Duration) async throws(CancellationError) {
    if Task.isCancelled { throw CancellationError() }
    state.withLock { state in
      state.sleeps.append(duration)
      state.now += Self.seconds(duration)
    }
  }

  package func random() -> UInt64 { state.withLock { $0.generator.next() } }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }
}
