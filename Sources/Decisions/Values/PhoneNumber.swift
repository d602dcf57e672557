/// A telephone number as far as it can be compared: E.164 where that is certain, what is dialled otherwise.
package struct PhoneNumber: Hashable, Sendable {
  /// `+49305551234` where the country is known, else the digits as dialled; with its letters and signs where it
  /// has any (`1800flowers`), since a number whose letters were dropped is another number.
  package let number: String
  /// The extension's digits; empty for none.
  package let extensionDigits: String

  /// Whether the number is E.164 (`+` and digits).
  package var isInternational: Bool {
    number.utf8.first == UInt8(ascii: "+") && number.utf8.dropFirst().allSatisfy(TaxScheme.isDigit)
  }

  /// Numbers have at most 15 digits and an extension; what is longer than this is none, however it is grouped.
  private static let bytesMax = 256

  /// Reads a number as people write it; nil where it has fewer than three digits.
  ///
  /// - Parameters:
  ///   - text: `+49 (0)30 555-1234`, `0049 30…`, `030/5551234`, `(212) 555-1234 ext. 12`, in any script's digits.
  ///   - country: The ISO 3166 alpha-2 code of the country where it is dialled; nil where not known.
  package init?(_ text: String, country: String?) {
    guard text.utf8.count <= Self.bytesMax else { return nil }
    let scalars = Array(
      String(String.UnicodeScalarView(SignificantText.folded(text))).lowercased().unicodeScalars)
    guard scalars.count(where: SignificantText.isDigit) >= 3 else { return nil }
    let (main, extensionDigits) = Self.withoutExtension(scalars)
    guard let dialled = Dialled(main), dialled.digits.count >= 3 else {
      number = String(String.UnicodeScalarView(scalars.filter { !Self.groups($0) }))
      self.extensionDigits = ""
      return
    }
    self.extensionDigits = extensionDigits
    number = dialled.international(from: country.flatMap(CallingCode.of)).map { "+" + $0 } ?? dialled.text
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

  /// Whether a character only groups the digits.
  private static func groups(_ scalar: Unicode.Scalar) -> Bool {
    SignificantText.isSeparator(scalar) || scalar == "(" || scalar == ")"
  }

  /// Words and signs before an extension.
  private static let marks: Set<String> = ["ext", "extn", "extension", "x", "durchwahl", "#"]

  /// The number and the extension's digits: the last run of digits, where one of the marks stands before it and
  /// digits before that.
  private static func withoutExtension(_ text: [Unicode.Scalar]) -> ([Unicode.Scalar], String) {
    var start = text.count
    while start > 0, SignificantText.isDigit(text[start - 1]) || groups(text[start - 1]) { start -= 1 }
    var end = start
    while end > 0, isMark(text[end - 1]) { end -= 1 }
    let mark = text[end..<start].filter { $0 != ";" && $0 != "=" && $0 != ":" && !groups($0) }
    let digits = text[start...].filter(SignificantText.isDigit)
    guard !digits.isEmpty, marks.contains(String(String.UnicodeScalarView(mark))),
      text[..<end].contains(where: SignificantText.isDigit)
    else { return (text, "") }
    return (Array(text[..<end]), String(String.UnicodeScalarView(digits)))
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    if "#;=:. ".unicodeScalars.contains(scalar) { return true }
    return scalar.properties.isAlphabetic
  }
}

/// The digits of a number as they are written, with what says that it is dialled from abroad.
private struct Dialled {
  var digits: [Unicode.Scalar] = []
  /// A `+` stands before them.
  var hasPlus = false
  /// How many digits stand before `(0)`, the trunk prefix that falls away abroad; nil where it is not written.
  private var optionalZero: Int?

  /// Nil where anything but digits, a plus before them and what groups them is in the text.
  init?(_ text: [Unicode.Scalar]) {
    var position = 0
    while position < text.count {
      let scalar = text[position]
      if scalar == "(", optionalZero == nil, text[position...].starts(with: ["(", "0", ")"]) {
        optionalZero = digits.count
        position += 3
        continue
      }
      position += 1
      if SignificantText.isDigit(scalar) {
        digits.append(scalar)
      } else if scalar == "+", digits.isEmpty, !hasPlus, optionalZero == nil {
        hasPlus = true
      } else if !SignificantText.isSeparator(scalar), scalar != "(", scalar != ")" {
        return nil
      }
    }
  }

  /// What is dialled, the optional zero too.
  var text: String { (hasPlus ? "+" : "") + Self.string(withZero(in: digits, at: optionalZero)) }

  /// Calling code and national number; nil where it is not certain that the number is complete.
  func international(from rules: CallingCode?) -> String? {
    if hasPlus { return abroad(digits, zero: optionalZero) }
    let all = withZero(in: digits, at: optionalZero)
    if digits.starts(with: ["0", "0"]), digits.count > 6, optionalZero.map({ $0 >= 2 }) ?? true {
      return abroad(Array(digits.dropFirst(2)), zero: optionalZero.map { $0 - 2 })
    }
    guard let rules else { return nil }
    if rules.code == "1", all.starts(with: ["0", "1", "1"]), all.count > 9 {
      return abroad(Array(all.dropFirst(3)), zero: nil)
    }
    return rules.national(Self.string(all)).map { rules.code + $0 }
  }

  /// `(0)` falls away right behind a calling code, except in Italy, where the zero is dialled from abroad too.
  private func abroad(_ digits: [Unicode.Scalar], zero: Int?) -> String {
    let plain = Self.string(digits)
    guard let zero else { return plain }
    let code = CallingCode.leading(plain[...])
    if let code, code.utf8.count == zero, code != "39" { return plain }
    return Self.string(withZero(in: digits, at: zero))
  }

  private func withZero(in digits: [Unicode.Scalar], at place: Int?) -> [Unicode.Scalar] {
    guard let place else { return digits }
    return digits[..<place] + ["0"] + digits[place...]
  }

  private static func string(_ digits: [Unicode.Scalar]) -> String {
    String(String.UnicodeScalarView(digits))
  }
}
