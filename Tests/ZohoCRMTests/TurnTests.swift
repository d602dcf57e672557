import Diagnostics
import HTTPDoubles
import HTTPTransport
import JSONText
import Synchronization
import Testing
import ZohoCRM

@Suite("A call to Zoho that waits for its turn", .timeLimit(.minutes(1)))
struct TurnTests {
  private let time = HandTime()

  @Test("has all of its own time when its turn comes")
  func ownTime() async throws {
    let limits = try await limits(waited: .seconds(390), wholeMax: .seconds(400), looks: 1) { client in
      _ = await Failure.from { () async throws(Failure) in try await client.modules() }
    }
    try #require(limits.count == 3, "the second call was sent twice")
    #expect(limits[2] > .seconds(290), "the 390 seconds were those of the first one")
  }

  @Test("has what is left, where it writes and must be over by an instant")
  func writeHasWhatIsLeft() async throws {
    let limits = try await limits(waited: .seconds(250)) { client in
      _ = await client.insert("Accounts", rows: [["Account_Name": "A"]], within: .seconds(299))
    }
    #expect(limits.dropFirst().first == .seconds(49))
  }

  @Test("does not leave, where it writes and nothing is left")
  func writeDoesNotLeave() async throws {
    let limits = try await limits(waited: .seconds(299)) { client in
      let outcome = await client.insert("Accounts", rows: [["Account_Name": "A"]], within: .seconds(299))
      guard case .notSent = outcome else {
        Issue.record("it may have landed: \(outcome)")
        return
      }
    }
    #expect(limits.count == 1, "only the call before it")
  }

  /// The limits of the calls that left: one that holds the only place for `waited`, and what `body` does meanwhile,
  /// which looks at the clock so many times until it stands at the gate.
  private func limits(
    waited: Duration, wholeMax: Duration = .seconds(300), looks: Int = 2,
    _ body: @escaping @Sendable (ZohoClient) async -> Void
  ) async throws -> [Duration] {
    let zoho = MiniZoho()
    let limits = Mutex<[Duration]>([])
    let (held, holds) = AsyncStream.makeStream(of: Void.self)
    let (end, ends) = AsyncStream.makeStream(of: Void.self)
    let transport = ScriptedTransport { call, _ in
      guard call.url.contains("/crm/v8/") else { return zoho.answer(call) }
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
    settings.retries.wholeMax = wholeMax
    let client = ZohoClient(
      settings: settings, transport: transport, cache: MemorySealedCache(), pacing: time.pacing)
    let first = Task { _ = await Failure.from { () async throws(Failure) in try await client.modules() } }
    for await _ in held {}
    let readings = time.steadyReadings
    let second = Task { await body(client) }
    while time.steadyReadings < readings + looks { await Task.yield() }
    time.advance(by: waited)
    ends.finish()
    _ = await (first.value, second.value)
    return limits.withLock { $0 }
  }
}
