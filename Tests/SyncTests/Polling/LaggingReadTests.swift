import Decisions
import EventLog
import JSONText
import Projections
import SimulatedCompanies
import Sync
import TestSupport
import Testing

extension WholeLoop {
  @Suite("A reading that lags", .temporaryFolder, .timeLimit(.minutes(2)))
  struct LaggingReadTests {
    /// A rested pair whose account was written once more, with what the account showed before that.
    private func written(
      _ body: (TwoSystems, String, String, _ before: JSONObject) async throws -> Void
    ) async throws {
      try await TwoSystems.loaded { systems, number, id in
        try systems.setCredit(of: number, to: 4_711)
        _ = try await systems.project.sync()
        let before = try await held(systems, id)
        systems.project.time.advance(by: 60)
        try systems.setCredit(of: number, to: 4_712)
        _ = try await systems.project.sync()
        _ = try await systems.project.sync()
        try #require(try await held(systems, id)["Credit_Limit"]?.int == 4_712)
        // The next listing has a page, on which the account may stand again.
        let other = try systems.shown().accounts.first { $0.text("id") != id }
        try systems.changeZoho("Accounts", id: try #require(other).text("id"), ["Phone": "+49 30 1234567"])
        try await body(systems, number, id, before)
      }
    }

    private func held(_ systems: TwoSystems, _ id: String) async throws -> JSONObject {
      try await systems.project.withStore { store, _ in
        try await store.zohoRecords(module: "Accounts", ids: [id])[id]?.record.record ?? [:]
      }
    }

    @Test("is none where it shows what was never seen: that is an edit, whatever its time says")
    func newContent() async throws {
      try await written { systems, number, id, before in
        var edited = before
        edited["Phone"] = "+49 30 7654321"
        try await systems.relayed { _, zoho in
          zoho.show(edited, in: "Accounts")
          _ = try await systems.project.plan()
          #expect(zoho.changes > 0, "it struck")
        }
        #expect(try await held(systems, id)["Phone"]?.string == "+49 30 7654321")
      }
    }

    @Test("is recorded, and puts nothing back: what finance enters meanwhile still arrives")
    func decidesNothing() async throws {
      try await written { systems, number, id, before in
        try systems.setCredit(of: number, to: 4_711)
        try await systems.relayed { _, zoho in
          zoho.show(before, in: "Accounts")
          _ = try await systems.project.sync()
          #expect(zoho.changes > 0, "it struck")
          zoho.set(nil)
          let rows = try await systems.written { _ = try await systems.project.sync() }
          #expect(rows.isEmpty, "nothing is to be put right")
        }
        let lagging = try WrittenLog(systems.project).entries(.recordPolled).filter {
          $0.body["lags"]?.bool == true
        }
        #expect(lagging.map(\.event.stream) == ["zoho/Accounts/\(id)"])
        #expect(try systems.shown().account(number)?["Credit_Limit"]?.int == 4_711)
      }
    }
  }
}

extension Relay {
  /// Listings of a module show a record as it is here.
  fileprivate func show(_ record: JSONObject, in module: String) {
    set { request, answer in
      guard request.lists(module) else { return answer }
      return answer.changed { root in
        let rows = (root["data"]?.array ?? []).filter { $0["id"] != record["id"] } + [.object(record)]
        root["data"] = .array(rows.sorted { $0.text("id") < $1.text("id") })
      }
    }
  }
}
