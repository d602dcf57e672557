import Diagnostics
import HTTPDoubles
import HTTPTransport
import JSONText
import Testing
import ZohoCRM

@Suite("An answer of Zoho that does not say what was asked for", .timeLimit(.minutes(1)))
struct OddAnswerTests {
  /// What can be asked for.
  enum Question: String, CaseIterable, Sendable {
    case listing, ids, coql, byValue, deleted, record, fields, modules, organisation, users
  }

  func client(_ ending: @escaping @Sendable (HTTPCall) -> ScriptedTransport.Ending) -> ZohoClient {
    ZohoClient(
      settings: .test(), transport: MiniZoho(ending).transport, cache: MemorySealedCache(),
      pacing: HandTime().pacing)
  }

  /// The failure that a question ends in; nil where its answer was believed.
  func failure(_ question: Question, _ ending: ScriptedTransport.Ending) async -> Failure? {
    let client = client { _ in ending }
    return await Failure.from { () async throws(Failure) -> Void in
      switch question {
      case .listing: _ = try await client.records(RecordQuery("Accounts", fields: ["Phone"]), number: 3)
      case .ids: _ = try await client.records("Accounts", ids: ["1", "2"], fields: ["Phone"])
      case .coql:
        _ = try await client.coql("select id from Accounts where id is not null", module: "Accounts")
      case .byValue: _ = try await client.ids("Accounts", where: "Key", in: ["a"])
      case .deleted: _ = try await client.deleted("Accounts", page: 1)
      case .record: _ = try await client.record("Accounts", id: "1")
      case .fields: _ = try await client.fields("Accounts")
      case .modules: _ = try await client.modules()
      case .organisation: _ = try await client.organisation()
      case .users: _ = try await client.activeUsers()
      }
    }
  }

  @Test(
    "is no empty list, whatever was asked: the read fails, and says where", arguments: Question.allCases,
    [
      "{}", "[]", #"{"data":null}"#, #"{"data":{},"info":{"more_records":false}}"#,
      #"{"data":"","info":{"more_records":false}}"#, #"{"info":{"more_records":false}}"#,
      #"{"code":"INTERNAL_ERROR","details":{},"message":"an error","status":"error"}"#,
      #"{"data":[],"info":{"more_records":false},"code":"INTERNAL_ERROR","message":"an error","status":"error"}"#,
      #"{"status":"error"}"#, #"{"error":"Access Denied"}"#,
    ])
  func isNoEmptyList(question: Question, body: String) async {
    let failure = await failure(question, .json(body))
    #expect(failure?.place?.contains("/crm/v8/") == true, "\(question) \(String(describing: failure))")
  }

  @Test(
    "has rows that are no records, or none that can be told from others: no row is passed over",
    arguments: [Question.listing, .ids, .coql, .deleted],
    [
      "7", "null", "[]", #""1""#, "{}", #"{"Phone":null}"#, #"{"id":null,"Phone":null}"#,
      #"{"id":"","Phone":null}"#,
      #"{"id":1.0,"Phone":null}"#, #"{"id":4.8768760000005E18,"Phone":null}"#, #"{"id":-1,"Phone":null}"#,
      #"{"id":"04876876000000500001","Phone":null}"#,
      #"{"id":"4.87E18","Phone":null}"#, #"{"id":{},"Phone":null}"#, #"{"id":"1","Id":"2","Phone":null}"#,
      #"{"Id":1.5,"Phone":null}"#, #"{"id":"1","Phone":null,"Owner":{"id":4.8E18}}"#,
    ])
  func isNoRow(question: Question, row: String) async {
    let body = #"{"data":[{"id":"2","Phone":null},\#(row)],"info":{"more_records":false}}"#
    let failure = await failure(question, .json(body))
    #expect(failure?.code == .serverError, "\(question) \(String(describing: failure))")
    #expect(failure?.message.contains("row 2") == true)
  }

  @Test(
    "with a part twice is not believed, whichever of the two is meant",
    arguments: [Question.listing, .ids, .coql, .deleted],
    [
      #"{"data":[{"id":"1","Phone":null}],"data":[],"info":{"more_records":false}}"#,
      #"{"data":[],"info":{"more_records":true},"info":{"more_records":false}}"#,
      #"{"data":[],"info":{"more_records":true,"more_records":false}}"#,
      #"{"data":[],"d\u0061ta":[],"info":{"more_records":false}}"#,
      #"{"data":[{"id":"1","Phone":null,"Owner":{"id":"1","id":"2"}}],"info":{"more_records":false}}"#,
    ])
  func partTwice(question: Question, body: String) async {
    let failure = await failure(question, .json(body))
    #expect(failure?.message.contains("twice") == true, "\(question) \(failure.map { "\($0)" } ?? "none")")
  }

