/// Sends one call and gives its answer, whatever its status: the real one is `CurlTransport`, tests script theirs.
package protocol WebTransport: Sendable {
  /// The answer of the server; throws where there is none.
  func send(_ call: HTTPCall) async throws(HTTPProblem) -> HTTPAnswer
  /// Gives the connections back; calls that still wait are refused.
  func shutdown()
}
