package import Diagnostics
import Dispatch
import EventLog
import Synchronization

/// What happens to one process: calls that fail, and its end in the middle of one.
package final class Weather: Sendable {
  /// A call on the file system.
  package enum Call: String, Hashable, Sendable, CaseIterable {
    case open, create, read, write, truncate, sync, rename, remove, syncFolder, make

    /// Whether the disk is another after it; `make` is not counted, since folders are made in vain at every start.
    package var changesSomething: Bool { ![.open, .read, .make].contains(self) }
  }

  /// What happens to one call.
  package enum Trouble: Hashable, Sendable {
    /// It fails; a write got through to so many percent of its bytes.
    case fails(Failure, percent: Int = 0)
    /// The process ends in it; a write got through to so many percent.
    case ends(percent: Int = 0)
  }

  /// Decides about a call, from its kind, its path and how many changing calls there were before it.
  package typealias Forecast = @Sendable (_ call: Call, _ path: String, _ before: Int) -> Trouble?

  private struct State {
    var forecast: Forecast?
    var changes = 0
    var counts: [Call: Int] = [:]
    var isOver = false
    var gate: Gate?
    var interlude: Interlude?
  }

  /// What somebody else of the same process does before a call, from its kind and its path.
  package typealias Interlude = @Sendable (_ call: Call, _ path: String) -> Void

  private let state = Mutex(State())

  /// Good weather.
  package init() {}

  /// Sets what will happen from now on.
  package func set(_ forecast: Forecast?) { state.withLock { $0.forecast = forecast } }

  /// How many calls changed something so far.
  package var changes: Int { state.withLock { $0.changes } }

  /// How many calls of one kind there were.
  package func count(_ call: Call) -> Int { state.withLock { $0.counts[call] ?? 0 } }

  /// Whether the process has ended; no call of it does anything any more.
  package var isOver: Bool { state.withLock { $0.isOver } }

  /// Ends the process, wherever it is.
  package func end() { state.withLock { $0.isOver = true } }

  /// Lets the process end after so many changing calls; a write that it hits gets through to so many percent.
  package func endProcess(afterChanges count: Int, tearingAtPercent percent: Int = 0) {
    set { call, _, before in call.changesSomething && before >= count ? .ends(percent: percent) : nil }
  }

  /// The next write to the log waits until the gate is opened.
  package func hold(_ gate: Gate?) { state.withLock { $0.gate = gate } }

  /// Lets somebody else of the process do something before calls; what he does is not interrupted himself.
  package func setInterlude(_ interlude: Interlude?) { state.withLock { $0.interlude = interlude } }

  private func playInterlude(_ call: Call, _ path: String) {
    let interlude = state.withLock { state in
      defer { state.interlude = nil }
      return state.isOver ? nil : state.interlude
    }
    guard let interlude else { return }
    interlude(call, path)
    setInterlude(interlude)
  }

  /// The trouble of a call; nil where it goes well.
  func trouble(_ call: Call, _ path: String) -> Trouble? {
    playInterlude(call, path)
    let gate = state.withLock { state -> Gate? in
      guard call == .write, path.contains("/log/") else { return nil }
      defer { state.gate = nil }
      return state.gate
    }
    gate?.wait()
    let (forecast, before) = state.withLock { state in
      state.counts[call, default: 0] += 1
      return (state.forecast, state.changes)
    }
    // Outside of the lock: a forecast may change the weather.
    let trouble = forecast?(call, path, before)
    return state.withLock { state in
      if state.isOver { return .fails(.dead(path)) }
      if call.changesSomething { state.changes += 1 }
      if case .ends? = trouble { state.isOver = true }
      return trouble
    }
  }

  /// Throws where a call that is no write has trouble.
  func check(_ call: Call, _ path: String) throws(Failure) {
    switch trouble(call, path) {
    case nil: return
    case .fails(let failure, _)?: throw failure
    case .ends?: throw .dead(path)
    }
  }
}

/// Holds one write back until it is opened, so that others can come to wait behind it.
package final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  /// A closed gate.
  package init() {}

  /// Lets the write go on.
  package func open() { semaphore.signal() }

  func wait() { semaphore.wait() }
}

extension Failure {
  /// A file that is not there.
  package static func simulatedMissing(_ path: String) -> Self {
    Self(.fileMissing, "cannot open: no such file", at: path, remedy: "restore the file from a backup")
  }
  /// A disk without room.
  package static func simulatedFull(_ path: String) -> Self {
    Self(.diskFull, "cannot write: no space left", at: path, remedy: "make room")
  }
  /// An error of the device.
  package static func simulatedError(_ path: String) -> Self {
    Self(.fileFailed, "input/output error", at: path, remedy: "check the disk")
  }
  /// A folder that may not be written to.
  package static func simulatedReadOnly(_ path: String) -> Self {
    Self(.readOnly, "cannot open: permission denied", at: path, remedy: "allow it")
  }
  static func dead(_ path: String) -> Self {
    Self(.fileFailed, "this process has ended", at: path, remedy: "start another")
  }
}
