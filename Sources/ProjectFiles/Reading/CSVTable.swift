package import Diagnostics

/// A table of comma-separated values after RFC 4180, each value with its place; another separator may take the comma's
/// place.
///
/// A line ends in CR LF, LF or CR; columns count characters as YAML's marks do, by Unicode scalars.
package enum CSVTable {
  /// The most values of one row: thrice what any of the house's tables has, and a file of commas alone stays small.
  package static let valuesMax = 100

  /// The rows of the table; an empty line is none, a byte order mark is no part of it.
  ///
  /// - Throws: `config-malformed` with the place of a quote that is wrong, or of a value that is too many.
  package static func rows(
    of text: String, file: String, separator: Character = ","
  ) throws(Failure) -> [[PlacedText]] {
    guard let separator = separator.asciiValue else { preconditionFailure("a separator is one byte") }
    var scanner = Scanner(text, file: file, separator: separator)
    var rows: [[PlacedText]] = []
    while let row = try scanner.nextRow() {
      if row.count > 1 || row.first?.text.isEmpty == false { rows.append(row) }
    }
    return rows
  }

  /// Walks the bytes once: separators and quotes are ASCII, and in UTF-8 no other character holds their bytes.
  private struct Scanner {
    private static let quote = UInt8(ascii: "\"")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let newline = UInt8(ascii: "\n")

    private let file: String
    private let separator: UInt8
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var column = 1

    init(_ text: String, file: String, separator: UInt8) {
      bytes = Array(text.utf8)
      self.separator = separator
      self.file = file
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    private var isAtEnd: Bool { index == bytes.count }
    private var place: SourcePlace { SourcePlace(file: file, line: line, column: column) }
    private var isAtLineEnd: Bool { bytes[index] == Self.newline || bytes[index] == Self.carriageReturn }

    /// One byte on.
    private mutating func advance() {
      let byte = bytes[index]
      index += 1
      let isLineEnd =
        byte == Self.newline
        || (byte == Self.carriageReturn && (isAtEnd || bytes[index] != Self.newline))
      if isLineEnd {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {  // not the continuation of a character
        column += 1
      }
    }

    mutating func nextRow() throws(Failure) -> [PlacedText]? {
      guard !isAtEnd else { return nil }
      var row: [PlacedText] = []
      while true {
        guard row.count < CSVTable.valuesMax else {
          throw .malformed(
            "the line has more than \(CSVTable.valuesMax) values", at: place,
            remedy: "end the line earlier; a value that holds a comma stands in quotes")
        }
        row.append(try nextValue())
        guard !isAtEnd else { return row }
        guard bytes[index] == separator else {
          let isPair = bytes[index] == Self.carriageReturn
          advance()
          if isPair, !isAtEnd, bytes[index] == Self.newline { advance() }
          return row
        }
        advance()
      }
    }

    /// The value up to the next comma or line end.
    private mutating func nextValue() throws(Failure) -> PlacedText {
      let (place, start) = (self.place, index)
      guard !isAtEnd, bytes[index] == Self.quote else {
        while !isAtEnd, bytes[index] != separator, !isAtLineEnd {
          guard bytes[index] != Self.quote else {
            throw .malformed(
              "a quote stands inside a value that does not begin with one", at: self.place,
              remedy: "put the whole value into quotes and write each quote inside it twice")
          }
          advance()
        }
        return PlacedText(String(decoding: bytes[start..<index], as: UTF8.self), at: place)
      }
      advance()
      return PlacedText(try quotedRest(from: place), at: place)
    }

    private mutating func quotedRest(from start: SourcePlace) throws(Failure) -> String {
      var value: [UInt8] = []
      while !isAtEnd {
        let byte = bytes[index]
        advance()
        if byte != Self.quote {
          value.append(byte)
        } else if !isAtEnd, bytes[index] == Self.quote {
          value.append(byte)
          advance()
        } else {
          guard isAtEnd || bytes[index] == separator || isAtLineEnd else {
            throw .malformed(
              "something stands behind the closing quote of a value", at: place,
              remedy: "end the value with a comma or the line, or write a quote inside it twice")
          }
          return String(decoding: value, as: UTF8.self)
        }
      }
      throw .malformed("the quote that opens here is not closed", at: start, remedy: "close it with \"")
    }
  }
}
