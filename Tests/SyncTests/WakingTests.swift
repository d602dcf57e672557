import Decisions
import Diagnostics
import JSONText
import Projections
import SimulatedCompanies
import Sync
import TestSupport
import Testing
import ZohoSimulator

extension WholeLoop {
  @Suite("What is left out for now", .temporaryFolder, .timeLimit(.minutes(2)))
  struct WakingTests {
    private static let update = Fault.Match(method: "PUT", path: "/crm/v8/Accounts*")

    private func pair(_ number: String, _ systems: TwoSystems) async throws -> String? {
      try await systems.project.withStore { store, _ in
        try await store.links(entity: "customer", keys: [number])[number].flatMap {
          $0.state == .linked ? $0.zohoID : nil
        }
      }
    }

    @Test("is found all the same where the mapping creates nothing, as soon as somebody makes its record")
    func createsNothing() async throws {
      try await TwoSystems.run(records: 16, existing: 8) { systems in
        for entity in ["customer", "contact"] {
          try systems.project.edit("zoho: on", to: "zoho: off", in: "mappings/\(entity).yaml")
        }
        let plan = try await systems.project.plan()
        #expect(plan.counts[.create] == nil && plan.counts[.link] ?? 0 > 0)
        #expect(try await systems.project.apply().created == 0)
        _ = try await systems.project.sync()
        try systems.addCustomer("990001", name: "Nordwind Handels GmbH")
        try systems.changeJDE("F0101", ["AN8": "990001"], ["TAX": "DE811907980"])
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        #expect(try await pair("990001", systems) == nil)
        try systems.addAccount(["Account_Name": "Nordwind Handels GmbH", "Tax_Number": "DE811907980"])
        _ = try await systems.project.sync()
        #expect(try await pair("990001", systems) != nil)
      }
    }

    @Test("is made once somebody says that it is new, although it was said to be a record that is gone")
    func newAfterThatOne() async throws {
      try await TwoSystems.loaded { systems, _, _ in
        try systems.addAccount(["Account_Name": "Ostwind Handels GmbH", "Billing_City": "Leeds"])
        try systems.addCustomer("990002", name: "Ostwind Handels GmbH")
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        let accounts = try systems.shown().accounts
        let made = try #require(
          accounts.first { $0.text("Account_Name") == "Ostwind Handels GmbH" }?.text("id"))
        try await systems.say(.link(made), of: "990002")
        _ = try await systems.project.sync()
        try systems.deleteZoho("Accounts", id: made)
        _ = try await systems.project.sync()
        try await systems.say(.create, of: "990002")
        _ = try await systems.project.sync()
        _ = try await systems.project.sync()
        #expect(try systems.shown().accounts(withKey: "990002").count == 1)
        let open = try await systems.project.withStore { store, _ in try await store.questions(openOnly: true)
        }
        #expect(open.filter { $0.key == "990002" }.isEmpty)
      }
    }

