import Diagnostics
import TestSupport
import Testing

@testable import ProjectFiles

@Suite("Comma-separated text")
struct CSVTableTests {
  @Test("is read back as it was written, whatever its values hold", arguments: Seeds.all)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = ["a", "é", ",", "\"", "\n", "\r\n", " ", "🧾", "-"]
    for _ in 0..<50 {
      let rows = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        (0..<Int.random(in: 2...4, using: &random)).map { _ in
          (0..<Int.random(in: 0...5, using: &random)).compactMap { _ in pieces.randomElement(using: &random) }
            .joined()
        }
      }
      let lineEnd = Bool.random(using: &random) ? "\n" : "\r\n"
      let text = rows.map { $0.map(quoted).joined(separator: ",") }.joined(separator: lineEnd)
      let read = try CSVTable.rows(of: text, file: "table.csv").map { $0.map(\.text) }
      try #require(read == rows, "\(text)")
    }
  }

  /// RFC 4180: what holds a comma, a quote or a line end stands in quotes, and quotes inside it twice.
  private func quoted(_ value: String) -> String {
    guard value.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return value }
    return "\"" + value.replacing("\"", with: "\"\"") + "\""
  }

  @Test(
    "is cut at bytes, not at what a letter joins them to",
    arguments: [
      ("a,\u{301}b\n", [["a", "\u{301}b"]]), ("\"a\"\r\n\u{301}\n", [["a"], ["\u{301}"]]),
      ("a\rb\n", [["a"], ["b"]]), ("a\u{2028}b\n", [["a\u{2028}b"]]), ("\u{FEFF}a\n", [["a"]]),
    ])
  func separators(text: String, rows: [[String]]) throws {
    let read = try CSVTable.rows(of: text, file: "table.csv").map { $0.map { Array($0.text.utf8) } }
    #expect(read == rows.map { $0.map { Array($0.utf8) } })
  }

  @Test("has rows of a hundred values at most, so that a file of commas does not fill the memory")
  func width() throws {
    let row = String(repeating: "a,", count: 99)
    #expect(try CSVTable.rows(of: row, file: "table.csv").first?.count == 100)
    let failure = #expect(throws: Failure.self) {
      try CSVTable.rows(of: "x\n" + row + ",", file: "table.csv")
    }
    #expect(failure?.place == "table.csv:2:200")
    #expect(failure?.message == "the line has more than 100 values")
  }

  @Test("knows the place of each value, also behind one of several lines")
  func places() throws {
    let rows = try CSVTable.rows(of: "a,\"b\nc\",d\ne,f\n", file: "table.csv")
    #expect(
      rows.map { $0.map(\.place.description) } == [
        ["table.csv:1:1", "table.csv:1:3", "table.csv:2:4"], ["table.csv:3:1", "table.csv:3:3"],
      ])
  }
}
