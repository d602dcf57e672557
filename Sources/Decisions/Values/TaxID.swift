/// A company's tax identifier, taken apart so that two ways of writing one number are found to be one.
///
/// Two values are *equal* when no significant character differs (``agrees(with:)``). Two records can be one
/// *company* though its number is written in two forms, `428.759.497` and `BE0428759497`: that is ``company``.
package struct TaxID: Hashable, Sendable {
  /// The country that the number names itself or that is known beside it (ISO 3166 alpha-2); nil where neither.
  package let country: String?
  /// The number without country, separators and suffixes, every other character kept: `168347747`,
  /// `U65034704`, `8+49289F`.
  package let number: String
  /// The scheme whose form and check digits hold; nil where none is known or the digits are wrong.
  package let scheme: Scheme?
  /// What all valid forms of the company's number share (`0428759497`, a SIREN); the number itself where no
  /// scheme holds, so that nothing significant is dropped.
  package let company: String
  /// What the number can be, where no country is known.
  private let readings: [Reading]
  /// The letters and digits of the text.
  private let plain: String

  /// The schemes whose check digits are known here.
  package enum Scheme: String, Hashable, Sendable, CaseIterable {
    case abn
    case adoszam
    case bn
    case cnpj
    case mva
    case orgnr
    case rfc
    case siren
    case siret
    case uid
    case vat
  }

  /// A country that a bare number can be of.
  private struct Reading: Hashable {
    let country: String
    /// Nil where the country's numbers have this form and no check.
    let scheme: Scheme?
    let company: String
  }

  /// Tax numbers have at most 20 characters; what is longer than this is none, however it is grouped.
  private static let bytesMax = 256

  /// Reads an identifier as people write it; nil for placeholders (all one character, `N/A`, shorter than 5, a
  /// country's number for nobody in particular).
  ///
  /// - Parameters:
  ///   - text: `DE 168347747`, `CHE-105.067.880 MWST`, `20 080 574 616`, in any script's digits.
  ///   - hint: The country of the address beside it; a country in the number itself goes before it.
  package init?(_ text: String, country hint: String?) {
    guard text.utf8.count <= Self.bytesMax else { return nil }
    let written = SignificantText.number(text)
    guard !Self.isPlaceholder(written), !Self.isPlaceholder(Self.withoutPrefix(written)) else { return nil }
    let (country, number) = Self.parts(of: written, hint: hint.map(Self.country(ofPrefix:)))
    guard !Self.isPlaceholder(number), !Self.isForNobody(number, country) else { return nil }
    self.country = country
    self.number = number
    plain = SignificantText.plain(number)
    if let country {
      let valid = Self.validScheme(of: number, in: country)
      scheme = valid?.name
      company = valid.map { Self.company(number, $0) } ?? number
      readings = []
    } else {
      readings = Self.readings(of: number)
      scheme = nil
      company = readings.count == 1 && readings[0].scheme != nil ? readings[0].company : number
    }
  }

  /// Whether the check digits of a known scheme hold.
  package var isValid: Bool { scheme != nil }

  /// The one country in whose scheme the number is valid; nil where none or several are.
  ///
  /// A number that names its country is valid there or nowhere. A bare one is of one country only where it
  /// has the form of no other that is known here, with a check or without.
  package var onlyCountry: String? {
    if let country { return scheme == nil ? nil : country }
    return readings.count == 1 && readings[0].scheme != nil ? readings[0].country : nil
  }

  /// Other forms under which the company may stand elsewhere; they find candidates and never link.
  ///
  /// The number as it is, what it would be in each country that it can be of, its letters and digits alone.
  package var otherForms: [String] {
    // A country that was typed before a number of another form counts for neither side.
    let forms = [number] + readings.map(\.company) + [plain, Self.withoutPrefix(plain)]
    var seen: Set<String> = [company]
    return forms.filter { !Self.isPlaceholder($0) && seen.insert($0).inserted }
  }

  /// Whether both are written with the same significant characters; a country that only one of them names does
  /// not count.
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

  /// Whether a byte is an ASCII digit.
  static func isDigit(_ byte: UInt8) -> Bool { TaxScheme.isDigit(byte) }
}

