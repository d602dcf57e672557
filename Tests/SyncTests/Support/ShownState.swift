import Foundation
import JSONText
import SimulatedCompanies

/// Both systems' records at one moment, and who is the same as whom.
struct ShownState {
  private let jde: JSONValue
  /// Rows by table and number.
  private let rowsByNumber: [String: [String: [JSONValue]]]
  let accounts: [JSONValue]
  let contacts: [JSONValue]
  let truth: JSONValue
  /// JDE's date, `yyyyMMdd`.
  let today: String

  init(jde: JSONValue, zoho: JSONValue, truth: JSONValue, today: String) {
    self.jde = jde
    self.truth = truth
    self.today = today
    accounts = zoho["Accounts"]?.array ?? []
    contacts = zoho["Contacts"]?.array ?? []
    var rowsByNumber: [String: [String: [JSONValue]]] = [:]
    for table in jde.object ?? [:] {
      rowsByNumber[table.key.value] = Dictionary(grouping: table.value.array ?? []) { $0.text("AN8") }
    }
    self.rowsByNumber = rowsByNumber
  }

  /// Rows of a JDE table.
  func rows(_ table: String) -> [JSONValue] { jde[table]?.array ?? [] }

  /// Rows of a JDE table that hang on a number.
  func rows(_ table: String, of number: String) -> [JSONValue] {
    rowsByNumber[table]?[number] ?? []
  }

  /// The accounts that carry a number of JDE's.
  func accounts(withKey key: String) -> [JSONValue] {
    accounts.filter { $0.text("JDE_Address_Number") == key }
  }

  /// The one account of a number; nil where there is none.
  func account(_ key: String) -> JSONValue? { accounts(withKey: key).first }

  /// The numbers of all customers of JDE's.
  var customers: [String] {
    rows("F0101").filter { $0["AT1"]?.string == "C" }.compactMap { $0["AN8"]?.string }
  }

  /// The row of F03012 that counts: company 00001 before 00000.
  func line(of number: String) -> JSONValue? {
    let lines = rows("F03012", of: number)
    return lines.first { $0["CO"]?.string == "00001" } ?? lines.first { $0["CO"]?.string == "00000" }
  }

  /// The address that is current on JDE's date.
  func address(of number: String) -> JSONValue? {
    rows("F0116", of: number).filter { ($0["EFTB"]?.string ?? "") <= today }
      .max { ($0["EFTB"]?.string ?? "") < ($1["EFTB"]?.string ?? "") }
  }
}

extension JSONValue {
  /// A member as text: numbers by their digits, blank where it is null or not there; blanks at its end count for
  /// nothing.
  func text(_ name: String) -> String {
    guard let value = self[name] else { return "" }
    let text = value.string ?? value.number?.digits ?? ""
    guard text.last == " " else { return text }
    return String(text.reversed().drop { $0 == " " }.reversed())
  }

  /// The id of a lookup.
  func lookup(_ name: String) -> String { self[name]?["id"]?.string ?? "" }
}

/// The plain statement of what "both systems agree" means, written from the mapping by hand: it shares no code with the
/// product.
struct Agreement {
  let state: ShownState

  /// Every way in which a linked pair disagrees; empty is what a sync must reach.
  ///
  /// Fields whose owner is Zoho agree when nothing that JDE knows is missing in Zoho.
  func disagreements() -> [String] { state.accounts.flatMap(ofAccount) + state.contacts.flatMap(ofContact) }

