import Diagnostics
import EventLog
import Synchronization

/// What goes wrong in one life of a process: drawn before it begins.
enum WorldTrouble: Hashable, Sendable {
  case none
  /// The process ends in a call; a write that it hits gets through to so many percent.
  case ends(afterChanges: Int, percent: Int)
  /// Calls of these kinds fail with an error of the device, so many in a row from one on.
  case errors([Weather.Call], after: Int, count: Int, percent: Int)
  /// Calls that need room find none, so many in a row from one on.
  case refusals([Weather.Call], after: Int, count: Int, percent: Int)
  /// So many bytes are left on the disk.
  case room(Int)

  init(_ dice: inout Dice) {
    let reach = dice.roll(0...dice.pick([6, 20, 60, 150]))
    let percent = dice.pick([0, 0, 30, 60, 99, 100])
    switch dice.roll(0...99) {
    case ..<25: self = .none
    case ..<55: self = .ends(afterChanges: reach, percent: percent)
    case ..<65:
      let call: Weather.Call = dice.pick([.create, .write, .truncate, .rename, .remove, .syncFolder, .make])
      self = .errors([call], after: reach / 3, count: dice.roll(1...3), percent: percent)
    case ..<78: self = .errors([.sync], after: reach / 2, count: dice.roll(1...3), percent: 0)
    case ..<83: self = .errors([.read, .open], after: reach * 2, count: dice.roll(1...3), percent: 0)
    case ..<92: self = .room(dice.roll(0...dice.pick([200, 2_000, 8_000])))
    default:
      // `ENOSPC` comes from any call that some file system may answer so.
      let calls: [Weather.Call] = [.create, .write, .rename, .syncFolder, .make]
      let others: [[Weather.Call]] = [
        [], [], [.sync], [.truncate, .remove, .open], [.sync, .truncate, .remove, .open],
      ]
      self = .refusals(
        calls + dice.pick(others), after: reach / 2, count: dice.roll(1...6), percent: percent)
    }
  }

  /// Whether a sync may fail: from then on programs may see what the disk has dropped.
  var failsSyncs: Bool {
    switch self {
    case .errors(let calls, _, _, _), .refusals(let calls, _, _, _): calls.contains(.sync)
    case .none, .ends, .room: false
    }
  }

  /// The forecast for a process, which counts on its own.
  func forecast() -> Weather.Forecast? {
    switch self {
    case .none, .room: return nil
    case .ends(let changes, let percent):
      return { call, _, before in
        call.changesSomething && before >= changes ? .ends(percent: percent) : nil
      }
    case .errors(let calls, let after, let count, let percent):
      let seen = Counter()
      return { call, path, _ in
        guard calls.contains(call) else { return nil }
        return seen.next(isIn: after..<after + count)
          ? .fails(.simulatedError(path), percent: percent) : nil
      }
    case .refusals(let calls, let after, let count, let percent):
      let seen = Counter()
      return { call, path, _ in
        guard calls.contains(call) else { return nil }
        return seen.next(isIn: after..<after + count) ? .fails(.simulatedFull(path), percent: percent) : nil
      }
    }
  }
}

/// Counts calls from any thread.
final class Counter: Sendable {
  private let count = Mutex(0)

  func next(isIn range: Range<Int>) -> Bool {
    count.withLock { count in
      defer { count += 1 }
      return range.contains(count)
    }
  }
}
