import JSONText
import Testing

@testable import Decisions

@Suite("A read-back")
struct ReadBackTests {
  private static let id = "4876876000000500001"

  private static let rules = ReadBackRules(
    mapping: Sample.customer, crosswalks: Sample.crosswalks, country: "DE",
    targets: ["name": TargetField(lengthMax: 8)])

  private static func hash(_ id: String, _ jde: FieldValue, _ zoho: FieldValue) -> String {
    Sample.customer.field(id).map {
      mappingHash(of: $0, in: Sample.customer, crosswalks: Sample.crosswalks, jde: jde, zoho: zoho)
    } ?? ""
  }

  private static func pair(_ id: String, _ jde: String, _ zoho: String) -> FieldPair {
    FieldPair(
      jde: .value(jde), zoho: .value(zoho), mapping: hash(id, .value(jde), .value(zoho)))
  }

  private func intent(
    _ action: WriteIntended.Action = .update, name: String = "Nordwind Maschinenbau",
    extra: JSONObject = [:]
  ) -> WriteIntended {
    var row: JSONObject = ["Account_Name": JSONValue(name), "Payment_Terms": "Net 30"]
    for member in extra { row.append(member.key.value, member.value) }
    return WriteIntended(
      operation: "1", entity: "customer", key: "4242", generation: 1,
      target: .zoho("Accounts", action == .insert ? nil : Self.id), action: action, row: row,
      before: action == .insert ? [:] : ["name": .value("Sudwind"), "terms": .value("Net 60")],
      pairs: ["name": Self.pair("name", name, name), "terms": Self.pair("terms", "N30", "Net 30")],
      unmodifiedSince: nil)
  }

  private func seen(
    name: JSONValue? = "Nordwind Maschinenbau", terms: JSONValue? = "Net 30", key: JSONValue? = "4242",
    id: String = id, extra: JSONObject = [:]
  ) -> ZohoRecord {
    var record: JSONObject = [:]
    record["Account_Name"] = name
    record["Payment_Terms"] = terms
    record["JDE_Address_Number"] = key
    for member in extra { record.append(member.key.value, member.value) }
    return ZohoRecord(id: id, modifiedTime: nil, record: record)
  }

  private func judge(
    _ seen: ZohoRecord?, time: RecordTime = .ours, intent: WriteIntended? = nil, target: String = id
  ) -> ReadBack {
    judgeReadBack(
      of: intent ?? self.intent(), target: target, seen: seen, time: time, rules: Self.rules)
  }

  @Test("confirms what was written, whatever the record says of its time", arguments: RecordTime.allCases)
  func asWritten(time: RecordTime) {
    let verdict = judge(seen(), time: time)
    #expect(verdict.conclusion == .confirmed)
    #expect(verdict.fields == ["name": .asWritten, "terms": .asWritten])
    #expect(verdict.pairs == intent().pairs)
  }

  @Test(
    "looks again where the value from before is there and nothing says that it is newer",
    arguments: [RecordTime.earlier, .none])
  func notSeenYet(time: RecordTime) {
    let verdict = judge(seen(name: "Sudwind"), time: time)
    #expect(verdict.conclusion == .lookAgain && verdict.fields["name"] == .notSeenYet)
    #expect(verdict.pairs["name"] == nil)
  }

  @Test(
    "decides again where something else is there from before ours, and moves no base",
    arguments: [RecordTime.earlier, .none])
  func changed(time: RecordTime) {
    for shown: JSONValue in ["Ostwind", "Nordwind", .null] {
      let verdict = judge(seen(name: shown), time: time)
      #expect(verdict.conclusion == .decideAgain && verdict.fields["name"] == .changed)
      #expect(verdict.pairs.keys.sorted() == ["terms"])
    }
    let both = judge(seen(name: "Ostwind", terms: "Net 60"), time: time)
    #expect(both.conclusion == .lookAgain, "a read that may lag is repeated before anything is decided")
  }

  @Test(
    "refutes where ours or a later edit left anything else, the value from before too",
    arguments: [RecordTime.ours, .later])
  func doubtful(time: RecordTime) {
    for shown: JSONValue in ["Ostwind", "Sudwind", .null] {
      let verdict = judge(seen(name: shown), time: time)
      #expect(verdict.conclusion == .decideAgain && verdict.fields["name"] == .doubtful)
      #expect(verdict.pairs["name"]?.isDoubtful == true)
      #expect(verdict.pairs["name"]?.jde == .value("Nordwind Maschinenbau"))
      #expect(verdict.pairs["name"]?.zoho == FieldValue(json: shown))
      #expect(verdict.pairs["terms"]?.isDoubtful == false, "one field holds back no other")
    }
  }

