/// Rows of text in columns that line up; the last column is not padded.
struct TextTable {
  /// How a column stands in its width.
  enum Alignment { case left, right }

  private var rows: [[String]] = []
  private let alignments: [Alignment]
  private static let gap = "  "

  /// A table whose columns stand left unless told otherwise; `titles` is its first row.
  init(_ titles: [String] = [], alignments: [Alignment] = []) {
    self.alignments = alignments
    if !titles.isEmpty { rows.append(titles) }
  }

  var isEmpty: Bool { rows.isEmpty }

  /// Adds a row; line breaks in a cell are shown as spaces, other control characters as they will be on the screen.
  mutating func add(_ cells: [String]) {
    rows.append(cells.map { PlainText.line($0.replacing(#/[\r\n\t]+/#, with: " ")) })
  }

  /// The lines, without blanks at their ends.
  var lines: [String] {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.count)
      }
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        let isRight = column < alignments.count && alignments[column] == .right
        line += isRight ? padding + cell : cell + padding
        if column < row.count - 1 { line += Self.gap }
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
