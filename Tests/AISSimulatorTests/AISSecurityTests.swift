import JSONText
import SimulatedCompanies
import Testing

@testable import AISSimulator

@Suite("Security of the simulated AIS")
struct AISSecurityTests {
  private typealias C = AISConversation

  private func secured(_ security: JSONObject) throws -> AISConversation {
    let conversation = try C(records: 60)
    var body = security
    body["username"] = "SYNCUSR"
    let answer = try conversation.control("POST", "users", .object(body))
    try #require(answer["error"] == nil, "\(answer)")
    return conversation
  }

  @Test("hides rows without a word: of one number in one table, of a number everywhere, of a whole table")
  func rows() throws {
    let conversation = try secured(["hidden_rows": ["F03012": [4_000], "*": [4_004], "F0401": "all"]])
    let master = conversation.browse("F0101", "AN8").column("F0101_AN8")
    #expect(master.contains("4000") && !master.contains("4004") && master.contains("4008"))
    let lines = conversation.browse("F03012", "AN8")
    #expect(lines.status == 200 && !lines.column("F03012_AN8").contains("4000"))
    #expect(!lines.column("F03012_AN8").contains("4004"))
    let suppliers = conversation.browse("F0401", "AN8")
    #expect(suppliers.rowset.isEmpty && suppliers.grid["summary"] == ["records": 0, "moreRecords": false])
    let hidden = conversation.browse("F0101", "AN8", conditions: [C.condition("AN8", "EQUAL", "4004")])
    #expect(hidden.rowset.isEmpty)
    let count = conversation.browse("F0401", extra: ["dataServiceType": "COUNT"])
    #expect(count.json["ds_F0401"]?["count"]?.int == 0)
    let stateRows = try #require(try conversation.control("GET", "state")["F0101"]?.array)
    #expect(stateRows.contains { $0["AN8"]?.string == "4004" }, "whoever steers sees everything")
  }

  @Test("does not count hidden rows into a page")
  func pages() throws {
    let open = try C(records: 60).browse("F0101", "AN8", size: 5, sort: ["AN8"]).column("F0101_AN8")
    let second = try #require(Int(open[1]))
    let conversation = try secured(["hidden_rows": ["F0101": [JSONValue(second)]]])
    let page = conversation.browse("F0101", "AN8", size: 5, sort: ["AN8"])
    #expect(page.rowset.count == 5 && !page.column("F0101_AN8").contains(open[1]))
    #expect(page.grid["summary"]?["moreRecords"]?.bool == true)
  }

  @Test(
    "shows of a column nothing, a blank, or a part",
    arguments: [
      ("dropped", nil), ("blank", ""), ("masked", "***********"), ("maskedStart", "*******5976"),
      ("maskedEnd", "DE*********"), ("maskedLetters", "XXXXXXX5976"),
    ])
  func columns(security: String, shown: String?) throws {
    let conversation = try secured(["columns": ["F0101.TAX": JSONValue(security)]])
    _ = try conversation.control(
      "POST", "change", [["table": "F0101", "key": ["AN8": 4_000], "values": ["TAX": "DE136695976"]]])
    let answer = conversation.browse(
      "F0101", "AN8 TAX ALPH", conditions: [C.condition("AN8", "EQUAL", "4000")])
    #expect(answer.rowset.first?["F0101_TAX"]?.string == shown)
    #expect((answer.grid["columns"]?["F0101_TAX"] == nil) == (shown == nil), "the heading goes with it")
    #expect(answer.rowset.first?["F0101_ALPH"]?.string?.isEmpty == false, "other columns are as they were")
  }

  @Test("masks numbers and days as texts, and nothing where there is nothing")
  func otherKinds() throws {
    let columns: JSONValue = ["F03012.ACL": "masked", "F03012.UPMJ": "maskedStart", "F03012.TXA1": "masked"]
    let conversation = try secured(["columns": columns])
    let row = try #require(conversation.browse("F03012", "AN8 ACL UPMJ TXA1", size: 1).rowset.first)
    #expect(row["F03012_ACL"]?.string?.allSatisfy { $0 == "*" } == true)
    #expect(row["F03012_UPMJ"]?.string?.hasPrefix("****") == true)
    #expect(row["F03012_TXA1"]?.string == "")
    #expect(row["F03012_AN8"]?.int != nil)
  }

  @Test("hides the whole of a value that has no more than the part it would show")
  func masks() {
    #expect(ColumnSecurity.maskedStart.mask("1234") == "****")
    #expect(ColumnSecurity.maskedStart.mask("12345") == "*2345")
    #expect(ColumnSecurity.maskedLetters.mask("DE") == "XX")
    #expect(ColumnSecurity.maskedEnd.mask("DE") == "DE*")
  }

  @Test("says what is wrong with it")
  func wrong() throws {
    let conversation = try C(records: 10)
    for body: JSONValue in [
      ["username": "SYNCUSR", "columns": ["F0101.TAX": "secret"]],
      ["username": "SYNCUSR", "hidden_rows": ["F0101": 4_000]],
    ] {
      #expect(try conversation.control("POST", "users", body)["error"]?.string != nil)
    }
  }

  @Test("takes a token without its device name where the binding is lenient, never with another name")
  func lenientBinding() throws {
    let conversation = try C(records: 10)
    func status(_ headers: [String: String]) -> Int {
      var headers = headers
      headers["jde-ais-auth"] = conversation.token
      return C.send(
        conversation.ais, "POST", "dataservice", ["targetName": "F0005"], headers: headers
      ).status
    }
    #expect(status([:]) == 444)
    _ = try conversation.control("POST", "quirks", ["deviceBinding": "lenient"])
    #expect(status([:]) == 200)
    #expect(status(["jde-ais-auth-device": "other"]) == 444)
    #expect(status(["jde-ais-auth-device": "dev"]) == 200)
  }

  @Test("says to a dead token what the reference shows, or its own words")
  func deadToken() throws {
    let conversation = try C(records: 10)
    _ = try conversation.control("POST", "sessions", ["end": "all"])
    let own = conversation.browse("F0005")
    #expect(own.status == 444 && own.json["status"]?.string == "ERROR")
    _ = try conversation.control("POST", "quirks", ["deadTokenBody": "documented"])
    let documented = conversation.browse("F0005")
    #expect(documented.status == 444)
    #expect(
      documented.json == [
        "message": "Invalid Token", "exception": "Exception", "timeStamp": "2026-11-23T10:00:00.000+0000",
      ])
  }
}
