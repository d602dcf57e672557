import JSONText
import Testing

@testable import Decisions

@Suite("A cell in the older output form")
struct OlderCellTests {
  private func cell(_ json: String, _ column: String = "ACL") throws -> CellReading {
    let row = TableRow(
      table: "F03012", record: [JSONString("F03012_\(column)").value: try JSONValue(parsing: json)])
    return row.reading(column)
  }

  @Test("that is a JSON switch is no text: a name that reads 1 would overwrite a good one")
  func switches() {
    let row = TableRow(table: "F0101", record: ["F0101_ALPH": true])
    #expect(row.reading("ALPH") == .unreadable(.wrongKind))
    #expect(row.reading("ALPH", as: .boolean) == .shown(.value("1")))
  }

  @Test(
    "is its internal value, whatever it shows to people",
    arguments: [
      (
        #"{"title":"ACL","internalValue":767500,"value":"767.500","visible":true}"#,
        CellReading.shown(.value("767500"))
      ),
      (#"{"internalValue":12.5,"value":"12,50"}"#, .shown(.value("12.5"))),
      (#"{"internalValue":"767.500","value":"767,50"}"#, .shown(.value("767.5"))),
      (#"{"value":767500}"#, .shown(.value("767500"))), (#"{"value":"767500"}"#, .shown(.value("767500"))),
      (#"{"value":"767.500"}"#, .unreadable(.displayNumber)),
      (#"{"internalValue":null,"value":"1.000,00"}"#, .unreadable(.displayNumber)),
      (#"{"internalValue":null,"value":""}"#, .shown(.blank)), (#"{"internalValue":""}"#, .shown(.blank)),
      (#"{"internalValue":null}"#, .shown(.blank)), (#"{"title":"ACL"}"#, .unreadable(.wrongKind)),
      (#"{"value":{"value":1}}"#, .unreadable(.wrongKind)),
    ])
  func number(json: String, expected: CellReading) throws { #expect(try cell(json) == expected) }

  @Test("is its internal text, and a text that people see only where there is no other")
  func text() throws {
    #expect(try cell(#"{"internalValue":"N30 ","value":"Net 30"}"#, "TRAR") == .shown(.value("N30")))
    #expect(try cell(#"{"value":"N30 "}"#, "TRAR") == .shown(.value("N30")))
  }

  @Test("says the day by whichever of both is one for certain")
  func day() throws {
    func day(_ json: String) throws -> CellReading {
      TableRow(table: "F0101", record: ["F0101_UPMJ": try JSONValue(parsing: json)]).dayReading("UPMJ")
    }
    #expect(try day(#"{"internalValue":126058,"value":"27.02.2026"}"#) == .shown(.value("2026-02-27")))
    #expect(try day(#"{"internalValue":1772150400000,"value":"20260227"}"#) == .shown(.value("2026-02-27")))
    #expect(try day(#"{"internalValue":1772150400000,"value":"27.02.2026"}"#) == .unreadable(.displayDate))
    #expect(try day(#"{"internalValue":1772150400000,"value":""}"#) == .unreadable(.displayDate))
    #expect(try day(#"{"value":"27/02/2026"}"#) == .unreadable(.displayDate))
    #expect(try day(#"{"internalValue":0,"value":" "}"#) == .shown(.blank))
  }

  @Test("is read the same from the log, which keeps the row as it came")
  func fromTheLog() throws {
    let rows = try Sample.customerRows().map { row in
      let cells = row.record.members.map { member -> JSONObject.Member in
        let shown: JSONValue =
          member.value.int.map { JSONValue("\($0 / 1_000).\($0 % 1_000)") } ?? member.value
        return .init(member.key.value, ["title": "x", "value": shown, "internalValue": member.value])
      }
      let logged = try JSONValue(parsing: JSONValue.object(JSONObject(cells)).bytes)
      return TableRow(table: row.table, record: try #require(logged.object))
    }
    #expect(Sample.composite(rows: rows) == Sample.composite())
    #expect(rows.map(TableKeys.stream) == Sample.customerRows().map(TableKeys.stream))
  }
}
