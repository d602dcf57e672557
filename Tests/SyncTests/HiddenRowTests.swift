import Decisions
import Diagnostics
import JSONText
import Projections
import SimulatedCompanies
import Sync
import TestSupport
import Testing

extension WholeLoop {
  @Suite("A row that shows no longer", .temporaryFolder, .timeLimit(.minutes(2)))
  struct HiddenRowTests {
    @Test(
      "and is said to be gone marks its account and contacts, once; what comes back loses the mark, and is asked anew"
    )
    func gone() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let (number, contacts, values) = try await hidden(in: systems)
        let row = try #require(contacts.first)
        try await answer(.gone, SubjectKey(entity: "customer", key: number), withContacts: true, in: systems)
        let rows = try await systems.written { _ = try await systems.project.sync() }
        #expect(rows.map(\.fields) == [["Account_Status"]])
        #expect(try systems.shown().account(number)?.text("Account_Status") == "Inactive")
        #expect(try await asked(in: systems) == [])
        try await expectLeft(row, true, in: systems)
        try await systems.expectNoWrite { for _ in 1...2 { _ = try await systems.project.sync() } }
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], values, action: "insert")
        for _ in 1...2 { _ = try await whole(systems) }
        #expect(try systems.shown().account(number)?.text("Account_Status") == "")
        try await expectLeft(row, false, in: systems)
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], [:], action: "delete")
        try await systems.expectNoWrite { _ = try await whole(systems) }
        let open = try await asked(in: systems)
        #expect(open == ["customer/\(number)"], "what was said was about what went before")
      }
    }

    @Test("and is said to be only hidden leaves the pair as it is, and asks nobody until something changes")
    func kept() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let (number, _, _) = try await hidden(in: systems)
        try await answer(.keep, SubjectKey(entity: "customer", key: number), in: systems)
        try await systems.expectNoWrite { for _ in 1...2 { _ = try await whole(systems) } }
        #expect(try await asked(in: systems) == [])
        try systems.setCredit(of: number, to: 8_150)
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        #expect(try await asked(in: systems) == ["customer/\(number)"])
        try await answer(.gone, SubjectKey(entity: "customer", key: number), in: systems)
        try await answer(.ignore, SubjectKey(entity: "customer", key: number), in: systems)
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        try await answer(.gone, SubjectKey(entity: "customer", key: number), in: systems)
        _ = try await systems.project.sync()
        #expect(
          try systems.shown().account(number)?.text("Account_Status") == "Inactive", "the newest word holds")
      }
    }

    @Test("is what is spoken of: of a record all of whose rows show nobody can say that one is gone")
    func shown() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let (hidden, contacts, _) = try await hidden(in: systems)
        let other = try #require(try systems.shown().customers.first { $0 != hidden })
        for said in [PairingAnswer.gone, .keep] {
          let failure = await #expect(throws: Failure.self) {
            try await answer(said, SubjectKey(entity: "customer", key: other), in: systems)
          }
          #expect(failure?.code == .answerRefused)
          #expect(failure?.message.contains("a row that shows no longer") == true)
        }
        let contact = try #require(contacts.first)
        try await answer(.gone, SubjectKey(entity: "contact", key: contact), in: systems)
        _ = try await systems.project.sync()
        try await expectLeft(contact, true, in: systems)
        #expect(try await asked(in: systems) == ["customer/\(hidden)"], "the account's own question stands")
      }
    }

    /// A customer whose F0101 row shows no longer, which is asked about; with the keys of its linked contacts, and what
    /// the row showed.
    private func hidden(
      in systems: TwoSystems
    ) async throws -> (number: String, contacts: [String], values: JSONObject) {
      try systems.project.edit(
        "on_leave:", to: "on_leave: { mark: { Account_Status: Inactive } }  # was:",
        in: "mappings/customer.yaml")
      try await systems.project.firstLoad()
      _ = try await systems.project.sync()
      let contact = try #require(try systems.shown().contacts.first { $0.text("JDE_Contact_Key") != "" })
      let number = RecordKey(contact.text("JDE_Contact_Key")).addressNumber
      let row = try #require(try systems.shown().rows("F0101", of: number).first?.object)
      try systems.changeJDE("F0101", ["AN8": JSONValue(number)], [:], action: "delete")
      try await systems.expectNoWrite { _ = try await whole(systems) }
      #expect(try await asked(in: systems) == ["customer/\(number)"])
      let keys = try await systems.project.withStore { store, _ in
        try await store.pairedKeys(entity: "contact", ofNumbers: [try #require(Int(number))])
      }
      return (
        number, keys.values.flatMap(\.self).sorted(), JSONObject(row.members.filter { $0.key.value != "AN8" })
      )
    }

    private func answer(
      _ said: PairingAnswer, _ subject: SubjectKey, withContacts: Bool = false, in systems: TwoSystems
    ) async throws {
      try await systems.project.run("links") { engine throws(Failure) in
        try await engine.answer(subject, said)
        guard withContacts else { return }
        for contact in try await engine.dependents(of: subject, said) {
          try await engine.answer(contact, said)
        }
      }
    }

    private func whole(_ systems: TwoSystems) async throws -> RunReport {
      try await systems.project.run("sync") { engine throws(Failure) in try await engine.sync(isFull: true) }
    }

    private func asked(in systems: TwoSystems) async throws -> [String] {
      try await systems.project.withStore { store, _ in
        try await store.questions(openOnly: true).map { "\($0.entity)/\($0.key)" }
      }
    }

    private func expectLeft(
      _ contact: String, _ hasLeft: Bool, in systems: TwoSystems, location: SourceLocation = #_sourceLocation
    ) async throws {
      let link = try await systems.project.withStore { store, _ in
        try await store.links(entity: "contact", keys: [contact])[contact]
      }
      #expect(link?.state == .linked, sourceLocation: location)
      #expect((link?.left != nil) == hasLeft, sourceLocation: location)
    }
  }
}
