package import Instants
import Synchronization

/// Lets at most so many calls through at once; the others wait in the order in which they came.
package final class CallGate: Sendable {
  fileprivate enum Stage {
    case arrived
    case waiting(CheckedContinuation<Bool, Never>)
    case cancelled
  }

  fileprivate struct State {
    var free: Int
    var lastID: UInt64 = 0
    var queue: [UInt64] = []
    var stages: [UInt64: Stage] = [:]
  }

  private let state: Mutex<State>

  /// A gate for so many calls at once, at least one.
  package init(limit: Int) { state = Mutex(State(free: max(1, limit))) }

  /// Runs `body` when there is room; throws where the task is cancelled while it waits.
  package func pass<Value: Sendable, Problem: Error>(
    orElse cancelled: @autoclosure () -> Problem, _ body: () async throws(Problem) -> Value
  ) async throws(Problem) -> Value {
    guard await enter() else { throw cancelled() }
    defer { leave() }
    return try await body()
  }

  /// Runs `body` when there is room, unless that took longer than `longest`: then the call is `late`.
  ///
  /// How long it waited is looked at when its turn comes; it does come, because every call before it has limits of its
  /// own. What it takes from then on is the call's own time.
  package func pass<Value: Sendable, Problem: Error>(
    within longest: Duration, by time: any Time, orElse cancelled: @autoclosure () -> Problem,
    late: @autoclosure () -> Problem, _ body: () async throws(Problem) -> Value
  ) async throws(Problem) -> Value {
    let came = time.steady()
    return try await pass(orElse: cancelled()) { () async throws(Problem) -> Value in
      guard .microseconds(time.steady() - came) <= longest else { throw late() }
      return try await body()
    }
  }

  private func enter() async -> Bool {
    let id: UInt64? = state.withLock { state in
      if state.free > 0 {
        state.free -= 1
        return nil
      }
      state.lastID += 1
      state.stages[state.lastID] = .arrived
      return state.lastID
    }
    guard let id else { return true }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let entered: Bool? = state.withLock { $0.wait(id, waiter) }
        if let entered { waiter.resume(returning: entered) }
      }
    } onCancel: {
      state.withLock { $0.cancel(id) }?.resume(returning: false)
    }
  }

  private func leave() { state.withLock { $0.leave() }?.resume(returning: true) }
}

extension CallGate.State {
  /// True or false where the waiter need not wait: there is room by now, or the task was cancelled before.
  fileprivate mutating func wait(_ id: UInt64, _ waiter: CheckedContinuation<Bool, Never>) -> Bool? {
    if case .cancelled = stages[id] {
      stages[id] = nil
      return false
    }
    if free > 0 {
      free -= 1
      stages[id] = nil
      return true
    }
    stages[id] = .waiting(waiter)
    queue.append(id)
    return nil
  }

  fileprivate mutating func cancel(_ id: UInt64) -> CheckedContinuation<Bool, Never>? {
    switch stages[id] {
    case .arrived:
      stages[id] = .cancelled
      return nil
    case .waiting(let waiter):
      stages[id] = nil
      queue.removeAll { $0 == id }
      return waiter
    case .cancelled, nil: return nil
    }
  }

  /// The place goes to the longest waiting call, or becomes free.
  fileprivate mutating func leave() -> CheckedContinuation<Bool, Never>? {
    while !queue.isEmpty {
      let id = queue.removeFirst()
      if case .waiting(let waiter) = stages.removeValue(forKey: id) { return waiter }
    }
    free += 1
    return nil
  }
}
