import Diagnostics
import TestSupport
import Testing

@testable import counterfoil

@Suite("A list of decisions as CSV")
struct CSVTextTests {
  @Test("comes back as it went out, whatever its cells hold", arguments: Seeds.all)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = ["a", "ü", ",", "\"", "\n", "\r\n", " ", "7", "", "日本"]
    for _ in 0..<200 {
      let rows = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        (0..<Int.random(in: 1...4, using: &random)).map { _ in
          (0..<Int.random(in: 0...5, using: &random)).compactMap { _ in pieces.randomElement(using: &random) }
            .joined()
        }
      }
      let text = rows.map(CSVText.line).joined()
      let expected = rows.filter { $0 != [""] }
      try #require(try CSVText.lines(of: text, file: "f.csv").map(\.cells) == expected, "\(text)")
    }
  }

  @Test("names the line of each row, also behind cells with line breaks")
  func lineNumbers() throws {
    let lines = try CSVText.lines(of: "\u{FEFF}a,b\r\n\"x\ny\",2\n\nlast,3", file: "f.csv")
    #expect(lines.map(\.number) == [1, 2, 5])
    #expect(lines.map(\.cells) == [["a", "b"], ["x\ny", "2"], ["last", "3"]])
  }

  @Test("is refused with its line where a quote stays open")
  func openQuote() {
    let failure = #expect(throws: Failure.self) { try CSVText.lines(of: "a\nb,\"c", file: "f.csv") }
    #expect(failure?.place == "f.csv:2:1")
    #expect(failure?.code.exitCode == 2)
  }

  @Test("never starts a formula in a spreadsheet", arguments: ["=1+1", "+49 30", "-x", "@SUM(A1)"])
  func formulas(cell: String) {
    #expect(CSVText.line([cell]) == "'\(cell)\r\n")
  }

  @Test("leaves numbers alone", arguments: ["-12.50", "+7", "0042"])
  func numbers(cell: String) {
    #expect(CSVText.line([cell]) == "\(cell)\r\n")
  }
}
