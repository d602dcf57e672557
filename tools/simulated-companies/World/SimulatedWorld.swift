/// The companies that both simulators know, made from a seed: the same seed makes the same world.
///
/// A company is computed from (seed, index) whenever it is asked for; nothing is kept.
package struct SimulatedWorld: Sendable {
  /// What everything is made from.
  package let seed: UInt64
  /// How many customers JD Edwards has.
  package let customers: Int
  /// The day on which the world begins.
  package let today: CivilDate
  private let order: [Int]
  private let realTaxNumbers: [Int: String]

  /// A world of `customers` companies as they are on `today`.
  package init(seed: UInt64, customers: Int, today: CivilDate) {
    self.seed = seed
    self.customers = customers
    self.today = today
    var dice = SeededDice(seed: seed, purpose: 1, index: 0)
    order = Array(RealCompany.all.indices).shuffled(using: &dice)
    realTaxNumbers = Self.realTaxNumbers(order: order)
  }

  /// The AN8 of the customer at `index`; numbers rise by 4, so that there is room for others between.
  package func an8(of index: Int) -> Int { 4_000 + index * 4 }

  /// The customer with that AN8; nil where it is none.
  package func index(of an8: Int) -> Int? {
    let distance = an8 - 4_000
    return distance >= 0 && distance.isMultiple(of: 4) && distance / 4 < customers ? distance / 4 : nil
  }

  /// The company at `index`, which may lie beyond the customers: those are strangers to JD Edwards.
  package func company(at index: Int) -> SimulatedCompany {
    var dice = SeededDice(seed: seed, purpose: 2, index: index)
    let isGroupMember = index > 0 && index % 47 == 46
    let real = RealCompany.all[order[(isGroupMember ? index - 1 : index) % order.count]]
    let round = index / order.count
    let identity =
      isGroupMember
      ? groupMember(of: real, index: index, dice: &dice)
      : named(real, index: index, round: round, dice: &dice)
    let forms = CountryForms.of(identity.place.country)
    let parent = isGroupMember ? company(at: index - 1) : nil
    let address = Self.address(in: identity.place, forms: forms, dice: &dice)
    let tax = parent?.taxNumber ?? taxNumber(country: identity.place.country, index: index, dice: &dice)
    let domain = parent.map { Self.domain(of: $0.shortName) } ?? Self.domain(of: identity.short)
    let mail =
      parent?.mail.map { SimulatedMail(address: $0.address, use: .shared) }
      ?? self.mail(domain: domain, forms: forms, index: index, dice: &dice)
    let contacts = self.contacts(domain: domain, forms: forms, dice: &dice)
    let fax = dice.chance(40) ? Self.phone(forms, &dice) : nil
    return SimulatedCompany(
      index: index, an8: an8(of: index),
      name: identity.name, shortName: identity.short, legalForm: identity.legalForm,
      country: identity.place.country, address: address, taxNumber: tax,
      taxAsWritten: tax.map { Self.asWritten($0, country: identity.place.country, dice: &dice) } ?? "",
      phone: Self.phone(forms, &dice), fax: fax, mail: mail,
      website: real.website.isEmpty ? "" : "www.\(domain)",
      industryCode: CodeList.industryCode(for: real.industry),
      customerType: dice.pick(["CUS", "CUS", "CUS", "KEY", "DIS", "RES", "PAR", "INT"]),
      salesArea: CodeList.salesArea(for: identity.place.country),
      lines: Self.lines(&dice), currency: forms.currency, language: forms.language, contacts: contacts,
      futureAddress: dice.chance(3)
        ? (
          Self.address(in: RealCompany.places[dice.below(RealCompany.places.count)], forms: nil, dice: &dice),
          dice.within(5...60)
        ) : nil,
      formerAddress: dice.chance(6) ? Self.address(in: identity.place, forms: forms, dice: &dice) : nil,
      parent: parent?.an8, ageInDays: dice.within(30...900))
  }
}

extension SimulatedWorld {
  private struct Identity {
    var name: String
    var short: String
    var legalForm: String
    var place: RealCompany.Place
  }

