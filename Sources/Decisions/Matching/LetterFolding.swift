/// Folds letters to their plain lower-case form, without a locale.
enum LetterFolding {
  /// What a character of a name counts as.
  enum Folded {
    case letters([UInt8])
    /// Combining marks, apostrophes and dots inside words leave nothing behind.
    case nothing
    case separator
  }

  /// What `scalar` counts as.
  static func fold(_ scalar: Unicode.Scalar) -> Folded {
    let value = scalar.value
    switch value {
    case 0x61...0x7A, 0x30...0x39: return .letters([UInt8(value)])
    case 0x41...0x5A: return .letters([UInt8(value + 32)])
    case 0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x300...0x36F: return .nothing
    case 0...0x7F: return .separator
    case 0xC0...0x17F:
      let folded = latin[Int(value - 0xC0)]
      return folded.isEmpty ? .separator : .letters(folded)
    case 0x1E9E: return .letters(Array("ss".utf8))
    case 0xFF21...0xFF3A, 0xFF41...0xFF5A, 0xFF10...0xFF19:  // full-width forms
      return fold(Unicode.Scalar(value - 0xFEE0) ?? " ")
    default:
      let properties = scalar.properties
      guard properties.isAlphabetic || properties.numericType != nil else { return .separator }
      return .letters(Array(properties.lowercaseMapping.utf8))
    }
  }

  /// U+00C0 … U+017F in order; `.` is no letter.
  private static let latin: [[UInt8]] = {
    let plain =
      "a a a a a a ae c e e e e i i i i d n o o o o o . o u u u u y th ss "
      + "a a a a a a ae c e e e e i i i i d n o o o o o . o u u u u y th y "
      + "a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g g g g g "
      + "h h h h i i i i i i i i i i ij ij j j k k k l l l l l l l l l l "
      + "n n n n n n n n n o o o o o o oe oe r r r r r r s s s s s s s s t t t t t t "
      + "u u u u u u u u u u u u w w y y y z z z z z z s"
    return plain.split(separator: " ").map { $0 == "." ? [] : Array($0.utf8) }
  }()
}