  @Test("takes a named form of ours, and names it; of a later edit nobody knows whose it is")
  func normalised() {
    for (shown, form) in [("NORDWIND MASCHINENBAU", "case"), ("Nordwind", "cut")] {
      let verdict = judge(seen(name: JSONValue(shown)))
      #expect(verdict.conclusion == .confirmed)
      #expect(verdict.fields["name"] == .normalised(form))
      #expect(verdict.fields["name"]?.name == "normalised:" + form)
      #expect(
        verdict.pairs["name"]
          == FieldPair(
            jde: .value("Nordwind Maschinenbau"), zoho: .value(shown),
            mapping: Self.hash("name", .value("Nordwind Maschinenbau"), .value(shown)), normalised: form))
      #expect(verdict.normalised == ["name": form])
      #expect(judge(seen(name: JSONValue(shown)), time: .later).fields["name"] == .doubtful)
    }
  }

  @Test("confirms nothing by a value that is not shown or cannot be read")
  func unreadable() {
    for shown: JSONValue? in [nil, ["list"], "*****"] {
      let verdict = judge(seen(name: shown))
      #expect(verdict.fields["name"] == .unreadable && verdict.pairs["name"] == nil)
      #expect(verdict.conclusion == .confirmed, "the other field is")
    }
    #expect(judge(seen(name: nil, terms: nil)).conclusion == .unreadable)
  }

  @Test("is of another record where the id or our key is another")
  func anotherRecord() {
    for time in RecordTime.allCases {
      #expect(judge(seen(id: "9"), time: time).conclusion == .anotherRecord)
      #expect(judge(seen(key: "4711"), time: time) == judge(seen(id: "9"), time: time))
      #expect(judge(seen(), time: time, target: "9").conclusion == .anotherRecord)
    }
    let insert = intent(.insert)
    #expect(judge(seen(key: "4711"), intent: insert).conclusion == .anotherRecord)
    #expect(judge(seen(key: .null), intent: insert).conclusion == .anotherRecord)
    #expect(judge(seen(key: nil), intent: insert).conclusion == .unreadable)
    #expect(judge(seen(), intent: insert).conclusion == .confirmed)
    #expect(judge(seen(key: .null)).conclusion == .confirmed, "our key was taken off a record that was ours")
    #expect(judge(seen(key: "4711")).pairs.isEmpty)
  }

  @Test("of a record that is not there says that it is gone")
  func gone() {
    #expect(judge(nil).conclusion == .gone && judge(nil).pairs.isEmpty)
  }

  @Test("counts our key, the owner and the mark of leaving too")
  func plain() {
    let row: JSONObject = [
      "JDE_Address_Number": "4242", "Owner": ["id": "7"], "Account_Status": "Inactive",
    ]
    let intent = intent(extra: row)
    let shown: JSONObject = ["Owner": ["id": "7", "name": "Ada"], "Account_Status": "Inactive"]
    #expect(judge(seen(extra: shown), intent: intent).conclusion == .confirmed)
    let other: JSONObject = ["Owner": ["id": "8"], "Account_Status": "Active"]
    let refuted = judge(seen(key: .null, extra: other), intent: intent)
    #expect(
      refuted.plain
        == ["JDE_Address_Number": .doubtful, "Owner": .doubtful, "Account_Status": .doubtful])
    #expect(refuted.conclusion == .decideAgain)
    let lagging = judge(seen(key: .null, extra: other), time: .earlier, intent: intent)
    #expect(lagging.conclusion == .lookAgain)
    let hidden = judge(seen(extra: ["Owner": ["id": "7"]]), intent: intent)
    #expect(hidden.plain["Account_Status"] == .unreadable && hidden.conclusion == .confirmed)
  }

  @Test("takes what an insert left blank where both sides are, and gives no base where one is not")
  func leftOut() {
    var pairs = intent(.insert).pairs
    pairs["fax"] = FieldPair(jde: .blank, zoho: .blank)
    let insert = WriteIntended(
      operation: "1", entity: "customer", key: "4242", generation: 1, target: .zoho("Accounts", nil),
      action: .insert,
      row: intent(.insert).row, before: [:], pairs: pairs, unmodifiedSince: nil)
    let blank = judge(seen(extra: ["Fax": .null]), intent: insert)
    #expect(blank.pairs["fax"] == FieldPair(jde: .blank, zoho: .blank) && blank.fields["fax"] == nil)
    let filled = judge(seen(extra: ["Fax": "030 555"]), intent: insert)
    #expect(filled.pairs["fax"] == nil && filled.conclusion == .confirmed)
  }

  @Test("carries the mapping that intended it, whatever is mapped today")
  func mapping() {
    let old = intent().pairs.mapValues { $0.made(by: "00000000.00000000") }
    let intent = WriteIntended(
      operation: "1", entity: "customer", key: "4242", generation: 1, target: .zoho("Accounts", Self.id),
      action: .update,
      row: intent().row, before: [:], pairs: old, unmodifiedSince: nil)
    #expect(judge(seen(), intent: intent).pairs.values.allSatisfy { $0.mapping == "00000000.00000000" })
  }
}
