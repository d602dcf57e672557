import HTTPDoubles
import HTTPTransport
import Testing

@Suite("A call that waits for its turn", .timeLimit(.minutes(1)))
struct TurnTests {
  private enum Ending: Error, Equatable {
    case cancelled
    case late
  }

  /// How a second call ends for which the first one had the gate so long.
  private func ending(waited: Duration) async -> Result<Int, Ending> {
    let (gate, time) = (CallGate(limit: 1), HandTime())
    @Sendable func pass(_ body: @Sendable () async throws(Ending) -> Int) async -> Result<Int, Ending> {
      do throws(Ending) {
        return .success(
          try await gate.pass(
            within: .seconds(3_600), by: time, orElse: Ending.cancelled, late: Ending.late, body))
      } catch { return .failure(error) }
    }
    let (held, holds) = AsyncStream.makeStream(of: Void.self)
    let (end, ends) = AsyncStream.makeStream(of: Void.self)
    let first = Task {
      await pass { () async throws(Ending) -> Int in
        holds.finish()
        for await _ in end {}
        return 1
      }
    }
    for await _ in held {}
    let readings = time.steadyReadings
    let second = Task { await pass { () async throws(Ending) -> Int in 2 } }
    // It has looked at the clock: it has come.
    while time.steadyReadings == readings { await Task.yield() }
    time.advance(by: waited)
    ends.finish()
    _ = await first.value
    return await second.value
  }

  @Test("has it however long the others took, up to an hour, and is late behind that")
  func bound() async {
    #expect(await ending(waited: .seconds(3_600)) == .success(2))
    #expect(await ending(waited: .seconds(3_601)) == .failure(.late))
  }

  @Test("and came too late was not sent, and is not tried again by itself")
  func late() {
    let problem = HTTPProblem(.timedOut(.waiting), .notSent, "late", at: "")
    #expect(!problem.isPassing)
  }
}
