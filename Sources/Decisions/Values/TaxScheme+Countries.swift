// The complete list of what is known here: which numbers a country gives, and which forms belong to one company.
// Forms and checks follow the published rules of each tax office; Matching.md has the same list for readers.
extension TaxScheme {
  /// The schemes of a country; none where it is not known here.
  static func all(in country: String) -> [TaxScheme] { byCountry[country] ?? [] }

  /// Every scheme, by country.
  static let list: [TaxScheme] = european + others

  private static let byCountry = Dictionary(grouping: list, by: \.country)

  private static func d(_ count: Int) -> String { String(repeating: "d", count: count) }

  /// The member states of the EU, with Switzerland, Norway and the United Kingdom.
  private static let european: [TaxScheme] = [
    // The U belongs to the number and is left out at home.
    TaxScheme("AT", .vat, ["U" + d(8), d(8)], company: { $0.count == 8 ? [UInt8(ascii: "U")] + $0 : nil }) {
      TaxCheck.austrian($0)
    },
    // Nine digits until 2005, since then a zero before them (and a one for new numbers).
    TaxScheme("BE", .vat, [d(9), d(10)], company: { $0.count == 9 ? [zero] + $0 : nil }) {
      TaxCheck.belgian($0)
    },
    TaxScheme("BG", .vat, [d(9), d(10)]) { TaxCheck.bulgarian($0) },
    TaxScheme("CH", .uid, [d(9)]) { TaxCheck.swiss($0) },
    TaxScheme("CY", .vat, [d(8) + "l"]) { TaxCheck.cypriot($0) },
    TaxScheme("CZ", .vat, [d(8), d(9), d(10)]) { TaxCheck.czech($0) },
    TaxScheme("DE", .vat, [d(9)]) { $0[0] > zero && TaxCheck.isMod11And10($0) },
    TaxScheme("DK", .vat, [d(8)]) { TaxCheck.danish($0) },
    TaxScheme("EE", .vat, [d(9)]) { TaxCheck.sum($0, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0 },
    TaxScheme("ES", .vat, ["c" + d(7) + "c"]) { TaxCheck.spanish($0) },
    TaxScheme("FI", .vat, [d(8)]) { TaxCheck.sum($0, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0 },
    // Two check characters before the SIREN; Monaco's numbers have three zeros and no SIREN behind them.
    TaxScheme(
      "FR", .vat, ["cc" + d(9)], company: { TaxCheck.isMonegasque($0) ? nil : Array($0.suffix(9)) }
    ) { TaxCheck.french($0) },
    TaxScheme("FR", .siren, [d(9)]) { TaxCheck.luhn($0) % 10 == 0 },
    // An establishment's number is the company's SIREN and five digits more.
    TaxScheme("FR", .siret, [d(14)], company: { Array($0.prefix(9)) }) { TaxCheck.siret($0) },
    // Twelve digits are a branch of the first nine. Government (GD) and health (HA) numbers have no check.
    TaxScheme(
      "GB", .vat, [d(9), d(12), "GDddd", "HAddd"], company: { $0.count == 12 ? Array($0.prefix(9)) : nil }
    ) { TaxCheck.british($0) },
    TaxScheme("GR", .vat, [d(9), d(8)], company: { $0.count == 8 ? [zero] + $0 : nil }) {
      TaxCheck.greek($0)
    },
    TaxScheme("HR", .vat, [d(11)]) { TaxCheck.isMod11And10($0) },
    TaxScheme("HU", .vat, [d(8)]) { TaxCheck.hungarian($0) },
    // At home a kind of taxation and an area stand behind the company's eight digits.
    TaxScheme("HU", .adoszam, [d(11)], company: { Array($0.prefix(8)) }) {
      TaxCheck.hungarian($0) && (1...5).contains($0[8] - zero)
    },
    TaxScheme("IE", .vat, [d(7) + "l", d(7) + "ll", "di" + d(5) + "l"]) { TaxCheck.irish($0) },
    TaxScheme("IT", .vat, [d(11)]) { TaxCheck.italian($0) },
    TaxScheme("LT", .vat, [d(9), d(12)]) { TaxCheck.lithuanian($0) },
    TaxScheme("LU", .vat, [d(8)]) { TaxCheck.value($0.prefix(6)) % 89 == TaxCheck.value($0.suffix(2)) },
    TaxScheme("LV", .vat, [d(11)]) { TaxCheck.latvian($0) },
    TaxScheme("MT", .vat, [d(8)]) { $0[0] > zero && TaxCheck.sum($0, [3, 4, 6, 7, 8, 9, 10, 1]) % 37 == 0 },
    TaxScheme(
      "NL", .vat, [d(9) + "Bdd", d(8) + "Bdd", d(7) + "Bdd"], company: { TaxCheck.padded($0, to: 12) }
    ) { TaxCheck.dutch($0) },
    TaxScheme("NO", .mva, [d(9)]) { TaxCheck.sum($0, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0 },
    TaxScheme("PL", .vat, [d(10)]) { TaxCheck.sum($0, [6, 5, 7, 2, 3, 4, 5, 6, 7, -1]) % 11 == 0 },
    TaxScheme("PT", .vat, [d(9)]) { TaxCheck.portuguese($0) },
    TaxScheme("RO", .vat, (5...10).map(d) + [d(13)]) { TaxCheck.romanian($0) },
    TaxScheme("SE", .vat, [d(12)]) {
      TaxCheck.luhn($0.prefix(10)) % 10 == 0 && (1...94).contains(TaxCheck.value($0.suffix(2)))
    },
    // The organisation number; a company's VAT number is that and 01.
    TaxScheme("SE", .orgnr, [d(10)], company: { $0 + [zero, zero + 1] }) { TaxCheck.luhn($0) % 10 == 0 },
    TaxScheme("SI", .vat, [d(8)]) { TaxCheck.slovenian($0) },
    TaxScheme("SK", .vat, [d(10)]) { TaxCheck.slovak($0) },
  ]

  private static let others: [TaxScheme] = [
    TaxScheme("AU", .abn, [d(11)]) { TaxCheck.australian($0) },
    TaxScheme("BR", .cnpj, [String(repeating: "c", count: 12) + "dd"]) { TaxCheck.brazilian($0) },
    // Nine digits, alone or with a program account (RC0001), of which a business has several.
    TaxScheme("CA", .bn, [d(9), d(9) + "lldddd"], company: { Array($0.prefix(9)) }) { TaxCheck.canadian($0) },
    TaxScheme("MX", .rfc, ["mmm" + d(6) + "ccc", "mmmm" + d(6) + "ccc"]) { TaxCheck.mexican($0) },
  ]

  private static let zero = UInt8(ascii: "0")

  /// Forms of countries whose check is not known here, or that have none.
  ///
  /// A number in such a form can always be that country's, so a bare one is never certain to be another's.
  static let unchecked: [(country: String, forms: [[UInt8]])] = [
    ("AE", [d(15)]), ("AR", [d(11)]), ("CL", [d(8), d(9), d(7) + "K", d(8) + "K"]), ("CN", [d(15), d(18)]),
    ("CO", [d(9), d(10)]), ("EG", [d(9)]), ("ID", [d(15), d(16)]), ("IL", [d(9)]), ("JP", [d(13)]),
    ("KR", [d(10)]), ("NZ", [d(8), d(9)]), ("PE", [d(11)]), ("PH", [d(9), d(12)]), ("RS", [d(9)]),
    ("RU", [d(10), d(12)]), ("SA", [d(15)]), ("SG", [d(8) + "l", d(9) + "l"]), ("TH", [d(13)]),
    ("TR", [d(10)]), ("TW", [d(8)]), ("UA", [d(8), d(10), d(12)]), ("US", [d(9)]), ("UY", [d(12)]),
    ("VN", [d(10), d(13)]), ("ZA", [d(10)]),
  ].map { entry in (entry.0, entry.1.map { Array($0.utf8) }) }
}
