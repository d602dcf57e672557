/// One kind of tax number of a country: its forms, its check, and what of it names the company.
struct TaxScheme: Sendable {
  /// The country (ISO 3166 alpha-2).
  let country: String
  /// The scheme's name.
  let name: TaxID.Scheme
  /// The forms, a character class for each place: `d` digit, `l` letter, `c` letter or digit, `i` letter, + or *,
  /// `m` letter, & or Ñ; anything else is itself.
  let forms: [[UInt8]]
  /// Whether the check digits of a number in one of the forms hold.
  let holds: @Sendable ([UInt8]) -> Bool
  /// The one form that stands for all forms of the company's number; nil where the number itself does.
  let company: (@Sendable ([UInt8]) -> [UInt8]?)?

  init(
    _ country: String, _ name: TaxID.Scheme, _ forms: [String],
    company: (@Sendable ([UInt8]) -> [UInt8]?)? = nil, _ holds: @escaping @Sendable ([UInt8]) -> Bool
  ) {
    self.country = country
    self.name = name
    self.forms = forms.map { Array($0.utf8) }
    self.holds = holds
    self.company = company
  }

  /// Whether a number has one of the forms.
  func hasForm(_ number: [UInt8]) -> Bool { forms.contains { Self.fits(number, $0) } }

  /// Whether a number has one of the forms and its check digits hold.
  func isValid(_ number: [UInt8]) -> Bool { hasForm(number) && holds(number) }

  /// Whether a number has a form.
  static func fits(_ number: [UInt8], _ form: [UInt8]) -> Bool {
    number.count == form.count && zip(number, form).allSatisfy(fits)
  }

  private static func fits(_ byte: UInt8, _ place: UInt8) -> Bool {
    switch place {
    case UInt8(ascii: "d"): isDigit(byte)
    case UInt8(ascii: "l"): isLetter(byte)
    case UInt8(ascii: "c"): isDigit(byte) || isLetter(byte)
    case UInt8(ascii: "i"): isLetter(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "*")
    case UInt8(ascii: "m"): isLetter(byte) || byte == UInt8(ascii: "&") || byte == enye
    default: byte == place
    }
  }

  /// Ñ in ISO 8859-1.
  static let enye: UInt8 = 0xD1

  /// The characters of a number in ISO 8859-1, which has all that any scheme uses; 0 for another.
  static func bytes(of number: String) -> [UInt8] {
    number.unicodeScalars.map { $0.value <= 0xFF ? UInt8($0.value) : 0 }
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  static func isLetter(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }
}
