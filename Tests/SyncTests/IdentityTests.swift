import Decisions
import Diagnostics
import JSONText
import Projections
import Sync
import TestSupport
import Testing

extension WholeLoop {
  @Suite("A record that becomes another one", .temporaryFolder, .timeLimit(.minutes(2)))
  struct IdentityTests {
    private static let stranger: JSONObject = [
      "Account_Name": "Ganz Andere Firma Zebra KG", "Tax_Number": "DE811907980", "Billing_City": "Xanten",
      "Billing_Code": "46509", "Email_1": .null,
    ]

    /// What is asked about records as a whole, `customer/4242 identity`.
    private func asked(_ systems: TwoSystems) async throws -> [String] {
      try await systems.project.withStore { store, _ in
        try await store.questions(openOnly: true).filter { $0.field == nil }
          .map { "\($0.entity)/\($0.key) \($0.asked.reason)" }
      }
    }

    /// An account that people made and a first load found, at rest, with its customer's number.
    private func found(_ body: (TwoSystems, String, String) async throws -> Void) async throws {
      try await TwoSystems.run(records: 16, existing: 8) { systems in
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        _ = try await systems.project.sync()
        let links = try await systems.project.withStore { store, _ in
          try await store.eachLink(entity: "customer", after: nil, limit: 100)
        }
        let link = try #require(links.first { $0.how == "tax_id" && $0.state == .linked })
        try await body(systems, link.key, link.zohoID)
      }
    }

    /// The key of a number's address.
    private func addressKey(of number: String, in systems: TwoSystems) throws -> JSONObject {
      let row = try #require(try systems.shown().rows("F0116", of: number).first)
      return ["AN8": JSONValue(number), "EFTB": JSONValue(row.text("EFTB"))]
    }

    /// Takes every electronic address of a number away, or shows this one in its place.
    private func changeAddresses(
      of number: String, to address: String? = nil, in systems: TwoSystems
    ) throws {
      for row in try systems.shown().rows("F01151", of: number) {
        let key: JSONObject = [
          "AN8": JSONValue(number), "IDLN": JSONValue(row.text("IDLN")), "RCK7": JSONValue(row.text("RCK7")),
        ]
        if let address {
          try systems.changeJDE("F01151", key, ["EMAL": JSONValue(address)])
        } else {
          try systems.changeJDE("F01151", key, [:], action: "delete")
        }
      }
    }

    @Test("in Zoho is asked about also where the pair was found, not made by us")
    func foundPair() async throws {
      try await found { systems, number, id in
        try systems.changeZoho("Accounts", id: id, Self.stranger)
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        #expect(try await asked(systems).contains("customer/\(number) identity"))
        try systems.setCredit(of: number, to: 4_711)
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
      }
    }

    @Test("and is said to be the same is not asked about again by a change of something else")
    func saidSame() async throws {
      try await found { systems, number, id in
        try systems.changeZoho("Accounts", id: id, Self.stranger)
        _ = try await systems.project.sync()
        try await systems.say(.same, of: number)
        try systems.setCredit(of: number, to: 4_711)
        _ = try await systems.project.sync()
        _ = try await systems.project.sync()
        #expect(try await asked(systems).allSatisfy { !$0.hasPrefix("customer/\(number) ") })
        #expect(try systems.shown().accounts.first { $0.text("id") == id }?["Credit_Limit"]?.int == 4_711)
      }
    }

    @Test("and is said to be the same by naming its record is not asked about again either")
    func saidTheseTwo() async throws {
      try await found { systems, number, id in
        try systems.changeZoho("Accounts", id: id, Self.stranger)
        _ = try await systems.project.sync()
        try #require(try await asked(systems).contains("customer/\(number) identity"))
        try await systems.say(.link(id), of: number)
        for _ in 0..<2 { _ = try await systems.project.sync() }
        #expect(try await asked(systems).allSatisfy { !$0.hasPrefix("customer/\(number) ") })
      }
    }

    @Test("with a new name and no tax number any more is asked about before the name is written")
    func emptied() async throws {
      try await found { systems, number, _ in
        try changeAddresses(of: number, in: systems)
        let address = try addressKey(of: number, in: systems)
        try systems.changeJDE("F0116", address, ["ADDZ": "46509", "CTY1": "Xanten"])
        try systems.changeJDE(
          "F0101", ["AN8": JSONValue(number)], ["ALPH": "Ganz Andere Firma Zebra KG", "TAX": ""])
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        #expect(try await asked(systems).contains("customer/\(number) identity"))
      }
    }

    @Test("step by step, the name first while nothing else shows, is asked about at the second step")
    func stepByStep() async throws {
      try await found { systems, number, id in
        let key: JSONObject = ["AN8": JSONValue(number)]
        try changeAddresses(of: number, to: "*****", in: systems)
        let address = try addressKey(of: number, in: systems)
        try systems.changeJDE("F0116", address, ["ADDZ": "*****", "CTY1": "*****"])
        try systems.changeJDE("F0101", key, ["ALPH": "Ganz Andere Firma Zebra KG", "TAX": "*********"])
        let rows = try await systems.written { _ = try await systems.project.sync() }
        #expect(rows.map(\.fields) == [["Account_Name"]], "a name alone is a new name")
        _ = try await systems.project.sync()
        let before = try systems.shown().accounts.first { $0.text("id") == id }
        try systems.changeJDE("F0116", address, ["ADDZ": "46509", "CTY1": "Xanten"])
        try systems.changeJDE("F0101", key, ["TAX": "DE811907980"])
        try changeAddresses(of: number, to: "office@zebra.example", in: systems)
        try await systems.expectNoWrite { for _ in 1...2 { _ = try await systems.project.sync() } }
        #expect(try await asked(systems).contains("customer/\(number) identity"))
        #expect(try systems.shown().accounts.first { $0.text("id") == id } == before)
      }
    }

    @Test("after its row was not shown is asked about by one mark alone, until somebody says what it is")
    func lineGivenAnew() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        let contact = try #require(
          try systems.shown().contacts.first { $0.text("JDE_Contact_Key") != "" && $0.text("Email") == "" })
        let key = RecordKey(contact.text("JDE_Contact_Key"))
        let line = try #require(key.line)
        let row: JSONObject = ["AN8": JSONValue(key.addressNumber), "IDLN": JSONValue(line)]
        try systems.changeJDE("F0111", row, [:], action: "delete")
        try await systems.project.run("sync") { engine throws(Failure) in
          _ = try await engine.sync(isFull: true)
        }
        #expect(try await asked(systems) == ["contact/\(key.text) not_shown: F0111 has no row"])
        try systems.changeJDE(
          "F0111", row, ["MLNM": "Zoe Xylander", "ALPH": "Zoe Xylander", "SRNM": "Xylander", "GNNM": "Zoe"],
          action: "insert")
        try await systems.expectNoWrite {
          for _ in 0..<3 { _ = try await systems.project.sync() }
        }
        #expect(try await asked(systems) == ["contact/\(key.text) identity"])
        let subject = SubjectKey(entity: "contact", key: key.text)
        try await systems.project.run("links") { engine throws(Failure) in
          try await engine.answer(subject, .same)
        }
        _ = try await systems.project.sync()
        #expect(try systems.shown().contacts.contains { $0.text("Last_Name") == "Xylander" })
        #expect(try await asked(systems).isEmpty)
      }
    }
  }
}
