import Decisions
import Diagnostics
import ProjectFiles
import TestSupport
import Testing

@Suite("A mapping", .temporaryFolder)
struct MappingReadingTests {
  private static let customer = "mappings/customer.yaml"

  private func customer(_ old: String? = nil, to new: String = "") throws -> EntityMapping {
    var project = TestProject()
    if let old { try project.change(Self.customer, old, to: new) }
    return try #require(try project.load().rules.mapping("customer"))
  }

  @Test("of customers says what belongs to a record on the side of JD Edwards")
  func jdeSide() throws {
    let shape = try customer().jde
    #expect(shape.root == "F0101" && !shape.isKeyedByLine && shape.memberOf == nil)
    #expect(shape.scope == [ScopeRule(column: "AT1", values: ["C"], isExcluding: false)])
    #expect(shape.onLeave == .mark(["Account_Status": "Inactive"]))
    #expect(shape.reference == ColumnName(source: "F0101", column: "ALKY"))
    #expect(
      shape.joins == [
        TableJoin(
          table: "F03012", alias: "F03012", companies: ["00001", "00000"], pick: [:], isRequired: true),
        TableJoin(table: "F0116", alias: "F0116", companies: [], pick: [:], isRequired: false),
        TableJoin(
          table: "F0115", alias: "phone", companies: [], pick: ["IDLN": "0", "PHTP": ""], isRequired: false),
        TableJoin(
          table: "F0115", alias: "fax", companies: [], pick: ["IDLN": "0", "PHTP": "FAX"], isRequired: false),
        TableJoin(
          table: "F01151", alias: "mail", companies: [], pick: ["IDLN": "0", "ETP": "E"], isRequired: false),
      ])
  }

  @Test("of customers says what it is in Zoho, and who makes records where")
  func zohoSide() throws {
    let mapping = try customer()
    #expect(mapping.zoho.module == "Accounts" && mapping.zoho.key == "JDE_Address_Number")
    #expect(mapping.zoho.scope == nil && mapping.zoho.trigger.isEmpty)
    #expect(
      mapping.zoho.owner
        == OwnerRule(
          crosswalk: "account-owner", from: ColumnName(source: "F0101", column: "AC05"), fallback: nil),
      "${zoho.user} is the user that we are, so nobody else")
    #expect(mapping.createsInZoho && mapping.createsInJDE == nil)
    #expect(mapping.orchestration == nil)
    #expect(try customer("# write: {", to: "write: {").orchestration == "CF_UpsertCustomer")
    #expect(try customer("${zoho.user}", to: "ada@example.com").zoho.owner?.fallback == "ada@example.com")
    #expect(
      try customer("when: off", to: "when: Credit_Requested = true").createsInJDE == "Credit_Requested = true"
    )
  }

  @Test("has each field with its owner, its rules and its place")
  func fields() throws {
    let mapping = try customer()
    let name = try #require(mapping.field("name"))
    #expect(name.source == .columns([ColumnName(source: "F0101", column: "ALPH")], separator: ""))
    #expect(name.owner == .both && name.tie == .review && name.first == .jde && name.lengthMax == 40)
    #expect(name.place == SourcePlace(file: Self.customer, line: 35, column: 5))
    let credit = try #require(mapping.field("credit"))
    #expect(credit.type == .money && credit.foreignEdit == .revert && credit.lengthMax == nil)
    let terms = try #require(mapping.field("terms"))
    #expect(terms.crosswalk == "payment-terms" && terms.missing == .queue && terms.lengthMax == nil)
    #expect(mapping.field("source")?.source == .constant("JD Edwards"))
    #expect(mapping.field("email")?.isPersonal == true && mapping.field("name")?.isPersonal == false)
  }

  @Test("has groups whose fields share one owner")
  func groups() throws {
    let members = try customer().fields.filter { $0.group == "address" }
    #expect(members.map(\.id) == ["street", "city", "state", "postal", "country"])
    #expect(members.allSatisfy { $0.owner == .both && $0.first == .jde })
    guard case .columns(let lines, let separator) = try #require(members.first).source else {
      Issue.record("a street is made of lines")
      return
    }
    #expect(lines.count == 4 && separator == "\n")
  }

  @Test("knows lengths of columns where it names none, and takes its own before them")
  func lengths() throws {
    #expect(try customer(", max: 40 }", to: " }").field("name")?.lengthMax == 40)
    #expect(try customer("max: 40", to: "max: 30").field("name")?.lengthMax == 30)
    #expect(try customer().field("city")?.lengthMax == 25)
    #expect(try customer().field("phone")?.lengthMax == nil, "joined columns have no length of their own")
    #expect(try customer().field("tax")?.lengthMax == nil, "tax numbers are compared by their own rule")
  }

  @Test("names a field after its Zoho field where it names none")
  func ids() throws {
    #expect(try customer("id: city, ").field("billing_city")?.zoho == "Billing_City")
  }

  @Test("may give a missing code a value, or park the record")
  func missing() throws {
    let rule = "crosswalk: payment-terms, missing: "
    #expect(
      try customer(rule + "queue", to: rule + "{ default: Net 0 }").field("terms")?.missing
        == .fallback("Net 0"))
    #expect(try customer(rule + "queue", to: rule + "fail").field("terms")?.missing == .fail)
    #expect(try customer(", missing: queue", to: "").field("terms")?.missing == .queue)
  }

  @Test("may keep or unlink what leaves its scope", arguments: ["keep", "unlink"])
  func leaving(policy: String) throws {
    let mapping = try customer("{ mark: { Account_Status: Inactive } }", to: policy)
    #expect(mapping.jde.onLeave == (policy == "keep" ? .keep : .unlink))
  }

  @Test("may use columns that only this site has")
  func siteColumns() throws {
    let mapping = try customer(
      "  root: F0101",
      to: "  root: F0101\n  columns: { F0101: [WHATEVER] }\n  # ALPH is theirs".replacing(
        "theirs", with: "F0101.ALPH"))
    #expect(mapping.jde.root == "F0101")
    var project = try TestProject.changed(
      Self.customer, "  root: F0101", to: "  columns: { F0101: [WHATEVER] }\n  root: F0101")
    try project.change(Self.customer, "jde: F0101.ALPH", to: "jde: F0101.WHATEVER")
    #expect(try project.problems().isEmpty)
  }

  @Test("of contacts hangs on customers: it comes after them and links to their accounts")
  func contacts() throws {
    let rules = try TestProject().load().rules
    #expect(rules.mappings.map(\.entity) == ["customer", "contact"])
    let contact = try #require(rules.mapping("contact"))
    #expect(contact.jde.isKeyedByLine && contact.jde.memberOf == "customer")
    #expect(contact.jde.scope == [ScopeRule(column: "IDLN", values: ["0"], isExcluding: true)])
    let account = try #require(contact.field("account"))
    #expect(account.source == .link(entity: "customer") && account.type == .lookup && !account.isReversible)
    let last = try #require(contact.field("last"))
    #expect(
      last.source
        == .firstOf([
          ColumnName(source: "F0111", column: "SRNM"), ColumnName(source: "F0111", column: "MLNM"),
        ]))
    #expect(!last.isReversible)
  }

  @Test("that hangs on itself through another is refused")
  func circle() throws {
    var project = try TestProject.changed(
      Self.customer, "scope: { AT1: [C] }", to: "scope: { AT1: [C], of: vendor }")
    let vendor = try #require(project.files[Self.customer])
      .replacing("entity: customer", with: "entity: vendor").replacing("of: vendor", with: "of: customer")
      .replacing("JDE_Address_Number", with: "JDE_Vendor_Number")
    project.files["mappings/vendor.yaml"] = vendor
    let problems = try project.problems()
    #expect(problems.count == 1)
    #expect(problems.first?.message.contains("contact, customer, vendor") == true)
  }

  @Test("cannot keep its key in the field of another mapping")
  func keys() throws {
    var project = TestProject()
    project.files["mappings/vendor.yaml"] = project.files[Self.customer]?
      .replacing("entity: customer", with: "entity: vendor")
    let problems = try project.problems()
    #expect(problems.map(\.code.name) == ["config-contradictory"])
    #expect(problems.first?.place?.hasPrefix("mappings/vendor.yaml:") == true)
  }
}

@Suite("Matching rules", .temporaryFolder)
struct MatchingReadingTests {
  @Test("are those of matching.yaml")
  func asWritten() throws {
    let rules = try TestProject().load().rules
    let customer = try #require(rules.mapping("customer")).matching
    #expect(
      customer.keys == [
        .taxID(field: "tax", country: ColumnName(source: "F0116", column: "CTR")),
        .email(field: "email", unique: true, withinAccount: false),
      ])
    #expect(customer.rank == [.name, .postalCode])
    #expect(customer.freeMail == ["gmail.com", "outlook.com", "web.de"])
    #expect(customer.placeholderRecords == 5)
    #expect(
      rules.mapping("contact")?.matching.keys == [.email(field: "email", unique: false, withinAccount: true)])
  }

  @Test("that are missing leave the key field alone, and say so")
  func none() throws {
    var project = TestProject()
    project.files["matching.yaml"] = nil
    let loaded = try project.load()
    #expect(loaded.rules.mappings.allSatisfy { $0.matching.keys.isEmpty })
    #expect(loaded.notes.count { $0.message.contains("only its key field links records") } == 2)
    #expect(loaded.texts["matching.yaml"] == nil)
  }
}
