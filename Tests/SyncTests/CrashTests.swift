import Decisions
import EventLog
import Foundation
import JSONText
import SimulatedCompanies
import Sync
import TestSupport
import Testing
import ZohoSimulator

extension WholeLoop {
  @Suite("A program killed with SIGKILL", .temporaryFolder, .timeLimit(.minutes(10)))
  struct CrashTests {
    /// `KILLS=200` widens.
    private static let kills = ProcessInfo.processInfo.environment["KILLS"].flatMap(Int.init) ?? 50
    private static let weather = [
      Fault(.status(429, retryAfter: 1), match: Fault.Match(path: "/crm/*"), probability: 0.05),
      Fault(.html503, match: Fault.Match(path: "/crm/*"), probability: 0.05),
      Fault(.dropAfter, match: Fault.Match(path: "/crm/*"), probability: 0.05),
      Fault(.uniqueNotEnforced, match: Fault.Match(method: "POST"), probability: 0.3),
      Fault(
        .refuseRows(Fault.RowRefusal(rows: [0], code: "RECORD_LOCKED")),
        match: Fault.Match(method: "PUT", path: "/crm/*"), probability: 0.1),
    ]

    @Test("leaves nothing doubled, nothing lost and nothing unknown behind once it was run to its end")
    func isKilledOften() async throws {
      try await TwoSystems.run(records: 40, existing: 14) { systems in
        var random = SeededGenerator(seed: Seeds.all.first ?? 1)
        _ = try await systems.project.plan()
        for index in 0..<Self.kills {
          let moment = KillMoment.random(index, using: &random)
          systems.zoho.server().setFaults(index.isMultiple(of: 2) ? Self.weather : [])
          try await kill(systems, at: moment)
          try change(systems, round: index, using: &random)
          // What was under way can no longer land: the next run goes on with it instead of waiting.
          systems.project.time.advance(by: 301)
        }
        systems.zoho.server().setFaults([])
        let log = try WrittenLog(systems.project)
        let cut = log.entries(.commandStarted).count - log.entries(.commandEnded).count
        #expect(cut > Self.kills / 3, "most kills strike in the middle of a run")
        // What was under way when it died goes again once it can no longer land.
        systems.project.time.advance(by: 301)
        _ = try await systems.project.apply()
        _ = try await systems.project.sync()
        _ = try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        try await systems.expectSettled()
        try expectTrue(systems)
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
      }
    }

    @Test(
      "by Zoho on the arrival of a write goes on from there",
      arguments: [
        KillMoment.onWrite(method: "POST", nth: 1, isAfterEffect: false),
        .onWrite(method: "POST", nth: 1, isAfterEffect: true),
        .onWrite(method: "POST", nth: 2, isAfterEffect: true),
        .onWrite(method: "PUT", nth: 1, isAfterEffect: false),
        .onWrite(method: "PUT", nth: 2, isAfterEffect: true),
      ])
    func isKilledOnWrite(moment: KillMoment) async throws {
      try await TwoSystems.run(records: 24, existing: 10) { systems in
        _ = try await systems.project.plan()
        try await kill(systems, at: moment)
        #expect(
          systems.zoho.server().calls.contains { $0.faults.contains("killCaller") }, "it died at that write")
        systems.zoho.server().setFaults([])
        systems.project.time.advance(by: 301)
        let report = try await systems.project.apply()
        #expect((report.left, report.skippedMoved) == (0, []), "one run is enough")
        try await systems.expectSettled()
        _ = try await systems.project.sync()
        try await systems.expectSettled()
        try expectTrue(systems)
      }
    }

    @Test("while it marks a record that left its scope marks it in the next run")
    func isKilledWhileMarking() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        let number = try #require(try systems.shown().customers.first)
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["AT1": "X"])
        try await kill(systems, at: .onWrite(method: "PUT", nth: 1, isAfterEffect: false))
        #expect(try systems.shown().account(number)?.text("Account_Status") != "Inactive")
        systems.zoho.server().setFaults([])
        systems.project.time.advance(by: 301)
        _ = try await systems.project.sync()
        #expect(try systems.shown().account(number)?.text("Account_Status") == "Inactive")
        try expectTrue(systems)
      }
    }

    /// Runs apply and sync in a process of its own until it dies.
    private func kill(_ systems: TwoSystems, at moment: KillMoment) async throws {
      let folder = systems.project.folder
      let zoho = systems.zohoURL
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [folder = folder as String, zoho = zoho as String, moment = moment as KillMoment] in
        try await DoomedRun.run(folder: folder, zoho: zoho, moment: moment)
      }
    }

    /// What people do in JD Edwards between two runs.
    private func change(_ systems: TwoSystems, round: Int, using random: inout SeededGenerator) throws {
      let customers = try systems.shown().customers
      for _ in 0..<3 {
        let number = try #require(customers.randomElement(using: &random))
        try systems.setCredit(of: number, to: Int.random(in: 1...900_000, using: &random))
      }
      let renamed = try #require(customers.randomElement(using: &random))
      try systems.changeJDE(
        "F0101", ["AN8": JSONValue(renamed)], ["ALPH": JSONValue("Renamed \(round) of \(renamed)")])
      if round.isMultiple(of: 3) {
        try systems.addCustomer("\(9_001 + 4 * round)", name: "Newcomer \(round) Ltd.")
      }
    }

    /// The log tells all that reached Zoho, and is whole; the tokens stayed within their budget.
    private func expectTrue(_ systems: TwoSystems, sourceLocation: SourceLocation = #_sourceLocation) throws {
      let log = try WrittenLog(systems.project)
      #expect(log.rowsWithoutIntent(try systems.writes()) == [], sourceLocation: sourceLocation)
      #expect(
        try zohoTokensThrottled(systems) == 0, "tokens stay within their budget",
        sourceLocation: sourceLocation
      )
      let report = try verifyLedger(at: systems.project.folder + "/ledger")
      #expect(report.findings.map(\.description) == [], sourceLocation: sourceLocation)
      #expect(report.last == log.last, sourceLocation: sourceLocation)
    }

    private func zohoTokensThrottled(_ systems: TwoSystems) throws -> Int? {
      try systems.zohoControl("GET", "/control/tokens")["throttled"]?.int
    }
  }
}
