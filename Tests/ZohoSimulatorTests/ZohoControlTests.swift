import JSONText
import SimulatedCompanies
import Testing

@testable import ZohoSimulator

@Suite("Whoever steers the simulated Zoho")
struct ZohoControlTests {
  private typealias C = ZohoConversation

  @Test("sees every row written, applied or refused, with the values before and after")
  func writes() throws {
    let conversation = try C()
    let id = JSONValue(
      try conversation.insert(["Account_Name": "One", "JDE_Address_Number": "42"], number: 5)[0])
    _ = conversation.write("PUT", "Accounts", [["id": id, "Phone": "+49 1"]], number: 6)
    _ = conversation.write(
      "POST", "Accounts", [["Account_Name": "Two", "JDE_Address_Number": "42"]], number: 7)
    let writes = try #require(try conversation.control("GET", "writes").array)
    #expect(writes.map { $0["action"]?.string } == ["insert", "update", "insert"])
    #expect(writes.map { $0["applied"]?.bool } == [true, true, false])
    #expect(writes.map { $0["key"]?.string } == ["42", "42", "42"])
    #expect(writes.map { $0["call"]?.int } == [5, 6, 7])
    #expect(writes[1]["before"]?["Phone"]?.isNull == true && writes[1]["after"]?["Phone"]?.string == "+49 1")
    #expect(writes[1]["fields"] == ["Phone"] && writes[1]["op"]?.string == "PUT /crm/v8/Accounts")
    #expect(writes[2]["code"]?.string == "DUPLICATE_DATA" && writes[2]["after"]?.isNull == true)
    #expect(writes[0]["row"] == ["Account_Name": "One", "JDE_Address_Number": "42"])
  }

  @Test("counts an insert that comes again without a look, and none that comes after one")
  func repeats() throws {
    let row: JSONValue = ["Account_Name": "One", "JDE_Address_Number": "42"]
    let looks: [(String, (C) -> Void)] = [
      ("", { _ in }),
      ("coql", { _ = $0.coql("select id from Accounts where JDE_Address_Number in ('42')") }),
      (
        "external",
        { _ = $0.call("GET", "Accounts/42", headers: ["x-external": "Accounts.JDE_Address_Number"]) }
      ),
      ("list", { _ = $0.call("GET", "Accounts?fields=id") }),
      ("other key", { _ = $0.coql("select id from Accounts where JDE_Address_Number = '43'") }),
    ]
    for (name, look) in looks {
      let conversation = try C()
      _ = conversation.write("POST", "Accounts", [row], number: 1)
      look(conversation)
      _ = conversation.write("POST", "Accounts", [row], number: 2)
      let found = try #require(try conversation.control("GET", "repeats").array)
      let isBlind = name.isEmpty || name == "other key"
      #expect(found.count == (isBlind ? 1 : 0), "\(name)")
      if isBlind {
        #expect(found[0] == ["module": "Accounts", "key": "42", "first_call": 1, "second_call": 2])
      }
    }
  }

  @Test("counts an insert whose first answer never came, and none that was refused in so many words")
  func lostInserts() throws {
    let conversation = try C()
    let body: JSONValue = ["data": [["Account_Name": "One", "JDE_Address_Number": "42"]], "trigger": []]
    func end(_ number: Int, _ answer: ImitatedAnswer?) {
      conversation.zoho.ended(
        conversation.request("POST", "Accounts", body, number: number), answer: answer, at: C.now,
        isDelivered: answer != nil)
    }
    end(1, ImitatedAnswer.empty(429))
    _ = conversation.call("POST", "Accounts", ["data": [["JDE_Address_Number": "42"]]], number: 2)
    _ = conversation.call("POST", "Accounts", ["data": [["JDE_Address_Number": "42"]]], number: 3)
    #expect(try conversation.control("GET", "repeats") == [])
    end(4, nil)
    _ = conversation.call("POST", "Accounts", body, number: 5)
    #expect(try conversation.control("GET", "repeats").array?.count == 1)
  }

