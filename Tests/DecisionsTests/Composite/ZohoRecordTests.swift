import JSONText
import Testing

@testable import Decisions

@Suite("A record of Zoho")
struct ZohoRecordTests {
  @Test(
    "shows a field in the canonical form of its type",
    arguments: [
      ("null", FieldType.text, FieldValue.blank), ("\"\"", .text, .blank),
      ("\"a\\r\\nb \"", .text, .value("a\nb")),
      ("850000", .money, .value("850000")), ("850000.50", .money, .value("850000.5")),
      ("7", .text, .value("7")),
      ("true", .boolean, .value("true")), ("\" A@B.example \"", .email, .value("A@B.example")),
      ("\"2026-11-23\"", .date, .value("2026-11-23")),
      ("{\"name\":null,\"id\":\"48\"}", .lookup, .value("48")),
      ("{\"name\":\"Ada\",\"id\":\"48\"}", .text, .value("Ada")), ("[\"a\",\"b\"]", .text, .absent),
      ("[]", .text, .blank), ("[\"C\",\"A\",\"C\"]", .multiSelect, .value("A\nC")),
      ("[]", .multiSelect, .blank),
      ("\"C;A\"", .multiSelect, .value("A\nC")),
      ("{\"id\":4876876000000500001}", .lookup, .value("4876876000000500001")),
    ] as [(String, FieldType, FieldValue)])
  func value(json: String, type: FieldType, expected: FieldValue) throws {
    let record = ZohoRecord(
      id: "1", modifiedTime: nil, record: ["F": try JSONValue(parsing: json)])
    #expect(record.value(of: mappedField("F", type: type)) == expected)
    #expect(record.value(of: mappedField("G", type: type)) == .absent)
  }

  @Test(
    "cannot be read where a value is another kind than its field's",
    arguments: [
      (#""850.000""#, FieldType.money, UnreadableReason.displayNumber), ("true", .money, .wrongKind),
      ("1e99", .integer, .outOfBounds), ("{\"a\":1}", .text, .wrongKind),
      ("{\"name\":\"x\"}", .lookup, .wrongKind),
      ("{\"id\":1e18}", .lookup, .outOfBounds), ("[\"a\"]", .phone, .list),
      ("[null]", .multiSelect, .wrongKind),
      (#"["a\nb"]"#, .multiSelect, .controlCharacter), (#"["a\ud83d"]"#, .multiSelect, .halfCharacter),
      (#""03/04/2026""#, .date, .displayDate), (#""maybe""#, .boolean, .notOfType),
      (#""Nord\ud83d""#, .text, .halfCharacter), (#""Nord\ufffd""#, .text, .lostCharacter),
      (#""*******5976""#, .taxID, .partlyMasked),
    ] as [(String, FieldType, UnreadableReason)])
  func unreadable(json: String, type: FieldType, reason: UnreadableReason) throws {
    let record = ZohoRecord(id: "1", modifiedTime: nil, record: ["F": try JSONValue(parsing: json)])
    #expect(record.reading(of: mappedField("F", type: type)) == .unreadable(reason))
    #expect(record.value(of: mappedField("F", type: type)) == .absent)
  }

  @Test("shows nothing of a field that Zoho hides")
  func hidden() {
    let record = ZohoRecord(id: "1", modifiedTime: nil, record: ["F": .null], hidden: ["F"])
    #expect(record.value(of: mappedField("F")) == .absent)
  }

  @Test("is known by its id, its time and our key")
  func identity() throws {
    let json: JSONObject = [
      "id": "4876876000000500001", "Modified_Time": "2026-11-20T09:15:02+01:00",
      "JDE_Address_Number": " 4242 ",
    ]
    let record = try #require(ZohoRecord(record: json))
    #expect(record.id == "4876876000000500001")
    #expect(record.key(Sample.customer) == .value("4242"))
    #expect(record.modifiedSeconds == 1_795_162_502)
    #expect(ZohoRecord(record: ["Account_Name": "x"]) == nil)
  }

  @Test(
    "is written with exact numbers, ids in lookups and null for a clear",
    arguments: [
      (FieldType.money, FieldValue.value("25000.10"), "25000.1"), (.integer, .value("7"), "7"),
      (.money, .value("12x"), "\"12x\""), (.boolean, .value("true"), "true"), (.text, .blank, "null"),
      (.lookup, .value("48"), "{\"id\":\"48\"}"), (.date, .value("2026-11-23"), "\"2026-11-23\""),
      (.text, .value("a\n\"b\""), "\"a\\n\\\"b\\\"\""), (.multiSelect, .value("A\nR;D"), "[\"A\",\"R;D\"]"),
      (.multiSelect, .blank, "null"),
    ] as [(FieldType, FieldValue, String)])
  func written(type: FieldType, value: FieldValue, expected: String) {
    #expect(zohoWriteValue(field: mappedField("F", type: type), value: value).text == expected)
  }

  @Test("gets a row of the written fields only, in the mapping's order")
  func row() {
    let jde = Sample.composite()
    let outcomes = createFields(mapping: Sample.customer, jde: jde)
    let row = zohoRow(outcomes, mapping: Sample.customer)
    #expect(row.keys.first == "Tax_Number" && row["Credit_Limit"]?.text == "25000" && row["Fax"] == nil)
  }

  @Test("has the same fingerprint until a mapped field or our key changes")
  func contentFingerprint() throws {
    let json: JSONObject = ["id": "1", "Account_Name": "a", "Rating": "x"]
    var rated = json
    rated["Rating"] = "y"
    var keyed = json
    keyed["JDE_Address_Number"] = "4242"
    func print(_ json: JSONObject) throws -> String {
      try #require(ZohoRecord(record: json)).contentFingerprint(Sample.customer)
    }
    #expect(try print(json) == print(rated))
    #expect(try print(json) != print(keyed))
  }
}
