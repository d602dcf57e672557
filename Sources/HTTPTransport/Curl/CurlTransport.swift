import Foundation

/// HTTP/1.1 over libcurl: one `curl_multi` on a thread of its own, so that no cooperative thread ever waits for a socket.
///
///     task ──submit──> TransferDesk (Mutex) ──wake──> thread: curl_multi_poll ──> Transfer ──finish──> task
///
/// TLS is always verified, redirects are not followed, and every status comes through. A call that is not
/// repeatable is sent at most once.
package final class CurlTransport: WebTransport {
  private let desk: TransferDesk?

  /// Starts the thread; it ends with `shutdown()`, or when the transport is no longer held.
  package init(settings: TransportSettings = TransportSettings()) {
    let desk = TransferDesk(waitingMax: settings.waitingMax)
    self.desk = desk
    guard let desk else { return }
    let thread = Thread { TransferLoop.run(desk: desk, settings: settings) }
    thread.name = "http-transport"
    thread.start()
  }

  deinit { desk?.stop() }

  /// The answer of the server; a cancelled task aborts the transfer.
  package func send(_ call: HTTPCall) async throws(HTTPProblem) -> HTTPAnswer {
    guard let desk else {
      throw HTTPProblem(.busy, .notSent, "no file descriptor is left for a connection", at: call.shown)
    }
    let id = desk.open()
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { desk.submit(id, call, $0) }
    } onCancel: {
      desk.cancel(id)
    }
    return try outcome.get()
  }

  /// Ends every transfer and the thread; calls made afterwards are refused.
  package func shutdown() { desk?.stop() }
}
