import Diagnostics

/// Comma separated values after RFC 4180, for a spreadsheet and back.
enum CSVText {
  /// One line with its CRLF; cells with commas, quotes or line breaks are quoted.
  static func line(_ cells: [String]) -> String {
    cells.map(quoted).joined(separator: ",") + "\r\n"
  }

  private static func quoted(_ cell: String) -> String {
    // A cell that a spreadsheet would take for a formula is data from another system: it stays text.
    let isFormula = cell.first.map { "=+-@".contains($0) } ?? false && Double(cell) == nil
    let text = isFormula ? "'" + cell : cell
    guard text.utf8.contains(where: { [0x2C, 0x22, 0x0A, 0x0D].contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// A row and the line of the file on which it begins, from 1.
  struct Line: Hashable {
    let number: Int
    let cells: [String]
  }

  /// The rows of a text; a quote that nothing closes is a failure at its line.
  static func lines(of text: String, file: String) throws(Failure) -> [Line] {
    var lines: [Line] = []
    var cells: [String] = []
    var cell = ""
    var isQuoted = false
    var wasQuoted = false
    var line = 1
    var start = 1
    func ended() {
      cells.append(cell)
      if cells != [""] || wasQuoted { lines.append(Line(number: start, cells: cells)) }
    }
    var characters = Substring(text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
    while let character = characters.popFirst() {
      switch (character, isQuoted) {
      case ("\"", true):
        if characters.first == "\"" { cell.append(characters.removeFirst()) } else { isQuoted = false }
      case ("\"", false) where cell.isEmpty:
        (isQuoted, wasQuoted) = (true, true)
      case (",", false):
        cells.append(cell)
        cell = ""
      case ("\r\n", false), ("\n", false), ("\r", false):
        ended()
        (cells, cell, wasQuoted) = ([], "", false)
        line += 1
        start = line
      default:
        if character.isNewline { line += 1 }
        cell.append(character)
      }
    }
    guard !isQuoted else {
      throw .malformedDecisions("a quote in the row that begins here is not closed", file: file, line: start)
    }
    ended()
    return lines
  }
}
