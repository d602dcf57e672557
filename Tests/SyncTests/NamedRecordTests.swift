import Decisions
import Diagnostics
import Projections
import Sync
import TestSupport
import Testing

extension WholeLoop {
  @Suite("A sync of named records", .temporaryFolder, .timeLimit(.minutes(2)))
  struct NamedRecordTests {
    private func changed(_ body: (TwoSystems, [SubjectKey]) async throws -> Void) async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        let numbers = Array(try systems.shown().customers.prefix(2))
        try #require(numbers.count == 2)
        for number in numbers { try systems.setCredit(of: number, to: 4_711) }
        try await body(systems, numbers.map { SubjectKey(entity: "customer", key: $0) })
      }
    }

    private func sync(_ systems: TwoSystems, _ subjects: [SubjectKey]) async throws -> RunReport {
      try await systems.project.run("sync") { engine throws(Failure) in
        try await engine.sync(only: subjects)
      }
    }

    @Test("decides about these alone, and leaves the others to the next cycle")
    func alone() async throws {
      try await changed { systems, subjects in
        #expect(try await sync(systems, [subjects[0]]).updated == 1)
        #expect(try await systems.project.sync().updated == 1, "the other one is not forgotten")
        try await systems.expectSettled()
      }
    }

    @Test("does not end what stopped the others")
    func staysStopped() async throws {
      try await changed { systems, subjects in
        try systems.project.edit("updates_share: 0.90", to: "updates_share: 0.0")
        for number in try systems.shown().customers { try systems.setCredit(of: number, to: 4_712) }
        #expect(try await systems.project.sync().brakes.count == 1)
        #expect(try await sync(systems, [subjects[0]]).updated == 1)
        let isStopped = try await systems.project.withStore { store, _ in
          try await store.conditions().contains { $0.topic == .stream && $0.isAlarm }
        }
        #expect(isStopped)
      }
    }

    @Test(
      "refuses one that neither system has shown", arguments: ["customer/99999999", "vendr/1", "customer/x"])
    func unknown(text: String) async throws {
      try await changed { systems, _ in
        let parts = text.split(separator: "/").map(String.init)
        let failure = await #expect(throws: Failure.self) {
          _ = try await sync(systems, [SubjectKey(entity: parts[0], key: parts[1])])
        }
        #expect(failure?.code == .recordUnknown)
        #expect(failure?.message.contains(text) == true)
      }
    }
  }
}
