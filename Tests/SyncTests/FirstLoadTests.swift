import Diagnostics
import JSONText
import Sync
import Testing
import TestSupport

@Suite("A first load", .temporaryFolder, .timeLimit(.minutes(2)))
struct FirstLoadTests {
  @Test("doubles no account, links none to a stranger, and leaves nothing for a second sync to write")
  func loads() async throws {
    let systems = try await TwoSystems.start(records: 60, existing: 20)
    let plan = try await systems.run("plan") { engine throws(Failure) in try await engine.plan() }
    print("PLAN", plan.counts, plan.waiting, plan.calls, plan.credits)
    for item in try plan.items where item.action != .create { print(item.json.text) }
    #expect(try systems.writes().isEmpty, "a plan writes nothing")
    let report = try await systems.run("apply") { engine throws(Failure) in
      try await engine.apply(planHash: nil, limit: nil, only: [])
    }
    print("APPLY", report.json.text)
    let second = try await systems.sync()
    print("SYNC", second.json.text)
    let third = try await systems.sync()
    print("SYNC", third.json.text)
    print(try systems.zohoControl("GET", "/control/repeats").text)
    await systems.stop()
  }
}
