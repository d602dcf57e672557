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

  @Test(
    "comes back from what Excel opens where the comma stands in numbers, ids and all", arguments: Seeds.all)
  func excelRoundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = ["4876876000000500001", "12.1", "007", "ü", ",", ";", "\"", "\n", "=", "'", "x", " ", ""]
    var texts = 0
    for _ in 0..<200 {
      let row = (0..<3).map { _ in
        (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in pieces.randomElement(using: &random) }
          .joined()
      }
      let text = try CSVText.excel(CSVText.line(["a", "b", "c"]) + CSVText.line(["x"] + row))
      try #require(text.hasPrefix("\u{FEFF}a;b;c\r\n"))
      texts += text.contains("=\"") ? 1 : 0
      let read = try #require(try CSVTable.rows(of: text, file: "f.csv", separator: ";").last).map(\.text)
      try #require(read.dropFirst().map(CSVText.value(of:)) == row, "\(text.debugDescription)")
    }
    #expect(texts > 50, "the generator must reach cells that Excel would take for numbers")
  }

  @Test(
    "tells Excel that an id is a text, and no day or number",
    arguments: [
      ("4876876000000500001", "=\"\"4876876000000500001\"\""), ("12.1", "=\"\"12.1\"\""), ("Acme", "Acme"),
    ])
  func excelTexts(cell: String, form: String) throws {
    let quoted = form == cell ? form : "\"\(form)\""
    #expect(try CSVText.excel(CSVText.line([cell, "b"])) == "\u{FEFF}\(quoted);b\r\n")
  }

  @Test("never starts a formula in a spreadsheet", arguments: ["=1+1", "+49 30", "-x", "@SUM(A1)"])
  func formulas(cell: String) {
    #expect(CSVText.line([cell]) == "'\(cell)\r\n")
  }

  @Test("brings every cell back, whatever was put in front of it or in its place", arguments: Seeds.all)
  func reversible(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "=", "+", "-", "@", "＝", "'", "\\", "u001b", "u0041", "\u{1B}", "\t", "\r", "\n", "\r\n", "\u{85}",
      "\u{202E}",
      "7", ".5", "a", ",", "\"", "\u{301}", "é", " ",
    ]
    var marked = 0
    for _ in 0..<300 {
      let cell = (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in
        pieces.randomElement(using: &random)
      }
      .joined()
      let line = CSVText.line(["x", cell])
      let raw = line.dropLast().unicodeScalars.filter { PlainText.isControl($0) && $0 != "\n" && $0 != "\r" }
      try #require(raw.isEmpty, "\(line.debugDescription)")
      let read = try #require(try CSVTable.rows(of: line, file: "f.csv").first).map(\.text)
      try #require(read.count == 2, "\(line.debugDescription)")
      if read[1] != cell { marked += 1 }
      let first = try #require(read.last).unicodeScalars.first
      try #require(first.map { !"=@＝".unicodeScalars.contains($0) } ?? true, "\(line.debugDescription)")
      let value = CSVText.value(of: read[1])
      try #require(
        value.unicodeScalars.elementsEqual(cell.unicodeScalars),
        "\(cell.debugDescription) \(line.debugDescription)")
    }
    #expect(marked > 50, "the generator must reach cells that cannot stand as they are")
  }

  @Test(
    "takes an apostrophe off again only where it put one",
    arguments: [("'=1", "=1"), ("'a", "'a"), ("''=1", "'=1")])
  func apostrophes(cell: String, value: String) {
    #expect(CSVText.value(of: cell) == value)
  }

  @Test("leaves numbers alone", arguments: ["-12.50", "+7", "0042"])
  func numbers(cell: String) {
    #expect(CSVText.line([cell]) == "\(cell)\r\n")
  }
}
