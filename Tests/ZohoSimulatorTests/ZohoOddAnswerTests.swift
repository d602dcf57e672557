import JSONText
import SimulatedCompanies
import Testing

@testable import ZohoSimulator

@Suite("Odd answers of the simulated Zoho")
struct ZohoOddAnswerTests {
  private typealias C = ZohoConversation

  private func turned(_ switches: JSONValue, existing: Int = 0) throws -> ZohoConversation {
    let conversation = try C(existing: existing)
    let answer = try conversation.control("POST", "quirks", switches)
    try #require(answer["error"] == nil, "\(answer)")
    return conversation
  }

  /// Every kind of call that answers with rows.
  private static let reads: [@Sendable (ZohoConversation) -> ImitatedAnswer] = [
    { $0.call("GET", "Accounts?fields=id&per_page=3") },
    { $0.coql("select id from Accounts where id is not null limit 3") },
    { $0.call("GET", "Accounts/deleted?per_page=3") },
    { $0.call("GET", "users") },
  ]

  @Test("can lack the info of a page, or its end, or say it as a text", arguments: [0, 1, 2, 3])
  func info(read: Int) throws {
    let conversation = try turned([:], existing: 10)
    let ids = conversation.call("GET", "Accounts?fields=id&per_page=4").rows.compactMap { $0["id"]?.string }
    _ = conversation.call("DELETE", "Accounts?ids=\(ids.joined(separator: ","))")
    func info(_ position: String) throws -> JSONValue? {
      _ = try conversation.control("POST", "quirks", ["info": JSONValue(position)])
      let answer = Self.reads[read](conversation)
      #expect(answer.status == 200 && answer.json.object?.members.first?.value.array?.isEmpty == false)
      return answer.json["info"]
    }
    let more = try #require(try info("given")?["more_records"]).bool == true
    #expect(try info("missing") == nil)
    let short = try #require(try info("moreMissing"))
    #expect(short["more_records"] == nil && short["count"]?.int != nil)
    #expect(try info("moreAsText")?["more_records"]?.string == "\(more)")
  }

