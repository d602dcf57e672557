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
  @Suite("An edit in Zoho", .temporaryFolder, .timeLimit(.minutes(2)))
  struct ForeignEditTests {
    @Test("of a field that JD Edwards owns is put back where the mapping says so")
    func isReverted() async throws {
      try await TwoSystems.loaded { systems, number, id in
        let credit = try systems.shown().account(number)?["Credit_Limit"]
        try systems.changeZoho("Accounts", id: id, ["Credit_Limit": 1])
        let rows = try await systems.written { _ = try await systems.project.sync() }
        #expect(rows.map(\.fields) == [["Credit_Limit"]])
        #expect(try systems.shown().account(number)?["Credit_Limit"] == credit)
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
      }
    }

    @Test("is put back twice in a day, and the third time a person is asked")
    func isDamped() async throws {
      try await TwoSystems.loaded { systems, number, id in
        for value in [1, 2] {
          try systems.changeZoho("Accounts", id: id, ["Credit_Limit": JSONValue(value)])
          let rows = try await systems.written { _ = try await systems.project.sync() }
          #expect(rows.map(\.fields) == [["Credit_Limit"]])
        }
        try systems.changeZoho("Accounts", id: id, ["Credit_Limit": 3])
        try await systems.expectNoWrite {
          let run = try await systems.project.sync()
          #expect(run.conflictsOpen == 1)
        }
      }
    }

    @Test("of a field that JD Edwards owns is reported once where the mapping says no more")
    func isReported() async throws {
      try await TwoSystems.loaded { systems, number, id in
        let industry = try systems.shown().account(number)?.text("Industry")
        let edited = industry == "Retail" ? "Utilities" : "Retail"
        try systems.changeZoho("Accounts", id: id, ["Industry": JSONValue(edited)])
        let decided = try decisions(about: number, in: systems).count
        try await systems.expectNoWrite {
          for _ in 0..<3 {
            let run = try await systems.project.sync()
            #expect(run.needsPerson == false)
          }
        }
        let news = try decisions(about: number, in: systems).dropFirst(decided)
        #expect(news.count == 1, "once a change, not once a cycle")
        let fields = news.first?.body["fields"]?.array ?? []
        #expect(fields.map { [$0.text("id"), $0.text("action")] } == [["industry", "report"]])
        #expect(try systems.shown().account(number)?.text("Industry") == edited)
      }
    }

    @Test("that would flow towards JD Edwards is held once, moves no base and asks nobody")
    func isHeld() async throws {
      try await TwoSystems.loaded { systems, number, id in
        let before = try await link(of: number, in: systems)
        let decided = try decisions(about: number, in: systems).count
        try systems.changeZoho("Accounts", id: id, ["Account_Name": "Edited In Zoho"])
        try await systems.expectNoWrite {
          for _ in 0..<3 {
            let run = try await systems.project.sync()
            #expect(run.needsPerson == false)
          }
        }
        let news = try decisions(about: number, in: systems).dropFirst(decided)
        #expect(news.map { $0.body.text("outcome") } == ["held"], "once a change, not once a cycle")
        #expect(try await link(of: number, in: systems).base == before.base)
        let plan = try await systems.project.plan()
        #expect(try plan.items.map(\.action) == [.towardsJDE])
        try systems.changeZoho("Accounts", id: id, ["Account_Name": "Edited Again"])
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        #expect(
          try decisions(about: number, in: systems).count == decided + 2, "another edit is another decision")
      }
    }

    @Test("that clashes with one in JD Edwards is asked about once, and holds back no other field")
    func conflicts() async throws {
      try await TwoSystems.loaded { systems, number, id in
        try clash(number, id, in: systems)
        try systems.setCredit(of: number, to: 4_711)
        let rows = try await systems.written {
          let report = try await systems.project.sync()
          #expect(report.conflictsOpen == 1)
          #expect(report.needsPerson)
        }
        #expect(rows.map(\.fields) == [["Credit_Limit"]])
        try await systems.expectNoWrite {
          let run = try await systems.project.sync()
          #expect(run.conflictsOpen == 1)
        }
        let found = try WrittenLog(systems.project).entries(.questionAsked)
        #expect(found.count == 1)
        #expect(found.first?.body.text("question") == "customer/\(number)/name")
      }
    }

    @Test(
      "that clashes ends as a person says: JD Edwards' value is written, Zoho's is kept",
      arguments: [Side.jde, .zoho])
    func resolves(side: Side) async throws {
      try await TwoSystems.loaded { systems, number, id in
        try clash(number, id, in: systems)
        _ = try await systems.project.sync()
        try await systems.project.run("conflicts") { engine throws(Failure) in
          try await engine.resolve(
            SubjectKey(entity: "customer", key: number), field: "name", takes: .side(side))
        }
        let rows = try await systems.written {
          for _ in 0..<2 {
            let report = try await systems.project.sync()
            #expect(report.conflictsOpen == 0)
            #expect(report.needsPerson == false)
          }
        }
        #expect(rows.map(\.fields) == (side == .jde ? [["Account_Name"]] : []))
        let name = try systems.shown().account(number)?.text("Account_Name")
        #expect(name == (side == .jde ? "Edited In JDE" : "Edited In Zoho"))
        if side == .zoho {
          let held = try await systems.project.withStore { store, _ in
            try await store.held(entity: "customer", keys: [number])[number]
          }
          #expect(held?.decision.fields.map(\.id) == ["name"], "what would flow to JD Edwards is listed")
        }
      }
    }

    @Test(
      "that clashes loses to one of JD Edwards that was made after it was seen, and wins over one that was seen before it was made, where the tie says so",
      arguments: [Side.jde, .zoho])
    func newerWins(side: Side) async throws {
      try await clashingTypes { systems, number, id, jde, zoho in
        // Seen, and not yet carried to the other side: toward JD Edwards nothing is written, toward Zoho not now.
        if side == .zoho { try systems.project.edit("zoho: on }", to: "zoho: off }") }
        let edits: [() throws -> Void] = [
          { try systems.changeZoho("Accounts", id: id, ["Account_Type": JSONValue(zoho.zoho)]) },
          { try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["AC01": JSONValue(jde.code)]) },
        ]
        try (side == .jde ? edits[0] : edits[1])()
        systems.project.time.advance(by: 600)
        _ = try await systems.project.sync()
        systems.project.time.advance(by: 600)
        try (side == .jde ? edits[1] : edits[0])()
        // Another field of the older side is edited last: that says nothing about this one.
        systems.project.time.advance(by: 600)
        if side == .zoho {
          try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["AC02": JSONValue("XYZ")])
        } else {
          try systems.changeZoho("Accounts", id: id, ["Description": "Edited last"])
        }
        if side == .zoho { try systems.project.edit("zoho: off }", to: "zoho: on }") }
        let rows = try await systems.written {
          let report = try await systems.project.sync()
          #expect(report.conflictsOpen == 0)
          #expect(report.needsPerson == false)
        }
        #expect(rows.map(\.fields) == (side == .jde ? [["Account_Type"]] : []))
        let shown = try systems.shown().account(number)?.text("Account_Type")
        #expect(shown == (side == .jde ? jde.zoho : zoho.zoho))
        let fields = try decisions(about: number, in: systems).last?.body["fields"]?.array ?? []
        let decided = fields.map { field in ["id", "rule", "to", "value"].map { field.text($0) } }
        let expected =
          side == .jde ? ["type", "newer_jde", "zoho", jde.zoho] : ["type", "newer_zoho", "jde", zoho.code]
        #expect(decided == [expected])
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
      }
    }

    @Test(
      "that clashes is asked about where both were made between two looks: a later edit of another field makes nothing newer",
      arguments: [Side.jde, .zoho])
    func newerIsNotKnown(edited last: Side) async throws {
      try await clashingTypes { systems, number, id, jde, zoho in
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["AC01": JSONValue(jde.code)])
        systems.project.time.advance(by: 600)
        try systems.changeZoho("Accounts", id: id, ["Account_Type": JSONValue(zoho.zoho)])
        systems.project.time.advance(by: 600)
        if last == .jde {
          try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["AC02": JSONValue("XYZ")])
        } else {
          try systems.changeZoho("Accounts", id: id, ["Description": "Edited last"])
        }
        try await systems.expectNoWrite {
          let report = try await systems.project.sync()
          #expect(report.conflictsOpen == 1)
        }
        #expect(try systems.shown().account(number)?.text("Account_Type") == zoho.zoho)
      }
    }

    @Test(
      "that clashes and is given a value is for JD Edwards first, which is said; one that it shows already is not",
      arguments: [("A Third Name", true), ("Edited In JDE", false)])
    func givenValue(value: String, isForJDE: Bool) async throws {
      try await TwoSystems.loaded { systems, number, id in
        try clash(number, id, in: systems)
        _ = try await systems.project.sync()
        let owed = try await systems.project.run("conflicts") { engine throws(Failure) in
          try await engine.resolve(
            SubjectKey(entity: "customer", key: number), field: "name", takes: .value(.value(value)))
        }
        #expect(owed == isForJDE)
        _ = try await systems.project.sync()
        let shown = try systems.shown().account(number)?.text("Account_Name")
        #expect(shown == (isForJDE ? "Edited In Zoho" : value))
        if isForJDE {
          try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["ALPH": JSONValue(value)])
          _ = try await systems.project.sync()
          #expect(try systems.shown().account(number)?.text("Account_Name") == value)
        }
      }
    }

    /// A loaded customer whose type the newer edit decides, and two types for it that it does not have.
    private func clashingTypes(
      _ body: (TwoSystems, String, String, CodePair, CodePair) async throws -> Void
    ) async throws {
      try await TwoSystems.loaded { systems, number, id in
        try systems.project.edit("tie: zoho", to: "tie: newer", in: "mappings/customer.yaml")
        let present = try systems.shown().account(number)?.text("Account_Type")
        // Two codes are a Customer.
        let others = CodeList.customerTypes.filter { $0.zoho != present && $0.zoho != "Customer" }
        try #require(others.count >= 2)
        systems.project.time.advance(by: 600)
        _ = try await systems.project.sync()
        try await body(systems, number, id, others[0], others[1])
      }
    }

    private func clash(_ number: String, _ id: String, in systems: TwoSystems) throws {
      try systems.changeZoho("Accounts", id: id, ["Account_Name": "Edited In Zoho"])
      try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["ALPH": "Edited In JDE"])
    }

    private func decisions(about number: String, in systems: TwoSystems) throws -> [WrittenLog.Entry] {
      try WrittenLog(systems.project).entries(.decisionMade, of: StreamKey.link("customer", number))
    }

    private func link(of number: String, in systems: TwoSystems) async throws -> LinkState {
      let link = try await systems.project.withStore { store, _ in
        try await store.links(entity: "customer", keys: [number])[number]
      }
      return try #require(link)
    }
  }
}