  /// A listed company, or from the second round on a branch or subsidiary in another city.
  private func named(_ real: RealCompany, index: Int, round: Int, dice: inout SeededDice) -> Identity {
    var place = RealCompany.Place(city: real.city, region: real.region, country: real.country)
    var short = real.name
    if round > 0 {
      let start = order[index % order.count] * 31
      place = RealCompany.places[(start + round * 61) % RealCompany.places.count]
      let kinds = ["Branch \(place.city)", place.city, "Logistics \(place.city)", "Services \(place.city)"]
      short += " " + kinds[(round - 1) % kinds.count]
    }
    let forms = CountryForms.of(place.country)
    if index % 37 == 5 {
      let form = Self.longForm(of: place.country)
      return Identity(name: "\(short) \(form)", short: short, legalForm: form, place: place)
    }
    let hasForm = dice.chance(60)
    let form = dice.pick(forms.legalForms)
    guard hasForm, !Self.bringsLegalForm(real.name) || round > 0 else {
      return Identity(name: short, short: short, legalForm: "", place: place)
    }
    return Identity(name: "\(short) \(form)", short: short, legalForm: form, place: place)
  }

  /// A company of the same group as the one before it, with the group's tax number and mailbox.
  private func groupMember(of real: RealCompany, index: Int, dice: inout SeededDice) -> Identity {
    let parent = company(at: index - 1)
    let place = RealCompany.Place(
      city: parent.address.city, region: parent.address.region, country: parent.country)
    let kind = dice.pick(["Leasing", "Trading", "Real Estate", "Shared Services", "Logistics"])
    let form = dice.pick(CountryForms.of(place.country).legalForms)
    let short = "\(parent.shortName) \(kind)"
    return Identity(name: "\(short) \(form)", short: short, legalForm: form, place: place)
  }

  /// A legal form that takes any name beyond JDE's 40 characters.
  private static func longForm(of country: String) -> String {
    switch country {
    case "DE", "AT", "CH": "Beteiligungs- und Vermögensverwaltungsgesellschaft mbH & Co. KG"
    case "FR", "BE", "LU": "Société internationale de participations et d'investissements SA"
    case "JP": "Global Manufacturing and Trading Kabushiki Kaisha"
    case "ES", "MX", "AR": "Sociedad Española de Inversiones y Participaciones S.A."
    default: "International Holdings and Investment Management Company, Inc."
    }
  }

  private static func bringsLegalForm(_ name: String) -> Bool {
    let last = name.split(separator: " ").last.map { $0.lowercased() } ?? ""
    let forms = [
      "ab", "ag", "se", "sa", "inc.", "inc", "plc", "corporation", "group", "company", "ltd.", "ltd", "nv",
      "co.",
      "corp.", "corp", "llc", "oyj", "holding", "holdings", "companies", "s.a.", "n.v.", "kgaa", "gmbh",
      "trust",
    ]
    return forms.contains(last)
  }

