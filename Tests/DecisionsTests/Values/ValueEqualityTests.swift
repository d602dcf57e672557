import TestSupport
import Testing

@testable import Decisions

@Suite("Two values of a field")
struct ValueEqualityTests {
  @Test(
    "agree as their type says",
    arguments: [
      (FieldType.text, "Acme", "Acme ", true), (.text, "Acme", "ACME", false), (.text, "é", "e\u{301}", true),
      (.email, "A@B.example", "a@b.example ", true), (.email, "a@b.example", "a@c.example", false),
      (.money, "850000", "850000.00", true), (.money, "10.125", "10.13", true),
      (.money, "1000", "1000.4", false),
      (.money, "x", "0", false), (.integer, "007", "7", true), (.integer, "7", "8", false),
      (.date, "2026-02-27", "20260227", true), (.date, "2026-02-27", "2026-02-28", false),
      (.taxID, "DE 168347747", "168347747", true), (.taxID, "DE168347747", "FR168347747", false),
      (.taxID, "n/a", "N/A", false), (.boolean, "true", "TRUE", true), (.lookup, "48", "49", false),
    ] as [(FieldType, String, String, Bool)])
  func agree(type: FieldType, jde: String, zoho: String, expected: Bool) {
    #expect(valuesAgree(type: type, lengthMax: nil, jde: .value(jde), zoho: .value(zoho)) == expected)
  }

  @Test("never agree where one was not observed, and blanks always do", arguments: FieldType.allCases)
  func absentAndBlank(type: FieldType) {
    for value in [FieldValue.absent, .blank, .value("1")] {
      #expect(!valuesAgree(type: type, lengthMax: 40, jde: .absent, zoho: value))
      #expect(!valuesAgree(type: type, lengthMax: 40, jde: value, zoho: .absent))
      #expect(!isUnchanged(type: type, .absent, value))
    }
    #expect(valuesAgree(type: type, lengthMax: 40, jde: .blank, zoho: .blank))
    #expect(!valuesAgree(type: type, lengthMax: 40, jde: .blank, zoho: .value("1")))
    #expect(isUnchanged(type: type, .blank, .blank))
    #expect(valuesAgree(type: type, lengthMax: nil, jde: .value("1"), zoho: .value("1")))
  }

  @Test("agree where JDE holds what its column leaves of the longer one")
  func truncation() {
    #expect(isTruncation("Nordwind", of: "Nordwinde", lengthMax: 8))
    #expect(isTruncation("Nord", of: "Nord und Süd", lengthMax: 5), "the blank at the cut is trimmed")
    #expect(!isTruncation("Nordwind", of: "Nordwind", lengthMax: 8))
    #expect(!isTruncation("Nord", of: "Nordwinde", lengthMax: 8), "shorter than the column is no cut")
    #expect(!isTruncation("Südwind", of: "Nordwinde", lengthMax: 7))
    // 😀 is two UTF-16 units for JDE and one character for others: both cuts are accepted.
    #expect(isTruncation("ab😀", of: "ab😀cd", lengthMax: 4))
    #expect(isTruncation("ab😀c", of: "ab😀cd", lengthMax: 4))
    #expect(truncated("ab😀cd", toUnits: 3) == "ab", "half of a character is none")
  }

  @Test("agree in both orders for every type but cut-off text", arguments: Seeds.all)
  func symmetric(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let texts = [
      "1", "1.0", "01", "0301234567", "+49301234567", "DE168347747", "168347747", "a@b.c", "A@B.C",
    ]
    for _ in 0..<100 {
      let type = try #require(FieldType.allCases.randomElement(using: &random))
      let left = FieldValue.value(try #require(texts.randomElement(using: &random)))
      let right = FieldValue.value(try #require(texts.randomElement(using: &random)))
      try #require(
        valuesAgree(type: type, lengthMax: nil, jde: left, zoho: right)
          == valuesAgree(type: type, lengthMax: nil, jde: right, zoho: left))
      try #require(isUnchanged(type: type, left, right) == isUnchanged(type: type, right, left))
    }
  }
}
