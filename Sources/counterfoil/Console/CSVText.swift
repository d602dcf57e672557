/// Comma separated values after RFC 4180, for a spreadsheet.
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
}