  @Test(
    "contradicts itself in what it says of its rows: nothing of it is believed",
    arguments: [Question.listing, .coql],
    [
      #"{"count":"2","more_records":false}"#, #"{"count":2.0,"more_records":false}"#,
      #"{"count":true,"more_records":false}"#, #"{"count":"many","more_records":false}"#,
      #"{"more_records":false,"next_page_token":"9"}"#,
    ])
  func contradiction(question: Question, info: String) async {
    let failure = await failure(question, .json(#"{"data":[{"id":"1","Phone":null}],"info":\#(info)}"#))
    #expect(failure?.code == .serverError, "\(question) \(String(describing: failure))")
  }

  @Test("says how many rows it has as a text, and is believed")
  func countAsText() async {
    let body = #"{"data":[{"id":"1","Phone":null}],"info":{"count":"1","more_records":false}}"#
    #expect(await failure(.listing, .json(body)) == nil)
  }

  @Test(
    "with a record or a field twice is not believed: another one is missing, or two things are said",
    arguments: [Question.listing, .ids],
    [#"{"id":"1","Phone":null},{"id":"1","Phone":null}"#, #"{"id":"1","Phone":null,"Phone":"5"}"#])
  func showsTwice(question: Question, rows: String) async {
    let failure = await failure(question, .json(#"{"data":[\#(rows)],"info":{"more_records":false}}"#))
    #expect(failure?.message.contains("twice") == true, "\(question) \(String(describing: failure))")
  }

  @Test(
    "does not say whether it is the last page, so that it is not",
    arguments: [Question.listing, .coql, .deleted, .users],
    [
      "", #","info":null"#, #","info":{}"#, #","info":[]"#, #","info":{"more_records":null}"#,
      #","info":{"more_records":0}"#,
      #","info":{"more_records":"false"}"#,
    ])
  func isNotLast(question: Question, info: String) async {
    let rows = #"[{"id":"1","Phone":null}]"#
    let member = question == .users ? "users" : "data"
    let failure = await failure(question, .json(#"{"\#(member)":\#(rows)\#(info)}"#))
    #expect(failure?.code == .listingBroken, "\(question) \(String(describing: failure))")
    #expect(failure?.message.contains("more_records") == true)
    if question == .listing { #expect(failure?.place == "GET /crm/v8/Accounts, page 3") }
  }

  @Test("holds fewer rows than it says, or a record without a field that was asked for")
  func lacksSomething() async {
    let few = #"{"data":[{"id":"1","Phone":null}],"info":{"count":7,"more_records":false}}"#
    #expect(await failure(.listing, .json(few))?.code == .serverError)
    let bare = #"{"data":[{"id":"1","Phone":null},{"id":"2"}],"info":{"more_records":false}}"#
    for question in [Question.listing, .ids] {
      let failure = await failure(question, .json(bare))
      #expect(failure?.message.contains("without Phone") == true, "\(String(describing: failure))")
    }
  }

  @Test("holds a record without a field that only helps: an organisation may hide it")
  func helpers() async {
    func failure(_ row: String, fields: [String]) async -> Failure? {
      let client = ZohoClient(
        settings: .test(),
        transport: MiniZoho { _ in .json(#"{"data":[\#(row)],"info":{"more_records":false}}"#) }.transport,
        cache: MemorySealedCache(), pacing: HandTime().pacing)
      return await Failure.from { () async throws(Failure) in
        try await client.records(RecordQuery("Accounts", fields: fields))
      }
    }
    let row = #"{"id":"7","Account_Name":"A"}"#
    #expect(await failure(row, fields: ["Account_Name", "Owner", "Billing_City"]) == nil)
    #expect(
      await failure(row, fields: ["Account_Name", "Tax_Number"])?.message.contains("Tax_Number") == true)
  }

  @Test("is no word of what is gone, unless it is whole and about the records that were asked for")
  func gone() async throws {
    let one = #"{"id":"1","Phone":null}"#
    for info in ["{}", #"{"more_records":true}"#, #"{"more_records":"no"}"#] {
      #expect(await failure(.ids, .json(#"{"data":[\#(one)],"info":\#(info)}"#))?.code == .listingBroken)
    }
    let stranger = #"{"data":[\#(one),{"id":"9","Phone":null}],"info":{"more_records":false}}"#
    #expect(await failure(.ids, .json(stranger))?.code == .listingBroken)
    let both = #"{"data":[{"id":"2","Phone":null},\#(one)]}"#
    #expect(
      await failure(.ids, .json(both)) == nil, "all that were asked for are there: no more is to be said")
    let whole = #"{"data":[\#(one)],"info":{"more_records":false}}"#
    #expect(await failure(.ids, .json(whole)) == nil)
  }

  @Test(
    "is nothing, where there must be something",
    arguments: [Question.fields, .modules, .organisation, .users])
  func nothing(question: Question) async {
    // No users is an answer, though no organisation has none; a module without fields is none that can be used.
    let isAnswer = question == .users || question == .modules
    #expect((await failure(question, .status(204)) == nil) == isAnswer)
    #expect(
      await failure(question, .status(304))?.code == .serverError, "nothing had been asked under a condition")
  }

  @Test("of a module without fields is told")
  func noFields() async {
    let client = client { _ in .status(204) }
    let failure = await Failure.from { () async throws(Failure) in try await client.fields("Accounts") }
    #expect(failure?.message == "Zoho lists no field of Accounts")
    let nameless = self.client { _ in .json(#"{"fields":[{"api_name":"Phone"},{"field_label":"?"}]}"#) }
    let other = await Failure.from { () async throws(Failure) in try await nameless.fields("Accounts") }
    #expect(other?.message.contains("api_name") == true)
  }

  @Test("says that a record is gone only in Zoho's own words")
  func goneRecord() async throws {
    let gone: [ScriptedTransport.Ending] = [
      .status(204), .json(#"{"code":"INVALID_DATA","message":"m","status":"error"}"#, status: 400),
      .json(#"{"code":"RESOURCE_NOT_FOUND","message":"m","status":"error"}"#, status: 404),
    ]
    for ending in gone { #expect(try await client { _ in ending }.record("Accounts", id: "1") == nil) }
    let others: [ScriptedTransport.Ending] = [
      .json("<html>", status: 404, headers: ["Content-Type": "text/html"]), .status(404),
      .json(#"{"code":"INVALID_URL_PATTERN","message":"m","status":"error"}"#, status: 404),
      .json(#"{"data":[]}"#), .json(#"{"data":[{"id":"2"}]}"#), .json(#"{"data":[{"id":"1"},{"id":"2"}]}"#),
    ]
    for ending in others {
      #expect(await failure(.record, ending) != nil, "\(ending)")
    }
  }

  @Test(
    "comes from what stands between Zoho and here: the remedy is there, not in the mapping",
    arguments: [(302, "set zoho.api_url"), (407, "secret proxy"), (413, "raise its limit")])
  func inBetween(status: Int, words: String) async {
    let page = ScriptedTransport.Ending.json(
      "<html>", status: status, headers: ["Content-Type": "text/html", "Location": "https://login.example/"])
    #expect(await failure(.record, page)?.remedy.contains(words) == true)
  }

  @Test("has its ids as numbers, or under another spelling: they are the ids")
  func spellings() async throws {
    let rows =
      #"{"id":4876876000000500001,"Phone":null,"Owner":{"name":"A","id":4876876000000100001}},"#
      + #"{"Id":"4876876000000500002","Phone":"1","Owner":{"name":"B","Id":"4876876000000100002"}},"#
      + #"{"Id":4876876000000500003,"Phone":null,"Owner":null}"#
    let client = client { _ in .json(#"{"data":[\#(rows)],"info":{"more_records":false}}"#) }
    let page = try await client.records(RecordQuery("Accounts", fields: ["Phone", "Owner"]))
    #expect(
      page.rows.map { $0["id"]?.string } == [
        "4876876000000500001", "4876876000000500002", "4876876000000500003",
      ])
    #expect(
      page.rows.map { $0["Owner"]?["id"]?.string } == ["4876876000000100001", "4876876000000100002", nil])
    #expect(page.rows.allSatisfy { $0["Id"] == nil })
    let organisation = self.client { _ in .json(#"{"org":[{"zgid":4876876000000020001,"company_name":"N"}]}"#)
    }
    #expect(try await organisation.organisation().id == "4876876000000020001")
    let users = self.client { _ in .json(#"{"users":[{"id":48768760001}],"info":{"more_records":false}}"#) }
    #expect(try await users.currentUser().id == "48768760001")
  }

  @Test("says that there are more users, or more of a value, and shows none")
  func emptyMore() async {
    let body = #"{"data":[],"users":[],"info":{"more_records":true}}"#
    for question in [Question.users, .byValue, .deleted] {
      #expect(await failure(question, .json(body))?.code == .listingBroken, "\(question)")
    }
  }

  @Test("shows the records of a value again and again")
  func repeatedValues() async {
    let body = #"{"data":[{"id":"7","Key":"a"}],"info":{"more_records":true}}"#
    #expect(await failure(.byValue, .json(body))?.code == .listingBroken)
    let other = #"{"data":[{"id":"7","Key":null}],"info":{"more_records":false}}"#
    #expect(
      await failure(.byValue, .json(other))?.code == .serverError, "the value is not what was asked for")
  }
}

@Suite("A used-up quota of Zoho", .timeLimit(.minutes(1)))
struct QuotaTests {
  static let refusals: [(Int, String)] = [
    (
      400,
      #"{"code":"API_LIMIT_EXCEEDED","details":{},"message":"You have crossed your API limit","status":"error"}"#
    ),
    (403, #"{"code":"API_LIMIT_EXCEEDED","details":{},"message":"m","status":"error"}"#),
    (400, #"{"code":"LIMIT_EXCEEDED","details":{},"message":"API call limit exceeded","status":"error"}"#),
    (400, #"{"code":"TOO_MANY_REQUESTS","details":{},"message":"m","status":"error"}"#),
    (200, #"{"code":"RATE_LIMIT_EXCEEDED","details":{},"message":"m","status":"error"}"#),
    (400, #"{"data":[{"code":"API_LIMIT_EXCEEDED","details":{},"message":"m","status":"error"}]}"#),
    (429, ""),
  ]

  func client(_ ending: @escaping @Sendable (HTTPCall) -> ScriptedTransport.Ending) -> ZohoClient {
    ZohoClient(
      settings: .test(), transport: MiniZoho(ending).transport, cache: MemorySealedCache(),
      pacing: HandTime().pacing)
  }

  @Test("is waited for and then told as one, whatever its status and wrapping", arguments: refusals)
  func reads(status: Int, body: String) async {
    let client = client { _ in .json(body, status: status) }
    let failure = await Failure.from { () async throws(Failure) in
      try await client.records(RecordQuery("Accounts", fields: ["Phone"]))
    }
    #expect(failure?.code == .zohoThrottled)
    #expect(failure?.remedy.contains("credits") == true)
    #expect(failure?.message.contains("HTTP \(status)") == true)
    #expect(client.calls["records/Accounts"] == 6)
  }

  @Test("leaves a write undone, which may go again", arguments: refusals)
  func writes(status: Int, body: String) async {
    let client = client { _ in .json(body, status: status) }
    let outcome = await client.insert("Accounts", rows: [["Account_Name": "A"]])
    #expect(outcome.refused?.code == .zohoThrottled)
    #expect(client.calls["insert/Accounts"] == 1, "each call of a write is told of before it leaves")
  }

  @Test("is no refusal of a row for its content, nor of a write of which some rows were done")
  func others() async {
    let limit =
      #"{"code":"LIMIT_EXCEEDED","details":{"limit":50},"message":"more than 50 participants","status":"error"}"#
    let rows = await client { _ in .json(#"{"data":[\#(limit)]}"#, status: 400) }
      .insert("Accounts", rows: [["Account_Name": "A"]])
    #expect(rows.rows?.count == 1)
    let quota = #"{"code":"API_LIMIT_EXCEEDED","details":{},"message":"m","status":"error"}"#
    let mixed = await client { _ in .json(#"{"data":[\#(WriteTests.good),\#(quota)]}"#, status: 207) }
      .insert("Accounts", rows: [["Account_Name": "A"], ["Account_Name": "B"]])
    #expect(mixed.rows?.count == 2)
    guard case .rejected(let errors)? = mixed.rows?.last?.outcome else {
      Issue.record("the second row was not done")
      return
    }
    #expect(errors.map(\.isQuota) == [true], "which is no fault of what it says")
    let broken = await client { _ in .json(quota, status: 500) }.insert(
      "Accounts", rows: [["Account_Name": "A"]])
    #expect(broken.unknown != nil, "behind a 5xx something may have been done")
  }
}
