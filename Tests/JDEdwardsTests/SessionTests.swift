import Diagnostics
import Foundation
import HTTPDoubles
import HTTPTransport
import JDEdwards
import Synchronization
import Testing

@Suite("A session of JD Edwards", .timeLimit(.minutes(1)))
struct SessionTests {
  let ais = MiniAIS()
  let cache = MemorySealedCache()
  let time = HandTime()
  let query = TableQuery("F0101", columns: ["AN8"])

  func client(_ settings: AISSettings = .test(), over ais: MiniAIS? = nil) -> AISClient {
    AISClient(settings: settings, transport: (ais ?? self.ais).transport, cache: cache, pacing: time.pacing)
  }

  var logins: Int { ais.state.withLock { $0.logins } }

  @Test("is opened once for all processes that share a cache, and named by its device on every call")
  func shared() async throws {
    for _ in 0..<3 {
      let client = client()
      for _ in 0..<3 { _ = try await client.query(query) }
    }
    #expect(logins == 1)
  }

  @Test(
    "of another environment or role than was asked for is none, and nothing is asked in it",
    arguments: [
      (#""environment":" JPY920 ""#, "JPY920"), (#""environment":920"#, "920"), (#""role":"SALES""#, "SALES"),
    ])
  func other(opened: String, shown: String) async throws {
    let ais = self.ais
    let transport = ScriptedTransport { call, _ in
      guard call.url.hasSuffix("/tokenrequest"), case .success(let answer) = ais.answer(call) else {
        return ais.answer(call)
      }
      let body = String(decoding: answer.body, as: UTF8.self)
      return .json(body.replacing(#"{"userInfo""#, with: #"{\#(opened),"userInfo""#))
    }
    var settings = AISSettings.test()
    settings.role = "FINANCE"
    let client = AISClient(settings: settings, transport: transport, cache: cache, pacing: time.pacing)
    let failure = await Failure.from { () async throws(Failure) in try await client.query(query) }
    #expect(failure?.message.contains(shown) == true && failure?.message.contains("was asked for") == true)
    #expect(transport.calls.allSatisfy { !$0.url.hasSuffix("dataservice") })
    #expect(logins == 1)
  }

  @Test("is asked for within one time for all tries")
  func wholeTime() async throws {
    let time = self.time
    var settings = AISSettings.test()
    settings.retries.wholeMax = .seconds(400)
    let transport = ScriptedTransport { call, _ in
      time.advance(by: call.limits.whole)  // the answer drips until its attempt's own limit
      return .failure(HTTPProblem(.timedOut(.whole), .mayHaveArrived, "not whole in time", at: "script"))
    }
    let client = AISClient(settings: settings, transport: transport, cache: cache, pacing: time.pacing)
    let failure = await Failure.from { () async throws(Failure) in try await client.query(query) }
    #expect(failure?.code == .unreachable)
    #expect(transport.calls.count == 2)
    #expect(transport.calls.first?.limits.whole == .seconds(300))
    #expect(transport.calls.last.map { $0.limits.whole < .seconds(100) } == true, "what is left of it")
  }

  @Test("is ended when the client closes, and leaves nothing in the cache")
  func close() async throws {
    let client = client(.test(sessions: 2))
    _ = try await client.query(query)
    try await client.close()
    #expect(ais.state.withLock { $0.tokens.isEmpty && $0.logouts == 1 })
    #expect(cache["jde-sessions"] == nil)
    #expect(client.calls == ["login": 1, "query/F0101": 1, "logout": 1])
  }

  @Test("is ended also by a task that is being cancelled")
  func closeWhileCancelled() async throws {
    let client = client()
    _ = try await client.query(query)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await client.close()
    }
    try await task.value
    #expect(ais.state.withLock { $0.tokens.isEmpty })
  }

  @Test("that has died is replaced once, and the question asked again", arguments: [401, 403, 444, 445, 446])
  func renewed(status: Int) async throws {
    let ais = self.ais
    let transport = ScriptedTransport { call, number in
      number == 2 ? .json("{}", status: status) : ais.answer(call)
    }
    let client = AISClient(settings: .test(), transport: transport, cache: cache, pacing: time.pacing)
    let page = try await client.query(query)
    #expect(page.calls == 2)
    #expect(logins == 2)
    let isAlive = status == 401 || status == 403
    #expect(ais.state.withLock { $0.logouts } == (isAlive ? 1 : 0), "what may still be alive is ended")
  }

  @Test("that is refused although it is new means: no permission for the table, or a broken server")
  func refusedTwice() async throws {
    for (status, code) in [(403, Failure.Code.noTablePermission), (444, .sessionRefused)] {
      let ais = MiniAIS()
      let transport = ScriptedTransport { call, _ in
        call.url.hasSuffix("dataservice") ? .json(#"{"message":"no"}"#, status: status) : ais.answer(call)
      }
      let client = AISClient(
        settings: .test(), transport: transport, cache: MemorySealedCache(), pacing: time.pacing)
      let failure = await Failure.from { () async throws(Failure) in try await client.query(query) }
      #expect(failure?.code == code)
      #expect(ais.state.withLock { $0.logins } == 2, "one log-in, one more, and no third")
    }
  }

  @Test("another process has replaced already is taken from the cache")
  func replacedElsewhere() async throws {
    let (first, second) = (client(), client())
    _ = try await first.query(query)
    _ = try await second.query(query)
    ais.state.withLock { $0.tokens = [] }
    _ = try await first.query(query)
    _ = try await second.query(query)
    #expect(logins == 2)
  }

  @Test("is renewed before 25 minutes are over, and the old one ended")
  func age() async throws {
    let client = client()
    _ = try await client.query(query)
    time.advance(by: .seconds(24 * 60))
    _ = try await client.query(query)
    #expect(logins == 1)
    time.advance(by: .seconds(60))
    _ = try await client.query(query)
    #expect(logins == 2)
    #expect(ais.state.withLock { $0.logouts == 1 && $0.tokens.count == 1 })
  }

  @Test("is not shared between two addresses, users, roles or devices", arguments: 0..<4)
  func accounts(changed: Int) async throws {
    let first = AISSettings.test()
    let other = AISSettings(
      url: changed == 0 ? "https://other.example/jderest" : first.url, environment: first.environment,
      role: changed == 1 ? "OTHER" : first.role, device: first.device,
      username: changed == 2 ? "OTHER" : first.username, password: first.password, sessions: first.sessions)
    var device = first
    device.device = "other"
    _ = try await client(first).query(query)
    let second = changed == 3 ? device : other
    _ = await Failure.from { () async throws(Failure) in try await client(second).query(query) }
    #expect(logins >= 2, "the other one logs in by itself")
    let tokens = ais.state.withLock { $0.tokens }
    #expect(changed == 3 ? tokens.count == 1 : tokens.count == 2)
  }

  @Test("is not shared between two environments")
  func environments() async throws {
    _ = try await client().query(query)
    var other = AISSettings.test()
    other.environment = "JDV920"
    _ = try await client(other).query(query)
    #expect(logins == 2)
  }
}

@Suite("A password that JD Edwards refuses", .timeLimit(.minutes(1)))
struct RefusedPasswordTests {
  let ais = MiniAIS()
  let cache = MemorySealedCache()
  let time = HandTime()
  let query = TableQuery("F0101", columns: ["AN8"])

  func client(_ password: Secret) -> AISClient {
    AISClient(
      settings: .test(password: password, sessions: 2), transport: ais.transport, cache: cache,
      pacing: time.pacing
    )
  }

  func failure(of client: AISClient) async -> Failure? {
    await Failure.from { () async throws(Failure) in try await client.query(query) }
  }

  @Test("is tried once, by however many processes, and never again by itself")
  func once() async throws {
    for _ in 0..<5 { #expect(await failure(of: client("wrong"))?.code == .loginRefused) }
    time.advance(by: .seconds(100_000))
    let failure = try #require(await failure(of: client("wrong")))
    #expect(failure.code.exitCode == 3)
    #expect(ais.state.withLock { $0.logins } == 1)
    #expect(!"\(failure)".contains("wrong"))
  }

  @Test("is tried at once where another one is set")
  func changed() async throws {
    _ = await failure(of: client("wrong"))
    _ = try await client("right").query(query)
    #expect(ais.state.withLock { $0.logins } == 2)
  }

  @Test("is tried once more where a person allows it")
  func allowed() async throws {
    _ = await failure(of: client("wrong"))
    ais.state.withLock { $0.password = "wrong" }  // the account was locked; now it is not
    let client = client("wrong")
    try await client.allowAnotherLogin()
    _ = try await client.query(query)
    #expect(ais.state.withLock { $0.logins } == 2)
  }
}