// Which characters are the number's, and whose number it is.
extension TaxID {
  /// The scheme of `country` in whose form `number` is valid; nil where there is none.
  static func scheme(of number: String, in country: String) -> Scheme? {
    validScheme(of: number, in: country)?.name
  }

  private static func validScheme(of number: String, in country: String) -> TaxScheme? {
    let bytes = TaxScheme.bytes(of: number)
    return TaxScheme.all(in: country).first { $0.isValid(bytes) }
  }

  private static func company(_ number: String, _ scheme: TaxScheme) -> String {
    guard let company = scheme.company?(TaxScheme.bytes(of: number)) else { return number }
    return String(decoding: company, as: UTF8.self)
  }

  private static func readings(of number: String) -> [Reading] {
    let bytes = TaxScheme.bytes(of: number)
    var readings: [Reading] = []
    for scheme in TaxScheme.list where scheme.isValid(bytes) {
      readings.append(
        Reading(country: scheme.country, scheme: scheme.name, company: company(number, scheme)))
    }
    for (country, forms) in TaxScheme.unchecked where forms.contains(where: { TaxScheme.fits(bytes, $0) }) {
      readings.append(Reading(country: country, scheme: nil, company: number))
    }
    return readings
  }

  private static func parts(of written: String, hint: String?) -> (country: String?, number: String) {
    // A number that is valid as it stands where it is used has no prefix, whatever its first letters are.
    if let hint, let number = validNumber(written, in: hint) { return (hint, number) }
    // A prefix is one only before a number of its country's form, or where the address says the same country: a
    // Mexican number may begin with BE.
    for (length, own) in prefixes(of: written) {
      let rest = String(written.dropFirst(length))
      if let number = validNumber(rest, in: own) { return (own, number) }
      let bytes = TaxScheme.bytes(of: rest)
      let isOfHint = hint == own && bytes.count(where: TaxScheme.isDigit) >= 2
      if isOfHint || TaxScheme.all(in: own).contains(where: { $0.hasForm(bytes) }) { return (own, rest) }
    }
    if written.hasSuffix("MVA"), let number = validNumber(written, in: "NO") { return ("NO", number) }
    return (hint, written)
  }

  /// The number if it is valid in a country, with or without the words that stand behind it there.
  private static func validNumber(_ written: String, in country: String) -> String? {
    if validScheme(of: written, in: country) != nil { return written }
    var number = Substring(written)
    while let suffix = suffixes[country]?.first(where: number.hasSuffix) {
      number = number.dropLast(suffix.count)
      if validScheme(of: String(number), in: country) != nil { return String(number) }
    }
    return nil
  }

  private static let suffixes = ["NO": ["MVA"], "CH": ["MWST", "TVA", "IVA", "HR"]]

  /// The countries that `written` may begin with, and in how many characters, the longer one first.
  private static func prefixes(of written: String) -> [(length: Int, country: String)] {
    let two = String(written.prefix(2))
    guard prefixes.contains(two) else { return [] }
    return (written.hasPrefix("CHE") ? [(3, "CH")] : []) + [(2, country(ofPrefix: two))]
  }

  /// What stands before a number: VAT prefixes of the member states, of Northern Ireland, and of neighbours that
  /// write theirs.
  private static let prefixes: Set<String> = [
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GB", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
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

  private static func withoutPrefix(_ written: String) -> String {
    prefixes(of: written).first.map { String(written.dropFirst($0.length)) } ?? written
  }

  /// All one character, or shorter than five, or without a digit.
  private static func isPlaceholder(_ number: String) -> Bool {
    let scalars = number.unicodeScalars
    guard scalars.count >= 5, let first = scalars.first else { return true }
    return !scalars.contains(where: SignificantText.isDigit) || scalars.allSatisfy { $0 == first }
  }

  /// Numbers that a tax office gives for invoices to nobody in particular: Mexico's for the public and for
  /// foreigners, Portugal's final consumer.
  private static func isForNobody(_ number: String, _ country: String?) -> Bool {
    number == "XAXX010101000" || number == "XEXX010101000" || country == "PT" && number == "999999990"
  }
}
