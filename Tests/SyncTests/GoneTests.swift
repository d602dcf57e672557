import Decisions
import Diagnostics
import EventLog
import JSONText
import Projections
import SimulatedCompanies
import Sync
import TestSupport
import Testing

extension WholeLoop {
  @Suite("A record that goes", .temporaryFolder, .timeLimit(.minutes(2)))
  struct GoneTests {
    @Test("in Zoho ends its pair, and is a question: a new one is made only where a person says so")
    func deletedInZoho() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let (number, id) = try await loaded(systems)
        try systems.deleteZoho("Accounts", id: id)
        try systems.setCredit(of: number, to: 8_150)
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        #expect(try WrittenLog(systems.project).entries(.recordDeleted).count == 1)
        try await expectAsked(number, QuestionAsked.goneReason, isLinked: false, in: systems)
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        try await systems.project.run("links") { engine throws(Failure) in
          try await engine.answer(SubjectKey(entity: "customer", key: number), .create)
        }
        let rows = try await systems.written { _ = try await systems.project.sync() }
        #expect(rows.filter { $0.module == "Accounts" }.map(\.action) == ["insert"])
        #expect(try systems.shown().accounts(withKey: number).count == 1)
        _ = try await systems.project.sync()
        try await systems.expectSettled()
      }
    }

    @Test("in Zoho and comes back out of the recycle bin is paired again, and nobody's edit is overruled")
    func restored() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let (number, id) = try await loaded(systems)
        try systems.deleteZoho("Accounts", id: id)
        _ = try await systems.project.sync()
        try systems.restoreZoho("Accounts", id: id)
        try systems.changeZoho("Accounts", id: id, ["Phone": "+49 30 1234567", "Account_Name": "Ada's Name"])
        _ = try await systems.project.sync()
        _ = try await systems.project.sync()
        #expect(try await pair(of: number, in: systems) == id)
        let shown = try systems.shown().account(number)
        #expect(shown?.text("Phone") == "+49 30 1234567")
        #expect(shown?.text("Account_Name") == "Ada's Name", "it is no first load: what was agreed is known")
        let open = try await systems.project.withStore { store, _ in try await store.questions(openOnly: true)
        }
        #expect(open.map(\.key) == [])
      }
    }

    @Test("in Zoho and comes back after both sides renamed it is a conflict, as it would have been before")
    func restoredInConflict() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let (number, id) = try await loaded(systems)
        try systems.deleteZoho("Accounts", id: id)
        _ = try await systems.project.sync()
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["ALPH": "Finance's Name"])
        _ = try await systems.project.sync()
        try systems.restoreZoho("Accounts", id: id)
        try systems.changeZoho("Accounts", id: id, ["Account_Name": "Ada's Name"])
        for _ in 1...2 { _ = try await systems.project.sync() }
        #expect(try await pair(of: number, in: systems) == id)
        #expect(try systems.shown().account(number)?.text("Account_Name") == "Ada's Name")
        let open = try await systems.project.withStore { store, _ in try await store.questions(openOnly: true)
        }
        #expect(open.map(\.field) == ["name"])
      }
    }

    @Test("in Zoho can be kept apart while it is gone: back from the recycle bin it is not paired again")
    func keptApartWhileGone() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let (number, id) = try await loaded(systems)
        try systems.deleteZoho("Accounts", id: id)
        _ = try await systems.project.sync()
        try await systems.say(.keepApart([id]), of: number)
        try systems.restoreZoho("Accounts", id: id)
        for _ in 1...2 { _ = try await systems.project.sync() }
        #expect(try await pair(of: number, in: systems) == nil)
      }
    }

    @Test("in Zoho takes no part in matching")
    func noCandidate() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        _ = try await loaded(systems)
        try systems.addAccount(["Account_Name": "Bald Weg GmbH", "Tax_Number": "DE811907980"])
        _ = try await systems.project.sync()
        let ghost = try #require(
          try systems.shown().accounts.first { $0.text("Account_Name") == "Bald Weg GmbH" })
        try systems.deleteZoho("Accounts", id: ghost.text("id"))
        _ = try await systems.project.sync()
        try systems.addCustomer("990002", name: "Bald Weg GmbH")
        try systems.changeJDE("F0101", ["AN8": "990002"], ["TAX": "DE811907980"])
        _ = try await systems.project.sync()
        #expect(try systems.shown().accounts(withKey: "990002").count == 1, "it got a living one")
        #expect(try await pair(of: "990002", in: systems) != ghost.text("id"))
      }
    }

    @Test("where many go at once stops the entity, and ends no pair")
    func manyAtOnce() async throws {
      try await TwoSystems.run(records: 24, existing: 0) { systems in
        _ = try await loaded(systems)
        try systems.project.edit("updates_share: 0.90", to: "updates_share: 0.20")
        let accounts = try systems.shown().accounts.filter { $0.text("JDE_Address_Number") != "" }
        try #require(accounts.count > 11)
        for account in accounts.prefix(11) { try systems.deleteZoho("Accounts", id: account.text("id")) }
        let report = try await systems.project.sync()
        #expect(report.brakes.contains { $0.contains("11 of \(accounts.count) records are gone in Zoho") })
        #expect(try WrittenLog(systems.project).entries(.linkRemoved).isEmpty)
      }
    }

    @Test("from its scope where the mapping keeps it writes nothing, and so stops no entity, however many go")
    func manyLeaveAndAreKept() async throws {
      try await TwoSystems.run(records: 30, existing: 0) { systems in
        try systems.project.edit("on_leave:", to: "on_leave: keep  # was:", in: "mappings/customer.yaml")
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        try systems.project.edit("updates_share: 0.90", to: "updates_share: 0.20")
        let customers = try systems.shown().customers
        try #require(customers.count > 14)
        for number in customers.dropFirst(2) {
          try systems.setSearchType(of: number, to: "X")
        }
        try systems.setCredit(of: customers[0], to: 4_711)
        let report = try await systems.project.sync()
        #expect(report.brakes == [])
        #expect(try WrittenLog(systems.project).entries(.recordLeft).count >= 12)
        #expect(try systems.shown().account(customers[0])?["Credit_Limit"]?.int == 4_711)
      }
    }

    @Test("from its scope where the mapping takes it apart is in the plan, which a brake names as the way on")
    func manyLeaveAndAreTakenApart() async throws {
      try await TwoSystems.run(records: 30, existing: 0) { systems in
        try systems.project.edit("on_leave:", to: "on_leave: unlink  # was:", in: "mappings/customer.yaml")
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        try systems.project.edit("updates_share: 0.90", to: "updates_share: 0.20")
        let leaving = try systems.shown().customers.dropFirst(2)
        try #require(leaving.count > 12)
        for number in leaving { try systems.setSearchType(of: number, to: "X") }
        let stopped = try await systems.project.sync()
        #expect(stopped.brakes.contains { $0.contains("customer: \(leaving.count) of") })
        #expect(try WrittenLog(systems.project).entries(.linkRemoved).isEmpty)
        let plan = try await systems.project.plan()
        #expect(plan.counts[.unlink] == leaving.count)
        #expect(try await systems.project.apply().left == 0)
        #expect(try WrittenLog(systems.project).entries(.linkRemoved).count == leaving.count)
        #expect(try await systems.project.sync().brakes == [])
      }
    }

    @Test(
      "in JD Edwards is found by a whole reading, and is a question: nothing is marked or taken apart by itself"
    )
    func notShownInJDE() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let (number, id) = try await loaded(systems)
        let row = try #require(try systems.shown().rows("F0101", of: number).first)
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], [:], action: "delete")
        try await systems.expectNoWrite {
          _ = try await systems.project.sync()
          _ = try await whole(systems)
        }
        #expect(try WrittenLog(systems.project).entries(.recordNotShown).count == 1)
        try await expectAsked(number, "not_shown: F0101 has no row", isLinked: true, in: systems)
        #expect(try await pair(of: number, in: systems) == id)
        try systems.changeJDE(
          "F0101", ["AN8": JSONValue(number)],
          row.object.map { JSONObject($0.members.filter { $0.key.value != "AN8" }) } ?? [:],
          action: "insert")
        _ = try await whole(systems)
        let open = try await systems.project.withStore { store, _ in try await store.questions(openOnly: true)
        }
        #expect(open.map(\.key) == [], "it shows again")
        try await systems.expectSettled()
      }
    }

    @Test("is a contact as well: its line in the who's-who shows no longer")
    func contactLine() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        _ = try await loaded(systems)
        let contact = try #require(try systems.shown().contacts.first { $0.text("JDE_Contact_Key") != "" })
        let key = RecordKey(contact.text("JDE_Contact_Key"))
        try systems.changeJDE(
          "F0111", ["AN8": JSONValue(key.addressNumber), "IDLN": JSONValue(try #require(key.line))], [:],
          action: "delete")
        try await systems.expectNoWrite { _ = try await whole(systems) }
        let open = try await systems.project.withStore { store, _ in try await store.questions(openOnly: true)
        }
        #expect(open.map { "\($0.entity)/\($0.key)" } == ["contact/\(key.text)"])
        #expect(open.first?.asked.reason == "not_shown: F0111 has no row")
      }
    }

    @Test("leaves what changed without a date: a whole reading finds it")
    func dateless() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let (number, _) = try await loaded(systems)
        let line = try #require(try systems.shown().line(of: number))
        try systems.jdeControl(
          "POST", "/control/change",
          [
            [
              "table": "F03012", "action": "update",
              "key": ["AN8": JSONValue(number), "CO": line["CO"] ?? .null],
              "values": ["ACL": "8150"], "touch": false,
            ]
          ])
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        let rows = try await systems.written { _ = try await whole(systems) }
        #expect(rows.map(\.key) == [number])
        try await systems.expectSettled()
      }
    }

    @Test("from its scope is marked, and what stood there comes back with it")
    func markTakenBack() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let (number, id) = try await loaded(systems)
        try systems.changeZoho("Accounts", id: id, ["Account_Status": "Active"])
        _ = try await systems.project.sync()
        for _ in 1...2 {
          try systems.setSearchType(of: number, to: "X")
          _ = try await systems.project.sync()
          #expect(try systems.shown().account(number)?.text("Account_Status") == "Inactive")
          try systems.setSearchType(of: number, to: "C")
          let rows = try await systems.written { _ = try await systems.project.sync() }
          #expect(rows.map(\.fields) == [["Account_Status"]])
          #expect(try systems.shown().account(number)?.text("Account_Status") == "Active")
          try await systems.expectNoWrite { _ = try await systems.project.sync() }
        }
        try await systems.expectSettled()
      }
    }

    @Test("from its scope keeps the mark where that is what finance says by now")
    func markIsTheValue() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let (number, id) = try await loaded(systems)
        try systems.project.edit(
          "on_leave: { mark: { Account_Status: Inactive } }",
          to: "on_leave: { mark: { Account_Type: Partner } }",
          in: "mappings/customer.yaml")
        try systems.changeZoho("Accounts", id: id, ["Account_Type": "Customer"])
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["AC01": "CUS"])
        _ = try await systems.project.sync()
        try systems.setSearchType(of: number, to: "X")
        _ = try await systems.project.sync()
        #expect(try systems.shown().account(number)?.text("Account_Type") == "Partner")
        try systems.setSearchType(of: number, to: "C")
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["AC01": "PAR"])
        try await systems.expectNoWrite { for _ in 1...2 { _ = try await systems.project.sync() } }
        #expect(try systems.shown().account(number)?.text("Account_Type") == "Partner")
        try systems.setSearchType(of: number, to: "X")
        _ = try await systems.project.sync()
        try await systems.expectNoWrite {
          try systems.setSearchType(of: number, to: "C")
          _ = try await systems.project.sync()
        }
        try await systems.expectSettled()
      }
    }

    @Test("from its scope comes back without its mark, also where the mapping marks nothing any more")
    func markTakenBackUnderAnotherPolicy() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let (number, id) = try await loaded(systems)
        try systems.changeZoho("Accounts", id: id, ["Account_Status": "Active"])
        _ = try await systems.project.sync()
        try systems.setSearchType(of: number, to: "X")
        _ = try await systems.project.sync()
        #expect(try systems.shown().account(number)?.text("Account_Status") == "Inactive")
        try systems.project.edit(
          "on_leave: { mark: { Account_Status: Inactive } }", to: "on_leave: keep",
          in: "mappings/customer.yaml")
        _ = try await systems.project.sync()
        try systems.setSearchType(of: number, to: "C")
        for _ in 1...2 { _ = try await systems.project.sync() }
        #expect(try systems.shown().account(number)?.text("Account_Status") == "Active")
        try await systems.expectSettled()
      }
    }

    @Test("from its scope and from Zoho, and comes back to both, loses its mark as well")
    func markTakenBackAfterRestore() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let (number, id) = try await loaded(systems)
        try systems.changeZoho("Accounts", id: id, ["Account_Status": "Active"])
        _ = try await systems.project.sync()
        try systems.setSearchType(of: number, to: "X")
        _ = try await systems.project.sync()
        #expect(try systems.shown().account(number)?.text("Account_Status") == "Inactive")
        try systems.deleteZoho("Accounts", id: id)
        _ = try await systems.project.sync()
        try systems.restoreZoho("Accounts", id: id)
        _ = try await systems.project.sync()
        try systems.setSearchType(of: number, to: "C")
        for _ in 1...2 { _ = try await systems.project.sync() }
        #expect(try await pair(of: number, in: systems) == id)
        #expect(try systems.shown().account(number)?.text("Account_Status") == "Active")
        try await systems.expectSettled()
      }
    }

    @Test("from its scope keeps what a person has put in the mark's place")
    func markReplaced() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let (number, id) = try await loaded(systems)
        try systems.setSearchType(of: number, to: "X")
        _ = try await systems.project.sync()
        #expect(try systems.shown().account(number)?.text("Account_Status") == "Inactive")
        try systems.changeZoho("Accounts", id: id, ["Account_Status": "Prospect"])
        try systems.setSearchType(of: number, to: "C")
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        #expect(try systems.shown().account(number)?.text("Account_Status") == "Prospect")
      }
    }

    @Test("from its scope keeps its mark while nothing may be written, and loses it afterwards")
    func markHeld() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let (number, _) = try await loaded(systems)
        try systems.setSearchType(of: number, to: "X")
        _ = try await systems.project.sync()
        try systems.project.edit("zoho: on }", to: "zoho: off }")
        try systems.setSearchType(of: number, to: "C")
        let report = try await systems.project.sync()
        #expect(report.held == 1)
        try systems.project.edit("zoho: off }", to: "zoho: on }")
        let rows = try await systems.written { _ = try await systems.project.sync() }
        #expect(rows.map(\.fields) == [["Account_Status"]])
        #expect(try systems.shown().account(number)?.text("Account_Status") == "")
      }
    }

    /// A project that is at rest; the number and the account of its first customer.
    private func loaded(_ systems: TwoSystems) async throws -> (number: String, id: String) {
      try systems.project.edit(
        "on_leave:", to: "on_leave: { mark: { Account_Status: Inactive } }  # was:",
        in: "mappings/customer.yaml")
      try await systems.project.firstLoad()
      _ = try await systems.project.sync()
      let number = try #require(try systems.shown().customers.first)
      return (number, try #require(try systems.shown().account(number)?.text("id")))
    }

    private func whole(_ systems: TwoSystems) async throws -> RunReport {
      try await systems.project.run("sync") { engine throws(Failure) in try await engine.sync(isFull: true) }
    }

    /// The account that a customer is paired with; nil where it is with none.
    private func pair(of number: String, in systems: TwoSystems) async throws -> String? {
      try await systems.project.withStore { store, _ in
        try await store.pairedIDs(entity: "customer", keys: [number])[number]
      }
    }

    private func expectAsked(
      _ number: String, _ reason: String, isLinked: Bool, in systems: TwoSystems,
      sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
      let open = try await systems.project.withStore { store, _ in try await store.questions(openOnly: true) }
      #expect(open.map(\.key) == [number], sourceLocation: sourceLocation)
      #expect(open.first?.asked.reason == reason, sourceLocation: sourceLocation)
      #expect((try await pair(of: number, in: systems) != nil) == isLinked, sourceLocation: sourceLocation)
    }
  }
}
