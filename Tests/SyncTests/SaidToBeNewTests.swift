import Decisions
import Diagnostics
import JSONText
import Projections
import SimulatedCompanies
import Sync
import TestSupport
import Testing

extension WholeLoop {
  @Suite("That a record is new, in a person's word,", .temporaryFolder)
  struct SaidToBeNewTests {
    @Test(
      "is contradicted by what sales enters afterwards, and asked again; said once more it holds"
    )
    func newIsContradicted() async throws {
      try await TwoSystems.loaded { systems, _, _ in
        try systems.addAccount(["Account_Name": "Nordlicht Pumpen GmbH"])
        try systems.addCustomer("990001", name: "Nordlicht Pumpen GmbH")
        try systems.changeJDE("F0101", ["AN8": "990001"], ["TAX": "DE136695976"])
        _ = try await systems.project.sync()
        try await systems.say(.create, of: "990001")
        try systems.addAccount([
          "Account_Name": "Nordlicht Pumpen GmbH", "Tax_Number": "DE136695976", "Billing_Country": "GB",
        ])
        try await systems.expectNoWrite {
          for _ in 1...2 {
            let run = try await systems.project.sync()
            #expect(run.needsPerson)
          }
        }
        #expect(try await asked(in: systems, of: "990001") == "said_new")
        try await systems.say(.create, of: "990001")
        let rows = try await systems.written { _ = try await systems.project.sync() }
        #expect(rows.filter { $0.module == "Accounts" }.map(\.key) == ["990001"])
      }
    }

    @Test("is contradicted by a key that finance corrects afterwards, not by any other edit")
    func newIsContradictedByKey() async throws {
      try await TwoSystems.loaded { systems, _, _ in
        try systems.addAccount([
          "Account_Name": "Nordlicht Pumpen GmbH", "Tax_Number": "DE136695976", "Billing_Country": "GB",
        ])
        try systems.addCustomer("990001", name: "Nordlicht Pumpen GmbH")
        _ = try await systems.project.sync()
        try systems.project.edit("zoho: on", to: "zoho: off")
        #expect(try await asked(in: systems, of: "990001") == "weak_only")
        try await systems.say(.create, of: "990001")
        let before = try await changed(in: systems, of: 990_001)
        try systems.setCredit(of: "990001", to: 4_711)
        _ = try await systems.project.sync()
        #expect(try await changed(in: systems, of: 990_001) > before, "the edit was seen")
        #expect(try await asked(in: systems, of: "990001") == nil, "the word holds")
        try systems.changeJDE("F0101", ["AN8": "990001"], ["TAX": "DE136695976"])
        _ = try await systems.project.sync()
        try systems.project.edit("zoho: off", to: "zoho: on")
        try await systems.expectNoWrite {
          let run = try await systems.project.sync()
          #expect(run.needsPerson)
        }
        #expect(try await asked(in: systems, of: "990001") == "said_new")
      }
    }

    private func changed(in systems: TwoSystems, of number: Int) async throws -> UInt64 {
      try await systems.project.withStore { store, _ in
        try await store.rows(ofNumbers: [number])[number]?.map(\.changedSequence).max() ?? 0
      }
    }

    private func asked(in systems: TwoSystems, of number: String) async throws -> String? {
      try await systems.project.withStore { store, _ in
        try await store.openQuestions(entity: "customer", keys: [number])[number]?.first?.asked.reason
      }
    }
  }
}
