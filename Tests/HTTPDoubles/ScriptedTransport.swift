package import HTTPTransport
import Synchronization

/// Answers calls by a script instead of a server, and remembers them.
package final class ScriptedTransport: WebTransport {
  /// How one call ends.
  package typealias Ending = Result<HTTPAnswer, HTTPProblem>

  private let script: @Sendable (HTTPCall, Int) async -> Ending
  private let made = Mutex<[HTTPCall]>([])

  /// A transport that asks `script` for each call; the number is the call's, from 1.
  package init(_ script: @escaping @Sendable (HTTPCall, Int) async -> Ending) { self.script = script }

  /// The calls so far, in their order.
  package var calls: [HTTPCall] { made.withLock { $0 } }

  /// What the script says.
  package func send(_ call: HTTPCall) async throws(HTTPProblem) -> HTTPAnswer {
    let number = made.withLock { calls in
      calls.append(call)
      return calls.count
    }
    return try await script(call, number).get()
  }

  /// Has nothing to give back.
  package func shutdown() {}
}

extension Result where Success == HTTPAnswer, Failure == HTTPProblem {
  /// An answer with a JSON body.
  package static func json(_ text: String, status: Int = 200, headers: HTTPHeaders = [:]) -> Self {
    var headers = headers
    if headers["Content-Type"] == nil { headers["Content-Type"] = "application/json" }
    return .success(HTTPAnswer(status: status, headers: headers, body: Array(text.utf8)))
  }

  /// An answer without a body.
  package static func status(_ status: Int, headers: HTTPHeaders = [:]) -> Self {
    .success(HTTPAnswer(status: status, headers: headers))
  }

  /// A connection that ended without an answer.
  package static func dropped(_ reach: HTTPProblem.Reach) -> Self {
    .failure(HTTPProblem(.dropped, reach, "the connection ended", at: "script"))
  }
}

extension HTTPCall {
  /// The body as a text.
  package var bodyText: String { String(decoding: body ?? [], as: UTF8.self) }
}
