import SimulatedCompanies

extension JDEDatabase {
  /// The database of a world: customers, some suppliers and employees, and the code lists.
  init(world: SimulatedWorld) {
    var filler = DatabaseFiller(today: world.today)
    for index in 0..<world.customers {
      let company = world.company(at: index)
      filler.add(company)
      if index % 25 == 7 { filler.addSupplier(an8: company.an8 + 1, like: company) }
      if index % 25 == 19 { filler.addEmployee(an8: company.an8 + 1, like: company) }
    }
    filler.addCodes()
    for (table, rows) in filler.rows { fill(table, with: rows) }
  }
}

/// Makes rows of which only some columns have values; all columns are found once, before the first row.
private struct RowTemplate: Sendable {
  let table: JDETable
  private let positions: [Int]
  private let audit: Int

  init(_ table: JDETable, _ aliases: String) {
    self.table = table
    positions = aliases.split(separator: " ").compactMap { table.position(String($0)) }
    audit = table.columns.count - 5
  }

  /// A row with these values in the template's order, and its audit block.
  func row(_ values: [String], _ audit: Audit) -> JDERow {
    var cells = [String](repeating: "", count: table.columns.count)
    for (position, value) in zip(positions, values) { cells[position] = value }
    (cells[self.audit], cells[self.audit + 1], cells[self.audit + 3]) = ("JDE", "P01012", "WEB01")
    (cells[self.audit + 2], cells[self.audit + 4]) = (audit.date, audit.time)
    return JDERow(cells, of: table)
  }
}

/// When a row was touched last.
private struct Audit: Sendable {
  let date: String
  let time: String

  init(today: CivilDate, age: Int, an8: Int) {
    let second = an8 &* 7_919 % 86_400
    date = today.adding(days: -age).compact
    time = "\(second / 3_600 * 10_000 + second / 60 % 60 * 100 + second % 60)"
  }
}

/// Writes companies down as rows, the way JD Edwards does.
private struct DatabaseFiller {
  private let today: CivilDate
  private var f0101: [JDERow] = []
  private var f03012: [JDERow] = []
  private var f0401: [JDERow] = []
  private var f0111: [JDERow] = []
  private var f0115: [JDERow] = []
  private var f01151: [JDERow] = []
  private var f0116: [JDERow] = []
  private var f0005: [JDERow] = []

  init(today: CivilDate) { self.today = today }

  var rows: [(JDETable, [JDERow])] {
    [
      (.f0101, f0101), (.f03012, f03012), (.f0401, f0401), (.f0111, f0111), (.f0115, f0115),
      (.f01151, f01151), (.f0116, f0116), (.f0005, f0005),
    ]
  }

  private static let master = RowTemplate(
    .f0101, "AN8 ALPH DC AT1 TAX MCU SIC LNGP TAXC ATR ATP ATE AC01 AC05 AN81")
  private static let line = RowTemplate(.f03012, "AN8 CO ARC CRCD ACL TRAR HDAR RYIN CMGR")
  private static let supplier = RowTemplate(.f0401, "AN8 APC CRRP TRAP PYIN HDPY")
  private static let who = RowTemplate(.f0111, "AN8 IDLN MLNM ALPH DC TYC DSS5 GNNM SRNM ATTL")
  private static let phone = RowTemplate(.f0115, "AN8 IDLN RCK7 CNLN PHTP AR1 PH1")
  private static let mail = RowTemplate(.f01151, "AN8 IDLN RCK7 ETP EMAL")
  private static let address = RowTemplate(.f0116, "AN8 EFTB EFTF ADDZ CTY1 CTR ADDS ADD1 ADD2 ADD3 ADD4")
  private static let code = RowTemplate(.f0005, "SY RT KY DL01 HRDC")

  mutating func add(_ company: SimulatedCompany) {
    let audit = Audit(today: today, age: company.ageInDays, an8: company.an8)
    let (an8, name) = ("\(company.an8)", String(company.name.prefix(40)))
    let compressed = Self.compressed(name)
    f0101.append(
      Self.master.row(
        [
          an8, name, compressed, "C", String(company.taxAsWritten.prefix(20)), "           1",
          company.industryCode, company.language, "C", "Y", "N", "N", company.customerType, company.salesArea,
          "\(company.parent ?? company.an8)",
        ], audit))
    for line in company.lines {
      f03012.append(
        Self.line.row(
          [
            an8, line.company, "TRAD", company.currency, "\(line.creditLimit)", line.terms, "N", "T",
            "CREDIT",
          ],
          audit))
    }
    f0111.append(Self.who.row([an8, "0", name, name, compressed, "."], audit))
    addContacts(of: company, an8: an8, audit: audit)
    addNumbers(of: company, an8: an8, audit: audit)
    addAddresses(of: company, an8: an8, audit: audit)
  }

