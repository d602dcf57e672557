import Decisions
import EventLog
import JSONText
import SimulatedCompanies
import Sync
import TestSupport
import Testing

extension WholeLoop {
  @Suite("A future-dated address", .temporaryFolder, .timeLimit(.minutes(2)))
  struct DayTurnTests {
    @Test("is written on its day, with the turn of the day as the cause, and not before")
    func isWrittenOnItsDay() async throws {
      try await TwoSystems.run(records: 20, existing: 0) { systems in
        try await systems.project.firstLoad()
        let number = try announceAddress(in: systems, inDays: 3)
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        try systems.jdeControl("POST", "/control/date", ["days": 3])
        let rows = try await systems.written { _ = try await systems.project.sync() }
        #expect(rows.map(\.key) == [number])
        #expect(rows.first?.fields == ["Billing_Street", "Billing_State", "Billing_City", "Billing_Code"])
        try expectCause(of: number, in: systems)
        try await systems.expectSettled()
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
      }
    }

    @Test("is written also where somebody looked at a plan first on that day")
    func survivesPlan() async throws {
      try await TwoSystems.run(records: 20, existing: 0) { systems in
        try await systems.project.firstLoad()
        let number = try announceAddress(in: systems, inDays: 3)
        _ = try await systems.project.sync()
        try systems.jdeControl("POST", "/control/date", ["days": 3])
        let plan = try await systems.project.plan()
        #expect(try plan.items.map(\.key) == [number])
        let rows = try await systems.written { _ = try await systems.project.sync() }
        #expect(rows.map(\.key) == [number])
        try expectCause(of: number, in: systems)
        try await systems.expectSettled()
      }
    }

    /// A customer that moves house in some days; its number.
    private func announceAddress(in systems: TwoSystems, inDays days: Int) throws -> String {
      let state = try systems.shown()
      let number = try #require(state.customers.first { state.rows("F0116", of: $0).count == 1 })
      let day = try #require(CivilDate(compact: state.today)).adding(days: days).compact
      let country = try #require(state.address(of: number)).text("CTR")
      try systems.changeJDE(
        "F0116", ["AN8": JSONValue(number), "EFTB": JSONValue(day)],
        [
          "ADD1": "1 Future Road", "ADDZ": "99999", "CTY1": "Tomorrow", "CTR": JSONValue(country),
          "EFTF": "1",
        ],
        action: "insert")
      return number
    }

    private func expectCause(of number: String, in systems: TwoSystems) throws {
      let log = try WrittenLog(systems.project)
      let decision = try #require(log.entries(.decisionMade, of: StreamKey.link("customer", number)).last)
      let cause = log.entries.first { $0.event.seq == decision.event.cause }
      #expect(cause?.event.kind == EventKind.dayTurned.rawValue)
    }
  }
}
