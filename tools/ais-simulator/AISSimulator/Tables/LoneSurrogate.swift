import JSONText

/// Halves of surrogate pairs in cells: what a column is left with that was cut in the middle of a character.
///
/// A Swift text cannot hold one. In cells it stands as a character of the last private plane but one, U+FD800 to
/// U+FDFFF, and goes out as the escape that it came as.
enum LoneSurrogate {
  private static let shift: UInt32 = 0xF_0000
  /// The first byte of every character that stands for a half, and of few others.
  static let firstByte: UInt8 = 0xF3

  /// What a JSON string says, each half of a pair kept.
  static func text(of string: JSONString) -> String {
    var result = ""
    var rest = string.raw.unicodeScalars[...]
    var plain = String.UnicodeScalarView()
    func flush() { result += JSONString(raw: String(plain))?.value ?? "" }
    while let scalar = rest.popFirst() {
      guard scalar == "\\", let letter = rest.popFirst() else {
        plain.append(scalar)
        continue
      }
      guard letter == "u", let unit = unit(rest), 0xD800..<0xE000 ~= unit else {
        plain.append(contentsOf: [scalar, letter])
        continue
      }
      rest = rest.dropFirst(4)
      let behind = rest.dropFirst(2)
      if unit < 0xDC00, rest.starts(with: ["\\", "u"]), let low = self.unit(behind), 0xDC00..<0xE000 ~= low {
        plain.append(contentsOf: "\\u\(String(unit, radix: 16))\\u\(String(low, radix: 16))".unicodeScalars)
        rest = behind.dropFirst(4)
      } else {
        flush()
        plain = String.UnicodeScalarView()
        if let half = Unicode.Scalar(shift + unit) { result.unicodeScalars.append(half) }
      }
    }
    flush()
    return result
  }

  /// The JSON text of a cell, quotes included, each half written as its escape.
  static func json(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "\"")]
    for scalar in text.unicodeScalars {
      if shift + 0xD800..<shift + 0xE000 ~= scalar.value {
        bytes += Array("\\u\(String(scalar.value - shift, radix: 16))".utf8)
      } else {
        bytes += JSONValue(String(scalar)).bytes.dropFirst().dropLast()
      }
    }
    bytes.append(UInt8(ascii: "\""))
    return bytes
  }

  /// The first `length` units of UTF-16 of a text; the last of them can be half of a pair.
  static func cut(_ text: String, to length: Int) -> String {
    guard text.utf16.count > length else { return text }
    var result = String.UnicodeScalarView()
    var left = length
    for scalar in text.unicodeScalars where left > 0 {
      let units = Array(String(scalar).utf16)
      if units.count <= left {
        result.append(scalar)
      } else if let half = Unicode.Scalar(shift + UInt32(units[0])) {
        result.append(half)
      }
      left -= units.count
    }
    return String(result)
  }

  private static func unit(_ digits: Substring.UnicodeScalarView) -> UInt32? {
    UInt32(String(String.UnicodeScalarView(digits.prefix(4))), radix: 16)
  }
}
