import Diagnostics
import HTTPDoubles
import HTTPTransport
import JSONText
import Testing
import ZohoCRM

@Suite("A write to Zoho", .timeLimit(.minutes(1)))
struct WriteTests {
  let time = HandTime()
  static let good =
    #"{"code":"SUCCESS","details":{"Modified_Time":"2026-11-23T10:00:00+01:00","id":"7"},"message":"record added","status":"success"}"#
  static let bad =
    #"{"code":"INVALID_DATA","details":{"api_name":"Phone"},"message":"invalid data","status":"error"}"#

  func client(
    _ ending: @escaping @Sendable (HTTPCall) -> ScriptedTransport.Ending
  ) -> (ZohoClient, ScriptedTransport) {
    let transport = MiniZoho(ending).transport
    return (
      ZohoClient(settings: .test(), transport: transport, cache: MemorySealedCache(), pacing: time.pacing),
      transport
    )
  }

  func insert(_ count: Int, _ ending: ScriptedTransport.Ending) async -> (outcome: WriteOutcome, calls: Int) {
    let (client, transport) = client { _ in ending }
    let rows = (0..<count).map { JSONObject([.init("Account_Name", .string("A\($0)"))]) }
    let outcome = await client.insert("Accounts", rows: rows)
    return (outcome, transport.calls.count { $0.method == .post && $0.url.hasSuffix("/Accounts") })
  }

