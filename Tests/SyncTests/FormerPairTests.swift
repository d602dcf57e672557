import Decisions
import Diagnostics
import JSONText
import Projections
import Sync
import TestSupport
import Testing

extension WholeLoop {
  @Suite("A pair that is made again", .temporaryFolder)
  struct FormerPairTests {
    @Test(
      "after an unlink that was taken back goes on from what it had agreed on: nobody's edit is overruled",
      arguments: [false, true])
    func unlinkTakenBack(withBothRenamed: Bool) async throws {
      try await TwoSystems.loaded { systems, number, id in
        try await systems.say(.unlink, of: number)
        _ = try await systems.project.sync()
        try systems.changeZoho("Accounts", id: id, ["Account_Name": "Ada's Name"])
        if withBothRenamed {
          try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["ALPH": "Finance's Name"])
        }
        _ = try await systems.project.sync()
        try await systems.say(.takeBack(nil), of: number)
        for _ in 0..<3 { _ = try await systems.project.sync() }
        #expect(try await pairID(of: number, in: systems) == id)
        let name = try systems.shown().accounts.first { $0.text("id") == id }?.text("Account_Name")
        #expect(name == "Ada's Name")
        let asked = try await systems.project.withStore { store, _ in
          try await store.questions(openOnly: true)
        }
        #expect(asked.map(\.field) == (withBothRenamed ? ["name"] : []))
      }
    }

    @Test("that a person brings back after another goes on from what it had agreed on")
    func formerPairAfterAnother() async throws {
      try await TwoSystems.loaded { systems, number, former in
        try systems.addAccount(["Account_Name": "A Stranger", "Phone": "+44 20 7946 0001"])
        _ = try await systems.project.sync()
        let stranger = try #require(
          try systems.shown().accounts.first { $0.text("Account_Name") == "A Stranger" }?.text("id"))
        try await systems.say(.link(stranger), of: number)
        for _ in 0..<3 { _ = try await systems.project.sync() }
        #expect(try await pairID(of: number, in: systems) == stranger)
        try systems.changeZoho("Accounts", id: former, ["Account_Name": "Ada's Name"])
        try await systems.say(.link(former), of: number)
        for _ in 0..<3 { _ = try await systems.project.sync() }
        let after = try systems.shown()
        #expect(after.account(number)?.text("id") == former)
        #expect(after.account(number)?.text("Account_Name") == "Ada's Name")
        #expect(after.doubledKeys == [])
      }
    }

    private func pairID(of number: String, in systems: TwoSystems) async throws -> String? {
      try await systems.project.withStore { store, _ in
        try await store.pairedIDs(entity: "customer", keys: [number])[number]
      }
    }
  }
}
