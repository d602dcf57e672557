/// Trimming and folding of texts, the same on every machine and without a locale.
enum CanonicalText {
  /// `text` without the white space that JDE pads with on the right.
  ///
  /// Once for every cell of every row: blanks of ASCII are taken off as bytes, the rare others as characters.
  static func rightTrimmed(_ text: String) -> String {
    let utf8 = text.utf8
    var end = utf8.endIndex
    while end > utf8.startIndex {
      let before = utf8.index(before: end)
      let byte = utf8[before]
      if byte >= 0x80 { return rightTrimmedByScalar(text[..<end]) }
      guard isBlank(byte) else { break }
      end = before
    }
    return end == utf8.endIndex ? text : String(text[..<end])
  }

  /// `text` without white space on either side.
  static func trimmed(_ text: String) -> String {
    guard let first = text.utf8.first else { return text }
    guard isBlank(first) || first >= 0x80 else { return rightTrimmed(text) }
    let rest = text.unicodeScalars.drop(while: isBlank)
    return rightTrimmed(String(Substring(rest)))
  }

  private static func rightTrimmedByScalar(_ text: Substring) -> String {
    var rest = text
    while let scalar = rest.unicodeScalars.last, isBlank(scalar) { rest.unicodeScalars.removeLast() }
    return String(rest)
  }

  /// Whether `text` holds U+FFFD, or a control character other than tab and line end; nil where it holds neither.
  ///
  /// NULs at the end are JDE's padding and are trimmed before; anywhere else they are no part of a value.
  static func lostOrControl(in text: String) -> UnreadableReason? {
    let isSuspicious = text.utf8.contains { byte in
      // 0xC2 begins the controls of C1 (U+0080…U+009F), 0xEF begins U+FFFD.
      isControl(byte) || byte == 0xC2 || byte == 0xEF
    }
    guard isSuspicious else { return nil }
    for scalar in text.unicodeScalars {
      if scalar == "\u{FFFD}" { return .lostCharacter }
      if (0x80...0x9F).contains(scalar.value) || scalar.isASCII && isControl(UInt8(scalar.value)) {
        return .controlCharacter
      }
    }
    return nil
  }

  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 ? byte != 9 && byte != 10 && byte != 13 : byte == 0x7F
  }

  /// `text` with one kind of line end (`\n`): Zoho turns line feeds of text areas into pairs.
  static func withPlainLineEnds(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "\r")) else { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\r") {
        bytes.append(UInt8(ascii: "\n"))
      } else if byte != UInt8(ascii: "\n") || previous != UInt8(ascii: "\r") {
        bytes.append(byte)
      }
      previous = byte
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a byte of ASCII is a blank: the space, NUL, or one of the controls from tab to carriage return.
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0 || (9...13).contains(byte) }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0 || scalar.properties.isWhitespace
  }
}
