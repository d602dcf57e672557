import Foundation

/// What of a text is significant where two spellings of one number or address are compared.
///
/// Folded away is only what nobody can see or means: composition, width, the script of a digit, invisible
/// characters. Everything else stays, so that two texts that differ in it stay different.
///
/// Whoever asks bounds the text first: to compose one takes time by the square of a run of combining marks.
enum SignificantText {
  /// The visible characters of `text` in composed form, case kept.
  ///
  /// Full-width forms and digits of any script are ASCII, any white space is a blank, any dash is `-`.
  static func folded(_ text: String) -> [Unicode.Scalar] {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return Array(text.unicodeScalars) }
    var folded: [Unicode.Scalar] = []
    folded.reserveCapacity(text.utf8.count)
    for scalar in text.precomposedStringWithCanonicalMapping.unicodeScalars where !isInvisible(scalar) {
      folded.append(fold(scalar))
    }
    return folded
  }

  /// The characters of a number without blanks, `.`, `-` and `/`, letters in upper case.
  static func number(_ text: String) -> String {
    var number = String.UnicodeScalarView()
    for scalar in folded(text) where !isSeparator(scalar) { number.append(upper(scalar)) }
    return String(number)
  }

  /// The letters and digits of a number alone, accents folded away as in names: `GAÑ010203` → `GAN010203`.
  ///
  /// It only finds candidates: two numbers can be alike in it and be two numbers.
  static func plain(_ text: String) -> String {
    if text.utf8.allSatisfy({ TaxScheme.isDigit($0) || TaxScheme.isLetter($0) }) { return text }
    var bytes: [UInt8] = []
    for scalar in folded(text) {
      if case .letters(let letters) = LetterFolding.fold(scalar) { bytes += letters }
    }
    return String(decoding: bytes, as: UTF8.self).uppercased()
  }

  /// Whether a folded character only groups a number: `12 345`, `12.345`, `12-345`, `12/345`.
  static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "." || scalar == "-" || scalar == "/"
  }

  /// Characters without a glyph: soft hyphens, zero-width ones, marks of direction, byte order marks, fillers.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x80 else { return false }
    let properties = scalar.properties
    return properties.generalCategory == .format || properties.isDefaultIgnorableCodePoint
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }

  /// Full-width forms of ASCII (U+FF01 … U+FF5E) as ASCII; any other character as it is.
  static func halfWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
    return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
  }

  private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let scalar = halfWidth(scalar)
    // JDE pads with blanks and NULs.
    if scalar.value <= 0x20 { return scalar.value == 0 || scalar.properties.isWhitespace ? " " : scalar }
    guard scalar.value >= 0x7F else { return scalar }
    let properties = scalar.properties
    if properties.numericType == .decimal, let value = properties.numericValue {
      return Unicode.Scalar(0x30 + UInt8(value))
    }
    if properties.isWhitespace { return " " }
    // U+2212 is the minus sign, a mathematical symbol by its category.
    return properties.generalCategory == .dashPunctuation || scalar.value == 0x2212 ? "-" : scalar
  }

  /// A letter whose capital is several letters (ß) stays, since the capitals could be meant.
  private static func upper(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let mapping = scalar.properties.uppercaseMapping.unicodeScalars
    guard let first = mapping.first, mapping.count == 1 else { return scalar }
    return first
  }
}