  /// An id in each of the forms of the switch.
  static let idForms: [(String, String?)] = [
    ("text", #""id":"4876876000000500001""#), ("number", #""id":4876876000000500001"#),
    ("exponent", #""id":4.876876000000500001E18"#), ("capitalised", #""Id":"4876876000000500001""#),
    ("missing", nil),
  ]

  @Test("write ids as texts, as numbers, under another name, or not at all", arguments: idForms)
  func ids(position: String, text: String?) throws {
    let conversation = try turned(["ids": JSONValue(position)], existing: 3)
    let id = "4876876000000500001"
    let answers: [ImitatedAnswer] = [
      conversation.call("GET", "Accounts/\(id)?fields=Phone"),
      conversation.call("GET", "Accounts?fields=Phone&ids=\(id)"),
      conversation.coql("select Phone from Accounts where id = \(id)"),
      conversation.write("PUT", "Accounts/\(id)", [["Phone": "+49 1"]]),
      conversation.call("DELETE", "Accounts/\(id)"), conversation.call("GET", "Accounts/deleted"),
    ]
    for (index, answer) in answers.enumerated() where index != 4 {
      let body = String(decoding: answer.body, as: UTF8.self)
      if let text {
        #expect(body.contains(text), "\(index): \(body)")
      } else {
        #expect(!body.contains(id), "\(index): \(body)")
      }
    }
  }

  @Test("write the ids of lookups and of clashes as numbers too, each digit kept")
  func numericLookups() throws {
    let conversation = try turned(["ids": "number"])
    let answer = conversation.write("POST", "Accounts", [["Account_Name": "A", "JDE_Address_Number": "1"]])
    let id = try #require(answer.rows[0]["details"]?["id"]?.number)
    _ = conversation.write(
      "POST", "Contacts", [["Last_Name": "B", "Account_Name": ["id": .number(id)]]])
    let contact = conversation.call("GET", "Contacts?fields=Account_Name,Owner").rows[0]
    #expect(contact["Account_Name"]?["id"]?.number == id && contact["Owner"]?["id"]?.number != nil)
    #expect(
      conversation.coql("select Account_Name from Contacts where id is not null").rows[0]["Account_Name"]
        == ["id": .number(id)])
    let clash = conversation.write("POST", "Accounts", [["Account_Name": "A", "JDE_Address_Number": "1"]])
    #expect(clash.rows[0]["details"]?["duplicate_record"]?["id"]?.number == id)
    #expect(id.digits.count == 19)
    let state = try conversation.control("GET", "state")["Accounts"]?[0]?["id"]
    #expect(state?.string == id.digits, "whoever steers finds records by their ids as texts")
    let write = try conversation.control("GET", "writes")[1]?["after"]?["Account_Name"]
    #expect(write == ["id": JSONValue(id.digits)])
  }

  /// What a body is in each position of the switch; nil for what a test of its own looks at.
  static let oddBodies: [(String, String)] = [
    ("emptyObject", "{}"), ("emptyArray", "[]"), ("null", "null"), ("nothing", ""),
    ("dataNull", #"{"data":null"#), ("dataObject", #"{"data":{}"#), ("rowsNoObjects", #"{"data":["row 0"]"#),
    ("error", #"{"code":"INTERNAL_ERROR","#), ("errorInData", #"{"data":[{"code":"INTERNAL_ERROR","#),
  ]

  @Test("come with a status of success in the place of rows and outcomes", arguments: oddBodies)
  func bodies(position: String, beginning: String) throws {
    let conversation = try turned([:], existing: 1)
    let odd: [Fault.Kind] = [.quirk(name: "answer", position: position)]
    for answer in [
      conversation.call("GET", "Accounts?fields=id", faults: odd),
      conversation.call("GET", "Accounts?fields=id&ids=4876876000000500001", faults: odd),
      conversation.call("GET", "Accounts/4876876000000500001", faults: odd),
      conversation.write("POST", "Accounts", [["Account_Name": "New"]], faults: odd),
    ] {
      let body = String(decoding: answer.body, as: UTF8.self)
      #expect((200...201).contains(answer.status) && body.hasPrefix(beginning), "\(body)")
      #expect(beginning.count > 4 || body == beginning)
    }
    #expect(conversation.call("GET", "Accounts?fields=id").rows.count == 2, "the write had its effect")
  }

  @Test("come in the place of metadata too, and never in the place of a refusal")
  func metadata() throws {
    let conversation = try turned(["answer": "dataNull"])
    #expect(conversation.call("GET", "settings/fields?module=Accounts").json == ["fields": .null])
    #expect(conversation.call("GET", "Nope?fields=id").code == "INVALID_MODULE")
    #expect(conversation.call("GET", "Accounts?fields=id").status == 204)
  }

  @Test("answer the rows of a write in another order")
  func exchanged() throws {
    let conversation = try turned(["rowOrder": "exchanged"])
    let answer = conversation.write("POST", "Accounts", [["Phone": "1"], ["Account_Name": "Two"]])
    #expect(answer.rows.map { $0["code"]?.string } == ["SUCCESS", "MANDATORY_NOT_FOUND"])
  }

  @Test("say success where nothing was written, with the record's time as it stands")
  func noEffect() throws {
    let conversation = try turned([:])
    let id = try conversation.insert(["Account_Name": "One"])[0]
    let odd: [Fault.Kind] = [.quirk(name: "effect", position: "none")]
    let later = C.now.adding(seconds: 60)
    let update = conversation.write(
      "PUT", "Accounts", [["id": JSONValue(id), "Phone": "+49 1"]], at: later, faults: odd)
    #expect(update.rows[0]["code"]?.string == "SUCCESS")
    #expect(update.rows[0]["details"]?["Modified_Time"]?.string == "2026-11-23T10:00:00+00:00")
    let insert = conversation.write("POST", "Accounts", [["Account_Name": "Two"]], at: later, faults: odd)
    #expect(insert.status == 201 && insert.rows[0]["details"]?["id"]?.string != nil)
    let rows = conversation.call("GET", "Accounts?fields=Phone").rows
    #expect(rows.count == 1 && rows[0]["Phone"]?.isNull == true)
    let writes = try #require(try conversation.control("GET", "writes").array)
    #expect(writes.map { $0["applied"]?.bool } == [true, false, false])
    #expect(writes.map { $0["code"]?.string } == ["SUCCESS", "SUCCESS", "SUCCESS"])
    #expect(try conversation.control("GET", "journal")["changes"]?.array?.count == 1)
  }

  @Test("tell of a used-up quota and of too many calls at once with 400, in three words")
  func quotas() throws {
    let codes = [
      ("apiLimitExceeded", "API_LIMIT_EXCEEDED"), ("tooManyRequests", "TOO_MANY_REQUESTS"),
      ("rateLimitExceeded", "RATE_LIMIT_EXCEEDED"),
    ]
    for (position, code) in codes {
      let conversation = try turned(["quota": "status400", "tooMany": JSONValue(position)])
      let used = conversation.call("GET", "org", faults: [.creditsExhausted])
      #expect(used.status == 400 && used.code == code)
      #expect(conversation.call("GET", "org", concurrent: 99).code == code)
    }
  }

  @Test("count a write that a quota turned away as not sent, whatever the status")
  func quotaOfWrites() throws {
    let conversation = try turned(["quota": "status400", "tooMany": "apiLimitExceeded"])
    let row: JSONValue = ["Account_Name": "One", "JDE_Address_Number": "42"]
    let body: JSONValue = ["data": [row], "trigger": []]
    for number in 1...2 {
      let faults: [Fault.Kind] = number == 1 ? [.creditsExhausted] : []
      let request = conversation.request("POST", "Accounts", body, number: number, faults: faults)
      let answer = conversation.zoho.answer(request)
      conversation.zoho.ended(request, answer: answer, at: C.now, isDelivered: true)
      #expect(answer.status == (number == 1 ? 400 : 201))
    }
    #expect(try conversation.control("GET", "repeats") == [])
  }

  @Test(
    "say of a token's life what somebody wants them to say",
    arguments: ["9223372036854775808", "-1", "\"soon\"", "1e400", "3600.5"])
  func lifetimes(shown: String) throws {
    let conversation = try turned(["expiry": "milliseconds"])
    let value = try JSONValue(parsing: shown)
    _ = try conversation.control("POST", "tokens", ["expires_in": value, "expires_in_sec": value])
    let answer = C.refresh(conversation.zoho)
    #expect(answer.json["expires_in"] == value && answer.json["expires_in_sec"] == value)
    #expect(answer.json["access_token"]?.string != nil)
    _ = try conversation.control("POST", "tokens", ["expires_in": .null, "expires_in_sec": .null])
    #expect(C.refresh(conversation.zoho).json["expires_in_sec"]?.int == 3_600)
  }
}
