/// A telephone number as far as it can be compared: E.164 where it parses, its digits otherwise.
package struct PhoneNumber: Hashable, Sendable {
  /// `+49305551234` where the country is known, else the digits as dialled.
  package let number: String
  /// The extension's digits; empty for none.
  package let extensionDigits: String

  /// Whether the number is E.164 (begins with `+`).
  package var isInternational: Bool { number.utf8.first == UInt8(ascii: "+") }

  /// Reads a number as people write it; nil where it has fewer than three digits.
  ///
  /// - Parameters:
  ///   - text: `+49 (0)30 555-1234`, `0049 30…`, `030/5551234`, `(212) 555-1234 ext. 12`.
  ///   - country: The ISO 3166 alpha-2 code of the country where it is dialled; nil where not known.
  package init?(_ text: String, country: String?) {
    let (main, rest) = Self.withoutExtension(text)
    var digits = Self.digits(main.replacing("(0)", with: ""))
    let plus = main.unicodeScalars.first { $0 == "+" || $0 == "\u{FF0B}" || Self.isDigit($0) }
    var isAbroad = plus == "+" || plus == "\u{FF0B}"
    if !isAbroad, digits.hasPrefix("00"), digits.utf8.count > 6 {
      digits.removeFirst(2)
      isAbroad = true
    }
    let rules = country.flatMap(CallingCode.of)
    if !isAbroad, let rules, rules.code == "1", digits.hasPrefix("011"), digits.utf8.count > 9 {
      digits.removeFirst(3)
      isAbroad = true
    }
    guard digits.utf8.count >= 3 else { return nil }
    extensionDigits = Self.digits(rest[...])
    if isAbroad {
      number = "+" + digits
    } else if let rules, digits.utf8.count >= 5, digits.utf8.count <= 14 {
      if !rules.trunk.isEmpty, digits.hasPrefix(rules.trunk) {
        digits.removeFirst(rules.trunk.utf8.count)
      }
      number = "+" + rules.code + digits
    } else {
      number = digits
    }
  }

  /// Whether both are one telephone, also where only one of them says the country.
  package func agrees(with other: PhoneNumber) -> Bool {
    guard extensionDigits == other.extensionDigits else { return false }
    if number == other.number { return true }
    guard isInternational != other.isInternational else { return false }
    let (abroad, home) = isInternational ? (number, other.number) : (other.number, number)
    let digits = abroad.dropFirst()
    guard let code = CallingCode.leading(digits) else { return false }
    let national = digits.dropFirst(code.utf8.count)
    // Without a country a leading 0 is the trunk prefix; North America dials ten digits without one.
    if home.hasPrefix("0") { return national.utf8.count >= 6 && home.dropFirst() == national }
    return code == "1" && national.utf8.count == 10 && home == national
  }

  private static func withoutExtension(_ text: String) -> (main: String, rest: String) {
    let lower = text.lowercased()
    for mark in [";ext=", "ext.", "ext", " x", "durchwahl", "#"] {
      guard let range = lower.ranges(of: mark).first else { continue }
      // Offsets in characters, because lower-casing can change the number of bytes.
      let offset = lower.distance(from: lower.startIndex, to: range.lowerBound)
      let end = lower.distance(from: lower.startIndex, to: range.upperBound)
      guard offset > 0, lower.count == text.count else { continue }
      return (String(text.prefix(offset)), String(text.dropFirst(end)))
    }
    return (text, "")
  }

  private static func digits(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      if let value = digitValue(scalar) { bytes.append(UInt8(ascii: "0") + value) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { digitValue(scalar) != nil }

  /// ASCII and full-width digits.
  private static func digitValue(_ scalar: Unicode.Scalar) -> UInt8? {
    switch scalar.value {
    case 0x30...0x39: UInt8(scalar.value - 0x30)
    case 0xFF10...0xFF19: UInt8(scalar.value - 0xFF10)
    default: nil
    }
  }
}
