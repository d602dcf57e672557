import Testing

@testable import Decisions

@Suite("The forms of a tax number")
struct TaxSchemeTests {
  /// Two forms of one company's number.
  struct Pair: Sendable, CustomTestStringConvertible {
    let country: String
    let domestic: String
    let other: String

    init(_ country: String, _ domestic: String, _ other: String) {
      self.country = country
      self.domestic = domestic
      self.other = other
    }

    var testDescription: String { "\(country): \(domestic)" }
  }

  static let pairs = [
    Pair("BE", "BE 428.759.497", "BE0428759497"), Pair("SE", "556012-5790", "SE556012579001"),
    Pair("HU", "12892312-2-42", "HU12892312"), Pair("FR", "303 265 045", "FR40303265045"),
    Pair("FR", "399859412", "FR K7 399859412"), Pair("FR", "302 068 382 00050", "302068382"),
    Pair("AT", "65034704", "ATU65034704"), Pair("GR", "94051189", "EL094051189"),
    Pair("NL", "NL4495445B01", "NL004495445B01"), Pair("GB", "980780684001", "GB 980 7806 84"),
    Pair("CA", "123025645RC0001", "123025645"),
  ]

  @Test("that belong to one company find it and link it, and are two values all the same", arguments: pairs)
  func oneCompany(pair: Pair) throws {
    let domestic = try #require(TaxID(pair.domestic, country: pair.country))
    let other = try #require(TaxID(pair.other, country: pair.country))
    #expect(domestic.isValid && other.isValid)
    #expect(domestic.company == other.company && domestic.country == other.country)
    #expect(!domestic.agrees(with: other), "they differ in characters that mean something")
    var world = MatchingWorld()
    world.jde("1", "Alpha", tax: pair.domestic, country: pair.country)
    world.zoho("901", "Omega", tax: pair.other, country: pair.country)
    guard case .link(to: "901", let explanation) = world.decide("1") else {
      Issue.record("one company in two forms")
      return
    }
    #expect(explanation.kind == .taxID(country: pair.country) && explanation.normalised == domestic.company)
  }

  @Test("of one company are a question where one side does not say the country", arguments: pairs)
  func bareForm(pair: Pair) {
    for (left, right) in [(pair.domestic, pair.other), (pair.other, pair.domestic)] {
      var world = MatchingWorld()
      world.jde("1", "Alpha", tax: left, country: nil)
      world.zoho("901", "Omega", tax: right, country: pair.country)
      #expect(world.decide("1") != .create, "\(left) and \(right)")
    }
  }

  @Test("are dropped to the company's only where the check digits hold")
  func unchecked() {
    for (country, text) in [
      ("BE", "428.759.498"), ("SE", "556012-5791"), ("HU", "12892313-2-42"), ("FR", "30206838200051"),
      ("CA", "123025646RC0001"), ("GB", "980780685001"), ("NO", "948007028MVA"), ("HU", "12892312-9-42"),
    ] {
      let taxID = TaxID(text, country: country)
      #expect(taxID?.isValid == false && taxID?.company == SignificantText.number(text), "\(text)")
    }
  }

