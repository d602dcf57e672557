import Decisions
import JSONText
import Projections
import SimulatedCompanies
import Sync
import TestSupport
import Testing

extension WholeLoop {
  @Suite("A key that Zoho shows of no record", .temporaryFolder, .timeLimit(.minutes(2)))
  struct HiddenKeyTests {
    private static let number: JSONValue = "DE811907980"

    /// The tax number of accounts is private, and answered with null.
    private static func hide(_ request: ImitatedRequest, _ whole: ImitatedAnswer) -> ImitatedAnswer {
      if request.path == "/crm/v8/settings/fields", request.parameter("module") == "Accounts" {
        return whole.changed { root in
          root["fields"] = .array(
            (root["fields"]?.array ?? []).map { field in
              guard field.text("api_name") == "Tax_Number", var object = field.object else { return field }
              object["private"] = ["restricted": true, "type": "High", "export": false]
              return .object(object)
            })
        }
      }
      guard request.method == "GET", request.path == "/crm/v8/Accounts" else { return whole }
      return whole.changed { root in
        root["data"] = .array(
          (root["data"]?.array ?? []).map { record in
            guard var object = record.object else { return record }
            object["Tax_Number"] = .null
            return .object(object)
          })
      }
    }

    @Test("makes no new record of one that has it, and says so, until a person says that it is new")
    func isNotNo() async throws {
      try await TwoSystems.run(records: 8, existing: 0) { systems in
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        try await systems.relayed { _, zoho in
          zoho.set { Self.hide($0, $1) }
          try systems.addAccount(["Account_Name": "Beta Holding", "Tax_Number": Self.number])
          try systems.addCustomer("990002", name: "Alpha Handel GmbH")
          try systems.changeJDE("F0101", ["AN8": "990002"], ["TAX": Self.number])
          for _ in 0..<2 { _ = try await systems.project.sync() }
          #expect(zoho.changes > 0, "it struck")
          #expect(try systems.shown().accounts(withKey: "990002").isEmpty)
          let owed = try await systems.project.withStore { store, _ in
            try await store.owed(entity: "customer", keys: ["990002"])["990002"] ?? []
          }
          #expect(owed.contains { $0.owed.field == "tax" && $0.owed.side == .zoho })
          try await systems.say(.create, of: "990002")
          _ = try await systems.project.sync()
          #expect(try systems.shown().accounts(withKey: "990002").count == 1)
        }
      }
    }

    @Test("stops nobody where every record of the module is somebody's: none of them can be the new one")
    func nobodyElse() async throws {
      try await TwoSystems.run(records: 8, existing: 0) { systems in
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        try await systems.relayed { _, zoho in
          zoho.set { Self.hide($0, $1) }
          try systems.addCustomer("990002", name: "Alpha Handel GmbH")
          try systems.changeJDE("F0101", ["AN8": "990002"], ["TAX": Self.number])
          for _ in 0..<2 { _ = try await systems.project.sync() }
          #expect(zoho.changes > 0, "it struck")
          #expect(try systems.shown().accounts(withKey: "990002").count == 1)
        }
      }
    }
  }
}