  @Test("sends the fields it is about, and fires no workflow unless told to")
  func wire() async {
    let (client, transport) = client { _ in .json(#"{"data":[\#(Self.good)]}"#) }
    _ = await client.update("Accounts", rows: [["id": "7", "Credit_Limit": 5]], trigger: ["workflow"])
    #expect(transport.calls.last?.method == .put)
    #expect(
      transport.calls.last?.bodyText == #"{"data":[{"id":"7","Credit_Limit":5}],"trigger":["workflow"]}"#)
    #expect(transport.calls.last?.isRepeatable == false)
    _ = await client.insert("Accounts", rows: [["Account_Name": "A"]])
    #expect(transport.calls.last?.bodyText == #"{"data":[{"Account_Name":"A"}],"trigger":[]}"#)
    _ = await client.update(
      "Contacts", id: "8", row: ["Phone": "1"], unmodifiedSince: "2026-11-23T10:00:00+01:00")
    #expect(transport.calls.last?.url.hasSuffix("/crm/v8/Contacts/8") == true)
    #expect(transport.calls.last?.headers["If-Unmodified-Since"] == "2026-11-23T10:00:00+01:00")
  }

  @Test("is judged row by row and in order, whatever the status", arguments: [200, 201, 202, 207, 400])
  func rows(status: Int) async throws {
    let (outcome, _) = await insert(2, .json(#"{"data":[\#(Self.bad),\#(Self.good)]}"#, status: status))
    let rows = try #require(outcome.rows)
    #expect(rows[1].outcome == .applied(id: "7", modifiedTime: "2026-11-23T10:00:00+01:00"))
    guard case .rejected(let errors) = rows[0].outcome else {
      Issue.record("the first row was refused")
      return
    }
    #expect(errors.map(\.code) == ["INVALID_DATA"])
    #expect(errors.first?.field == "Phone")
    #expect(rows[0].json.text == Self.bad)
  }

  @Test(
    "that meets a record with the same key learns which, in every form of that answer",
    arguments: [
      #"{"code":"DUPLICATE_DATA","details":{"api_name":"Key","id":"5"},"message":"duplicate data","status":"error"}"#,
      #"{"code":"DUPLICATE_DATA","details":{"api_name":"Key","duplicate_record":{"id":"5","module":{"id":"1"}}},"message":"d","status":"error"}"#,
      #"{"code":"MULTIPLE_OR_MULTI_ERRORS","details":{"errors":[{"code":"DUPLICATE_DATA","details":{"api_name":"Key","id":"5"},"message":"d","status":"error"},{"code":"INVALID_DATA","details":{"id":"6"},"message":"d","status":"error"}]},"message":"d","status":"error"}"#,
    ])
  func duplicates(row: String) async throws {
    let (outcome, _) = await insert(1, .json(#"{"data":[\#(row)]}"#, status: 400))
    guard case .rejected(let errors) = try #require(outcome.rows?.first).outcome else {
      Issue.record("the row was refused")
      return
    }
    #expect(errors.compactMap(\.duplicateID) == ["5"])
    #expect(errors.first?.field == "Key")
  }

  @Test("that came too late is stale")
  func stale() async throws {
    let body =
      #"{"data":[{"code":"ALREADY_MODIFIED","details":{"Modified_Time":"t","id":"8"},"message":"m","status":"error"}]}"#
    let (client, _) = client { _ in .json(body, status: 412) }
    let outcome = await client.update("Accounts", id: "8", row: ["Phone": "1"], unmodifiedSince: "t")
    #expect(outcome.rows?.first?.outcome == .stale(modifiedTime: "t"))
  }

  @Test("is known by its record's id, also where that comes as a number or under another spelling")
  func spellings() async {
    for id in [#""id":7"#, #""Id":"7""#, #""Id":7"#] {
      let (outcome, _) = await insert(1, .json(#"{"data":[{"code":"SUCCESS","details":{\#(id)}}]}"#))
      #expect(outcome.rows?.first?.outcome == .applied(id: "7", modifiedTime: nil))
    }
    let twin = #"{"data":[{"code":"DUPLICATE_DATA","details":{"api_name":"Key","id":5},"status":"error"}]}"#
    let (outcome, _) = await insert(1, .json(twin, status: 400))
    guard case .rejected(let errors) = outcome.rows?.first?.outcome else {
      Issue.record("the row was refused")
      return
    }
    #expect(errors.first?.duplicateID == "5")
  }

  @Test(
    "whose success cannot be believed may have been done all the same",
    arguments: [
      #"{"code":"SUCCESS","details":{"id":7.0},"status":"success"}"#,
      #"{"code":"SUCCESS","details":{"id":""}}"#,
      #"{"code":"SUCCESS","details":null}"#, #"{"code":"SUCCESS","details":{"id":"7"},"status":"error"}"#,
      #"7"#, "null", "{}",
    ])
  func unbelievable(row: String) async {
    let (outcome, calls) = await insert(1, .json(#"{"data":[\#(row)]}"#))
    #expect(outcome.unknown != nil, "\(outcome)")
    #expect(calls == 1)
  }

  @Test("whose answer is lost, broken or no answer to each row is unknown, and is not sent again")
  func unknown() async {
    let endings: [ScriptedTransport.Ending] = [
      .dropped(.mayHaveArrived), .json("", status: 201), .json("{", status: 201),
      .json("<html>", status: 502),
      .json(#"{"code":"INTERNAL_ERROR","status":"error"}"#, status: 500), .json("{}", status: 503),
      .json(#"{"data":[\#(Self.good)]}"#, status: 201), .status(302), .status(408),
      .json(#"{"data":[\#(Self.good),{"code":"SUCCESS","details":{}}]}"#, status: 201),
      .failure(HTTPProblem(.timedOut(.whole), .mayHaveArrived, "late", at: "")),
      .failure(HTTPProblem(.cancelled, .mayHaveArrived, "cancelled", at: "")),
    ]
    for ending in endings {
      let (outcome, calls) = await insert(2, ending)
      #expect(outcome.unknown != nil, "\(ending) gives \(outcome)")
      #expect(calls == 1)
    }
  }

  @Test(
    "is unknown where its answer says two things",
    arguments: [
      #"{"data":[\#(bad)],"data":[\#(good)]}"#,
      #"{"data":[{"code":"SUCCESS","code":"INVALID_DATA","details":{"id":"7"},"status":"success"}]}"#,
      #"{"data":[{"code":"INVALID_DATA","details":{},"message":"m","status":"success"}]}"#,
      #"{"data":[{"code":"success","details":{"id":"7"},"message":"m","status":"success"}]}"#,
      #"{"data":[{"code":"success","details":{"id":"7"},"message":"m"}]}"#,
      #"{"data":[{"code":"SUCCESS","details":{"id":"7","id":"8"},"message":"m","status":"success"}]}"#,
    ])
  func saysTwoThings(body: String) async {
    let (outcome, calls) = await insert(1, .json(body))
    #expect(outcome.unknown != nil, "\(outcome)")
    #expect(calls == 1)
  }

  @Test("that was not sent is tried again while it passes, and then said to be not sent")
  func notSent() async {
    let refused = HTTPProblem(.refused, .notSent, "nobody", at: "")
    let (outcome, calls) = await insert(1, .failure(refused))
    #expect(outcome.notSent?.code == .unreachable)
    #expect(calls == 3)
    let (untrusted, once) = await insert(1, .failure(HTTPProblem(.tlsUntrusted, .notSent, "who", at: "")))
    #expect(untrusted.notSent?.code == .tlsUntrusted)
    #expect(once == 1)
  }

  @Test("that Zoho refuses as too many leaves once, and says how long Zoho asks to wait")
  func throttled() async {
    let (outcome, calls) = await insert(
      1, .json(#"{"code":"TOO_MANY_REQUESTS"}"#, status: 429, headers: ["Retry-After": "20"]))
    #expect(outcome.refused?.code == .zohoThrottled)
    #expect(outcome.evidence?.retryAfter == .seconds(20))
    #expect(calls == 1)
  }

  @Test("keeps of its answer the status, the headers that matter, what stands beside the rows and the hash")
  func evidence() async throws {
    let body = #"{"data":[\#(Self.good)],"info":{"x":1}}"#
    let (outcome, _) = await insert(
      1, .json(body, status: 201, headers: ["X-API-CREDITS-REMAINING": "7", "Server": "z"]))
    let evidence = try #require(outcome.evidence)
    #expect((evidence.status, evidence.body) == (201, ["info": ["x": 1]]))
    #expect(evidence.headers == ["x-api-credits-remaining": "7"])
    #expect(evidence.digest.count == 64)
    let (refused, _) = await insert(1, .json(#"{"code":"NO_PERMISSION"}"#, status: 403))
    #expect(refused.evidence?.body == ["code": "NO_PERMISSION"], "the whole body where it has no rows")
  }

  @Test(
    "that Zoho refuses as a whole did nothing",
    arguments: [
      (
        400, #"{"code":"INVALID_MODULE","details":{},"message":"m","status":"error"}"#,
        Failure.Code.zohoRefused
      ),
      (
        400, #"{"data":[{"code":"LIMIT_EXCEEDED","details":{},"message":"m","status":"error"}]}"#,
        .zohoRefused
      ),
      (
        401, #"{"code":"OAUTH_SCOPE_MISMATCH","details":{},"message":"m","status":"error"}"#,
        .zohoScopeMissing
      ),
      (403, #"{"code":"NO_PERMISSION","details":{},"message":"m","status":"error"}"#, .zohoNoPermission),
    ])
  func refused(status: Int, body: String, code: Failure.Code) async {
    let (outcome, calls) = await insert(2, .json(body, status: status))
    #expect(outcome.refused?.code == code)
    #expect(calls == 1)
  }

  @Test("is answered where its token was refused, and the next one has a new token")
  func token() async {
    let zoho = MiniZoho { _ in .json(#"{"data":[\#(Self.good)]}"#, status: 201) }
    let client = ZohoClient(
      settings: .test(), transport: zoho.transport, cache: MemorySealedCache(), pacing: time.pacing)
    _ = await client.insert("Accounts", rows: [["Account_Name": "A"]])
    zoho.forgetTokens()
    let refused = await client.insert("Accounts", rows: [["Account_Name": "B"]])
    #expect(refused.evidence?.status == 401)
    #expect(zoho.granted == 2)
    let outcome = await client.insert("Accounts", rows: [["Account_Name": "B"]])
    #expect(outcome.rows?.count == 1)
    #expect(client.calls["insert/Accounts"] == 3)
  }
}
