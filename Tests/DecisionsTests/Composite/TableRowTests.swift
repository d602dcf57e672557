import JSONText
import Testing

@testable import Decisions

@Suite("A row of a JDE table")
struct TableRowTests {
  @Test(
    "gives a cell in canonical form",
    arguments: [
      ("\"Acme  \"", FieldValue.value("Acme")), ("\" x \"", .value(" x")), ("\"\"", .blank),
      ("\"   \"", .blank),
      ("null", .blank), ("0", .value("0")), ("4242", .value("4242")), ("1e3", .value("1000")),
      ("-12.50", .value("-12.5")),
      ("123456789012345678901234567890.10", .value("123456789012345678901234567890.1")),
      ("\"****\"", .absent), ("\"*  \"", .absent), ("\"* a\"", .value("* a")), ("[]", .absent),
      ("{\"title\":\"Name\",\"value\":\"Acme \"}", .value("Acme")), ("\"\\u00e9 \"", .value("é")),
    ])
  func cell(json: String, expected: FieldValue) throws {
    let row = TableRow(table: "F0101", record: ["F0101_ALPH": try JSONValue(parsing: json)])
    #expect(row.cell("ALPH") == expected)
    #expect(row.cell("TAX") == .absent)
  }

  @Test("trims the columns that JDE justifies to the right on both sides")
  func justified() {
    let row = Sample.row("F0101", ["MCU": "          30", "ALPH": "  30"])
    #expect(row.cell("MCU") == .value("30"))
    #expect(row.cell("ALPH") == .value("  30"))
    #expect(Sample.row("F0005", ["KY": "       N30"]).cell("KY") == .value("N30"))
  }

  @Test(
    "reads a day in every form that is seen and never guesses",
    arguments: [
      ("\"20260227\"", FieldValue.value("2026-02-27")), ("20260227", .value("2026-02-27")),
      ("\"2026-02-27\"", .value("2026-02-27")), ("126058", .value("2026-02-27")),
      ("\"126058\"", .value("2026-02-27")), ("99365", .value("1999-12-31")), ("100060", .value("2000-02-29")),
      ("0", .blank), ("\"0\"", .blank), ("\"\"", .blank), ("\" \"", .blank), ("null", .blank),
      ("\"02/27/2026\"", .absent), ("\"27022026\"", .absent), ("\"20260230\"", .absent), ("126366", .absent),
      ("\"2026-13-01\"", .absent),
    ])
  func day(json: String, expected: FieldValue) throws {
    let row = TableRow(table: "F0116", record: ["F0116_EFTB": try JSONValue(parsing: json)])
    #expect(row.dateCell("EFTB") == expected)
  }

  @Test("finds a key that is written with an escape, and takes the last of equal ones")
  func keys() throws {
    let row = TableRow(
      table: "F0101", record: try #require(try JSONValue(parsing: #"{"F0101\u005fALPH":"a"}"#).object))
    #expect(row.cell("ALPH") == .value("a"))
    let twice = TableRow(table: "F0101", record: ["F0101_ALPH": "a", "F0101_ALPH": "b"])
    #expect(twice.cell("ALPH") == .value("b"))
  }

  @Test("says when it was edited, with the zeros that JDE leaves out")
  func editedAt() {
    #expect(Sample.row("F0101", ["UPMJ": "20260227", "UPMT": 93015]).editedAt == "20260227093015")
    #expect(Sample.row("F0101", ["UPMJ": 126058, "UPMT": 5]).editedAt == "20260227000005")
    #expect(Sample.row("F0101", ["UPMJ": "20260227"]).editedAt == "20260227000000")
    #expect(Sample.row("F0101", ["UPMJ": "", "UPMT": 5]).editedAt == nil)
  }

  @Test("belongs to the stream of its key columns")
  func stream() {
    #expect(TableKeys.stream(for: Sample.row("F0101", ["AN8": 4242])) == "jde/F0101/4242")
    #expect(TableKeys.stream(for: Sample.row("F03012", ["AN8": 1, "CO": "00000"])) == "jde/F03012/1/00000")
    #expect(
      TableKeys.stream(for: Sample.row("F0116", ["AN8": 1, "EFTB": 126_058])) == "jde/F0116/1/20260227")
    #expect(TableKeys.stream(for: Sample.row("F0116", ["AN8": 1, "EFTB": " "])) == "jde/F0116/1/-")
    #expect(
      TableKeys.stream(for: Sample.row("F0115", ["AN8": 1, "IDLN": 0, "RCK7": 3])) == "jde/F0115/1/0/-/3")
    #expect(
      TableKeys.stream(for: Sample.row("F0005", ["SY": "01  ", "RT": "ST", "KY": "         C"]))
        == "jde/F0005/01/ST/C")
    #expect(TableKeys.stream(for: Sample.row("F03012", ["AN8": 1])) == nil)
    #expect(TableKeys.stream(for: Sample.row("F4211", ["AN8": 1])) == nil)
  }

  @Test("has columns, lengths and scales where the reference gives them")
  func catalogue() {
    #expect(TableKeys.isKnown(table: "F0101", column: "AC30") == true)
    #expect(TableKeys.isKnown(table: "F0101", column: "AC31") == false)
    #expect(TableKeys.isKnown(table: "F0101", column: "ALHP") == false)
    #expect(TableKeys.isKnown(table: "F55CUST", column: "ALPH") == nil)
    #expect(TableKeys.columnLength(table: "F0101", column: "ALPH") == 40)
    #expect(TableKeys.columnLength(table: "F03012", column: "ACL") == nil)
    #expect(TableKeys.columnScale(table: "F03012", column: "ACL") == 0)
    for table in TableKeys.tables {
      for column in TableKeys.columns(of: table) + TableKeys.auditColumns(of: table) {
        #expect(TableKeys.isKnown(table: table, column: column) == true, "\(table).\(column)")
      }
    }
  }
}
