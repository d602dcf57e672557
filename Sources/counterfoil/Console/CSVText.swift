import Diagnostics
import ProjectFiles

/// Comma separated values after RFC 4180, for a spreadsheet and back.
///
/// What other systems put into a cell stays text there: a formula gets an apostrophe in front, a control character
/// its number (`\u001b`). `value(of:)` takes both off again, so that a table comes back as it went out.
enum CSVText {
  /// One line with its CRLF; cells with commas, quotes or line breaks are quoted.
  static func line(_ cells: [String]) -> String {
    cells.map { quoted(apostrophed(numbered($0))) }.joined(separator: ",") + "\r\n"
  }

  /// The same table as Excel opens it by a double click where the comma stands in numbers: separated by semicolons,
  /// with a byte order mark in front, and what begins with a digit marked as a text.
  ///
  /// Excel keeps 15 digits of a number and takes `12.1` for a day: ids and keys are neither.
  static func excel(_ table: String) throws(Failure) -> String {
    let rows = try CSVTable.rows(of: table, file: "-")
    let lines = rows.map { row in
      row.map { quoted(asText($0.text), separator: 0x3B) }.joined(separator: ";") + "\r\n"
    }
    return "\u{FEFF}" + lines.joined()
  }

  /// `="4876876000000500001"` is how a spreadsheet is told that a number is a text.
  private static func asText(_ cell: String) -> String {
    let isNumber = cell.utf8.first.map { (0x30...0x39).contains($0) } ?? false
    return isNumber && cell.utf8.count <= textBytesMax && !cell.utf8.contains(0x22) ? "=\"\(cell)\"" : cell
  }

  /// What Excel takes between the quotes of a formula, 255 characters.
  private static let textBytesMax = 255

  /// The value that a cell stands for: what `line` was given.
  static func value(of cell: String) -> String {
    if cell.utf8.starts(with: "=\"".utf8), cell.utf8.last == 0x22, cell.utf8.count > 3 {
      return String(cell.dropFirst(2).dropLast())
    }
    let isMarked = cell.unicodeScalars.first == "'" && startsFormula(cell)
    let scalars = Array(isMarked ? cell.unicodeScalars.dropFirst() : cell.unicodeScalars[...])
    let hasNumbers = scalars.indices.contains { isNumber(scalars, $0) }
    var value = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      if hasNumbers, scalars[index...].starts(with: ["\\", "\\"]) {
        value.append("\\")
        index += 2
      } else if isNumber(scalars, index), let control = control(scalars, index) {
        value.append(control)
        index += 6
      } else {
        value.append(scalars[index])
        index += 1
      }
    }
    return String(value)
  }

  /// Every control character by its number, but for the ends of lines, which a quoted cell may hold.
  ///
  /// Backslashes are doubled only where one could be taken for the beginning of such a number.
  private static func numbered(_ cell: String) -> String {
    let isSimple = cell.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != 0x5C }
    if isSimple { return cell }
    let scalars = Array(cell.unicodeScalars)
    let isToBeEscaped = scalars.indices.contains { isRaw(scalars, $0) || isNumber(scalars, $0) }
    guard isToBeEscaped else { return cell }
    var text = ""
    for index in scalars.indices {
      if isRaw(scalars, index) {
        text += PlainText.numbered(scalars[index])
      } else if scalars[index] == "\\" {
        text += "\\\\"
      } else {
        text.unicodeScalars.append(scalars[index])
      }
    }
    return text
  }

  /// Whether the character must not stand in a cell as it is.
  private static func isRaw(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    switch scalars[index] {
    case "\n": false
    case "\r": !(index + 1 < scalars.count && scalars[index + 1] == "\n")
    case let scalar: PlainText.isControl(scalar)
    }
  }

  /// Whether `\u` and four small hexadecimal digits stand here.
  ///
  /// Scalar by scalar: an accent on the last digit makes it no other digit.
  private static func isNumber(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    scalars[index] == "\\" && index + 5 < scalars.count && scalars[index + 1] == "u"
      && scalars[(index + 2)...(index + 5)].allSatisfy { "0123456789abcdef".unicodeScalars.contains($0) }
  }

  /// The control character whose number stands here; nil for any other number, which `line` did not write.
  private static func control(_ scalars: [Unicode.Scalar], _ index: Int) -> Unicode.Scalar? {
    let digits = String(String.UnicodeScalarView(scalars[(index + 2)...(index + 5)]))
    guard let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init), PlainText.isControl(scalar)
    else { return nil }
    return scalar
  }

  /// An apostrophe more in front of what a spreadsheet would take for a formula, be it behind apostrophes already.
  private static func apostrophed(_ cell: String) -> String {
    startsFormula(cell) && cell.wholeMatch(of: #/[+-]?[0-9]+([.][0-9]+)?/#) == nil ? "'" + cell : cell
  }

  /// Whether a cell is, behind any apostrophes, a formula: the wide forms are, too, in East Asian spreadsheets.
  private static func startsFormula(_ cell: String) -> Bool {
    cell.unicodeScalars.first { $0 != "'" }.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
  }

  private static func quoted(_ text: String, separator: UInt8 = 0x2C) -> String {
    guard text.utf8.contains(where: { [separator, 0x22, 0x0A, 0x0D].contains($0) }) else { return text }
    // Scalar by scalar: a quote with an accent on it is a quote to every reader of CSV.
    var quoted = "\"".unicodeScalars
    for scalar in text.unicodeScalars {
      quoted.append(contentsOf: scalar == "\"" ? [scalar, scalar] : [scalar])
    }
    quoted.append("\"")
    return String(quoted)
  }
}
