import Diagnostics
import EventLog
import Synchronization

/// What happens to a file system in memory: room that runs out, calls that fail, power that goes.
final class Weather: Sendable {
  /// A call on the file system, as faults see it.
  enum Call: Hashable, Sendable {
    case open, create, write, truncate, sync, rename, remove, syncFolder, make

    var changesSomething: Bool { self != .open && self != .make }
  }

  let room = Mutex<Int>(.max)
  let fault = Mutex<(@Sendable (Call, String) -> Failure?)?>(nil)
  let locked = Mutex<Set<String>>([])
  /// Changing calls until the power goes; none from then on succeeds, and the write that it hits is torn.
  let callsLeft = Mutex<Int>(.max)
  /// The share of a write that still reaches the disk when the power goes, in percent.
  let tearPercent = Mutex<Int>(0)

  /// Lets the power go after so many changing calls; a write that it hits gets through to so many percent.
  func cutPower(afterCalls calls: Int, tearingAtPercent percent: Int) {
    callsLeft.withLock { $0 = calls }
    tearPercent.withLock { $0 = percent }
  }

  func check(_ call: Call, _ path: String) throws(Failure) {
    if let failure = fault.withLock({ $0 })?(call, path) { throw failure }
    guard call.changesSomething else { return }
    let isOn = callsLeft.withLock { left in
      if left != .max { left -= 1 }
      return left >= 0
    }
    if !isOn { throw Fault.io(path) }
  }

  /// How much of a write goes through before the power goes with it; nil = all, and it goes on.
  func tear(_ path: String, _ count: Int) -> Int? {
    switch callsLeft.withLock({ $0 }) {
    case 1...: nil
    case 0: count * tearPercent.withLock { $0 } / 100
    default: 0
    }
  }

  /// Takes so much of the room, as far as there is any.
  func take(_ bytes: Int) -> Int {
    room.withLock { room in
      let taken = min(room, bytes)
      if room != .max { room -= taken }
      return taken
    }
  }

  func give(_ bytes: Int) {
    room.withLock { room in if room != .max { room += bytes } }
  }
}

/// The failures of a system that tests bring about.
enum Fault {
  static func missing(_ path: String) -> Failure {
    Failure(.fileMissing, "not there", at: path, remedy: "restore it")
  }
  static func exists(_ path: String) -> Failure {
    Failure(.fileFailed, "there already", at: path, remedy: "look")
  }
  static func full(_ path: String) -> Failure { Failure(.diskFull, "no room", at: path, remedy: "make room") }
  static func io(_ path: String) -> Failure {
    Failure(.fileFailed, "i/o error", at: path, remedy: "check the disk")
  }
  static func readOnly(_ path: String) -> Failure {
    Failure(.readOnly, "not allowed", at: path, remedy: "allow it")
  }
}