  private mutating func addContacts(of company: SimulatedCompany, an8: String, audit: Audit) {
    for contact in company.contacts {
      let (line, name) = ("\(contact.line)", contact.fullName)
      f0111.append(
        Self.who.row(
          [
            an8, line, name, name, Self.compressed(name), "A", line, contact.first, contact.last,
            contact.title,
          ], audit))
      if let phone = contact.phone {
        f0115.append(Self.phone.row([an8, line, "1", "0", "", phone.area, phone.subscriber], audit))
      }
      if let mail = contact.mail {
        f01151.append(Self.mail.row([an8, line, "1", "E", mail], audit))
      }
    }
  }

  private mutating func addNumbers(of company: SimulatedCompany, an8: String, audit: Audit) {
    for (position, phone) in [company.phone, company.fax].enumerated() {
      guard let phone else { continue }
      let kind = position == 0 ? "" : "FAX"
      f0115.append(
        Self.phone.row([an8, "0", "\(position + 1)", "0", kind, phone.area, phone.subscriber], audit))
    }
    let addresses = [("E", company.mail?.address ?? ""), ("I", company.website)]
    for (position, (kind, address)) in addresses.enumerated() where !address.isEmpty {
      f01151.append(Self.mail.row([an8, "0", "\(position + 1)", kind, address], audit))
    }
  }

  private mutating func addAddresses(of company: SimulatedCompany, an8: String, audit: Audit) {
    var addresses: [(String, SimulatedAddress)] = []
    if let former = company.formerAddress { addresses.append(("20110101", former)) }
    let isDated = company.an8 % 5 < 2 || company.formerAddress != nil
    addresses.append((isDated ? today.adding(days: -company.ageInDays).compact : "", company.address))
    if let (address, days) = company.futureAddress {
      addresses.append((today.adding(days: days).compact, address))
    }
    for (from, address) in addresses {
      let values = [
        an8, from, from.isEmpty ? "" : "1", address.postal, String(address.city.prefix(25)), address.country,
        address.region.prefix(2).uppercased(),
      ]
      f0116.append(Self.address.row(values + address.street.map { String($0.prefix(40)) }, audit))
    }
  }

  mutating func addSupplier(an8: Int, like company: SimulatedCompany) {
    let audit = Audit(today: today, age: company.ageInDays + 3, an8: an8)
    let name = "\(company.address.city.prefix(20)) Supplies \(an8)"
    f0101.append(
      Self.master.row(
        ["\(an8)", name, Self.compressed(name), "V", "", "           1", "", "", "C", "N", "Y", "N"], audit))
    f0401.append(Self.supplier.row(["\(an8)", "TRAD", company.currency, "N30", "T", "N"], audit))
    f0111.append(Self.who.row(["\(an8)", "0", name, name, Self.compressed(name), "."], audit))
  }

  mutating func addEmployee(an8: Int, like company: SimulatedCompany) {
    let audit = Audit(today: today, age: company.ageInDays + 5, an8: an8)
    let name = "\(company.contacts.first?.fullName.split(separator: " ").last ?? "Doe"), Sam"
    f0101.append(
      Self.master.row(
        ["\(an8)", name, Self.compressed(name), "E", "", "", "", "", "P", "N", "N", "Y"], audit))
    f0111.append(Self.who.row(["\(an8)", "0", name, name, Self.compressed(name), "."], audit))
  }

  mutating func addCodes() {
    let lists: [(String, String, [CodePair])] = [
      ("00", "PT", CodeList.paymentTerms), ("01", "01", CodeList.customerTypes),
      ("01", "SC", CodeList.industries), ("01", "05", CodeList.salesAreas),
      ("01", "ST", CodeList.searchTypes),
    ]
    let audit = Audit(today: today, age: 2_000, an8: 1)
    for (product, kind, codes) in lists {
      for code in codes { f0005.append(Self.code.row([product, kind, code.code, code.title, "N"], audit)) }
    }
  }

  /// Upper case, without blanks and punctuation.
  private static func compressed(_ name: String) -> String {
    if name.utf8.allSatisfy({ $0 < 0x80 }) {
      let bytes = name.utf8.compactMap { byte -> UInt8? in
        switch byte {
        case 0x30...0x39, 0x41...0x5A: byte
        case 0x61...0x7A: byte - 0x20
        default: nil
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    return String(name.uppercased().filter { $0.isLetter || $0.isNumber }.prefix(40))
  }
}
