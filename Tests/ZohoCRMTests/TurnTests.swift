import Diagnostics
import HTTPDoubles
import HTTPTransport
import Synchronization
import Testing
import ZohoCRM

@Suite("A call to Zoho that waits for its turn", .timeLimit(.minutes(1)))
struct TurnTests {
  @Test("has all of its own time when its turn comes")
  func ownTime() async throws {
    let time = HandTime()
    let zoho = MiniZoho()
    let limits = Mutex<[Duration]>([])
    let (held, holds) = AsyncStream.makeStream(of: Void.self)
    let (end, ends) = AsyncStream.makeStream(of: Void.self)
    let transport = ScriptedTransport { call, _ in
      guard call.url.contains("/settings/") else { return zoho.answer(call) }
      let number = limits.withLock { limits in
        limits.append(call.limits.whole)
        return limits.count
      }
      switch number {
      case 1:  // holds the one place while the other call comes and waits
        holds.finish()
        for await _ in end {}
        return .status(204)
      case 2: return .json(#"{"code":"INTERNAL_ERROR"}"#, status: 503)
      default: return .status(204)
      }
    }
    var settings = ZohoSettings.test(concurrentCalls: 1)
    settings.retries.wholeMax = .seconds(400)
    let client = ZohoClient(
      settings: settings, transport: transport, cache: MemorySealedCache(), pacing: time.pacing)
    let first = Task { _ = await Failure.from { () async throws(Failure) in try await client.modules() } }
    for await _ in held {}
    let readings = time.steadyReadings
    let second = Task { _ = await Failure.from { () async throws(Failure) in try await client.modules() } }
    // It has looked at the clock: it stands at the gate.
    while time.steadyReadings == readings { await Task.yield() }
    time.advance(by: .seconds(390))
    ends.finish()
    _ = await (first.value, second.value)
    let all = limits.withLock { $0 }
    try #require(all.count == 3, "the second call was sent twice")
    #expect(all[2] > .seconds(290), "the 390 seconds were those of the first one")
  }
}
