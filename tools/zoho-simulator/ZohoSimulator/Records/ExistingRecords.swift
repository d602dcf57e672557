import JSONText
import SimulatedCompanies

/// Makes the accounts and contacts that Zoho has from the start: some of JDE's customers, spelt otherwise.
struct ExistingRecords {
  private let world: SimulatedWorld
  private var dice: SeededDice
  private var nextID: UInt64
  private let now: Int
  private(set) var accounts = ZohoTable(.accounts)
  private(set) var contacts = ZohoTable(.contacts)
  private(set) var truth = ZohoTruth()

  /// Makes `count` accounts of the world, the ids of which begin at `firstID`.
  init(world: SimulatedWorld, count: Int, firstID: UInt64, now: WallTime) {
    self.world = world
    dice = SeededDice(seed: world.seed, purpose: 8, index: 0)
    nextID = firstID
    self.now = now.seconds
    var order = Array(0..<world.customers)
    order.shuffle(using: &dice)
    var customers = order[...]
    var stranger = world.customers
    var made = 0
    while made < count {
      if dice.chance(9) || customers.isEmpty {
        add(world.company(at: stranger), ZohoTruth.Kind.stranger)
        stranger += 1
        made += 1
      } else if let index = customers.popFirst() {
        let company = world.company(at: index)
        let kind = kind(for: company)
        add(company, kind)
        made += 1
        if kind == .twin, made < count {
          add(company, kind)
          made += 1
        }
      }
    }
  }

  /// The first id that is still free.
  var freeID: UInt64 { nextID }

  private mutating func kind(for company: SimulatedCompany) -> ZohoTruth.Kind {
    let mailIsKey = company.mail?.use == .personal && company.mail?.address.hasSuffix("gmail.com") == false
    let rolled: ZohoTruth.Kind =
      switch dice.below(100) {
      case 0..<60: .tax
      case 60..<75: .email
      case 75..<86: .weak
      case 86..<91: .linked
      case 91..<95: .disagree
      default: .twin
      }
    switch rolled {
    case .tax where company.taxNumber == nil, .disagree where company.taxNumber == nil,
      .twin where company.taxNumber == nil:
      return mailIsKey ? .email : .weak
    case .email where !mailIsKey: return company.taxNumber == nil ? .weak : .tax
    default: return rolled
    }
  }

  private mutating func add(_ company: SimulatedCompany, _ kind: ZohoTruth.Kind) {
    let owner = UInt8(dice.within(1...4))
    let created = now - 86_400 * (1_200 - accounts.records.count % 400) + accounts.records.count
    let modified = now - 86_400 * dice.within(3...600) - dice.below(86_400)
    var record = ZohoRecord(id: takeID(), created: min(created, modified), modified: modified, owner: owner)
    for (name, value) in values(of: company, kind) {
      guard let position = ZohoModule.accounts.position(name), value != "\"\"" else { continue }
      record[position] = value
    }
    accounts.append(record)
    truth.accounts.append(
      ZohoTruth.Account(id: record.id, an8: kind == .stranger ? nil : company.an8, kind: kind))
    addContacts(of: company, account: record, isStranger: kind == .stranger)
  }

  private mutating func values(
    of company: SimulatedCompany, _ kind: ZohoTruth.Kind
  ) -> [(String, String)] {
    func text(_ value: String) -> String { JSONValue(value).text }
    let isLong = company.name.count > 40
    let change: SpellingChange = isLong || dice.chance(35) ? .none : dice.pick(SpellingChange.allCases)
    var values: [(String, String)] = [
      ("Account_Name", text(change.applied(to: company))),
      ("Phone", text(dice.chance(70) ? company.phone.international : "")),
      ("Website", text(dice.chance(60) ? company.website : "")),
      ("Industry", text(Self.zoho(company.industryCode, CodeList.industries))),
      ("Account_Type", text(dice.chance(80) ? Self.zoho(company.customerType, CodeList.customerTypes) : "")),
      ("Account_Source", text(dice.pick(["Zoho", "Import", ""]))),
      ("Account_Status", text("Active")), ("Currency", text(company.currency)),
    ]
    if dice.chance(80) || kind == .weak {
      values += [
        ("Billing_Street", text(company.address.street.joined(separator: "\n"))),
        ("Billing_City", text(company.address.city)), ("Billing_Code", text(company.address.postal)),
        ("Billing_Country", text(company.country)),
      ]
    }
    if dice.chance(30) { values.append(("Credit_Limit", "\(dice.within(1...40) * 5_000)")) }
    if dice.chance(40) { values.append(("Payment_Terms", text(dice.pick(CodeList.paymentTerms).zoho))) }
    if let tax = company.taxNumber, kind != .weak, kind != .email {
      values.append(("Tax_Number", text(written(tax))))
    }
    if kind == .linked { values.append(("JDE_Address_Number", text(String(company.an8)))) }
    if let mail = mail(of: company, kind) { values.append(("Email_1", text(mail))) }
    return values
  }

