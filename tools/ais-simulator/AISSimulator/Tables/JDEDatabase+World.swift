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

/// Writes companies down as rows, the way JD Edwards does.
private struct DatabaseFiller {
  let today: CivilDate
  var f0101: [JDERow] = []
  var f03012: [JDERow] = []
  var f0401: [JDERow] = []
  var f0111: [JDERow] = []
  var f0115: [JDERow] = []
  var f01151: [JDERow] = []
  var f0116: [JDERow] = []
  var f0005: [JDERow] = []

  init(today: CivilDate) { self.today = today }

  var rows: [(JDETable, [JDERow])] {
    [
      (.f0101, f0101), (.f03012, f03012), (.f0401, f0401), (.f0111, f0111), (.f0115, f0115),
      (.f01151, f01151), (.f0116, f0116), (.f0005, f0005),
    ]
  }

  mutating func add(_ company: SimulatedCompany) {
    let audit = Self.audit(today: today, age: company.ageInDays, an8: company.an8)
    f0101.append(master(company, audit: audit))
    for line in company.lines {
      f03012.append(
        Self.row(
          .f03012, audit,
          [
            "AN8": "\(company.an8)", "CO": line.company, "ARC": "TRAD", "CRCD": company.currency,
            "ACL": "\(line.creditLimit)", "TRAR": line.terms, "HDAR": "N", "RYIN": "T", "CMGR": "CREDIT",
          ]))
    }
    let name = String(company.name.prefix(40))
    f0111.append(
      Self.row(
        .f0111, audit,
        [
          "AN8": "\(company.an8)", "IDLN": "0", "MLNM": name, "ALPH": name, "DC": Self.compressed(name),
          "TYC": ".",
        ]
      ))
    addContacts(of: company, audit: audit)
    addNumbers(of: company, audit: audit)
    addAddresses(of: company, audit: audit)
  }

  private func master(_ company: SimulatedCompany, audit: [String: String]) -> JDERow {
    let name = String(company.name.prefix(40))
    return Self.row(
      .f0101, audit,
      [
        "AN8": "\(company.an8)", "TAX": String(company.taxAsWritten.prefix(20)), "ALPH": name,
        "DC": Self.compressed(name), "MCU": "           1", "SIC": company.industryCode,
        "LNGP": company.language, "AT1": "C", "TAXC": "C", "ATR": "Y", "ATP": "N", "ATE": "N",
        "AC01": company.customerType, "AC05": company.salesArea,
        "AN81": "\(company.parent ?? company.an8)",
      ])
  }

  private mutating func addContacts(of company: SimulatedCompany, audit: [String: String]) {
    for contact in company.contacts {
      let (an8, line) = ("\(company.an8)", "\(contact.line)")
      f0111.append(
        Self.row(
          .f0111, audit,
          [
            "AN8": an8, "IDLN": line, "DSS5": line, "MLNM": contact.fullName, "ALPH": contact.fullName,
            "DC": Self.compressed(contact.fullName), "GNNM": contact.first, "SRNM": contact.last,
            "ATTL": contact.title, "TYC": "A",
          ]))
      if let phone = contact.phone {
        f0115.append(
          Self.row(
            .f0115, audit,
            ["AN8": an8, "IDLN": line, "RCK7": "1", "CNLN": "0", "AR1": phone.area, "PH1": phone.subscriber]))
      }
      if let mail = contact.mail {
        f01151.append(
          Self.row(.f01151, audit, ["AN8": an8, "IDLN": line, "RCK7": "1", "ETP": "E", "EMAL": mail]))
      }
    }
  }

  private mutating func addNumbers(of company: SimulatedCompany, audit: [String: String]) {
    let an8 = "\(company.an8)"
    for (position, phone) in [company.phone, company.fax].enumerated() {
      guard let phone else { continue }
      f0115.append(
        Self.row(
          .f0115, audit,
          [
            "AN8": an8, "IDLN": "0", "RCK7": "\(position + 1)", "CNLN": "0",
            "PHTP": position == 0 ? "" : "FAX", "AR1": phone.area, "PH1": phone.subscriber,
          ]))
    }
    let addresses = [("E", company.mail?.address ?? ""), ("I", company.website)]
    for (position, (type, address)) in addresses.enumerated() where !address.isEmpty {
      f01151.append(
        Self.row(
          .f01151, audit,
          ["AN8": an8, "IDLN": "0", "RCK7": "\(position + 1)", "ETP": type, "EMAL": address]))
    }
  }

