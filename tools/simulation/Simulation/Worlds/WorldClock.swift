import EventLog
import Instants
import Synchronization

/// The clocks of a world: each look takes a millisecond, and people set the wall clock.
final class WorldClock: Time {
  private let state = Mutex((wall: 1_780_000_000_000_000 as Int64, steady: 0 as Int64))

  func now() -> Int64 {
    state.withLock { state in
      state.wall += 1_000
      return state.wall
    }
  }

  func steady() -> Int64 {
    state.withLock { state in
      state.steady += 1_000
      return state.steady
    }
  }

  func sleep(for duration: Duration) async throws(CancellationError) {}

  /// Somebody sets the wall clock.
  func set(by microseconds: Int64) { state.withLock { $0.wall += microseconds } }
}

/// Random bytes that repeat.
final class WorldRandom: Sendable {
  private let dice: Mutex<Dice>

  init(seed: UInt64) { dice = Mutex(Dice(seed: seed)) }

  func bytes(_ count: Int) -> [UInt8] {
    dice.withLock { dice in (0..<count).map { _ in UInt8(truncatingIfNeeded: dice.next()) } }
  }
}
