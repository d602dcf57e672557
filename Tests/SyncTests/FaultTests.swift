import AISSimulator
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
  @Suite("A first load among faults", .temporaryFolder, .timeLimit(.minutes(2)))
  struct FaultTests {
    private static let accounts = Fault.Match(method: "POST", path: "/crm/v8/Accounts")
    private static let contacts = Fault.Match(method: "POST", path: "/crm/v8/Contacts")
    private static let anyUpdate = Fault.Match(method: "PUT", path: "/crm/v8/*")

    @Test("waits as long as Zoho asks when there were too many calls")
    func waitsForZoho() async throws {
      try await load(
        zoho: [
          Fault(.status(429, retryAfter: 7), match: Fault.Match(path: "/crm/*"), times: 2),
          Fault(.status(429, retryAfter: nil), match: Fault.Match(path: "/crm/*", every: 3)),
        ]
      ) { systems in
        #expect(systems.project.time.waits.count { $0 >= .seconds(7) } >= 2)
        #expect(systems.project.time.waits.count > 2, "without a Retry-After it backs off by itself")
      }
    }

    @Test("goes on behind errors of Zoho's servers, in reads and in writes")
    func survivesServerErrors() async throws {
      try await load(zoho: [
        Fault(.status(500, retryAfter: nil), match: Fault.Match(method: "GET", path: "/crm/*", every: 3)),
        Fault(.html503, match: Fault.Match(method: "GET", path: "/crm/*", every: 4)),
        Fault(.status(500, retryAfter: nil), match: Self.accounts, times: 1),
        Fault(.html503, match: Self.contacts, times: 1),
        Fault(.html503, match: Self.anyUpdate, times: 1),
      ])
    }

    @Test("goes on where AIS was when its session died between two pages")
    func survivesDeadSessions() async throws {
      try await load(
        jde: [
          Fault(.deadSession, match: Fault.Match(body: "F0101", nth: 2)),
          Fault(.deadSession, match: Fault.Match(body: "F0115", nth: 2)),
          Fault(.status(500, retryAfter: nil), match: Fault.Match(body: "F0116"), times: 2),
          Fault(.html503, match: Fault.Match(body: "F0111"), times: 1),
          Fault(.dropAfter, match: Fault.Match(body: "F01151"), times: 1),
        ]
      ) { systems in
        let log = try WrittenLog(systems.project)
        let lost = log.entries(.sessionLost, of: StreamKey.session(.jde))
        #expect(lost.compactMap { $0.body["lost"]?.int } == [2])
        #expect(log.entries(.sessionOpened, of: StreamKey.session(.jde)).count >= 1)
      }
    }

    @Test("makes the account when the connection dropped before the insert arrived")
    func insertsAfterDrop() async throws {
      try await load(zoho: [
        Fault(.dropBefore, match: Self.accounts, times: 1),
        Fault(.dropBefore, match: Self.anyUpdate, times: 1),
      ])
    }

    @Test("makes no second account when the connection dropped after the insert took effect")
    func insertsOnce() async throws {
      try await load(zoho: [
        Fault(.dropAfter, match: Self.accounts, times: 1), Fault(.dropAfter, match: Self.contacts, times: 1),
        Fault(.dropAfter, match: Self.anyUpdate, times: 2), Fault(.cutBody, match: Self.anyUpdate, times: 1),
      ])
    }

    @Test("takes a new access token when the old one has expired")
    func renewsToken() async throws {
      try await load(zoho: [Fault(.deadSession, match: Fault.Match(path: "/crm/*", nth: 5))]) { systems in
        let tokens = try systems.zohoControl("GET", "/control/tokens")
        #expect(tokens["made"]?.int == 2)
        #expect(tokens["throttled"]?.int == 0)
        #expect(
          try WrittenLog(systems.project).entries(.sessionLost, of: StreamKey.session(.zoho)).count == 1)
      }
    }

    @Test("comes through all of this at once")
    func survivesEverything() async throws {
      try await TwoSystems.run(records: 60, existing: 20) { systems in
        _ = try await systems.project.plan()
        systems.zoho.server().setFaults([
          Fault(.status(429, retryAfter: 3), match: Fault.Match(path: "/crm/*"), probability: 0.15),
          Fault(.status(500, retryAfter: nil), match: Fault.Match(path: "/crm/*"), probability: 0.1),
          Fault(.html503, match: Fault.Match(path: "/crm/*"), probability: 0.05),
          Fault(.dropBefore, match: Fault.Match(path: "/crm/*"), probability: 0.1),
          Fault(.dropAfter, match: Fault.Match(path: "/crm/*"), probability: 0.1),
          Fault(.deadSession, match: Fault.Match(path: "/crm/*", nth: 9)),
          Fault(.uniqueNotEnforced, match: Fault.Match(method: "POST"), probability: 0.5),
        ])
        systems.ais.server().setFaults([
          Fault(.deadSession, probability: 0.05), Fault(.html503, probability: 0.1),
          Fault(.dropAfter, match: Fault.Match(body: "F0"), probability: 0.05),
        ])
        var isComplete = false
        for _ in 0..<12 where !isComplete {
          systems.project.time.advance(by: 301)
          do {
            isComplete = try await systems.project.apply().left == 0
          } catch let failure as Failure {
            #expect(failure.code.exitCode == 1, "only what passes by itself stops a run: \(failure)")
          }
        }
        systems.zoho.server().setFaults([])
        systems.ais.server().setFaults([])
        systems.project.time.advance(by: 301)
        _ = try await systems.project.apply()
        systems.project.time.advance(by: 301)
        #expect(try await systems.project.apply().left == 0)
        _ = try await systems.project.sync()
        try await systems.expectSettled()
        #expect(try WrittenLog(systems.project).rowsWithoutIntent(try systems.writes()) == [])
      }
    }

    /// Loads with faults on, at most three times, then without, and expects both systems to agree.
    private func load(
      jde: [Fault] = [], zoho: [Fault] = [], _ check: (TwoSystems) throws -> Void = { _ in }
    ) async throws {
      try await TwoSystems.run(records: 60, existing: 20) { systems in
        systems.ais.server().setFaults(jde)
        _ = try await systems.project.plan()
        systems.zoho.server().setFaults(zoho)
        let report = try await systems.project.apply()
        if report.unknown > 0 {
          // What may have arrived goes again once it can no longer land; nothing else waits.
          systems.project.time.advance(by: 301)
          #expect(try await systems.project.apply().left == 0, "two runs are enough")
        } else {
          #expect(report.left == 0, "one run is enough")
        }
        _ = try await systems.project.sync()
        try check(systems)
        try await systems.expectSettled()
        #expect(try WrittenLog(systems.project).rowsWithoutIntent(try systems.writes()) == [])
      }
    }
  }
}
