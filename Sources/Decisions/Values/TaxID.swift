/// A company's tax identifier, taken apart so that two ways of writing one number compare as equal.
package struct TaxID: Hashable, Sendable {
  /// The country that the number names itself or that is known beside it (ISO 3166 alpha-2); nil where neither.
  package let country: String?
  /// The number without country, separators and suffixes: `168347747`, `U65034704`, `105067880`.
  package let number: String
  /// The scheme whose form and check digits hold; nil where none is known or the digits are wrong.
  package let scheme: Scheme?

  /// The schemes whose check digits are known here.
  package enum Scheme: String, Hashable, Sendable, CaseIterable {
    case abn
    case cnpj
    case bn
    case uid
    case vat
    case siren
    case mva
  }

  /// Whether the check digits of a known scheme hold.
  package var isValid: Bool { scheme != nil }

  /// Reads an identifier as people write it; nil for placeholders (all one character, `N/A`, shorter than 5).
  ///
  /// - Parameters:
  ///   - text: `DE 168347747`, `CHE-105.067.880 MWST`, `20 080 574 616`.
  ///   - hint: The country of the address beside it; a country in the number itself goes before it.
  package init?(_ text: String, country hint: String?) {
    let bytes = CanonicalText.alphanumerics(text)
    guard !Self.isPlaceholder(bytes) else { return nil }
    let compact = String(decoding: bytes, as: UTF8.self)
    let (own, number) = Self.withoutCountry(compact, hint: hint.map(Self.country(ofPrefix:)))
    guard !Self.isPlaceholder(Array(number.utf8)) else { return nil }
    self.number = number
    country = own ?? hint.map(Self.country(ofPrefix:))
    scheme = country.flatMap { Self.scheme(of: number, in: $0) }
  }

  /// The one country in whose scheme the number is valid; nil where none or several are.
  ///
  /// A number that names its country is valid there or nowhere.
  package var onlyCountry: String? {
    if let country, scheme != nil { return country }
    guard country == nil else { return nil }
    let fitting = Self.countries.filter { Self.scheme(of: number, in: $0) != nil }
    return fitting.count == 1 ? fitting.first : nil
  }

  /// Whether both are one identifier; a country that only one of them names does not count.
  package func agrees(with other: TaxID) -> Bool {
    guard number == other.number else { return false }
    guard let country, let theirs = other.country else { return true }
    return country == theirs
  }

  /// The compact form that the number's own country uses: VAT numbers with their prefix, `948007029MVA`.
  package var compact: String {
    switch scheme {
    case .vat where country != "GB": Self.prefix(ofCountry: country ?? "") + number
    case .uid: "CHE" + number
    case .mva: number + "MVA"
    default: number
    }
  }

  /// All one character, or shorter than five, or without a digit.
  private static func isPlaceholder(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 5, let first = bytes.first else { return true }
    let hasDigit = bytes.contains { $0 <= UInt8(ascii: "9") }
    return !hasDigit || bytes.allSatisfy { $0 == first }
  }
}

extension TaxID {
  /// The countries whose schemes are known, in alphabetical order.
  static let countries = [
    "AT", "AU", "BR", "CA", "CH", "CY", "DE", "EE", "FI", "FR", "GB", "HU", "IT", "LV", "NL", "NO", "PL",
    "PT", "RO", "SI",
  ]

  /// Prefixes that VAT numbers carry: the member states, Northern Ireland, and neighbours that write theirs.
  private static let prefixes: Set<String> = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE",
    "IT", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
  ]

  /// Greece writes EL and Northern Ireland XI before a number of their own.
  private static func country(ofPrefix prefix: String) -> String {
    switch prefix.uppercased() {
    case "EL": "GR"
    case "XI", "UK": "GB"
    default: prefix.uppercased()
    }
  }

  private static func prefix(ofCountry country: String) -> String { country == "GR" ? "EL" : country }

  private static func withoutCountry(_ compact: String, hint: String?) -> (String?, String) {
    // A number that is valid as it stands where it is used has no prefix, whatever its first letters are.
    if let hint, scheme(of: compact, in: hint) != nil { return (nil, compact) }
    if compact.hasPrefix("CHE"), compact.utf8.count >= 12 {
      let digits = compact.dropFirst(3)
      if digits.prefix(9).utf8.allSatisfy(isDigit) { return ("CH", String(digits.prefix(9))) }
    }
    let prefix = String(compact.prefix(2))
    if prefixes.contains(prefix), isBody(compact.dropFirst(2)) {
      let own = country(ofPrefix: prefix)
      return (own, withoutSuffix(String(compact.dropFirst(2)), country: own))
    }
    if compact.hasSuffix("MVA"), compact.utf8.count == 12 { return ("NO", String(compact.dropLast(3))) }
    return (nil, hint.map { withoutSuffix(compact, country: $0) } ?? compact)
  }

  /// Enough digits that the two letters before them are a country and not part of the number.
  private static func isBody(_ body: Substring) -> Bool { body.utf8.filter(isDigit).count >= 2 }

  private static func withoutSuffix(_ number: String, country: String) -> String {
    let suffixes =
      switch country {
      case "NO": ["MVA"]
      case "CH": ["MWST", "TVA", "IVA", "HR"]
      default: [String]()
      }
    for suffix in suffixes where number.hasSuffix(suffix) { return String(number.dropLast(suffix.count)) }
    return number
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
