import Diagnostics
import ProjectFiles

/// A spreadsheet that comes back with what a person decided, read whole before anything is taken.
struct DecisionSheet {
  /// One row by the titles of its columns.
  struct Row {
    /// The line of the file on which it begins, from 1.
    let line: Int
    private let cells: [String: String]

    init(line: Int, cells: [String: String]) {
      self.line = line
      self.cells = cells
    }

    /// What stands under a title, without white space around it; empty where nothing does.
    subscript(_ title: String) -> String { cells[title] ?? "" }
  }

  let file: String
  let rows: [Row]

  /// The rows of a CSV text that must have these columns.
  init(_ text: String, file: String, columns wanted: [String]) throws(Failure) {
    self.file = file
    var lines: [[PlacedText]]
    do throws(Failure) {
      lines = try CSVTable.rows(of: text, file: file, separator: Self.separator(of: text))
    } catch {
      throw Failure(.malformedDecisions, error.message, at: error.place, remedy: error.remedy)
    }
    guard !lines.isEmpty else { throw .malformedDecisions("the file is empty", file: file, line: 1) }
    let titles = lines.removeFirst()
    let names = titles.map { $0.text.lowercased().trimmed }
    for title in wanted where !names.contains(title) {
      throw .malformedDecisions(
        "there is no column \(title)", file: file, line: titles.first?.place.line ?? 1)
    }
    if let twice = wanted.first(where: { title in names.count { $0 == title } > 1 }) {
      throw .malformedDecisions(
        "there are two columns \(twice)", file: file, line: titles.first?.place.line ?? 1)
    }
    for cell in lines.joined() {
      guard let character = ControlCharacters.first(in: cell.text) else { continue }
      throw .malformedDecisions("a cell holds the \(character)", file: file, line: cell.place.line)
    }
    for line in lines where line.contains(where: { !$0.text.isEmpty }) {
      let more = line.dropFirst(names.count)
      guard line.count >= names.count, more.allSatisfy({ $0.text.trimmed.isEmpty }) else {
        throw .malformedDecisions(
          "the row has \(line.count.counted("cell")), and the first row names \(names.count.counted("column"))",
          file: file, line: line.first?.place.line ?? 1)
      }
    }
    rows = lines.map { line in
      let cells = zip(names, line.map { CSVText.value(of: $0.text).trimmed })
      return Row(line: line.first?.place.line ?? 1, cells: Dictionary(cells) { first, _ in first })
    }
  }

  /// An id of Zoho's, digits alone; empty where none is written.
  ///
  /// Spreadsheet programs keep 15 digits of a number: one that was not a text is another one now.
  func zohoID(_ row: Row, _ title: String) throws(Failure) -> String {
    let text = row[title]
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw mistake(
        "\"\(text)\" is no id of Zoho's: a spreadsheet has rounded it, or it is something else; take the column as text",
        in: row)
    }
    return text
  }

  /// Spreadsheet programs of half of Europe write semicolons, because the comma stands in their numbers: what the titles
  /// are separated by says which it is.
  private static func separator(of text: String) -> Character {
    let titles = text.prefix { !$0.isNewline }
    return titles.contains(";") && !titles.contains(",") ? ";" : ","
  }

  /// The text of a file, or of standard input where its name is `-`.
  static func text(of file: String) throws(Failure) -> String {
    let bytes = file == "-" ? try Disk.standardInput() : try Disk.read(file, from: .anything)
    guard let bytes else { throw .missingFile(file) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
      throw .malformedDecisions(
        "the file is not in UTF-8; save it as \"CSV UTF-8\"", file: file, line: line + 1)
    }
    return text
  }

  /// A mistake in one of the rows.
  func mistake(_ message: String, in row: Row) -> Failure {
    .malformedDecisions(message, file: file, line: row.line)
  }

  /// The event that stands under a title; nil where nothing does.
  func sequence(_ row: Row, _ title: String) throws(Failure) -> UInt64? {
    guard !row[title].isEmpty else { return nil }
    guard let sequence = UInt64(row[title]) else {
      throw mistake("\(title) \"\(row[title])\" is no number of an event", in: row)
    }
    return sequence
  }

  /// The record that a row is about.
  func record(_ row: Row) throws(Failure) -> RecordArgument {
    do throws(Failure) {
      return try RecordArgument("\(row["entity"])/\(row["key"])")
    } catch {
      throw mistake(error.message, in: row)
    }
  }
}

extension StringProtocol {
  /// Without white space at both ends.
  var trimmed: String {
    let start = drop { $0.isWhitespace }
    var text = String(start)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
