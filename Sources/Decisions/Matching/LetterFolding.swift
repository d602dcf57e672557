import Foundation

/// Folds letters to their plain lower-case form, without a locale.
enum LetterFolding {
  /// The characters of a name in one composition and width, so that `が` in one or two characters, `ｶﾞ` and `ガ`
  /// are folded alike.
  static func prepared(_ name: String) -> [Unicode.Scalar] {
    if name.utf8.allSatisfy({ $0 < 0x80 }) { return Array(name.unicodeScalars) }
    // ™ and the like would become letters of the name.
    let plain = name.unicodeScalars.map { $0.properties.generalCategory == .otherSymbol ? " " : $0 }
    let text = String(String.UnicodeScalarView(plain))
    return Array(text.precomposedStringWithCompatibilityMapping.unicodeScalars)
  }

  /// What a character of a name counts as.
  enum Folded {
    case letters([UInt8])
    /// Accents, apostrophes and characters that nobody sees leave nothing behind.
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
      return fold(SignificantText.halfWidth(scalar))
    default: return foldFurther(scalar)
    }
  }

  /// Letters and digits of other scripts, and letters of Latin beyond the table.
  private static func foldFurther(_ scalar: Unicode.Scalar) -> Folded {
    if SignificantText.isInvisible(scalar) { return .nothing }
    if let base = withoutAccent(scalar) { return fold(base) }
    let properties = scalar.properties
    if properties.numericType == .decimal, let digit = properties.numericValue {
      return .letters([UInt8(ascii: "0") + UInt8(digit)])
    }
    // Signs that are written over or after a letter of their script belong to it.
    let isMark = [.nonspacingMark, .spacingMark].contains(properties.generalCategory)
    guard isMark || properties.isAlphabetic || properties.numericType != nil else { return .separator }
    return .letters(Array(properties.lowercaseMapping.utf8))
  }

  /// The letter under the accents of Latin, Greek and Cyrillic: `ế`, `ά`, `й`; nil where there is none.
  private static func withoutAccent(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    guard (0x180...0x52F).contains(scalar.value) || (0x1E00...0x1FFF).contains(scalar.value) else {
      return nil
    }
    let parts = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
    guard parts.count > 1, parts.dropFirst().allSatisfy({ (0x300...0x36F).contains($0.value) }) else {
      return nil
    }
    return parts.first
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
