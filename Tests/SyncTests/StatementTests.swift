import Decisions
import Diagnostics
import EventLog
import JSONText
import Projections
import SimulatedCompanies
import Sync
import TestSupport
import Testing
import ZohoSimulator

extension WholeLoop {
  @Suite("What a person says of a record", .temporaryFolder)
  struct StatementTests {
    @Test("about another account is carried out while a write to the former one may still land there")
    func relinkBehindAnOpenWrite() async throws {
      try await TwoSystems.loaded { systems, number, former in
        try systems.addAccount(["Account_Name": "The Right One"])
        _ = try await systems.project.sync()
        let right = try #require(
          try systems.shown().accounts.first { $0.text("Account_Name") == "The Right One" }?.text("id"))
        systems.zoho.server().setFaults([
          Fault(.dropBefore, match: Fault.Match(method: "PUT", path: "/crm/v8/*"), times: 1)
        ])
        try systems.setCredit(of: number, to: 4_711)
        #expect(
          try await systems.project.sync().unknown == 1, "it was sent, and nobody knows what became of it")
        try systems.changeZoho("Accounts", id: former, ["JDE_Address_Number": .null])
        try await systems.say(.link(right), of: number)
        let rows = try await systems.written { for _ in 0..<3 { _ = try await systems.project.sync() } }
        #expect(rows.map(\.id).filter { $0 == former } == [], "the former one gets nothing any more")
        #expect(try systems.shown().account(number)?.text("id") == right)
        #expect(try systems.shown().account(number)?["Credit_Limit"]?.int == 4_711)
        systems.project.time.advance(by: 301)
        try await systems.expectNoWrite {
          let run = try await systems.project.sync()
          #expect(run.unknown == 0)
        }
      }
    }

    @Test("that gives one customer's former account to another takes the key off, and then brings the data")
    func formerAccountOfAnother() async throws {
      try await TwoSystems.loaded { systems, number, id in
        let other = try #require(try systems.shown().customers.last)
        try #require(other != number)
        try await systems.say(.unlink, of: number)
        try await systems.say(.link(id), of: other)
        for _ in 0..<3 { _ = try await systems.project.sync() }
        #expect(try systems.shown().account(other)?.text("id") == id)
        #expect(try systems.shown().account(number) == nil, "nothing is made for it until somebody says so")
        try systems.setCredit(of: other, to: 4_711)
        _ = try await systems.project.sync()
        #expect(try systems.shown().account(other)?["Credit_Limit"]?.int == 4_711)
      }
    }

    @Test("of two that are one is taken back with the pair that it made, and the former pair returns")
    func takenBackPair() async throws {
      try await TwoSystems.loaded { systems, number, former in
        try systems.addAccount(["Account_Name": "A Stranger", "Phone": "+44 20 7946 0001"])
        _ = try await systems.project.sync()
        let stranger = try #require(
          try systems.shown().accounts.first { $0.text("Account_Name") == "A Stranger" })
        try await systems.say(.link(stranger.text("id")), of: number)
        try await systems.say(.takeBack(nil), of: number)
        try systems.setCredit(of: number, to: 4_711)
        for _ in 0..<3 { _ = try await systems.project.sync() }
        let after = try systems.shown()
        #expect(after.account(number)?.text("id") == former)
        #expect(after.account(number)?["Credit_Limit"]?.int == 4_711)
        #expect(after.accounts.first { $0.text("id") == stranger.text("id") } == stranger, "it is left alone")
        try await systems.expectSettled()
      }
    }

    @Test("of two that are one is not made true again by our own key once it is taken back")
    func takenBackAfterItsKey() async throws {
      try await TwoSystems.loaded { systems, number, former in
        try systems.addAccount(["Account_Name": "A Stranger", "Phone": "+44 20 7946 0001"])
        _ = try await systems.project.sync()
        let stranger = try #require(
          try systems.shown().accounts.first { $0.text("Account_Name") == "A Stranger" }?.text("id"))
        try await systems.say(.link(stranger), of: number)
        for _ in 0..<3 { _ = try await systems.project.sync() }
        #expect(try systems.shown().account(number)?.text("id") == stranger, "our key was brought there")
        try await systems.say(.takeBack(nil), of: number)
        try systems.setCredit(of: number, to: 4_711)
        try await systems.expectNoWrite { for _ in 0..<3 { _ = try await systems.project.sync() } }
        let asked = try await questions(of: number, in: systems)
        #expect(asked.map(\.asked.reason) == ["taken_back"])
        try await systems.say(.link(former), of: number)
        for _ in 0..<3 { _ = try await systems.project.sync() }
        let after = try systems.shown()
        #expect(after.account(number)?.text("id") == former)
        #expect(after.account(number)?["Credit_Limit"]?.int == 4_711)
        #expect(after.doubledKeys == [])
        try await systems.expectSettled()
      }
    }

    @Test("is taken while the create of its record is open, and nothing is made for it any more")
    func behindAnOpenCreate() async throws {
      try await TwoSystems.run(records: 6, existing: 0) { systems in
        try systems.addAccount(["Account_Name": "The Right One"])
        _ = try await systems.project.plan()
        systems.zoho.server().setFaults([
          Fault(.dropBefore, match: Fault.Match(method: "POST", path: "/crm/v8/Accounts"), times: 1)
        ])
        #expect(try await systems.project.apply().unknown > 0, "the create was sent, and nobody knows of it")
        let number = try #require(try systems.shown().customers.first)
        let right = try #require(
          try systems.shown().accounts.first { $0.text("Account_Name") == "The Right One" }?.text("id"))
        try await systems.say(.link(right), of: number)
        systems.project.time.advance(by: 301)
        for _ in 0..<3 { _ = try await systems.project.sync() }
        #expect(try systems.shown().account(number)?.text("id") == right)
        #expect(try systems.shown().doubledKeys == [])
        let faults = try await systems.project.withStore { store, _ in try await store.counts().faults }
        #expect(faults == 0)
      }
    }

    @Test(
      "holds after an unlink: our key is taken off, and nothing is linked or created until somebody says so")
    func unlink() async throws {
      try await TwoSystems.loaded { systems, number, id in
        try await systems.say(.unlink, of: number)
        let rows = try await systems.written { for _ in 0..<3 { _ = try await systems.project.sync() } }
        #expect(rows.map(\.fields) == [["JDE_Address_Number"]], "the key is taken off, once, and no more")
        let account = try #require(try systems.shown().accounts.first { $0.text("id") == id })
        #expect(account["JDE_Address_Number"] == .null)
        #expect(try await link(of: number, in: systems)?.state == .removed)
        let asked = try await questions(of: number, in: systems)
        #expect(asked.map(\.asked.reason) == ["unlinked"])
        // Nothing has changed in JD Edwards since the first create: it is another write all the same.
        try await systems.say(.create, of: number)
        let created = try await systems.written { _ = try await systems.project.sync() }
        #expect(created.filter { $0.action == "insert" && $0.key == number }.count == 1)
        #expect(try await questions(of: number, in: systems).isEmpty)
        #expect(try await link(of: number, in: systems)?.generation == 2)
        try await systems.expectSettled()
      }
    }

    @Test("about another account brings the data there once our key is off the former one")
    func relink() async throws {
      try await TwoSystems.loaded { systems, number, former in
        try systems.addAccount(["Account_Name": "The Right One", "Billing_City": "Bonn"])
        _ = try await systems.project.sync()
        let right = try #require(
          try systems.shown().accounts.first { $0.text("Account_Name") == "The Right One" }?.text("id"))
        try await systems.say(.link(right), of: number)
        try systems.setCredit(of: number, to: 4_711)
        let rows = try await systems.written { for _ in 0..<3 { _ = try await systems.project.sync() } }
        let targets = rows.filter { [former, right].contains($0.id) }.map(\.id)
        #expect(targets == [former, right], "first the key comes off, then the data comes")
        let account = try #require(try systems.shown().account(number))
        #expect(account.text("id") == right && account["Credit_Limit"] == 4711)
        let asked = try await questions(of: number, in: systems)
        #expect(asked.isEmpty, "that it is called otherwise now is our own doing: \(asked)")
      }
    }

    @Test("about another account brings no data there as long as our key may stand on the former one")
    func relinkWaits() async throws {
      try await TwoSystems.loaded { systems, number, former in
        try systems.addAccount(["Account_Name": "The Right One"])
        _ = try await systems.project.sync()
        let right = try #require(
          try systems.shown().accounts.first { $0.text("Account_Name") == "The Right One" }?.text("id"))
        try systems.zohoControl("POST", "/control/limits", ["enforces_unique": false])
        systems.zoho.server().setFaults([
          Fault(
            .dropBefore, match: Fault.Match(method: "PUT", path: "/crm/v8/Accounts/\(former)"), times: 1)
        ])
        try await systems.say(.link(right), of: number)
        let early = try await systems.written { _ = try await systems.project.sync() }
        #expect(
          systems.zoho.server().calls.contains { $0.faults.contains("dropBefore") },
          "whether the key came off is not known")
        #expect(early.filter { $0.id == right }.isEmpty, "two records would carry one key")
        systems.project.time.advance(by: 301)
        for _ in 0..<3 { _ = try await systems.project.sync() }
        #expect(try systems.shown().accounts(withKey: number).map { $0.text("id") } == [right])
      }
    }

    @Test("keeps a stranger apart on which our key stands, and names it while we may not write")
    func owed() async throws {
      try await TwoSystems.loaded { systems, number, id in
        try systems.project.edit("zoho: on }", to: "zoho: off }")
        try await systems.say(.unlink, of: number)
        try await systems.expectNoWrite { for _ in 0..<2 { _ = try await systems.project.sync() } }
        let owed = try await systems.project.withStore { store, _ in
          try await store.owed(reason: DecisionMade.Owed.keyStandsOn, limit: 10)
        }
        #expect(owed.map(\.key) == [number] && owed.map(\.owed.detail) == [id])
        #expect(try await questions(of: number, in: systems).isEmpty, "nothing is asked meanwhile")
        // A person takes the key off himself.
        try systems.changeZoho("Accounts", id: id, ["JDE_Address_Number": .null])
        _ = try await systems.project.sync()
        #expect(try await questions(of: number, in: systems).map(\.asked.reason) == ["unlinked"])
        // And types it again: that is a change after the statement.
        try systems.changeZoho("Accounts", id: id, ["JDE_Address_Number": JSONValue(number)])
        _ = try await systems.project.sync()
        #expect(try await questions(of: number, in: systems).map(\.asked.reason) == ["key_again"])
      }
    }

    @Test(
      "is asked for as soon as a second account shows the key of a linked one, and neither is written for it")
    func second() async throws {
      try await TwoSystems.loaded { systems, number, id in
        try systems.zohoControl("POST", "/control/limits", ["enforces_unique": false])
        try systems.addAccount(["Account_Name": "Copy", "JDE_Address_Number": JSONValue(number)])
        try await systems.expectNoWrite { for _ in 0..<2 { _ = try await systems.project.sync() } }
        let asked = try await questions(of: number, in: systems)
        #expect(asked.map(\.asked.reason) == ["many_right"] && asked.first?.asked.candidates.count == 2)
        let log = try WrittenLog(systems.project).entries(.questionAsked)
        #expect(log.count { $0.body.text("question") == "customer/\(number)" } == 1, "it is asked once")
        try await systems.say(.link(id), of: number)
        let rows = try await systems.written { for _ in 0..<3 { _ = try await systems.project.sync() } }
        #expect(rows.map(\.fields) == [["JDE_Address_Number"]] && rows.first?.id != id)
        #expect(try await questions(of: number, in: systems).isEmpty)
      }
    }

    @Test("answers the question that was read, not one that was asked since")
    func askedSince() async throws {
      try await TwoSystems.loaded { systems, number, id in
        try systems.zohoControl("POST", "/control/limits", ["enforces_unique": false])
        try systems.addAccount(["Account_Name": "Copy", "JDE_Address_Number": JSONValue(number)])
        _ = try await systems.project.sync()
        let question = try #require(try await questions(of: number, in: systems).first)
        func say(seen: UInt64) async throws {
          try await systems.project.run("links") { engine throws(Failure) in
            try await engine.answer(SubjectKey(entity: "customer", key: number), .link(id), seen: seen)
          }
        }
        let failure = await #expect(throws: Failure.self) { try await say(seen: question.askedSequence - 1) }
        #expect(failure?.code == .answerStale)
        try await say(seen: question.askedSequence)
        #expect(try await questions(of: number, in: systems).isEmpty)
      }
    }

    @Test("of a record that another one holds is refused, and the other one is named")
    func held() async throws {
      try await TwoSystems.loaded { systems, number, id in
        let other = try #require(try systems.shown().customers.first { $0 != number })
        let failure = await #expect(throws: Failure.self) { try await systems.say(.link(id), of: other) }
        #expect(failure?.message.contains("customer/\(number)") == true)
      }
    }

    @Test("is refused where it answers something that has moved since, and is asked again at once")
    func stale() async throws {
      try await TwoSystems.loaded { systems, number, id in
        try systems.changeZoho("Accounts", id: id, ["Account_Name": "Edited In Zoho"])
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["ALPH": "Edited In JDE"])
        _ = try await systems.project.sync()
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["ALPH": "Edited Once More"])
        _ = try await systems.project.plan()
        let subject = SubjectKey(entity: "customer", key: number)
        let failure = await #expect(throws: Failure.self) {
          try await systems.project.run("conflicts") { engine throws(Failure) in
            try await engine.resolve(subject, field: "name", takes: .side(.jde))
          }
        }
        #expect(failure?.code == .answerStale)
        #expect(
          failure?.message.contains("JD Edwards shows another name") == true, "\(failure?.message ?? "")")
        let asked = try await systems.project.withStore { store, _ in
          try await store.question(QuestionID(subject, field: "name"))
        }
        #expect(asked?.asked.values.jde == .value("Edited Once More") && asked?.state == .open)
        let before = try #require(asked).askedSequence - 1
        let anew = await #expect(throws: Failure.self) {
          try await systems.project.run("conflicts") { engine throws(Failure) in
            try await engine.resolve(subject, field: "name", takes: .side(.jde), seen: before)
          }
        }
        #expect(anew?.code == .answerStale && anew?.message.contains("anew") == true)
        try await systems.project.run("conflicts") { engine throws(Failure) in
          try await engine.resolve(subject, field: "name", takes: .side(.jde))
        }
        let rows = try await systems.written { _ = try await systems.project.sync() }
        #expect(rows.map(\.fields) == [["Account_Name"]])
      }
    }

    @Test(
      "in a sheet that is older than a newer word is refused, and the same sheet once more changes nothing")
    func oldSheet() async throws {
      try await TwoSystems.loaded { systems, number, id in
        try systems.addAccount(["Account_Name": "A Stranger", "Phone": "+44 20 7946 0001"])
        try systems.deleteZoho("Accounts", id: id)
        for _ in 1...2 { _ = try await systems.project.sync() }
        let asked = try #require(try await questions(of: number, in: systems).first)
        let stranger = try #require(
          try systems.shown().accounts.first { $0.text("Account_Name") == "A Stranger" }?.text("id"))
        func sheet() async throws {
          try await systems.project.run("links") { engine throws(Failure) in
            try await engine.answer(
              SubjectKey(entity: "customer", key: number), .link(stranger), seen: asked.askedSequence)
          }
        }
        try await systems.say(.keepApart([stranger]), of: number)
        let failure = await #expect(throws: Failure.self) { try await sheet() }
        #expect(failure?.code == .answerStale)
        #expect(try await link(of: number, in: systems)?.state == .removed)
        try await systems.say(.link(stranger), of: number)
        try await sheet()
        #expect(try await link(of: number, in: systems)?.zohoID == stranger)
      }
    }

    @Test("of a conflict is asked for again where a side moves before it is carried out")
    func overtaken() async throws {
      try await TwoSystems.loaded { systems, number, id in
        let before = try #require(try systems.shown().account(number)?.text("Account_Name"))
        try systems.changeZoho("Accounts", id: id, ["Account_Name": "Edited In Zoho"])
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["ALPH": "Edited In JDE"])
        _ = try await systems.project.sync()
        try await systems.project.run("conflicts") { engine throws(Failure) in
          try await engine.resolve(
            SubjectKey(entity: "customer", key: number), field: "name", takes: .side(.jde))
        }
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["ALPH": JSONValue(before)])
        try await systems.expectNoWrite {
          for _ in 0..<2 {
            let report = try await systems.project.sync()
            #expect(report.conflictsOpen == 1)
          }
        }
      }
    }

    @Test(
      "lets no other company take an account over by its number, and goes on once it is said to be the same")
    func reusedNumber() async throws {
      try await TwoSystems.loaded { systems, number, id in
        try systems.changeJDE(
          "F0101", ["AN8": JSONValue(number)], ["ALPH": "Ganz Andere Firma Zebra KG", "TAX": "DE811907980"])
        let state = try systems.shown()
        for row in state.rows("F0116", of: number) {
          try systems.changeJDE(
            "F0116", ["AN8": JSONValue(number), "EFTB": JSONValue(row.text("EFTB"))],
            ["CTY1": "Xanten", "ADDZ": "46509"])
        }
        for row in state.rows("F01151", of: number) {
          let key: JSONObject = [
            "AN8": JSONValue(number), "IDLN": JSONValue(row.text("IDLN")),
            "RCK7": JSONValue(row.text("RCK7")),
          ]
          try systems.changeJDE("F01151", key, [:], action: "delete")
        }
        try await systems.expectNoWrite { for _ in 0..<2 { _ = try await systems.project.sync() } }
        let asked = try await questions(of: number, in: systems)
        #expect(asked.map(\.asked.about) == [.identity])
        #expect(asked.first?.asked.candidates.first?["zoho_id"]?.string == id)
        try await systems.say(.same, of: number)
        _ = try await systems.project.sync()
        _ = try await systems.project.sync()
        #expect(try systems.shown().account(number)?.text("Account_Name") == "Ganz Andere Firma Zebra KG")
        #expect(try await questions(of: number, in: systems).isEmpty)
      }
    }

    private func questions(of number: String, in systems: TwoSystems) async throws -> [QuestionRow] {
      try await systems.project.withStore { store, _ in
        try await store.questions(openOnly: true).filter { $0.key == number && $0.field == nil }
      }
    }

    private func link(of number: String, in systems: TwoSystems) async throws -> LinkState? {
      try await systems.project.withStore { store, _ in
        try await store.links(entity: "customer", keys: [number])[number]
      }
    }
  }
}
