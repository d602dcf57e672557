import Decisions
import Diagnostics
import EventLog
import Forensics
import JSONText
import Projections
import Testing
import TestSupport

@Suite("The mapped fields of a past record", .temporaryFolder)
struct MappedFieldsTests {
  private static let place = SourcePlace(file: "mappings/customer.yaml", line: 1, column: 1)

  private static func field(_ id: String, _ table: String, _ column: String, zoho: String) -> MappedField {
    MappedField(
      id: id, group: nil, source: .columns([ColumnName(source: table, column: column)], separator: " "),
      zoho: zoho,
      owner: .jde, tie: .review, first: nil, foreignEdit: .report, allowsClear: false, type: .text,
      crosswalk: nil,
      missing: .queue, lengthMax: nil, isPersonal: false, isReversible: true, place: place)
  }

  private static let rules = SyncRules(
    mappings: [
      EntityMapping(
        entity: "customer",
        jde: JDEShape(
          root: "F0101", scope: [], memberOf: nil, onLeave: .keep,
          joins: [TableJoin(table: "F0116", alias: "F0116", companies: [], pick: [:], isRequired: false)],
          reference: nil),
        zoho: ZohoShape(module: "Accounts", key: "JDE_Key", scope: nil, owner: nil, trigger: []),
        createsInZoho: true,
        createsInJDE: nil, orchestration: nil,
        fields: [
          field("name", "F0101", "ALPH", zoho: "Account_Name"),
          field("city", "F0116", "CTY1", zoho: "Billing_City"),
        ], matching: MatchingRules(keys: [], rank: [], freeMail: [], placeholderRecords: 5))
    ], crosswalks: [:], hash: "")

  @Test("are in both systems' form, by the address that JDE's date made current then")
  func areCanonical() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    func observe(_ stream: String, _ record: JSONObject) async throws {
      try await log.append(.recordPolled, stream, RecordObserved(record: record, hash: stream).json)
    }
    try await log.append(.dayTurned, "session/jde", DayTurned(from: nil, to: "20260731").json)
    try await observe("jde/F0101/1", ["F0101_AN8": 1, "F0101_ALPH": "Acme      "])
    try await observe("jde/F0116/1/-", ["F0116_AN8": 1, "F0116_EFTB": "", "F0116_CTY1": "Bonn   "])
    try await observe(
      "jde/F0116/1/20260801", ["F0116_AN8": 1, "F0116_EFTB": "20260801", "F0116_CTY1": "Köln   "])
    try await observe("zoho/Accounts/z1", ["id": "z1", "Account_Name": "Acme GmbH", "Billing_City": "Bonn"])
    let link = LinkMade(
      entity: "customer", key: "1", generation: 1, module: "Accounts", zohoID: "z1", how: "person",
      explanation: [:])
    let before = try await log.append(.linkMade, StreamKey.link("customer", "1"), link.json)
    let after = try await log.append(
      .dayTurned, "session/jde", DayTurned(from: "20260731", to: "20260801").json)
    try await store.catchUp(from: log.reader)
    for (sequence, city) in [(before, "Bonn"), (after, "Köln")] {
      let known = try await asOf(
        .event(sequence), RecordName("customer/1"), reader: log.reader, store: store, rules: Self.rules)
      let fields = Dictionary(known.fields.map { ($0.field, $0) }) { $1 }
      #expect(fields["name"]?.jde == .value("Acme"))
      #expect(fields["name"]?.zoho == .value("Acme GmbH"))
      #expect(fields["city"]?.mapped == .value(city))
    }
  }
}