  /// A domain that nobody owns: `.example` is reserved.
  private static func domain(of name: String) -> String {
    var label: [UInt8] = []
    for byte in name.lowercased().utf8 where label.count < 30 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): label.append(byte)
      case UInt8(ascii: " ") where label.last != UInt8(ascii: "-") && !label.isEmpty:
        label.append(UInt8(ascii: "-"))
      default: break
      }
    }
    while label.last == UInt8(ascii: "-") { label.removeLast() }
    return String(decoding: label.isEmpty ? Array("company".utf8) : label, as: UTF8.self) + ".example"
  }

  private static func address(
    in place: RealCompany.Place, forms: CountryForms?, dice: inout SeededDice
  ) -> SimulatedAddress {
    let forms = forms ?? CountryForms.of(place.country)
    let pattern = dice.pick(forms.streets)
    var street = [
      pattern.split(separator: "#", omittingEmptySubsequences: false).joined(
        separator: String(dice.within(1...199)))
    ]
    if dice.chance(15) { street.append(dice.pick(["Building C", "2nd Floor", "c/o Accounting", "Gate 7"])) }
    return SimulatedAddress(
      street: street, city: place.city, region: place.region,
      postal: CountryForms.filled(forms.postal, &dice), country: place.country)
  }

  private static func phone(_ forms: CountryForms, _ dice: inout SeededDice) -> SimulatedPhone {
    SimulatedPhone(
      dialling: forms.dialling, area: dice.pick(forms.areas),
      subscriber: CountryForms.filled(forms.subscriber, &dice))
  }

  /// A made number, or a real one where the pool has one for this company; none for one in ten.
  private func taxNumber(country: String, index: Int, dice: inout SeededDice) -> String? {
    if dice.chance(10) { return nil }
    let made = TaxNumber.make(country: country, dice: &dice)
    return realTaxNumbers[index] ?? made
  }

  /// Real tax numbers for some companies of the first round, each number once and in its own country.
  private static func realTaxNumbers(order: [Int]) -> [Int: String] {
    var pools = RealCompany.taxNumbers
    var numbers: [Int: String] = [:]
    for index in stride(from: 0, to: order.count, by: 5) where index % 47 != 46 {
      let country = RealCompany.all[order[index]].country
      guard let number = pools[country]?.popLast() else { continue }
      numbers[index] = compact(number)
    }
    return numbers
  }

  /// A number without blanks, dots and slashes.
  package static func compact(_ number: String) -> String {
    String(decoding: number.utf8.filter { ![0x20, 0x2E, 0x2F].contains($0) }, as: UTF8.self)
  }

  /// The number as somebody typed it into 20 characters: compact, without prefix, or in groups.
  private static func asWritten(_ number: String, country: String, dice: inout SeededDice) -> String {
    // `CHE…` has no prefix that somebody would leave out.
    let prefix = number.hasPrefix("CHE") ? "" : String(number.prefix(2))
    switch dice.below(10) {
    case 0 where prefix == country: return String(number.dropFirst(2))
    case 1 where prefix == country && number.count <= 13: return "\(prefix) \(number.dropFirst(2))"
    case 2 where prefix == country && number.count <= 13:
      let rest = number.dropFirst(2)
      return "\(prefix) \(rest.prefix(3)) \(rest.dropFirst(3).prefix(3)) \(rest.dropFirst(6))"
    default: return number
    }
  }

  private func mail(
    domain: String, forms: CountryForms, index: Int, dice: inout SeededDice
  ) -> SimulatedMail? {
    switch dice.below(100) {
    case 0..<20: return nil
    case 20..<60:
      let box = dice.pick(["info", "sales", "office", "accounts.payable", "kontakt"])
      return SimulatedMail(address: "\(box)@\(domain)", use: .role)
    case 60..<64:
      let office = dice.pick(["nord", "ost", "west"])
      return SimulatedMail(address: "clients@bookkeeping-\(office).example", use: .shared)
    case 64..<67:
      return SimulatedMail(address: "simulated.customer.\(an8(of: index))@gmail.com", use: .personal)
    default:
      let person = Self.mailbox(first: dice.pick(forms.first), last: dice.pick(forms.last))
      return SimulatedMail(address: "\(person)@\(domain)", use: .personal)
    }
  }

  private static func lines(_ dice: inout SeededDice) -> [SimulatedBusinessLine] {
    func line(_ company: String, _ dice: inout SeededDice) -> SimulatedBusinessLine {
      let limit = dice.chance(8) ? 0 : dice.within(1...400) * 2_500
      return SimulatedBusinessLine(
        company: company, creditLimit: limit, terms: dice.pick(CodeList.paymentTerms).code)
    }
    switch dice.below(100) {
    case 0..<60: return [line("00000", &dice)]
    case 60..<95: return [line("00000", &dice), line("00001", &dice)]
    default: return [line("00001", &dice)]
    }
  }

  private func contacts(
    domain: String, forms: CountryForms, dice: inout SeededDice
  ) -> [SimulatedContact] {
    (0..<dice.pick([0, 1, 1, 1, 2, 3])).map { position in
      let (first, last) = (dice.pick(forms.first), dice.pick(forms.last))
      let isWhole = dice.chance(5)
      let box = Self.mailbox(first: first, last: last)
      return SimulatedContact(
        line: position + 1, first: isWhole ? "" : first, last: isWhole ? "" : last,
        fullName: "\(first) \(last)",
        title: dice.pick(["Purchasing Manager", "CFO", "Accounts Payable", "", "Einkauf", "Plant Manager"]),
        mail: dice.chance(75) ? "\(box)\(position == 0 ? "" : String(position + 1))@\(domain)" : nil,
        phone: dice.chance(50) ? Self.phone(forms, &dice) : nil)
    }
  }

  private static func mailbox(first: String, last: String) -> String {
    func plain(_ text: String) -> String {
      let folded = SpellingChange.withoutAccents(text).lowercased()
      return String(decoding: folded.utf8.filter { (0x61...0x7A).contains($0) }, as: UTF8.self)
    }
    return "\(plain(first)).\(plain(last))"
  }
}
