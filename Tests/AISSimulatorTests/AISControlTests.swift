import JSONText
import SimulatedCompanies
import Testing

@testable import AISSimulator

@Suite("Whoever steers the simulated AIS")
struct AISControlTests {
  @Test("changes rows as people in JD Edwards do, with date and time of the change")
  func changes() throws {
    let conversation = try AISConversation()
    _ = try conversation.control("POST", "date", ["date": "20261224"])
    let done = try conversation.control(
      "POST", "change",
      [
        [
          "table": "F03012", "action": "insert", "key": ["AN8": 4_000, "CO": "00007"],
          "values": ["ACL": 12_500],
        ],
        ["table": "F0101", "key": ["AN8": 4_004], "values": ["ALPH": "New Name "], "touch": false],
        ["table": "F0101", "action": "delete", "key": ["AN8": 4_008]],
      ])
    #expect(done["changed"] == ["4000/00007", "4004", "4008"])
    let row = conversation.browse(
      "F03012", "AN8 CO ACL UPMJ UPMT", conditions: [AISConversation.condition("CO", "EQUAL", "00007")]
    ).rowset
    #expect(
      row == [
        [
          "F03012_AN8": 4_000, "F03012_CO": "00007", "F03012_ACL": 12_500, "F03012_UPMJ": "20261224",
          "F03012_UPMT": 100_000,
        ]
      ])
    let changes = try #require(try conversation.control("GET", "journal")["changes"]?.array)
    #expect(changes.map { $0["action"]?.string } == ["insert", "update", "delete"])
    #expect(changes[1]["after"] == ["ALPH": "New Name"], "untouched rows keep their date")
    #expect(changes[2]["after"]?.isNull == true && changes[2]["before"]?["AN8"]?.string == "4008")
  }

  @Test("is told what it did wrong")
  func wrongChanges() throws {
    let conversation = try AISConversation()
    for change: JSONValue in [
      [["table": "F9"]], [["table": "F0101", "key": ["AN8": 5]]],
      [["table": "F0101", "key": ["NOPE": 4_000]]], "text",
    ] {
      #expect(try conversation.control("POST", "change", change)["error"]?.string != nil)
    }
  }

  @Test("sees in the journal which rows were read when, with what the answer said")
  func reads() throws {
    let conversation = try AISConversation()
    _ = try conversation.control("POST", "journal", ["reads": true, "bodies": true])
    let request = ImitatedRequest(
      number: 7, time: AISConversation.now, method: "POST", path: "/jderest/v2/dataservice",
      headers: [
        "jde-ais-auth": conversation.token, "jde-ais-auth-device": "dev", "content-type": "application/json",
      ],
      body: JSONValue.object(["targetName": "F0111", "maxPageSize": "2"]).bytes)
    let answer = conversation.ais.answer(request)
    #expect(try conversation.control("GET", "journal")["reads"] == [], "a read counts from its end")
    let end = AISConversation.now.adding(seconds: 1)
    conversation.ais.ended(request, answer: answer, at: end, isDelivered: true)
    let read = try #require(try conversation.control("GET", "journal")["reads"]?[0])
    #expect(read["keys"] == ["4000/0", "4000/1"] || read["keys"]?.array?.count == 2)
    #expect(read["call"]?.int == 7 && read["place"]?.string == "F0111" && read["delivered"]?.bool == true)
    #expect(read["end"]?.string == end.iso)
    #expect(read["body"] == answer.json)
  }

  @Test("gets the world back by a reset")
  func resets() throws {
    let conversation = try AISConversation(records: 30)
    let before = try conversation.control("GET", "state")
    _ = try conversation.control(
      "POST", "change", [["table": "F0101", "action": "delete", "key": ["AN8": 4_000]]])
    #expect(try conversation.control("GET", "state") != before)
    _ = try conversation.control("POST", "reset")
    #expect(try conversation.control("GET", "state") == before)
    #expect(conversation.browse("F0005").status == 444, "sessions end too")
  }

  @Test("finds the specials of the world in its tables")
  func specials() throws {
    let conversation = try AISConversation(records: 600)
    let state = try conversation.control("GET", "state")
    let addresses = try #require(state["F0116"]?.array)
    #expect(addresses.count { ($0["EFTB"]?.string ?? "") > "20261123" } >= 6)
    let lines = try #require(state["F03012"]?.array)
    #expect(Set(lines.compactMap { $0["CO"]?.string }) == ["00000", "00001"])
    #expect(lines.count > 700)
    let master = try #require(state["F0101"]?.array)
    #expect(master.count { $0["ALPH"]?.string?.count == 40 } >= 12)
    #expect(Set(master.compactMap { $0["AT1"]?.string }) == ["C", "V", "E"])
    #expect(state["F0401"]?.array?.isEmpty == false)
    let names = try #require(state["F0111"]?.array).filter { $0["IDLN"]?.string == "0" }
    #expect(names.count == master.count)
    let truth = try #require(try conversation.control("GET", "truth").array)
    #expect(truth.count == 600)
    #expect(truth.count { $0["future_address_from"]?.isNull == false } >= 6)
  }
}