  @Test("are known for every member state of the EU and its neighbours, each tried with real numbers")
  func everyCountry() {
    let members = [
      "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
      "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    ]
    let known = Set(TaxScheme.list.map(\.country))
    #expect(known == Set(members + ["AU", "BR", "CA", "CH", "GB", "MX", "NO"]))
    var tried: Set<String> = []
    for sample in TaxIDTests.samples {
      guard let taxID = TaxID(sample.written, country: sample.addressCountry) else { continue }
      if let scheme = taxID.scheme { tried.insert("\(taxID.country ?? "") \(scheme)") }
    }
    #expect(tried == Set(TaxScheme.list.map { "\($0.country) \($0.name)" }))
  }

  @Test(
    "with wrong check digits or parts are not valid",
    arguments: [
      "ATU 143 43 102", "ATU46080904", "BE 0406.139.583", "BE 456.973.432", "BG 131 172 009", "BG 147147471",
      "CY 10246672F", "CY-12259033P", "CZ 25557481", "CZ 640913926", "CZ 8058018314", "CZ 95123891",
      "DE 125014855", "DE 011125440", "DK 2565 2202", "DK10159817", "EE 100 941 558", "ES 54362415K",
      "ES-x-2322300w", "Es-a48951310", "EL 094013834", "EL: 094269805", "FR 04409414264", "FR K 7399859312",
      "FR L 7399859412", "IE 4731823H", "IE8D79729I", "IT 00687129980", "IT 00687121012", "IT 00687120006",
      "LT 100001354", "LT 100001509922", "LV 40003189715", "LV-10103241337", "NL 009122746B00",
      "SK 1078449164", "SK 2010 237 945",
      "SE556012579000", "SE556012579095", "HA499", "RO 1630615123458",
    ])
  func wrong(text: String) {
    #expect(TaxID(text, country: nil)?.isValid != true)
  }

  @Test("keep every sign: old Irish numbers, Mexican ones with & and Ñ")
  func signs() {
    #expect(TaxID("IE8+49289F", country: nil)?.isValid == true)
    #expect(TaxID("8*49289F", country: "IE")?.isValid == true)
    for (country, left, right) in [
      ("IE", "IE8+49289F", "IE8*49289F"), ("IE", "8+49289F", "849289F"),
      ("MX", "GA&010203AB1", "GAÑ010203AB1"), ("MX", "GAÑ010203AB1", "GAN010203AB1"),
      ("MX", "AP&0305026J9", "AP0305026J9"), ("US", "12#3456789", "12+3456789"),
    ] {
      var world = MatchingWorld()
      world.jde("1", "Alpha", tax: left, country: country)
      world.zoho("901", "Omega", tax: right, country: country)
      if case .link = world.decide("1") { Issue.record("\(left) is not \(right)") }
    }
  }

  @Test("are found by letters and digits where a sign was lost, and only asked about")
  func lostSign() {
    for (left, right) in [("IE8+49289F", "IE8 49289F"), ("GAÑ010203AB1", "GA?N010203AB1")] {
      var world = MatchingWorld()
      world.jde("1", "Alpha", tax: left, country: "IE")
      world.zoho("901", "Omega", tax: right, country: "IE")
      guard case .review(.weakOnly, let candidates) = world.decide("1") else {
        Issue.record("\(left) may be \(right)")
        continue
      }
      #expect(candidates.first?.sharedKeys == ["tax_form"] || candidates.first?.sharedKeys == ["tax_number"])
    }
  }

  @Test("of two numbers that differ in a sign contradict one mailbox")
  func contradiction() {
    var world = MatchingWorld()
    world.jde("1", "Alpha", tax: "IE8+49289F", mail: "kontor@alpha.example", country: "IE")
    world.zoho("901", "Alpha", tax: "IE8*49289F", mail: "kontor@alpha.example", country: "IE")
    guard case .review(.keysDisagree, _) = world.decide("1") else {
      Issue.record("two tax numbers, one mailbox")
      return
    }
  }

  @Test(
    "are read in digits of any script and in full width",
    arguments: [
      ("SA", "٣٠٠٠٥٥١٨٤٤٠٠٠٠٣", "300055184400003"), ("JP", "Ｔ７００００１２０５０００２", "T7000012050002"),
      ("IN", "२७AAPFU0939F1ZV", "27AAPFU0939F1ZV"), ("DE", "ＤＥ１６８３４７７４７", "168347747"),
      ("DE", "DE 168\u{2011}347\u{A0}747\u{200B}", "168347747"),
      ("MX", "MUN\u{303}110218LJ6", "MUÑ110218LJ6"),
    ])
  func scripts(country: String, text: String, number: String) throws {
    #expect(try #require(TaxID(text, country: country)).number == number)
  }

  @Test("begin with a country only where that country's form follows")
  func prefix() {
    #expect(TaxID("BEA010203AB1", country: "MX")?.country == "MX")
    #expect(TaxID("BEA010203AB1", country: nil)?.country == nil)
    #expect(TaxID("FI12345", country: "US")?.number == "FI12345")
    #expect(TaxID("FI12345", country: "FI")?.number == "12345", "as the address says")
    #expect(TaxID("XI980780684", country: "IE")?.country == "GB")
    #expect(TaxID("GBGD001", country: nil)?.country == "GB", "a department's number, which has no check")
    #expect(TaxID("CHE-105.067.880 MWST/TVA", country: nil)?.number == "105067880")
  }

  @Test(
    "alone are of one country only where no other on the complete list has that form",
    arguments: [
      ("502448911", nil), ("556012-5790", nil), ("12892312", nil), ("05617370969", nil),
      ("07.195.358/0001-66", "BR"), ("NL001452330B47", "NL"), ("001452330B47", "NL"), ("B&D9605298Y3", "MX"),
      ("8+49289F", "IE"), ("A28184661", "ES"),
    ] as [(String, String?)])
  func alone(text: String, country: String?) {
    #expect(TaxID(text, country: nil)?.onlyCountry == country)
    var world = MatchingWorld()
    world.jde("1", "Alpha", tax: text, country: nil)
    world.zoho("901", "Omega", tax: text, country: nil)
    guard case .link(_, let explanation) = world.decide("1") else {
      #expect(country == nil && world.decide("1") != .create, "it asks at least")
      return
    }
    #expect(country != nil && explanation.rule.hasPrefix("tax id"))
  }

  @Test("that are for nobody in particular are none")
  func forNobody() {
    #expect(TaxID("XAXX010101000", country: "MX") == nil)
    #expect(TaxID("XEXX-010101-000", country: nil) == nil)
    #expect(TaxID("PT 999999990", country: nil) == nil)
  }
}
