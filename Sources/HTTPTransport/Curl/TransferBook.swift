/// Which calls are where: a state machine without threads.
///
/// Each waiter leaves it exactly once.
///
///     open ──> opened ──submit──> waiting ──start──> running ──finish──> gone
///                │                   │                  │
///             cancel              cancel             cancel
///                v                   v                  v
///       openedAndCancelled ──>     gone            aborting ──finish──> gone
///
struct TransferBook<Waiter> {
  private enum Stage {
    case opened
    case openedAndCancelled
    case waiting(HTTPCall, Waiter)
    case running(Waiter)
  }

  /// What the thread of the transfers has to do next.
  struct Orders {
    var starts: [(id: UInt64, call: HTTPCall)] = []
    var aborts: [UInt64] = []
    var isStopping = false
  }

  /// A waiter that is to be told at once why there will be no answer.
  struct Refusal {
    let waiter: Waiter
    let reason: HTTPProblem.Reason
    let call: HTTPCall
  }

  private let waitingMax: Int
  private var stages: [UInt64: Stage] = [:]
  private var queue: [UInt64] = []
  private var aborts: [UInt64] = []
  private var lastID: UInt64 = 0
  private(set) var isStopping = false

  init(waitingMax: Int) { self.waitingMax = waitingMax }

  /// A number for a call that is about to be submitted.
  mutating func open() -> UInt64 {
    lastID += 1
    stages[lastID] = .opened
    return lastID
  }

  /// Puts a call into the queue; gives the waiter back where that cannot be.
  mutating func submit(_ id: UInt64, _ call: HTTPCall, _ waiter: Waiter) -> Refusal? {
    let reason: HTTPProblem.Reason? =
      if case .openedAndCancelled = stages[id] {
        .cancelled
      } else if isStopping {
        .shutDown
      } else if queue.count >= waitingMax {
        .busy
      } else {
        nil
      }
    if let reason {
      stages[id] = nil
      return Refusal(waiter: waiter, reason: reason, call: call)
    }
    stages[id] = .waiting(call, waiter)
    queue.append(id)
    return nil
  }

  /// The task gave up.
  ///
  /// A call that still waits is answered at once; a running one is aborted by its thread.
  mutating func cancel(_ id: UInt64) -> Refusal? {
    switch stages[id] {
    case .opened:
      stages[id] = .openedAndCancelled
    case .waiting(let call, let waiter):
      stages[id] = nil
      queue.removeAll { $0 == id }
      return Refusal(waiter: waiter, reason: .cancelled, call: call)
    case .running:
      aborts.append(id)
    case .openedAndCancelled, nil: break
    }
    return nil
  }

  /// What to start and what to abort, with room for `free` more transfers.
  mutating func orders(free: Int) -> Orders {
    var orders = Orders(aborts: aborts, isStopping: isStopping)
    aborts = []
    for id in queue.prefix(max(0, free)) {
      guard case .waiting(let call, let waiter) = stages[id] else { continue }
      stages[id] = .running(waiter)
      orders.starts.append((id, call))
    }
    queue.removeFirst(min(queue.count, max(0, free)))
    return orders
  }

  /// The waiter of a transfer that has ended.
  mutating func finish(_ id: UInt64) -> Waiter? {
    guard case .running(let waiter) = stages[id] else { return nil }
    stages[id] = nil
    aborts.removeAll { $0 == id }
    return waiter
  }

  /// No call is taken any more; those that wait are given back.
  mutating func stop() -> [Refusal] {
    isStopping = true
    var refusals: [Refusal] = []
    for id in queue {
      guard case .waiting(let call, let waiter) = stages[id] else { continue }
      stages[id] = nil
      refusals.append(Refusal(waiter: waiter, reason: .shutDown, call: call))
    }
    queue = []
    return refusals
  }
}