  private func ofAccount(_ account: JSONValue) -> [String] {
    let key = account.text("JDE_Address_Number")
    guard !key.isEmpty, let master = state.rows("F0101", of: key).first, master.text("AT1") == "C",
      let line = state.line(of: key)
    else { return [] }
    var found: [String] = []
    func check(_ field: String, _ jde: String, agrees: (String, String) -> Bool = { $0 == $1 }) {
      let zoho = account.text(field)
      if !agrees(jde, zoho) { found.append("account \(key): \(field) is \(zoho), JDE says \(jde)") }
    }
    check("Account_Name", master.text("ALPH")) { jde, zoho in
      jde == zoho || (jde.count == 40 && zoho.hasPrefix(jde))
    }
    check("Credit_Limit", line.text("ACL")) { Double($0) == Double($1) }
    check("Payment_Terms", Self.zoho(line.text("TRAR"), CodeList.paymentTerms))
    check("Industry", Self.zoho(master.text("SIC"), CodeList.industries))
    check("Account_Type", Self.zoho(master.text("AC01"), CodeList.customerTypes))
    check("Account_Source", "JD Edwards")
    check("Tax_Number", master.text("TAX")) { jde, zoho in
      let (left, right) = (Self.bare(jde), Self.bare(zoho))
      return left.isEmpty || left.hasSuffix(right) && !right.isEmpty || right.hasSuffix(left)
    }
    if let address = state.address(of: key) {
      let street = (1...4).map { address.text("ADD\($0)") }.filter { !$0.isEmpty }.joined(separator: "\n")
      check("Billing_Street", street)
      // CTY1 holds 25 characters; the 25th may have been a blank.
      check("Billing_City", address.text("CTY1")) { jde, zoho in
        jde == zoho || (jde.count >= 24 && zoho.hasPrefix(jde))
      }
      check("Billing_Code", address.text("ADDZ"))
      check("Billing_Country", address.text("CTR"))
    }
    let mails = state.rows("F01151", of: key).filter { $0.text("IDLN") == "0" && $0.text("ETP") == "E" }
    check("Email_1", mails.first?.text("EMAL") ?? "") { jde, zoho in jde.isEmpty || !zoho.isEmpty }
    let phones = state.rows("F0115", of: key).filter { $0.text("IDLN") == "0" && $0.text("PHTP").isEmpty }
    check("Phone", phones.first?.text("PH1") ?? "") { jde, zoho in jde.isEmpty || !zoho.isEmpty }
    return found
  }

  private func ofContact(_ contact: JSONValue) -> [String] {
    let key = contact.text("JDE_Contact_Key")
    let parts = key.split(separator: ".").map(String.init)
    guard parts.count == 2, state.rows("F0101", of: parts[0]).first?.text("AT1") == "C",
      let line = state.rows("F0111", of: parts[0]).first(where: { $0.text("IDLN") == parts[1] })
    else { return [] }
    var found: [String] = []
    let account = state.account(parts[0])?.text("id") ?? "none"
    if contact.lookup("Account_Name") != account {
      found.append("contact \(key) hangs on \(contact.lookup("Account_Name")), not on \(account)")
    }
    let last = line.text("SRNM").isEmpty ? line.text("MLNM") : line.text("SRNM")
    for (field, jde) in [
      ("Last_Name", last), ("First_Name", line.text("GNNM")), ("Title", line.text("ATTL")),
    ]
    where !jde.isEmpty && contact.text(field) != jde {
      found.append("contact \(key): \(field) is \(contact.text(field)), JDE says \(jde)")
    }
    return found
  }

  private static func zoho(_ code: String, _ list: [CodePair]) -> String {
    list.first { $0.code == code }?.zoho ?? ""
  }

  private static func bare(_ number: String) -> String {
    number.uppercased().filter { $0.isLetter || $0.isNumber }
  }
}

extension ShownState {
  /// Numbers and contact keys that more than one record of Zoho carries.
  var doubledKeys: [String] {
    let keys = accounts.map { $0.text("JDE_Address_Number") } + contacts.map { $0.text("JDE_Contact_Key") }
    let counts = Dictionary(keys.filter { !$0.isEmpty }.map { ($0, 1) }, uniquingKeysWith: +)
    return counts.filter { $0.value > 1 }.keys.sorted()
  }

  /// Records that were linked to a stranger, and records that were made though Zoho had them already.
  var wrongPairings: [String] {
    wrong(accounts, key: "JDE_Address_Number", truth: truth["accounts"]) { $0["an8"]?.int.map(String.init) }
      + wrong(contacts, key: "JDE_Contact_Key", truth: truth["contacts"]) { $0["key"]?.string }
  }

  private func wrong(
    _ records: [JSONValue], key name: String, truth: JSONValue?, keyOf: (JSONValue) -> String?
  ) -> [String] {
    let known = (truth?.array ?? []).map { (id: $0.text("id"), key: keyOf($0)) }
    let keyByID = Dictionary(known.map { ($0.id, $0.key) }, uniquingKeysWith: { first, _ in first })
    let keys = Set(known.compactMap(\.key))
    return records.compactMap { record in
      let key = record.text(name)
      guard !key.isEmpty else { return nil }
      guard let known = keyByID[record.text("id")] else {
        return keys.contains(key) ? "\(key) was made anew though Zoho had it" : nil
      }
      return known == key ? nil : "\(record.text("id")) is \(known ?? "a stranger") and was linked to \(key)"
    }
  }
}
