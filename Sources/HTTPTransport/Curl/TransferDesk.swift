import Synchronization

/// What tasks and the thread of the transfers share: the book behind a lock, and the pipe that wakes the thread.
final class TransferDesk: Sendable {
  typealias Outcome = Result<HTTPAnswer, HTTPProblem>
  typealias Waiter = CheckedContinuation<Outcome, Never>

  let wake: WakePipe
  private let book: Mutex<TransferBook<Waiter>>

  init?(waitingMax: Int) {
    guard let wake = WakePipe() else { return nil }
    self.wake = wake
    book = Mutex(TransferBook(waitingMax: waitingMax))
  }

  func open() -> UInt64 { book.withLock { $0.open() } }

  func submit(_ id: UInt64, _ call: HTTPCall, _ waiter: Waiter) {
    if let refusal = book.withLock({ $0.submit(id, call, waiter) }) { refusal.tell() } else { wake.wake() }
  }

  func cancel(_ id: UInt64) {
    if let refusal = book.withLock({ $0.cancel(id) }) { refusal.tell() } else { wake.wake() }
  }

  func stop() {
    let refusals = book.withLock { $0.stop() }
    for refusal in refusals { refusal.tell() }
    wake.wake()
  }

  func orders(free: Int) -> TransferBook<Waiter>.Orders { book.withLock { $0.orders(free: free) } }

  /// Tells the task how its call ended; the lock is released before anybody runs.
  func finish(_ id: UInt64, _ outcome: Outcome) {
    book.withLock { $0.finish(id) }?.resume(returning: outcome)
  }
}

extension TransferBook<TransferDesk.Waiter>.Refusal {
  fileprivate func tell() {
    let message =
      switch reason {
      case .busy: "too many calls wait for a connection already"
      case .shutDown: "the connection was shut down before the call was sent"
      default: "cancelled before it was sent"
      }
    waiter.resume(returning: .failure(HTTPProblem(reason, .notSent, message, at: call.shown)))
  }
}
