import Foundation
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

  @Test("finds every switch and its positions in the README of the simulators")
  func readme() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let readme = try String(contentsOf: root.appending(path: "tools/README.md"), encoding: .utf8)
    for known in ZohoQuirks.switches {
      #expect(readme.contains("`\(known.name)`"), "\(known.name)")
      for position in known.positions { #expect(readme.contains(position), "\(known.name): \(position)") }
    }
  }

  @Test("changes many records at once, all with one time of change")
  func massUpdates() throws {
    let conversation = try C()
    for second in 0..<3 {
      let row: JSONValue = [
        "Account_Name": JSONValue("A\(second)"), "Rating": second == 1 ? .null : "Active",
      ]
      _ = try conversation.insert(row, at: WallTime(seconds: C.now.seconds - 10 + second))
    }
    func changed(_ change: JSONObject) throws -> Int? {
      var change = change
      change["module"] = "Accounts"
      change["action"] = "mass_update"
      return try conversation.control("POST", "change", [.object(change)])["changed"]?.array?.count
    }
    #expect(try changed(["where": ["Rating": "Active"], "values": ["Industry": "Energy"]]) == 2)
    let rows = conversation.call("GET", "Accounts?fields=Industry,Modified_Time,Modified_By&sort_order=asc")
      .rows
    #expect(rows.map { $0["Industry"]?.string } == ["Energy", nil, "Energy"])
    #expect(rows[0]["Modified_Time"]?.string == "2026-11-23T10:00:00+00:00")
    #expect(rows[0]["Modified_Time"] == rows[2]["Modified_Time"])
    #expect(rows[1]["Modified_Time"]?.string == "2026-11-23T09:59:51+00:00")
    let ids = rows.prefix(2).compactMap { $0["id"] }
    #expect(try changed(["ids": .array(ids), "values": ["Fax": "1"], "who": "bruno"]) == 2)
    #expect(try changed(["values": ["Fax": "2"]]) == 3)
    #expect(try conversation.control("GET", "journal")["changes"]?.array?.count == 3 + 2 + 2 + 3)
  }

  @Test("merges records: contacts go over to the master, the other one to the bin or for good")
  func merges() throws {
    for (position, kind) in [("recycled", "recycle"), ("permanent", "permanent")] {
      let conversation = try C()
      _ = try conversation.control("POST", "quirks", ["mergedRecord": JSONValue(position)])
      let ids = try conversation.insert(["Account_Name": "One"], ["Account_Name": "Two"]).map {
        JSONValue($0)
      }
      _ = conversation.write("POST", "Contacts", [["Last_Name": "A", "Account_Name": ["id": ids[1]]]])
      let merge: JSONValue = ["module": "Accounts", "action": "merge", "id": ids[0], "child": ids[1]]
      _ = try conversation.control("POST", "change", [merge])
      let contact = conversation.call("GET", "Contacts?fields=Account_Name").rows[0]
      #expect(contact["Account_Name"]?["id"] == ids[0])
      let deleted = conversation.call("GET", "Accounts/deleted").rows
      #expect(deleted.map { $0["id"] } == [ids[1]] && deleted[0]["type"]?.string == kind)
      #expect(deleted[0].object?.keys.contains("master") == false, "nothing links the two")
    }
  }

  @Test("takes a record out of the recycle bin: as it was, under its old id")
  func restores() throws {
    let conversation = try C()
    let ids = try conversation.insert(
      ["Account_Name": "One", "JDE_Address_Number": "1"], ["Account_Name": "Two"])
    _ = conversation.call("DELETE", "Accounts/\(ids[0])")
    let restore: JSONValue = [["module": "Accounts", "action": "restore", "id": JSONValue(ids[0])]]
    #expect(try conversation.control("POST", "change", restore)["changed"] == [JSONValue(ids[0])])
    #expect(conversation.call("GET", "Accounts/deleted").status == 204)
    let rows = conversation.call("GET", "Accounts?fields=Account_Name&sort_order=asc").rows
    #expect(rows.map { $0["id"]?.string } == ids)
    #expect(conversation.coql("select id from Accounts where JDE_Address_Number = '1'").rows.count == 1)
    #expect(try conversation.control("POST", "change", restore)["error"] != nil)
  }

  @Test("finds vendors with a key of their own")
  func vendors() throws {
    let conversation = try C()
    let vendor: JSONValue = ["Vendor_Name": "Supplies", "JDE_Address_Number": "4029"]
    let account: JSONValue = ["Account_Name": "Supplies", "JDE_Address_Number": "4029"]
    #expect(conversation.write("POST", "Vendors", [vendor]).status == 201)
    #expect(conversation.write("POST", "Accounts", [account]).status == 201, "two modules, two keys")
    let again = conversation.write("POST", "Vendors", [vendor]).rows[0]
    #expect(again["details"]?["api_name"]?.string == "JDE_Address_Number")
    let change: JSONValue = ["module": "Vendors", "key": "4029", "values": ["City": "Xanten"]]
    _ = try conversation.control("POST", "change", [change])
    #expect(conversation.call("GET", "Vendors?fields=City").rows[0]["City"]?.string == "Xanten")
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
    #expect(all.count == Mirror(reflecting: ZohoQuirks.plain).children.count)
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
