import JSONText
import Testing

@testable import Decisions

@Suite("A look at a write whose outcome is not known")
struct ProbeTests {
  private static let id = "4876876000000500001"
  private static let still = ProbeGround(recordTime: 99, sentAt: 100)

  private func intent(
    _ action: WriteIntended.Action = .update, row: JSONObject = ["Account_Name": "Nordwind"]
  ) -> WriteIntended {
    WriteIntended(
      operation: "1", entity: "customer", key: "4242", generation: 1,
      target: .zoho("Accounts", action == .insert ? nil : Self.id), action: action, row: row,
      before: ["name": .value("Sudwind")],
      pairs: ["name": FieldPair(jde: .value("Nordwind"), zoho: .value("Nordwind"), mapping: "1.2")],
      unmodifiedSince: nil)
  }

  private func seen(_ members: JSONObject, key: JSONValue = "4242") -> ZohoRecord {
    var record = members
    record["JDE_Address_Number"] = key
    return ZohoRecord(id: Self.id, modifiedTime: nil, record: record)
  }

  private func judge(
    _ seen: ZohoRecord?, _ ground: ProbeGround = still, intent: WriteIntended? = nil
  ) -> ProbeVerdict {
    judgeProbe(of: intent ?? self.intent(), seen: seen, ground: ground, mapping: Sample.customer)
  }

  @Test("finds it applied by its values, whenever the record was edited")
  func applied() {
    for time: Int64? in [99, 100, 500, nil] {
      #expect(
        judge(seen(["Account_Name": "Nordwind"]), ProbeGround(recordTime: time, sentAt: 100)) == .applied)
    }
  }

  @Test("finds it not applied only on a record that has not moved since the sending")
  func notApplied() {
    let before = seen(["Account_Name": "Sudwind"])
    #expect(judge(before) == .notApplied)
    for time: Int64? in [100, 101, nil] {
      #expect(
        judge(before, ProbeGround(recordTime: time, sentAt: 100)) == .changed, "a person may have set it back"
      )
    }
  }

  @Test("finds something else, and then the base is doubtful")
  func changed() {
    for shown: JSONValue in ["Ostwind", .null] {
      let other = seen(["Account_Name": shown])
      #expect(judge(other) == .changed)
      #expect(
        doubtfulPairs(of: intent(), seen: other, mapping: Sample.customer) == [
          "name": FieldPair(
            jde: .value("Nordwind"), zoho: FieldValue(json: shown), mapping: "1.2", isDoubtful: true)
        ])
    }
    #expect(doubtfulPairs(of: intent(), seen: seen([:]), mapping: Sample.customer).isEmpty)
  }

  @Test("concludes nothing from what cannot be read")
  func unreadable() {
    #expect(judge(seen([:])) == .unreadable)
    let marked = intent(row: ["Account_Name": "Nordwind", "Account_Status": "Inactive"])
    #expect(judge(seen(["Account_Status": "Active"]), intent: marked) == .unreadable)
    #expect(judge(seen(["Account_Name": "Nordwind"]), intent: marked) == .applied)
    #expect(judge(seen(["Account_Name": "Ostwind"]), intent: marked) == .changed)
  }

  @Test("finds that the record is gone, or shows another subject's key")
  func otherRecord() {
    #expect(judge(nil) == .gone)
    #expect(judge(seen(["Account_Name": "Nordwind"], key: "4711")) == .anotherRecord)
    let other = ZohoRecord(id: "9", modifiedTime: nil, record: ["Account_Name": "Nordwind"])
    #expect(judge(other) == .anotherRecord)
    #expect(judge(seen(["Account_Name": "Nordwind"], key: .null)) == .applied)
  }

  @Test("counts our key and marks beside the mapped fields")
  func plain() {
    let row: JSONObject = ["Account_Name": "Nordwind", "Account_Status": "Inactive"]
    #expect(
      judge(seen(["Account_Name": "Nordwind", "Account_Status": "Active"]), intent: intent(row: row))
        == .changed)
    #expect(judge(seen(row), intent: intent(row: row)) == .applied)
    let key = intent(row: ["JDE_Address_Number": "4242"])
    #expect(judge(seen([:], key: .null), intent: key) == .notApplied)
    #expect(judge(seen([:]), intent: key) == .applied)
  }

  @Test("takes a record that shows our key for what an insert made only if nothing speaks against it")
  func insert() {
    let row: JSONObject = ["Account_Name": "Nordwind", "Email_1": "kontor@nordwind.example"]
    let insert = intent(.insert, row: row)
    #expect(judge(nil, intent: insert) == .notApplied)
    #expect(judge(seen(row), intent: insert) == .applied)
    #expect(judge(seen(["Account_Name": "Nordwind GmbH"]), intent: insert) == .applied)
    #expect(
      judge(seen(row), ProbeGround(recordTime: 99, sentAt: 100, wasKnown: true), intent: insert)
        == .anotherRecord)
    #expect(
      judge(seen(row), ProbeGround(recordTime: 99, sentAt: 100, isHeld: true), intent: insert)
        == .anotherRecord)
    #expect(judge(seen(["Account_Name": "Sudwind"]), intent: insert) == .anotherRecord, "typed on a stranger")
    #expect(
      judge(seen(["Account_Name": "Nordwind", "Email_1": "post@sudwind.example"]), intent: insert)
        == .anotherRecord)
    #expect(judge(seen([:]), intent: insert) == .anotherRecord, "nothing says that it is ours")
    #expect(judge(seen(row, key: "4711"), intent: insert) == .anotherRecord)
    let hidden = ZohoRecord(id: Self.id, modifiedTime: nil, record: row)
    #expect(judge(hidden, intent: insert) == .unreadable)
  }
}
