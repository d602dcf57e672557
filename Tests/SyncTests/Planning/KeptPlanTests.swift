import Diagnostics
import Foundation
import Projections
import Sync
import TestSupport
import Testing

extension WholeLoop {
  @Suite("A kept plan", .temporaryFolder, .timeLimit(.minutes(2)))
  struct KeptPlanTests {
    private func made(_ body: (PlanFolder, Plan, TwoSystems) async throws -> Void) async throws {
      try await TwoSystems.run(records: 12, existing: 4) { systems in
        let plan = try await systems.project.plan()
        try await body(PlanFolder(path: systems.project.folder + "/plans"), plan, systems)
      }
    }

    @Test("is read as it was made, by its hash or the beginning of it")
    func isRead() async throws {
      try await made { plans, plan, _ in
        #expect(plan.count > 0)
        let (whole, short) = (try plans.plan(plan.hash), try plans.plan(String(plan.hash.prefix(6))))
        #expect(whole == plan && short == plan)
      }
    }

    @Test("counts the entities apart, and all of them together")
    func entities() async throws {
      try await made { _, plan, _ in
        let customers = try #require(plan.countsByEntity["customer"]?[.create])
        let contacts = plan.countsByEntity["contact"]?[.create] ?? 0
        #expect(customers > 0)
        #expect(plan.counts[.create] == customers + contacts)
      }
    }

    @Test("of one entity holds and frees nothing of another")
    func oneEntity() async throws {
      try await made { _, _, systems in
        let plan = try await systems.project.run("plan") { engine throws(Failure) in
          try await engine.plan(entity: "customer")
        }
        #expect(plan.entities == ["customer"])
        let entities = Set(try plan.items.map(\.entity))
        #expect(entities == ["customer"])
        #expect(try await systems.project.apply().left == 0)
        let isLoaded = try await systems.project.withStore { store, _ in
          (try await store.isLoaded(entity: "customer"), try await store.isLoaded(entity: "contact"))
        }
        #expect(isLoaded == (true, false))
      }
    }

    @Test(
      "is refused where it is not as it was written",
      arguments: [
        ("its name is not its hash", "", ""), ("lines behind its end", #""hash""#, #""hash""#),
        ("its items do not have its hash", #""entity":"customer""#, #""entity":"contact""#),
        ("its items do not have its hash", #""entities":["customer","#, #""entities":["vendor","#),
      ])
    func isAltered(words: String, old: String, new: String) async throws {
      try await made { plans, plan, _ in
        let text = try String(contentsOfFile: plan.file, encoding: .utf8)
        try #require(text.contains(old) || old.isEmpty)
        let more = old == new && !old.isEmpty ? text.split(separator: "\n")[1] + "\n" : ""
        let altered = (old.isEmpty ? text : text.replacing(old, with: new)) + more
        // What is not altered is kept under another name.
        let hash = altered == text ? String(repeating: "0", count: 64) : plan.hash
        try altered.write(toFile: "\(plans.path)/\(hash).jsonl", atomically: true, encoding: .utf8)
        let failure = #expect(throws: Failure.self) { _ = try plans.plan(hash) }
        #expect(failure?.code == .planDamaged)
        #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "")")
      }
    }
  }
}
