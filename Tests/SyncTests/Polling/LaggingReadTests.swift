import Decisions
import EventLog
import JSONText
import Projections
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
        let others = try systems.shown().accounts
        let other = try #require(others.first { $0.text("id") != id }).text("id")
        try systems.changeZoho("Accounts", id: other, ["Phone": "+49 30 1234567"])
        var edited = before
        edited["Phone"] = "+49 30 7654321"
        let shown = edited
        try await systems.relayed { _, zoho in
          zoho.set { request, answer in
            guard request.lists("Accounts") else { return answer }
            return answer.changed { root in
              let rows = (root["data"]?.array ?? []).filter { $0.text("id") != id }
              root["data"] = .array((rows + [.object(shown)]).sorted { $0.text("id") < $1.text("id") })
            }
          }
          _ = try await systems.project.plan()
          #expect(zoho.changes > 0, "it struck")
        }
        #expect(try await held(systems, id)["Phone"]?.string == "+49 30 7654321")
      }
    }

    @Test("is recorded, and puts nothing back: what finance enters meanwhile still arrives")
    func decidesNothing() async throws {
      try await written { systems, number, id, before in
        let others = try systems.shown().accounts
        let other = try #require(others.first { $0.text("id") != id }).text("id")
        try systems.changeZoho("Accounts", id: other, ["Phone": "+49 30 1234567"])
        try systems.setCredit(of: number, to: 4_711)
        try await systems.relayed { _, zoho in
          zoho.set { request, answer in
            guard request.lists("Accounts") else { return answer }
            return answer.changed { root in
              let rows = (root["data"]?.array ?? []).filter { $0.text("id") != id }
              root["data"] = .array((rows + [.object(before)]).sorted { $0.text("id") < $1.text("id") })
            }
          }
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
