import ProjectFiles
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
      try #require(try CSVTable.rows(of: text, file: "f.csv").map { $0.map(\.text) } == expected, "\(text)")
    }
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
