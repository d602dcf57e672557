package import Diagnostics

/// A table of comma-separated values after RFC 4180, each value with its place.
package enum CSVTable {
  /// The rows of the table; an empty line is none, a byte order mark is no part of it.
  ///
  /// - Throws: `config-malformed` with the place of a quote that is wrong.
  package static func rows(
    of text: String, file: String
  ) throws(Failure) -> [[PlacedText]] {
    var scanner = Scanner(text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text, file: file)
    var rows: [[PlacedText]] = []
    while let row = try scanner.nextRow() {
      if row.count > 1 || row.first?.text.isEmpty == false { rows.append(row) }
    }
    return rows
  }

  private struct Scanner {
    private let file: String
    private let characters: [Character]
    private var index = 0
    private var line = 1
    private var lineStart = 0

    init(_ text: String, file: String) {
      characters = Array(text)
      self.file = file
    }

    private var place: SourcePlace { SourcePlace(file: file, line: line, column: index - lineStart + 1) }

    mutating func nextRow() throws(Failure) -> [PlacedText]? {
      guard index < characters.count else { return nil }
      var row: [PlacedText] = []
      while true {
        row.append(try nextValue())
        guard index < characters.count else { return row }
        let character = characters[index]
        index += 1
        guard character == "," else {
          line += 1
          lineStart = index
          return row
        }
      }
    }

    /// The value up to the next comma or line end.
    private mutating func nextValue() throws(Failure) -> PlacedText {
      let start = place
      guard index < characters.count, characters[index] == "\"" else {
        var value = ""
        while index < characters.count, characters[index] != ",", !characters[index].isNewline {
          guard characters[index] != "\"" else {
            throw .malformed(
              "a quote stands inside a value that does not begin with one", at: place,
              remedy: "put the whole value into quotes and write each quote inside it twice")
          }
          value.append(characters[index])
          index += 1
        }
        return PlacedText(value, at: start)
      }
      index += 1
      return PlacedText(try quotedRest(from: start), at: start)
    }

    private mutating func quotedRest(from start: SourcePlace) throws(Failure) -> String {
      var value = ""
      while index < characters.count {
        let character = characters[index]
        index += 1
        if character != "\"" {
          value.append(character)
          if character.isNewline {
            line += 1
            lineStart = index
          }
        } else if index < characters.count, characters[index] == "\"" {
          value.append("\"")
          index += 1
        } else {
          guard index == characters.count || characters[index] == "," || characters[index].isNewline else {
            throw .malformed(
              "something stands behind the closing quote of a value", at: place,
              remedy: "end the value with a comma or the line, or write a quote inside it twice")
          }
          return value
        }
      }
      throw .malformed("the quote that opens here is not closed", at: start, remedy: "close it with \"")
    }
  }
}