  /// The company's mailbox as somebody typed it; of another company where the keys are to disagree.
  private mutating func mail(of company: SimulatedCompany, _ kind: ZohoTruth.Kind) -> String? {
    switch kind {
    case .weak: return nil
    case .disagree:
      for offset in 1..<40 {
        let other = world.company(at: (company.index + offset * 7) % max(1, world.customers))
        if other.index != company.index, let mail = other.mail, mail.use == .personal { return mail.address }
      }
      return nil
    case .email: return company.mail.map { dice.chance(50) ? $0.address : Self.capitalised($0.address) }
    default: return dice.chance(50) ? company.mail?.address : nil
    }
  }

  private mutating func addContacts(of company: SimulatedCompany, account: ZohoRecord, isStranger: Bool) {
    let module = ZohoModule.contacts
    for contact in company.contacts where dice.chance(60) {
      var record = ZohoRecord(
        id: takeID(), created: account.created, modified: account.modified, owner: account.owner)
      var last = contact.last
      if last.isEmpty { last = contact.fullName.split(separator: " ").last.map(String.init) ?? "?" }
      let values: [(String, String)] = [
        ("First_Name", contact.first), ("Last_Name", dice.chance(20) ? last.uppercased() : last),
        ("Full_Name", contact.fullName), ("Email", contact.mail ?? ""), ("Title", contact.title),
        ("Phone", contact.phone?.international ?? ""),
      ]
      for (name, value) in values where !value.isEmpty {
        if let position = module.position(name) { record[position] = JSONValue(value).text }
      }
      if let position = module.position("Account_Name") { record[position] = String(account.id) }
      contacts.append(record)
      truth.contacts.append(
        ZohoTruth.Contact(id: record.id, key: isStranger ? nil : "\(company.an8).\(contact.line)"))
    }
  }

  private mutating func takeID() -> UInt64 {
    defer { nextID += UInt64(dice.within(1...7)) }
    return nextID
  }

  /// The number with other blanks, dots and case than JDE's people used.
  private mutating func written(_ number: String) -> String {
    let head = number.prefix { $0.isLetter }
    let tail = number.dropFirst(head.count)
    switch dice.below(4) {
    case 0 where !head.isEmpty: return number.lowercased()
    case 1 where !head.isEmpty: return "\(head) \(tail)"
    case 2 where !tail.contains("-") && tail.count >= 8:
      return "\(head) \(tail.prefix(3)).\(tail.dropFirst(3).prefix(3)).\(tail.dropFirst(6))".trimmingBlanks
    case 3 where tail.contains("-"): return number.filter { $0 != "-" }
    default: return number
    }
  }

  private static func zoho(_ code: String, _ list: [CodePair]) -> String {
    list.first { $0.code == code }?.zoho ?? ""
  }

  private static func capitalised(_ mail: String) -> String {
    mail.prefix(1).uppercased() + mail.dropFirst()
  }
}

/// Who is the same as whom, of what existed from the start.
struct ZohoTruth: Sendable {
  var accounts: [Account] = []
  var contacts: [Contact] = []

  struct Account: Sendable {
    let id: UInt64
    /// Nil for a company that JD Edwards does not know.
    let an8: Int?
    let kind: Kind
  }

  struct Contact: Sendable {
    let id: UInt64
    /// `AN8.IDLN`.
    let key: String?
  }

  /// By what the two could be found to be the same.
  enum Kind: String, Sendable {
    /// The tax number, written otherwise.
    case tax
    /// A personal mailbox.
    case email
    /// Nothing but name and address.
    case weak
    /// JDE's number stands in the unique field.
    case linked
    /// The tax number is one company's, the mailbox another's.
    case disagree
    /// Two accounts are the same company.
    case twin
    /// JD Edwards does not know it.
    case stranger
  }

  /// The control endpoint's form.
  var json: JSONValue {
    [
      "accounts": .array(
        accounts.map {
          [
            "id": JSONValue(String($0.id)), "an8": $0.an8.map { JSONValue($0) } ?? .null,
            "kind": JSONValue($0.kind.rawValue),
          ]
        }),
      "contacts": .array(contacts.map { ["id": JSONValue(String($0.id)), "key": JSONValue($0.key)] }),
    ]
  }
}