    @Test(
      "because it is like a record in Zoho is no new one by another name, but by an answer or that one's change"
    )
    func renamedWhileAsked() async throws {
      try await TwoSystems.loaded { systems, _, _ in
        try systems.addAccount(["Account_Name": "Ostwind Handels GmbH", "Billing_City": "Leeds"])
        try systems.addCustomer("990002", name: "Ostwind Handels GmbH")
        try await systems.expectNoWrite {
          _ = try await systems.project.sync()
          try systems.changeJDE("F0101", ["AN8": "990002"], ["ALPH": "Zebra Xylophone AG"])
          for _ in 0..<3 { _ = try await systems.project.sync() }
        }
        let open = try await systems.project.withStore { store, _ in
          try await store.questions(openOnly: true).filter { $0.key == "990002" }.map(\.asked.reason)
        }
        #expect(open == ["weak_only"])
        let accounts = try systems.shown().accounts
        let like = try #require(
          accounts.first { $0.text("Account_Name") == "Ostwind Handels GmbH" }?.text("id"))
        try systems.changeZoho("Accounts", id: like, ["Account_Name": "Quite Another Company"])
        for _ in 0..<2 { _ = try await systems.project.sync() }
        #expect(try systems.shown().accounts(withKey: "990002").count == 1)
      }
    }

    @Test("because another record's write was under way to its account is taken up when that has ended")
    func anothersWrite() async throws {
      try await TwoSystems.run(records: 16, existing: 8) { systems in
        _ = try await systems.project.plan()
        systems.zoho.server().setFaults([Fault(.dropBefore, match: Self.update)])
        #expect(
          try await systems.project.apply().unknown > 0, "what was found got its first write, which is lost")
        systems.zoho.server().setFaults([])
        try systems.addCustomer("990002", name: "Ostwind Handels GmbH")
        _ = try await systems.project.sync()
        let links = try await systems.project.withStore { store, _ in
          try await store.eachLink(entity: "customer", after: nil, limit: 100)
        }
        let link = try #require(links.first { $0.how != LinkMade.created && $0.state == .linked })
        try await systems.say(.unlink, of: link.key)
        try await systems.say(.link(link.zohoID), of: "990002")
        let rows = try await systems.written { _ = try await systems.project.sync() }
        #expect(!rows.contains { $0.module == "Accounts" }, "the lost one may still land")
        systems.project.time.advance(by: 400)
        for _ in 0..<3 { _ = try await systems.project.sync() }
        #expect(try systems.shown().account("990002")?.text("id") == link.zohoID)
      }
    }

    @Test("because a write was refused is decided again where a person says something of another field")
    func saidMeanwhile() async throws {
      try await TwoSystems.loaded { systems, number, id in
        try systems.changeZoho("Accounts", id: id, ["Account_Name": "Edited In Zoho"])
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["ALPH": "Edited In JDE"])
        #expect(try await systems.project.sync().conflictsOpen == 1)
        systems.zoho.server().setFaults([Fault(.refuseRows(Fault.RowRefusal(rows: [0])), match: Self.update)])
        try systems.setCredit(of: number, to: 4_711)
        #expect(try await systems.project.sync().parked == 1)
        systems.zoho.server().setFaults([])
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        try await systems.project.run("conflicts") { engine throws(Failure) in
          try await engine.resolve(
            SubjectKey(entity: "customer", key: number), field: "name", takes: .side(.jde))
        }
        _ = try await systems.project.sync()
        let shown = try systems.shown().account(number)
        #expect(shown?.text("Account_Name") == "Edited In JDE" && shown?["Credit_Limit"]?.int == 4_711)
      }
    }

    @Test(
      "because a contact's account is another one now keeps every other field of it from being written, too")
    func outOfPlace() async throws {
      try await TwoSystems.run(records: 16, existing: 8) { systems in
        try await systems.project.firstLoad()
        for _ in 0..<2 { _ = try await systems.project.sync() }
        let contact = try await foundContact(systems)
        try await relinkParent(of: contact.key, systems)
        let line = try #require(RecordKey(contact.key).line)
        let row: JSONObject = [
          "AN8": JSONValue(RecordKey(contact.key).addressNumber), "IDLN": JSONValue(line),
        ]
        try systems.changeJDE("F0111", row, ["ATTL": "Purser"])
        for _ in 0..<3 { _ = try await systems.project.sync() }
        let open = try await systems.project.withStore { store, _ in
          try await store.questions(openOnly: true).filter { $0.key == contact.key }.map(\.asked.reason)
        }
        #expect(open == ["parent_moved"])
        let shown = try systems.shown().contacts.first { $0.text("id") == contact.zohoID }
        #expect(shown?.text("Title") != "Purser")
      }
    }

    /// A contact that people made, and a first load found.
    private func foundContact(_ systems: TwoSystems) async throws -> LinkState {
      let links = try await systems.project.withStore { store, _ in
        try await store.eachLink(entity: "contact", after: nil, limit: 100)
      }
      return try #require(links.first { $0.how != LinkMade.created && $0.state == .linked })
    }

    /// A person says that a contact's customer is another account.
    private func relinkParent(of contact: String, _ systems: TwoSystems) async throws {
      try systems.addAccount(["Account_Name": "Where It Belongs Now"])
      _ = try await systems.project.sync()
      let accounts = try systems.shown().accounts
      let account = try #require(accounts.first { $0.text("Account_Name") == "Where It Belongs Now" })
      let number = RecordKey(contact).addressNumber
      try await systems.say(.unlink, of: number)
      try await systems.say(.link(account.text("id")), of: number)
    }
  }
}
