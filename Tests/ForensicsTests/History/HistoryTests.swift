import Decisions
import Diagnostics
import EventLog
import Forensics
import JSONText
import Projections
import Testing
import TestSupport

@Suite("The history of a record", .temporaryFolder)
struct HistoryTests {
  private func entries(
    _ name: String, _ log: TestLog, _ store: ProjectionStore, newest: Int? = nil
  ) async throws -> [HistoryEntry] {
    var entries: [HistoryEntry] = []
    try await history(of: RecordName(name), reader: log.reader, store: store, newest: newest) { entry in
      entries.append(entry)
      return true
    }
    return entries
  }

  @Test("is one chain through both systems, in the order of the log, one readable line each")
  func isOneChain() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let zoho = StreamKey.zoho("Accounts", "z1")
    let link = StreamKey.link("customer", "4242")
    let first: JSONObject = ["F0101_AN8": 4242, "F0101_ALPH": "Old     ", "F0101_TAX": "1"]
    let second: JSONObject = ["F0101_AN8": 4242, "F0101_ALPH": "New     ", "F0101_AC05": "X"]
    func seen(_ record: JSONObject) -> JSONValue {
      RecordObserved(record: record, hash: fingerprint(of: .object(record))).json
    }
    try await log.append(.recordPolled, "jde/F0101/4242", seen(first))
    try await log.append(.recordPolled, "jde/F0101/9", seen(first))
    try await log.append(
      .recordPolled, "jde/F0101/4242", RecordObserved(unchangedWithHash: "h").json)
    try await log.append(.recordPolled, zoho, seen(["id": "z1"]))
    try await log.append(
      .linkMade, link,
      LinkMade(
        entity: "customer", key: "4242", generation: 1, module: "Accounts", zohoID: "z1", how: "tax_id",
        explanation: [:]
      ).json)
    let changed = try await log.append(.recordPolled, "jde/F0101/4242", seen(second))
    let field = DecisionMade.Field(
      id: "name", rule: "jde_moved", action: "write", to: .zoho, jde: .value("New"), zoho: .value("Old"),
      value: .value("New"))
    try await log.append(
      .decisionMade, link,
      DecisionMade(
        entity: "customer", key: "4242", action: "update", outcome: .write, held: nil, inputs: [],
        configuration: 1,
        fields: [field], base: [:],
        owed: [.init(UnreadableField(field: "tax", side: .jde, reason: .masked))], fingerprint: "f"
      ).json, cause: changed)
    try await log.append(
      .writeIntended, "op/o1",
      WriteIntended(
        operation: "o1", entity: "customer", key: "4242", generation: 1, target: .zoho("Accounts", "z1"),
        action: .update,
        row: ["Account_Name": "New"], before: [:], pairs: [:], unmodifiedSince: nil
      ).json)
    try await log.append(
      .writeAnswered, "op/o1",
      WriteAnswered(
        operation: "o1", outcome: .rejected, errorClass: .invalid, code: "INVALID_DATA", message: "no"
      ).json)
    try await log.append(
      .linkReserved, StreamKey.reservation("customer", "key", "4242"),
      LinkReserved(entity: "customer", key: "4242", generation: 1).json)
    try await store.catchUp(from: log.reader)

    let entries = try await entries("customer/4242", log, store)
    #expect(
      entries.map(\.what) == [
        "first seen, 3 fields", "unchanged", "first seen, 1 field", "linked to Accounts z1 by tax_id",
        #"ALPH: "Old" → "New"; AC05: absent → "X"; TAX: "1" → absent"#,
        #"update, write, tax of jde is unreadable (masked): name → zoho "New" (jde_moved)"#,
        #"update Accounts z1: Account_Name = "New""#,
        "rejected: invalid, INVALID_DATA, no", "reserved for a create",
      ])
    #expect(entries.map(\.sequence) == entries.map(\.sequence).sorted())
    let entry = try #require(entries.first { $0.sequence == changed })
    #expect(entry.changes.map(\.field) == ["F0101_ALPH", "F0101_AC05", "F0101_TAX"])
    #expect(entry.json["id"]?.string == log.ledger.identity.auditID(of: changed))
    #expect(entry.json["changes"]?[0]?["to"] == "New     ")
    #expect(entries.first { $0.kind == "decision.made" }?.cause == changed)
    for name in ["4242", "zoho/Accounts/z1"] {
      #expect(try await self.entries(name, log, store) == entries, "\(name) names the same record")
    }
    #expect(try await self.entries("contact/4242.1", log, store).isEmpty)
  }

  @Test("shows its newest entries as the end of the whole, changes included", arguments: Seeds.all.prefix(3))
  func newest(seed: UInt64) async throws {
    let log = try await TestLog.make()
    var story = Story(seed: seed)
    try await log.append(story.scenes(50))
    let store = try await log.store()
    try await store.catchUp(from: log.reader)
    let whole = try await entries("1", log, store)
    #expect(whole.count > 17)
    for count in [1, 5, 17, whole.count, whole.count + 1] {
      #expect(try await entries("1", log, store, newest: count) == whole.suffix(count))
    }
  }

  @Test("stops where the reader has seen enough")
  func stops() async throws {
    let log = try await TestLog.make()
    var story = Story(seed: 1)
    try await log.append(story.scenes(40))
    let store = try await log.store()
    try await store.catchUp(from: log.reader)
    var count = 0
    try await history(of: .number(1), reader: log.reader, store: store) { _ in
      count += 1
      return count < 3
    }
    #expect(count == 3)
  }

  @Test("has a sentence for each kind of event, and for a body that nobody can read")
  func sentences() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let link = StreamKey.link("customer", "1")
    let kinds: [EventKind] = [
      .subjectStated, .questionAsked, .questionAnswered, .questionWithdrawn, .recordLeft, .linkRemoved,
      .decisionMade,
    ]
    try await log.append(
      .linkMade, link,
      LinkMade(
        entity: "customer", key: "1", generation: 1, module: "Accounts", zohoID: "z1", how: "person",
        explanation: [:]
      ).json)
    try await store.catchUp(from: log.reader)
    for kind in kinds { try await log.append(kind, link, ["entity": "customer"]) }
    _ = try log.reader.refresh()
    let entries = try await entries("customer/1", log, store)
    #expect(entries.dropFirst().map(\.what) == kinds.map { _ in "its body cannot be read" })
  }
}
