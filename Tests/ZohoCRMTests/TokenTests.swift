import Diagnostics
import Foundation
import HTTPDoubles
import HTTPTransport
import Instants
import Synchronization
import TestSupport
import Testing
import ZohoCRM

@Suite("An access token of Zoho", .timeLimit(.minutes(1)))
struct TokenTests {
  let zoho = MiniZoho()
  let cache = MemorySealedCache()
  let time = HandTime()

  func client(_ transport: ScriptedTransport? = nil, _ settings: ZohoSettings = .test()) -> ZohoClient {
    ZohoClient(settings: settings, transport: transport ?? zoho.transport, cache: cache, pacing: time.pacing)
  }

  @Test("is asked for once, however many calls and processes there are")
  func shared() async throws {
    for _ in 0..<3 {
      let client = client()
      try await withThrowingDiscardingTaskGroup { group in
        for _ in 0..<20 { group.addTask { _ = try await client.modules() } }
      }
      try await client.close()
    }
    #expect(zoho.granted == 1)
  }

  @Test("is asked for with the form that Zoho wants, and used as its own kind of bearer")
  func wire() async throws {
    let transport = zoho.transport
    _ = try await client(transport).modules()
    let call = try #require(transport.calls.first)
    #expect(call.url == "https://accounts.zoho.eu/oauth/v2/token")
    #expect(
      call.bodyText == "refresh_token=hunter3&client_id=client&client_secret=hunter2&grant_type=refresh_token"
    )
    #expect(!call.isRepeatable)
    let next = try #require(transport.calls.last)
    #expect(next.url == "https://www.zohoapis.eu/crm/v8/settings/modules")
    #expect(next.headers["authorization"] == "Zoho-oauthtoken 1000.1")
  }

  @Test("is replaced shortly before it expires")
  func expiry() async throws {
    let client = client()
    _ = try await client.modules()
    time.advance(by: .seconds(3_500))
    _ = try await client.modules()
    #expect(zoho.granted == 1)
    time.advance(by: .seconds(60))
    _ = try await client.modules()
    #expect(zoho.granted == 2)
  }

  @Test(
    "lives a day at most, and an hour where no life was said, whatever the answer says of it",
    arguments: [
      (#""expires_in":9223372036854775807"#, 1), (#""expires_in_sec":9223372036854775807"#, 1),
      (#""expires_in":9223372036854775808"#, 1), (#""expires_in_sec":-9223372036854775808"#, 1),
      (#""expires_in":-9223372036854775808"#, 1), (#""expires_in":0"#, 1), (#""expires_in":1e400"#, 1),
      (#""expires_in":3600000"#, 1),
    ])
  func anyLifetime(member: String, granted: Int) async throws {
    let transport = ScriptedTransport { [zoho] call, _ in
      guard call.url.hasSuffix("/oauth/v2/token") else { return zoho.answer(call) }
      return .json(zoho.grant().replacing(#""expires_in":3600"#, with: member))
    }
    let client = client(transport)
    _ = try await client.modules()
    time.advance(by: .seconds(60))
    _ = try await client.modules()
    #expect(zoho.granted == granted)
    time.advance(by: .seconds(86_400))
    _ = try await client.modules()
    #expect(zoho.granted == granted + 1)
  }

  @Test(
    "that no header field takes is none, and is not kept", arguments: ["1000.\\u0007a", "1000. a", "1000.ä"])
  func unsendable(token: String) async {
    let transport = ScriptedTransport { [zoho] call, _ in
      guard call.url.hasSuffix("/oauth/v2/token") else { return zoho.answer(call) }
      return .json(#"{"access_token":"\#(token)","api_domain":"https://www.zohoapis.eu","expires_in":3600}"#)
    }
    let failure = await Failure.from { () async throws(Failure) in try await client(transport).modules() }
    #expect(failure != nil)
    #expect(transport.calls.allSatisfy { $0.url.hasSuffix("/oauth/v2/token") }, "nothing was asked with it")
    let kept = String(decoding: cache["zoho-token"] ?? [], as: UTF8.self)
    #expect(!kept.contains("1000."))
  }

  @Test("that is given twice is none: nobody knows which is meant")
  func twice() async {
    let transport = ScriptedTransport { [zoho] call, _ in
      guard call.url.hasSuffix("/oauth/v2/token") else { return zoho.answer(call) }
      return .json(zoho.grant().replacing("{", with: #"{"access_token":"1000.other","#))
    }
    let failure = await Failure.from { () async throws(Failure) in try await client(transport).modules() }
    #expect(failure != nil)
    #expect(transport.calls.allSatisfy { $0.url.hasSuffix("/oauth/v2/token") }, "nothing was asked with it")
  }

  @Test("has one time for all its tries")
  func wholeTime() async {
    let time = self.time
    var settings = ZohoSettings.test()
    settings.retries.wholeMax = .seconds(400)
    let transport = ScriptedTransport { call, _ in
      time.advance(by: call.limits.whole)  // the answer drips until its attempt's own limit
      return .failure(HTTPProblem(.timedOut(.whole), .mayHaveArrived, "not whole in time", at: "script"))
    }
    let failure = await Failure.from { () async throws(Failure) in
      try await client(transport, settings).modules()
    }
    #expect(failure?.code == .unreachable)
    #expect(transport.calls.count == 2)
    #expect(transport.calls.first?.limits.whole == .seconds(300))
    #expect(transport.calls.last.map { $0.limits.whole < .seconds(100) } == true, "what is left of it")
  }

  @Test("that is refused is replaced once for each call, and the call made again")
  func refused() async throws {
    let client = client()
    _ = try await client.modules()
    zoho.forgetTokens()
    _ = try await client.modules()
    #expect(zoho.granted == 2)
  }

  @Test(
    "that is refused by the body is replaced whatever the status",
    arguments: [200, 400, 401, 403], ["INVALID_TOKEN", "AUTHENTICATION_FAILURE"])
  func refusedByBody(status: Int, code: String) async throws {
    let refusals = Mutex(0)
    let transport = ScriptedTransport { [zoho] call, _ in
      let isFirst = refusals.withLock { count in
        if call.url.contains("/modules") { count += 1 }
        return count == 1 && call.url.contains("/modules")
      }
      guard isFirst else { return zoho.answer(call) }
      return .json(#"{"code":"\#(code)","details":{},"message":"m","status":"error"}"#, status: status)
    }
    _ = try await client(transport).modules()
    #expect(refusals.withLock { $0 } == 2, "it was made again")
  }

  @Test("that is refused although it is new means: the wrong region")
  func wrongRegion() async throws {
    let zoho = zoho
    let transport = ScriptedTransport { call, _ in
      zoho.forgetTokens()
      return zoho.answer(call)
    }
    let client = client(transport)
    let failure = await Failure.from { () async throws(Failure) in try await client.modules() }
    #expect(failure?.code == .zohoWrongRegion)
    #expect(zoho.granted == 2)
  }

  @Test("is sent to Zoho's own hosts only", arguments: ZohoDataCenter.allCases)
  func knownHosts(center: ZohoDataCenter) async throws {
    for host in ["www", "sandbox", "developer"] {
      let domain = center.apiURL.replacingOccurrences(of: "www", with: host)
      let transport = ScriptedTransport { [zoho] call, number in
        number == 1 ? .json(zoho.grant(apiDomain: domain)) : zoho.answer(call)
      }
      let client = ZohoClient(
        settings: .test(), transport: transport, cache: MemorySealedCache(), pacing: time.pacing)
      _ = try await client.modules()
      #expect(transport.calls.last?.url.hasPrefix("\(domain)/crm/v8/") == true)
    }
  }

  @Test(
    "is sent nowhere else",
    arguments: [
      "https://www.zohoapis.com.evil.example", "http://www.zohoapis.com", "https://evil.example",
      "https://zohoapis.com",
      "https://www.zohoapis.com@evil.example", "https://www.zohoapis.com:444", "https://www.zohoapis.com/x",
      "",
    ])
  func otherHosts(domain: String) async {
    let transport = ScriptedTransport { [zoho] _, _ in .json(zoho.grant(apiDomain: domain)) }
    let client = client(transport)
    let failure = await Failure.from { () async throws(Failure) in try await client.modules() }
    #expect(failure?.code == .zohoWrongRegion)
    #expect(failure?.remedy.contains("zoho.api_url") == true)
    #expect(transport.calls.count == 1)
  }

  @Test("goes where it is told by hand, whatever the answer says")
  func byHand() async throws {
    let settings = ZohoSettings(
      accountsURL: "http://127.0.0.1:1/", apiURL: "http://127.0.0.1:2/", clientID: "c", clientSecret: "s",
      refreshToken: "r")
    let transport = zoho.transport
    _ = try await client(transport, settings).modules()
    #expect(transport.calls.map { $0.url.prefix(18) } == ["http://127.0.0.1:1", "http://127.0.0.1:2"])
  }

  @Test("is never used for another address, account or client than it was asked for")
  func audiences() async throws {
    func settings(
      api: String? = "http://127.0.0.1:2", accounts: String = "http://127.0.0.1:1",
      center: ZohoDataCenter? = nil,
      client: Secret = "c", token: Secret = "r"
    ) -> ZohoSettings {
      ZohoSettings(
        accountsURL: accounts, apiURL: api, dataCenter: center, clientID: client, clientSecret: "s",
        refreshToken: token)
    }
    let first = settings()
    let others = [
      settings(api: "http://127.0.0.1:3"), settings(api: nil, center: .eu), settings(api: nil, center: .us),
      settings(accounts: "http://127.0.0.1:4"), settings(client: "d"), settings(token: "t"),
    ]
    for other in others {
      for settings in [first, first, other, other] {
        let transport = zoho.transport
        let before = zoho.granted
        _ = try await client(transport, settings).modules()
        let host = settings.apiURL ?? "https://www.zohoapis.eu"
        #expect(transport.calls.last?.url.hasPrefix(host + "/crm") == true, "\(transport.calls.map(\.url))")
        let isNew = zoho.granted > before
        #expect(transport.calls.contains { $0.url == settings.accountsURL + "/oauth/v2/token" } == isNew)
      }
      // The limit counts for the refresh token, whatever the address is.
      time.advance(by: .seconds(631))
    }
    #expect(zoho.granted == 2 * others.count)
  }

  @Test("counts against the limit of its refresh token, whatever API it is for")
  func sharedLimit() async {
    for number in 0..<12 {
      let settings = ZohoSettings(
        accountsURL: "http://127.0.0.1:1", apiURL: "http://127.0.0.1:\(2 + number)", clientID: "c",
        clientSecret: "s", refreshToken: "r")
      let client = client(zoho.transport, settings)
      let failure = await Failure.from { () async throws(Failure) in try await client.modules() }
      #expect((failure?.code == .zohoThrottled) == (number >= 10))
    }
    #expect(zoho.granted == 10)
  }

  @Test("lives as long as the answer says, in its old form too")
  func oldForm() async throws {
    let transport = ScriptedTransport { [zoho] call, _ in
      guard call.url.hasSuffix("token") else { return .status(204) }
      let answer = zoho.grant(seconds: 3_600_000).dropLast()
      return .json(answer + #","expires_in_sec":3600}"#)
    }
    let client = client(transport)
    _ = try await client.modules()
    time.advance(by: .seconds(4_000))
    _ = try await client.modules()
    #expect(zoho.granted == 2)
  }
}

@Suite("Zoho's token service", .timeLimit(.minutes(1)))
struct TokenServiceTests {
  let cache = MemorySealedCache()
  let time = HandTime()

  func client(_ transport: ScriptedTransport) -> ZohoClient {
    ZohoClient(settings: .test(), transport: transport, cache: cache, pacing: time.pacing)
  }

  func failure(_ transport: ScriptedTransport) async -> Failure? {
    let client = client(transport)
    return await Failure.from { () async throws(Failure) in try await client.modules() }
  }

  @Test(
    "is judged by what it says, whatever the status", arguments: [200, 400, 401],
    [
      ("invalid_code", Failure.Code.zohoRevoked), ("invalid_client", .zohoClientUnknown),
      ("invalid_client_secret", .zohoClientUnknown), ("something_else", .serverError),
    ])
  func errors(status: Int, error: (String, Failure.Code)) async {
    let transport = ScriptedTransport { _, _ in .json(#"{"error":"\#(error.0)"}"#, status: status) }
    let failure = await failure(transport)
    #expect(failure?.code == error.1)
    #expect(!"\(String(describing: failure))".contains("hunter"))
    #expect(transport.calls.count == 1, "nothing passing about it: not asked again")
  }

  @Test(
    "that is throttled is left alone by everybody for ten minutes, and nothing is called revoked",
    arguments: [200, 400])
  func throttled(status: Int) async {
    let body =
      #"{"error_description":"You have made too many requests continuously. Please try again after some time.","#
      + #""error":"Access Denied","status":"failure"}"#
    let transport = ScriptedTransport { _, _ in .json(body, status: status) }
    for _ in 0..<3 {
      let failure = await failure(transport)
      #expect(failure?.code == .zohoThrottled)
      #expect(failure?.remedy.contains("2026-03-02T10:10:30Z") == true)
    }
    #expect(transport.calls.count == 1)
    time.advance(by: .seconds(631))
    _ = await failure(transport)
    #expect(transport.calls.count == 2)
  }

  @Test("that stumbles is asked a few times, each time counted")
  func stumbles() async throws {
    let zoho = MiniZoho()
    let transport = ScriptedTransport { call, number in
      number < 3 ? .json("<html>", status: 503, headers: ["Content-Type": "text/html"]) : zoho.answer(call)
    }
    _ = try await client(transport).modules()
    #expect(transport.calls.count == 4)
  }

  @Test(
    "is never asked for more than ten tokens in ten minutes, whatever is lost, killed or refused",
    arguments: Seeds.all)
  func budget(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let asked = Mutex<[Int64]>([])
    let fate = Mutex(0)
    let (time, cache) = (HandTime(seed: seed), MemorySealedCache())
    let zoho = MiniZoho()
    let transport = ScriptedTransport { call, _ in
      guard call.url.hasSuffix("token") else { return zoho.answer(call) }
      asked.withLock { $0.append(time.seconds) }
      switch fate.withLock({ $0 }) {
      case 0: return .json(zoho.grant(seconds: 120))
      case 1: return .failure(HTTPProblem(.cancelled, .mayHaveArrived, "killed", at: ""))
      case 2: return .json("<html>", status: 500)
      default: return .dropped(.mayHaveArrived)
      }
    }
    var refusals = 0
    for _ in 0..<80 {
      fate.withLock { $0 = Int.random(in: 0...3, using: &random) }
      time.advance(by: .seconds(Int.random(in: 0...90, using: &random)))
      if Int.random(in: 0..<3, using: &random) == 0 { zoho.forgetTokens() }
      let client = ZohoClient(settings: .test(), transport: transport, cache: cache, pacing: time.pacing)
      let failure = await Failure.from { () async throws(Failure) in try await client.modules() }
      if failure?.code == .zohoThrottled { refusals += 1 }
    }
    let times = asked.withLock { $0 }
    for (index, time) in times.enumerated() {
      let within = times[...index].count { time - $0 < 600 }
      try #require(within <= 10, "\(within) within ten minutes")
    }
    #expect(refusals > 0 && times.count > 20, "the generator must reach the budget")
  }

  @Test("says from when on tokens may be asked for again")
  func whenAgain() async {
    let zoho = MiniZoho()
    let transport = zoho.transport
    let client = client(transport)
    for _ in 0..<10 {
      zoho.forgetTokens()
      _ = await Failure.from { () async throws(Failure) in try await client.modules() }
    }
    time.advance(by: .seconds(10))
    zoho.forgetTokens()
    let failure = await Failure.from { () async throws(Failure) in try await client.modules() }
    #expect(failure?.code == .zohoThrottled)
    #expect(failure?.remedy.contains("2026-03-02T10:10:31Z") == true)
    #expect(zoho.granted == 10)
  }
}
