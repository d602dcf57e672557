import Synchronization

/// HTTP/1.1 over libcurl: one `curl_multi` on a thread of its own, so that no cooperative thread ever waits for a socket.
///
///     task ──submit──> TransferDesk (Mutex) ──wake──> thread: curl_multi_poll ──> Transfer ──finish──> task
///
/// TLS is always verified, redirects are not followed, and every status comes through. A call that is not
/// repeatable is sent at most once.
package final class CurlTransport: WebTransport {
  private let desk: TransferDesk?
  private let settings: TransportSettings
  /// The thread of the transfers; nil before the first call.
  private let thread = Mutex<TransferThread?>(nil)

  /// A transport without a thread: that starts with the first call, and is gone behind `shutdown()`, or when the
  /// transport is no longer held.
  package init(settings: TransportSettings = TransportSettings()) {
    self.settings = settings
    desk = TransferDesk(waitingMax: settings.waitingMax)
  }

  deinit { shutdown() }

  /// The answer of the server; a cancelled task aborts the transfer.
  package func send(_ call: HTTPCall) async throws(HTTPProblem) -> HTTPAnswer {
    guard let desk else {
      throw HTTPProblem(.busy, .notSent, "no file descriptor is left for a connection", at: call.shown)
    }
    guard start(desk) else {
      throw HTTPProblem(.busy, .notSent, "no thread is left for a connection", at: call.shown)
    }
    let id = desk.open()
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { desk.submit(id, call, $0) }
    } onCancel: {
      desk.cancel(id)
    }
    return try outcome.get()
  }

  /// Whether the thread runs, or has run.
  private func start(_ desk: TransferDesk) -> Bool {
    let settings = settings
    return thread.withLock { thread in
      thread = thread ?? TransferThread { TransferLoop.run(desk: desk, settings: settings) }
      return thread != nil
    }
  }

  /// Ends every transfer and waits until the thread is gone; calls made afterwards are refused.
  package func shutdown() {
    desk?.stop()
    thread.withLock { $0 }?.join()
  }
}
