import Decisions
import Diagnostics

/// A crosswalk with the places of its lines, for what is found out only when a mapping uses it.
struct CrosswalkDraft {
  let crosswalk: Crosswalk
  let file: String
  /// The place of each line, in the order of `crosswalk.lines`.
  let places: [SourcePlace]
  /// False where a line is wrong.
  let isWhole: Bool
}

/// Reads one table of `crosswalks/`: `jde,zoho,preferred`.
enum CrosswalkReader {
  static func read(_ text: String, name: String, file: String, _ problems: inout Problems) -> CrosswalkDraft?
  {
    let countBefore = problems.count
    guard let rows = problems.catching({ () throws(Failure) in try CSVTable.rows(of: text, file: file) })
    else {
      return nil
    }
    let header = rows.first?.map { $0.text[...].trimmed.lowercased() } ?? []
    guard header == ["jde", "zoho", "preferred"] || header == ["jde", "zoho"] else {
      problems.add(
        .configMalformed, "the first line is not jde,zoho,preferred",
        at: rows.first?.first?.place ?? SourcePlace(file: file, line: 1, column: 1),
        remedy: "begin the table with the line jde,zoho,preferred")
      return nil
    }
    var lines: [Crosswalk.Line] = []
    var codes: Set<String> = []
    var places: [SourcePlace] = []
    for row in rows.dropFirst() {
      guard let first = row.first, let line = line(row, width: header.count, &problems) else { continue }
      guard codes.insert(line.jde).inserted else {
        problems.add(
          .duplicateName, "the code \"\(line.jde)\" stands in this table twice", at: first.place,
          remedy: "keep one of the two lines")
        continue
      }
      lines.append(line)
      places.append(first.place)
    }
    return CrosswalkDraft(
      crosswalk: Crosswalk(name: name, lines: lines), file: file, places: places,
      isWhole: problems.count == countBefore)
  }

  private static func line(_ row: [PlacedText], width: Int, _ problems: inout Problems) -> Crosswalk.Line? {
    guard let jde = row.first, (2...max(2, width)).contains(row.count) else {
      if let first = row.first {
        problems.add(
          .configMalformed, "the line has \(row.count) \(row.count == 1 ? "value" : "values"), not \(width)",
          at: first.place,
          remedy: "write code,value,preferred; a value that holds a comma stands in quotes")
      }
      return nil
    }
    let code = jde.text[...].trimmed
    let zoho = row[1].text[...].trimmed
    let strange = [
      (jde, ControlCharacters.first(in: code, isName: true)), (row[1], ControlCharacters.first(in: zoho)),
    ]
    for case (let cell, let character?) in strange {
      problems.add(
        .configMalformed, "the line holds the \(character)", at: cell.place,
        remedy: "type the code and the value again, or save the table as UTF-8")
      return nil
    }
    guard !zoho.isEmpty else {
      problems.add(
        .configMalformed, "the code \"\(jde.text)\" has no Zoho value", at: row[1].place,
        remedy: "write the value, or take the line out: a code without a line follows `missing`")
      return nil
    }
    var isPreferred = false
    if row.count == 3 {
      switch row[2].text[...].trimmed.lowercased() {
      case "", "false", "off", "no", "n", "0": break
      case "true", "on", "yes", "y", "x", "1": isPreferred = true
      default:
        problems.add(
          .configMalformed, "preferred cannot be \"\(row[2].text)\"", at: row[2].place,
          remedy: "write true, or leave it empty")
      }
    }
    return Crosswalk.Line(jde: code.uppercased(), zoho: zoho, isPreferred: isPreferred)
  }
}
