import Foundation
import Instants
import SimulatedCompanies
import Synchronization

/// A clock that can be set ahead, and waits that cost no time: the clock goes ahead by what was waited for.
final class TrialTime: Time {
  private let state = Mutex(State())
  /// How far time has been set ahead, in a file: a process that is going to be killed lives in the same time.
  private let file: SharedNumber?

  private struct State {
    var alone: Int64 = 0
    var wrong: Int64 = 0
    var waits: [Duration] = []
  }

  /// Every wait so far.
  var waits: [Duration] { state.withLock { $0.waits } }

  /// Microseconds that the clock is ahead of the machine's.
  var ahead: Int64 { file?.value ?? state.withLock { $0.alone } }

  /// A clock of its own, or the one that `path` is shared by.
  init(sharedAt path: String? = nil) { file = path.flatMap(SharedNumber.init) }

  private func go(by microseconds: Int64) {
    guard let file else { return state.withLock { $0.alone += microseconds } }
    file.add(microseconds)
  }

  /// Sets the program's own clock wrong by so much; both systems keep the right time.
  func missets(by seconds: Int64) { state.withLock { $0.wrong += seconds * 1_000_000 } }

  /// Lets time pass, for the program and for both systems.
  func advance(by seconds: Int64) { go(by: seconds * 1_000_000) }

  func now() -> Int64 { MachineTime().now() + ahead + state.withLock { $0.wrong } }

  func steady() -> Int64 { MachineTime().steady() + ahead }

  func sleep(for duration: Duration) async throws(CancellationError) {
    let (seconds, attoseconds) = duration.components
    state.withLock { $0.waits.append(duration) }
    go(by: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    guard !Task.isCancelled else { throw CancellationError() }
    await Task.yield()
  }

  /// The same clock as the simulators read it.
  var wallTime: @Sendable () -> WallTime { { WallTime(microseconds: Int(MachineTime().now() + self.ahead)) } }
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

/// A number in a file of eight bytes that several processes read and change.
private final class SharedNumber: Sendable {
  private let file: Int32
  private let lock = Mutex(())

  init?(_ path: String) {
    file = open(path, O_RDWR | O_CREAT, 0o600)
    if file < 0 { return nil }
  }

  deinit { close(file) }

  var value: Int64 {
    var value: Int64 = 0
    return pread(file, &value, 8, 0) == 8 ? value : 0
  }

  func add(_ change: Int64) {
    lock.withLock { _ in
      var sum = value + change
      _ = pwrite(file, &sum, 8, 0)
    }
  }
}
