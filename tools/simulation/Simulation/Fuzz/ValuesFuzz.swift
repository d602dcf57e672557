import Decisions
import Instants
import JSONText

/// Rows and records with odd values through the pure core: composite record, matching, merging, the row that is written.
struct ValuesFuzz: FuzzTarget {
  static let name = "values"

  private static let texts =
    OddValues.strings.map { $0.replacing("\\", with: "") } + OddValues.numbers + [
      "DE136695976", "de 136 695 976", "GB GB999999973", "IE1234567WI", "BE0123456789", "ATU12345678",
      "+49 (40) 123-45 ext. 9",
      "0049401234", "(((((", "+", "++99999999999999999999", "ada@counterfoil.example", "@", "a@b@c",
      "<ada@x.example>",
      "ADA@XN--BCHER-KVA.EXAMPLE", "1e64", "1e-64", "-0.00", String(repeating: "9", count: 64),
      String(repeating: "9", count: 65),
      "Ltd", "GmbH & Co. KG", "The", String(repeating: "co ", count: 300),
      String(repeating: "\u{301}", count: 300),
      "00000000", "20261332", "126366", "126367", "999999", "-126001", "2026-01-01T00:00:00+99:99",
    ]

  private let project = ScratchProject()

  init() {}

  func run(seed: UInt64) async throws {
    var dice = Dice(seed: seed)
    guard let rules = try project.rules() else {
      throw BrokenLaw("the project of the template does not load")
    }
    for mapping in rules.mappings {
      let key = mapping.jde.isKeyedByLine ? "4242.1" : "4242"
      let today = dice.happens(90) ? "20260302" : dice.pick(Self.texts)
      let composite = compositeRecord(
        key: key, rows: Self.rows(of: mapping, &dice), mapping: mapping, crosswalks: rules.crosswalks,
        today: today,
        linkedID: { _, _ in "4876876000000500001" })
      let record = Self.record(of: mapping, &dice)
      _ = composite.contentFingerprint
      _ = record.contentFingerprint(mapping)
      Self.match(composite, record, mapping)
      let times = EditTimes(
        jde: RFC3339.seconds(of: dice.pick(Self.texts)).map { $0...$0 }, zohoSeconds: record.modifiedSeconds,
        toleranceSeconds: 300)
      let outcomes = mergeRecord(
        mapping: mapping, crosswalks: rules.crosswalks, base: nil, jde: composite, zoho: record, times: times)
      _ = zohoRow(outcomes, mapping: mapping).count
    }
  }

  private static func match(_ composite: CompositeRecord, _ record: ZohoRecord, _ mapping: EntityMapping) {
    var index = MatchIndex()
    let left = matchProfile(jde: composite, mapping: mapping)
    index.add(left: composite.key, left)
    index.add(right: record.id, matchProfile(zoho: record, mapping: mapping), isLinked: false)
    _ = decideMatches(
      [UnlinkedRecord(ref: composite.key, profile: left)], index: &index, rules: mapping.matching)
  }

  /// A row of each table that the mapping reads, some twice.
  private static func rows(of mapping: EntityMapping, _ dice: inout Dice) -> [TableRow] {
    let columns = [
      "AN8", "IDLN", "ALPH", "AT1", "TAX", "SIC", "AC01", "AC05", "CO", "ACL", "TRAR", "CRCD", "EFTB", "ADD1",
      "ADD2",
      "CTY1", "ADDS", "ADDZ", "CTR", "AR1", "PH1", "PHTP", "EMAL", "ETP", "MLNM", "SRNM", "GNNM", "ATTL",
      "UPMJ", "UPMT",
      "RCK7", "CNLN", "PA8",
    ]
    var rows: [TableRow] = []
    for table in [mapping.jde.root] + mapping.jde.joins.map(\.table) {
      for _ in 0..<dice.pick([0, 1, 1, 2]) {
        var object = JSONObject()
        for column in columns where dice.happens(80) {
          let isKey = ["AN8", "IDLN"].contains(column) && dice.happens(85)
          let value: JSONValue = isKey ? .number(column == "AN8" ? 4242 : 1) : Self.value(&dice)
          object.append("\(table)_\(column)", value)
        }
        let row = TableRow(table: table, record: object)
        _ = row.editedAt
        rows.append(row)
      }
    }
    return rows
  }

  private static func record(of mapping: EntityMapping, _ dice: inout Dice) -> ZohoRecord {
    var object = JSONObject()
    for name in zohoFieldNames(of: mapping) where dice.happens(85) { object.append(name, Self.value(&dice)) }
    return ZohoRecord(
      id: "4876876000000500001",
      modifiedTime: dice.happens(50) ? dice.pick(texts) : "2026-03-02T10:00:00+01:00",
      record: object)
  }

  private static func value(_ dice: inout Dice) -> JSONValue {
    let text = dice.pick(texts)
    PlantedFault.look(
      at: Array(text.utf8) + [UInt8(truncatingIfNeeded: dice.next()), UInt8(truncatingIfNeeded: dice.next())])
    switch dice.roll(0...9) {
    case 0: return .null
    case 1: return .bool(dice.happens(50))
    case 2...4: return .number(JSONNumber(digits: dice.pick(OddValues.numbers)) ?? JSONNumber(0))
    case 5: return .string(JSONString(raw: dice.pick(OddValues.strings)) ?? JSONString(""))
    case 6:
      return dice.pick([
        ["name": .string(text), "id": "1"], [.string(text), .null], ["value": .string(text)], [],
        ["internalValue": .string(text)],
      ])
    default: return .string(text)
    }
  }
}
