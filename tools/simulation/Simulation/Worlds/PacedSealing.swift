import Synchronization

/// Lets a process of a world seal between two calls that its writer makes on the log, as a thread beside it might, and
/// yet the same in every run.
final class PacedSealing: Sendable {
  private struct State {
    var dice: Dice
    var round: (@Sendable () -> Void)?
    var wait = 0
    var isOver = false
  }

  private let state: Mutex<State>

  init(seed: UInt64) { state = Mutex(State(dice: Dice(seed: seed))) }

  /// Takes a round of sealing, to be carried out some calls later; at once, when the process comes to its end.
  func take(_ round: @escaping @Sendable () -> Void) {
    let isOver = state.withLock { state in
      if !state.isOver {
        state.round = round
        state.wait = state.dice.roll(0...state.dice.pick([0, 3, 12]))
      }
      return state.isOver
    }
    if isOver { round() }
  }

  /// The writer is about to make a call on the log.
  func pass() {
    let round = state.withLock { state -> (@Sendable () -> Void)? in
      state.wait -= 1
      guard state.wait < 0 else { return nil }
      defer { state.round = nil }
      return state.round
    }
    round?()
  }

  /// Carries out what still waits; from now on nothing does.
  func finish() {
    let round = state.withLock { state in
      defer { state.round = nil }
      state.isOver = true
      return state.round
    }
    round?()
  }
}
