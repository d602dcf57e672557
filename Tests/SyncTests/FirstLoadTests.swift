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
  @Suite("A first load", .temporaryFolder, .timeLimit(.minutes(2)))
  struct FirstLoadTests {
    @Test("writes to neither system while it is only planned")
    func plans() async throws {
      try await TwoSystems.run(records: 40, existing: 12) { systems in
        try await systems.expectNoWrite {
          let plan = try await systems.project.plan()
          #expect(plan.counts[.create] ?? 0 > 0)
          #expect(plan.counts[.link] ?? 0 > 0)
        }
        #expect(try systems.writes().isEmpty)
      }
    }

    @Test(
      "doubles no account, links none to a stranger, and brings the pairs into agreement",
      arguments: [UInt64(1), 7, 23])
    func loads(seed: UInt64) async throws {
      try await TwoSystems.run(seed: seed, records: 120, existing: 40) { systems in
        let report = try await systems.project.firstLoad()
        #expect(report.created > 0)
        #expect(report.linked > 0)
        #expect(report.left == 0)
        #expect(report.skippedMoved == [])
        #expect(report.confirmed == report.created + report.updated, "everything written is read back")
        try await systems.expectSettled()
      }
    }

    @Test("that broke off before its creates were sent is planned again with all of them")
    func unsentAgain() async throws {
      try await TwoSystems.run(records: 60, existing: 0) { systems in
        let first = try await systems.project.plan()
        systems.zoho.server().setFaults([
          Fault(
            .html503,
            match: Fault.Match(method: "GET", path: "/crm/v8/Contacts", body: "sort_by=Modified_Time"))
        ])
        await #expect(throws: Failure.self) { _ = try await systems.project.apply() }
        systems.zoho.server().setFaults([])
        let intended = try await systems.project.withStore { store, _ in
          try await store.operations(in: OperationState.open, limit: 1_000).filter { $0.life.isUnsent }
        }
        try #require(!intended.isEmpty, "the run broke off between what it intended and the call")
        let made = try systems.shown().accounts.count + systems.shown().contacts.count
        let again = try await systems.project.plan()
        #expect(again.counts[.create] == (first.counts[.create] ?? 0) - made)
        #expect(try await systems.project.apply().left == 0)
        try await systems.expectSettled()
      }
    }

    @Test(
      "is what pairs records: until then what is found is recorded once, and a corrected record is found anew",
      arguments: [true, false])
    func proposals(writesAreOff: Bool) async throws {
      try await TwoSystems.run(seed: 7, records: 60, existing: 40) { systems in
        if writesAreOff { try systems.project.edit("zoho: on }", to: "zoho: off }") }
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        let proposed = try proposals(in: systems)
        #expect(proposed.count > 10 && Set(proposed.map(\.key)).count == proposed.count)
        #expect(try WrittenLog(systems.project).entries(.linkMade).isEmpty)
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        #expect(try proposals(in: systems) == proposed, "once for each change")

        // The tax number was somebody else's: who was found by it was never paired.
        let wrong = try #require(proposed.first { $0.how == "tax_id" })
        try systems.changeZoho(
          "Accounts", id: wrong.id, ["Tax_Number": .null, "Account_Name": "Somebody Else"])
        if writesAreOff { try systems.project.edit("zoho: off }", to: "zoho: on }") }
        _ = try await systems.project.plan()
        _ = try await systems.project.apply()
        let links = try await links(in: systems)
        #expect(links[wrong.key] != wrong.id)
        for found in proposed where found.key != wrong.key && links[found.key] != nil {
          #expect(links[found.key] == found.id)
        }
        let state = try systems.shown()
        for (key, id) in links {
          let record = try #require((state.accounts + state.contacts).first { $0.text("id") == id })
          #expect(record.text("JDE_Address_Number") == key || record.text("JDE_Contact_Key") == key)
        }
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
      }
    }

    @Test("that failed half way pairs nobody in the next sync, which it did not come to")
    func failedHalfWay() async throws {
      try await TwoSystems.run(seed: 7, records: 40, existing: 20) { systems in
        _ = try await systems.project.plan()
        systems.zoho.server().setFaults([
          Fault(.status(403, retryAfter: nil), match: Fault.Match(method: "PUT", path: "/crm/v8/Accounts*")),
          Fault(.status(403, retryAfter: nil), match: Fault.Match(method: "POST", path: "/crm/v8/Accounts")),
        ])
        do { _ = try await systems.project.apply() } catch is Failure {}
        #expect(systems.zoho.server().calls.contains { !$0.faults.isEmpty })
        systems.zoho.server().setFaults([])
        let before = try await links(in: systems)
        try systems.addAccount(["Account_Name": "Nordlicht Pumpen GmbH", "Tax_Number": "DE136695976"])
        try systems.addCustomer("990001", name: "Nordlicht Pumpen GmbH")
        try systems.changeJDE("F0101", ["AN8": "990001"], ["TAX": "DE136695976"])
        _ = try await systems.project.sync()
        #expect(try await links(in: systems)["990001"] == nil)
        #expect(Set(try await links(in: systems).keys).isSubset(of: Set(before.keys)))
        _ = try await systems.project.firstLoad()
        #expect(try await links(in: systems)["990001"] != nil)
        try await systems.expectSettled()
      }
    }

    @Test("looks again at what was found when Zoho's record changes, and asks no more what is found by now")
    func foundLater() async throws {
      try await TwoSystems.run(seed: 7, records: 20, existing: 6) { systems in
        try systems.project.edit("zoho: on }", to: "zoho: off }")
        try systems.addCustomer("990001", name: "Nordlicht Pumpen GmbH")
        try systems.addAccount(["Account_Name": "Nordlicht Pumpen GmbH"])
        _ = try await systems.project.sync()
        func asked() async throws -> [String] {
          try await systems.project.withStore { store, _ in
            try await store.questions(openOnly: true).filter { $0.key == "990001" }.map(\.asked.reason)
          }
        }
        #expect(try await asked() == ["weak_only"])
        let id = try #require(
          try systems.shown().accounts.first { $0.text("Account_Name") == "Nordlicht Pumpen GmbH" }?.text(
            "id"))
        try systems.changeJDE("F0101", ["AN8": "990001"], ["TAX": "DE136695976"])
        try systems.changeZoho("Accounts", id: id, ["Tax_Number": "DE136695976"])
        for _ in 0..<3 { _ = try await systems.project.sync() }
        let found = try proposals(in: systems).filter { $0.key == "990001" }
        #expect(found.map(\.id) == [id] && found.map(\.how) == ["tax_id"], "once")
        #expect(try await asked().isEmpty)
        let decided = try WrittenLog(systems.project).entries(.decisionMade).filter {
          $0.body["key"]?.string == "990001"
        }
        #expect(decided.last?.body["action"]?.string == "link", "nothing was decided behind it")
        try systems.changeZoho("Accounts", id: id, ["Tax_Number": "DE811907980"])
        _ = try await systems.project.sync()
        #expect(!(try await asked()).isEmpty, "the number says no, the name says yes")
      }
    }

    @Test(
      "is not needed for what a person says: these two are paired at once, and written for when writes are on"
    )
    func personsWord() async throws {
      try await TwoSystems.run(seed: 7, records: 30, existing: 10) { systems in
        try systems.project.edit("zoho: on }", to: "zoho: off }")
        _ = try await systems.project.sync()
        let found = try #require(try proposals(in: systems).first { !$0.key.contains(".") })
        _ = try await systems.project.run("links") { engine throws(Failure) in
          try await engine.answer(SubjectKey(entity: "customer", key: found.key), .link(found.id))
        }
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        #expect(try await links(in: systems) == [found.key: found.id])
        try systems.project.edit("zoho: off }", to: "zoho: on }")
        _ = try await systems.project.sync()
        #expect(try systems.shown().account(found.key)?.text("id") == found.id, "by our key")
        #expect(try await links(in: systems) == [found.key: found.id], "and nobody else is paired")
      }
    }

    /// What was found for a record and pairs nobody yet.
    private struct Proposal: Hashable {
      let key: String
      let id: String
      let how: String
    }

    private func proposals(in systems: TwoSystems) throws -> [Proposal] {
      try WrittenLog(systems.project).entries(.decisionMade).compactMap { entry in
        guard entry.body["action"]?.string == "link", let key = entry.body["key"]?.string,
          let field = entry.body["fields"]?[0], let id = field["zoho"]?.string,
          let how = field["rule"]?.string
        else { return nil }
        return Proposal(key: key, id: id, how: how)
      }
    }

    private func links(in systems: TwoSystems) async throws -> [String: String] {
      try await systems.project.withStore { store, _ in
        let customers = try await store.eachLink(entity: "customer", after: nil, limit: 1_000)
        let contacts = try await store.eachLink(entity: "contact", after: nil, limit: 1_000)
        return Dictionary((customers + contacts).map { ($0.key, $0.zohoID) }) { $1 }
      }
    }

    @Test("is bound to no environment that has let nobody in")
    func bindsLate() async throws {
      try await TwoSystems.run(records: 6, existing: 0) { systems in
        try systems.project.edit("environment: JDV920", to: "environment: JDV92O")
        await #expect(throws: Failure.self) { try await systems.project.plan() }
        try systems.project.edit("environment: JDV92O", to: "environment: JDV920")
        _ = try await systems.project.plan()
      }
    }

    @Test("asks about what is ambiguous, with a reason and the candidates")
    func asks() async throws {
      try await TwoSystems.run(records: 120, existing: 40) { systems in
        let report = try await systems.project.firstLoad()
        let reviews = try await systems.project.withStore { store, _ in
          try await store.questions(openOnly: true).filter { $0.field == nil }
        }
        #expect(report.reviewsOpen == reviews.count)
        #expect(!reviews.isEmpty, "the world has ambiguous companies")
        for review in reviews {
          #expect(!review.asked.reason.isEmpty, "\(review.key)")
          #expect(!review.asked.candidates.isEmpty, "\(review.key) \(review.asked.reason)")
        }
        let state = try systems.shown()
        let ambiguous = Set(["disagree", "twin", "weak"])
        for account in state.truth["accounts"]?.array ?? [] {
          guard ambiguous.contains(account.text("kind")), let key = account["an8"]?.int else { continue }
          #expect(
            reviews.contains { $0.key == String(key) }, "\(key) is \(account.text("kind")) and is asked about"
          )
        }
      }
    }

    @Test("hangs every contact of a linked account on it")
    func hangsContacts() async throws {
      try await TwoSystems.run(records: 60, existing: 0) { systems in
        try await systems.project.firstLoad()
        let state = try systems.shown()
        let lines = state.rows("F0111").filter { line in
          line.text("IDLN") != "0" && state.account(line.text("AN8")) != nil
        }
        try #require(lines.count > 20)
        for line in lines {
          let key = "\(line.text("AN8")).\(line.text("IDLN"))"
          let contacts = state.contacts.filter { $0.text("JDE_Contact_Key") == key }
          #expect(
            contacts.map { $0.lookup("Account_Name") } == [state.account(line.text("AN8"))?.text("id") ?? ""],
            "\(key)")
        }
        try await systems.expectSettled()
      }
    }

    @Test("forgets no customer that came between the plan and the end of its apply")
    func newcomer() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        _ = try await systems.project.plan()
        try systems.addCustomer("990001", name: "Between Plan and Apply Ltd.")
        try await systems.expectNoWrite { for _ in 0..<2 { _ = try await systems.project.sync() } }
        #expect(try await systems.project.apply().left == 0)
        #expect(try systems.shown().account("990001") == nil, "the plan does not know it")
        _ = try await systems.project.sync()
        #expect(try systems.shown().account("990001") != nil)
        try await systems.expectSettled()
      }
    }

    @Test("has nothing left to do when it is applied once more")
    func appliesAgain() async throws {
      try await TwoSystems.run(records: 40, existing: 12) { systems in
        try await systems.project.firstLoad()
        try await systems.expectNoWrite {
          let again = try await systems.project.apply()
          #expect(again.left == 0)
          #expect(again.created + again.updated == 0)
        }
      }
    }

    @Test("goes on where a limited one stopped")
    func appliesInParts() async throws {
      try await TwoSystems.run(records: 40, existing: 12) { systems in
        _ = try await systems.project.plan()
        let first = try await systems.project.run("apply") { engine throws(Failure) in
          try await engine.apply(planHash: nil, limit: 5, only: [])
        }
        #expect(first.created + first.linked == 5)
        #expect(first.left > 0)
        let rows = try await systems.written { _ = try await systems.project.sync() }
        #expect(!rows.contains { $0.action == "insert" }, "a sync creates nothing before the plan is done")
        let rest = try await systems.project.apply()
        #expect(rest.left == 0)
        try await systems.expectSettled()
      }
    }
  }
}
