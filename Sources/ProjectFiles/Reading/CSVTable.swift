package import Diagnostics

/// A table of comma-separated values after RFC 4180, each value with its place.
package enum CSVTable {
  /// The rows of the table; an empty line is none, a byte order mark is no part of it.
  ///
  /// - Throws: `config-malformed` with the place of a quote that is wrong.
  package static func rows(
    of text: String, file: String
  ) throws(Failure) -> [[PlacedText]] {
    let hasMark = text.unicodeScalars.first == "\u{FEFF}"
    var scanner = Scanner(hasMark ? String(text.unicodeScalars.dropFirst()) : text, file: file)
    var rows: [[PlacedText]] = []
    while let row = try scanner.nextRow() {
      if row.count > 1 || row.first?.text.isEmpty == false { rows.append(row) }
    }
    return rows
  }

  /// Scalar by scalar, as the programs do that write such tables: an accent behind a comma is no other comma.
  private struct Scanner {
    private let file: String
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var line = 1
    private var lineStart = 0

    init(_ text: String, file: String) {
      scalars = Array(text.unicodeScalars)
      self.file = file
    }

    private var place: SourcePlace { SourcePlace(file: file, line: line, column: index - lineStart + 1) }

    private var isAtEnd: Bool { index == scalars.count }

    /// A line ends with a line feed, a carriage return, or both.
    private var isAtLineEnd: Bool { scalars[index] == "\n" || scalars[index] == "\r" }

    private mutating func passLineEnd() {
      index += scalars[index] == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n" ? 2 : 1
      line += 1
      lineStart = index
    }

    mutating func nextRow() throws(Failure) -> [PlacedText]? {
      guard !isAtEnd else { return nil }
      var row: [PlacedText] = []
      while true {
        row.append(try nextValue())
        guard !isAtEnd else { return row }
        guard scalars[index] == "," else {
          passLineEnd()
          return row
        }
        index += 1
      }
    }

    /// The value up to the next comma or line end.
    private mutating func nextValue() throws(Failure) -> PlacedText {
      let start = place
      guard !isAtEnd, scalars[index] == "\"" else {
        var value = String.UnicodeScalarView()
        while !isAtEnd, scalars[index] != ",", !isAtLineEnd {
          guard scalars[index] != "\"" else {
            throw .malformed(
              "a quote stands inside a value that does not begin with one", at: place,
              remedy: "put the whole value into quotes and write each quote inside it twice")
          }
          value.append(scalars[index])
          index += 1
        }
        return PlacedText(String(value), at: start)
      }
      index += 1
      return PlacedText(try quotedRest(from: start), at: start)
    }

    private mutating func quotedRest(from start: SourcePlace) throws(Failure) -> String {
      var value = String.UnicodeScalarView()
      while !isAtEnd {
        guard !isAtLineEnd else {
          let end = index
          passLineEnd()
          value.append(contentsOf: scalars[end..<index])
          continue
        }
        let scalar = scalars[index]
        index += 1
        guard scalar == "\"" else {
          value.append(scalar)
          continue
        }
        if !isAtEnd, scalars[index] == "\"" {
          value.append("\"")
          index += 1
          continue
        }
        guard isAtEnd || scalars[index] == "," || isAtLineEnd else {
          throw .malformed(
            "something stands behind the closing quote of a value", at: place,
            remedy: "end the value with a comma or the line, or write a quote inside it twice")
        }
        return String(value)
      }
      throw .malformed("the quote that opens here is not closed", at: start, remedy: "close it with \"")
    }
  }
}
