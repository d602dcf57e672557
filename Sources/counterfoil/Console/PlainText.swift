/// Text as it may stand on a terminal, whoever wrote it: control characters are shown by their numbers.
///
/// The form is JSON's (`\\u001b`, `\\n`), so that a line of JSON stays the same value.
enum PlainText {
  /// One line: nothing in it moves the cursor, changes a colour, ends the line or turns its direction.
  static func line(_ text: String) -> String {
    guard text.utf8.contains(where: { !(0x20..<0x7F).contains($0) }) else { return text }
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isControl(scalar) {
        shown.append(contentsOf: escape(scalar).unicodeScalars)
      } else {
        shown.append(scalar)
      }
    }
    return String(shown)
  }

  /// Whether a character controls what shows it: C0, DEL, C1, the ends of lines and paragraphs, the marks that turn
  /// the direction of text (Unicode's Bidi_Control), and the byte order mark.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }

  /// `\\u001b`; the ends of lines and tabs by their letters.
  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: numbered(scalar)
    }
  }

  /// `\\u001b`: all control characters lie in the first plane, so four digits do.
  static func numbered(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
