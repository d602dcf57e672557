import HTTPTransport
import Testing

/// The problem that a call ends in; nil where it is answered.
func problem(of call: HTTPCall, over transport: CurlTransport = CurlTransport()) async -> HTTPProblem? {
  do throws(HTTPProblem) {
    _ = try await transport.send(call)
    return nil
  } catch {
    return error
  }
}

/// Expects a call to end in this problem, and to have come this far.
func expectProblem(
  _ call: HTTPCall, _ reason: HTTPProblem.Reason, _ reach: HTTPProblem.Reach,
  over transport: CurlTransport = CurlTransport(), sourceLocation: SourceLocation = #_sourceLocation
) async {
  let problem = await problem(of: call, over: transport)
  #expect(problem?.reason == reason, "\(String(describing: problem))", sourceLocation: sourceLocation)
  #expect(problem?.reach == reach, "\(String(describing: problem))", sourceLocation: sourceLocation)
}