  @Test("changes records as people do, and merges them")
  func changes() throws {
    let conversation = try C()
    let ids = try conversation.insert(
      ["Account_Name": "One", "JDE_Address_Number": "1"], ["Account_Name": "Two"]
    ).map { JSONValue($0) }
    let done = try conversation.control(
      "POST", "change",
      [
        ["module": "Accounts", "key": "1", "values": ["Phone": "+49 9", "Credit_Limit": 5], "who": "bruno"],
        ["module": "Accounts", "action": "insert", "values": ["Account_Name": "Three"]],
        ["module": "Accounts", "action": "merge", "id": ids[0], "child": ids[1]],
      ])
    #expect(done["changed"]?.array?.count == 3)
    let record = try #require(conversation.call("GET", "Accounts/\(ids[0].string ?? "")").rows.first)
    #expect(record["Phone"]?.string == "+49 9" && record["Credit_Limit"]?.int == 5)
    #expect(conversation.call("GET", "Accounts/deleted").rows.map { $0["id"] } == [ids[1]])
    let journal = try #require(try conversation.control("GET", "journal")["changes"]?.array)
    #expect(
      journal.map { $0["action"]?.string } == ["insert", "insert", "update", "insert", "update", "delete"])
    #expect(journal[2]["who"]?.string == "Bruno Beispiel" && journal[2]["before"]?["Phone"]?.isNull == true)
    #expect(try conversation.control("POST", "change", [["module": "Nope"]])["error"]?.string != nil)
    #expect(
      try conversation.control("POST", "change", [["module": "Accounts", "key": "9"]])["error"]?.string != nil
    )
  }

  @Test("knows who is the same as whom among what existed before")
  func truth() throws {
    let conversation = try C(records: 2_000, existing: 600)
    let ais = SimulatedWorld(seed: 1, customers: 2_000, today: C.today)
    let truth = try conversation.control("GET", "truth")
    let accounts = try #require(truth["accounts"]?.array)
    let state = try #require(try conversation.control("GET", "state")["Accounts"]?.array)
    #expect(accounts.count == 600 && state.count == 600)
    let kinds = Set(accounts.compactMap { $0["kind"]?.string })
    #expect(kinds == ["tax", "email", "weak", "linked", "disagree", "twin", "stranger"])
    var long = 0
    for (account, record) in zip(accounts, state) {
      #expect(account["id"] == record["id"])
      guard let an8 = account["an8"]?.int else { continue }
      let company = ais.company(at: try #require(ais.index(of: an8)))
      let name = try #require(record["Account_Name"]?.string)
      if company.name.count > 40 {
        long += 1
        #expect(name == company.name && name.prefix(40) == company.name.prefix(40))
      }
      if account["kind"] == "linked" { #expect(record["JDE_Address_Number"]?.string == String(an8)) }
      if account["kind"] == "weak" {
        #expect(record["Tax_Number"]?.isNull == true && record["Email_1"]?.isNull == true)
      }
    }
    #expect(long >= 5)
    let contacts = try #require(truth["contacts"]?.array)
    #expect(contacts.count > 200 && contacts.contains { $0["key"]?.isNull == true })
  }

  @Test("has a switch for each unconfirmed point, and gets everything back by a reset")
  func switches() throws {
    let conversation = try C(existing: 20)
    let all = try #require(try conversation.control("POST", "quirks", ["all": "plain"]).object)
    #expect(all.count == 20)
    var turned = ZohoQuirks.awkward
    for member in all {
      let isKnown = turned.turn(member.key.value, to: member.value.string ?? "")
      #expect(isKnown, "\(member.key.value)")
    }
    #expect(turned == .plain)
    #expect(try conversation.control("POST", "quirks", ["goneRecord": "status999"])["error"] != nil)
    let before = try conversation.control("GET", "truth")
    _ = try conversation.insert(["Account_Name": "One"])
    _ = try conversation.control("POST", "reset")
    #expect(try conversation.control("GET", "truth") == before)
    #expect(try conversation.control("GET", "state")["Accounts"]?.array?.count == 20)
    #expect(try conversation.control("GET", "writes") == [])
  }
}