  private mutating func addAddresses(of company: SimulatedCompany, audit: [String: String]) {
    let began =
      company.an8 % 5 < 2 || company.formerAddress != nil
      ? today.adding(days: -company.ageInDays).compact : ""
    var addresses = [(began, company.address)]
    if let former = company.formerAddress { addresses.append(("20110101", former)) }
    if let (address, days) = company.futureAddress {
      addresses.append((today.adding(days: days).compact, address))
    }
    for (from, address) in addresses {
      var cells = [
        "AN8": "\(company.an8)", "EFTB": from, "EFTF": from.isEmpty ? "" : "1", "ADDZ": address.postal,
        "CTY1": String(address.city.prefix(25)), "CTR": address.country,
        "ADDS": String(address.region.prefix(2)).uppercased(),
      ]
      for (line, text) in address.street.enumerated() { cells["ADD\(line + 1)"] = String(text.prefix(40)) }
      f0116.append(Self.row(.f0116, audit, cells))
    }
  }

  mutating func addSupplier(an8: Int, like company: SimulatedCompany) {
    let audit = Self.audit(today: today, age: company.ageInDays + 3, an8: an8)
    let name = "\(company.address.city.prefix(20)) Supplies \(an8)"
    f0101.append(
      Self.row(
        .f0101, audit,
        [
          "AN8": "\(an8)", "ALPH": name, "DC": Self.compressed(name), "AT1": "V", "ATP": "Y",
          "MCU": "           1",
        ]))
    f0401.append(
      Self.row(
        .f0401, audit,
        ["AN8": "\(an8)", "APC": "TRAD", "CRRP": company.currency, "TRAP": "N30", "PYIN": "T", "HDPY": "N"]))
    f0111.append(
      Self.row(.f0111, audit, ["AN8": "\(an8)", "IDLN": "0", "MLNM": name, "ALPH": name, "TYC": "."]))
  }

  mutating func addEmployee(an8: Int, like company: SimulatedCompany) {
    let audit = Self.audit(today: today, age: company.ageInDays + 5, an8: an8)
    let name =
      company.contacts.first.map { "\($0.fullName.split(separator: " ").last ?? "Doe"), Sam" } ?? "Doe, Sam"
    f0101.append(
      Self.row(
        .f0101, audit,
        ["AN8": "\(an8)", "ALPH": name, "DC": Self.compressed(name), "AT1": "E", "ATE": "Y", "TAXC": "P"]))
    f0111.append(
      Self.row(.f0111, audit, ["AN8": "\(an8)", "IDLN": "0", "MLNM": name, "ALPH": name, "TYC": "."]))
  }

  mutating func addCodes() {
    let lists: [(String, String, [CodePair])] = [
      ("00", "PT", CodeList.paymentTerms), ("01", "01", CodeList.customerTypes),
      ("01", "SC", CodeList.industries), ("01", "05", CodeList.salesAreas),
      ("01", "ST", CodeList.searchTypes),
    ]
    let audit = Self.audit(today: today, age: 2_000, an8: 1)
    for (product, kind, codes) in lists {
      for code in codes {
        f0005.append(
          Self.row(
            .f0005, audit, ["SY": product, "RT": kind, "KY": code.code, "DL01": code.title, "HRDC": "N"]))
      }
    }
  }

  private static func audit(today: CivilDate, age: Int, an8: Int) -> [String: String] {
    let second = an8 &* 7_919 % 86_400
    return [
      "USER": "JDE", "PID": "P01012", "JOBN": "WEB01", "UPMJ": today.adding(days: -age).compact,
      "UPMT": "\(second / 3_600 * 10_000 + second / 60 % 60 * 100 + second % 60)",
    ]
  }

  private static func row(
    _ table: JDETable, _ audit: [String: String], _ cells: [String: String]
  ) -> JDERow {
    JDERow(table.columns.map { cells[$0.alias] ?? audit[$0.alias] ?? "" }, of: table)
  }

  /// Upper case, without blanks and punctuation.
  private static func compressed(_ name: String) -> String {
    String(name.uppercased().filter { $0.isLetter || $0.isNumber }.prefix(40))
  }
}
