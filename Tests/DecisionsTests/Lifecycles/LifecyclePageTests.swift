import Decisions
import Foundation
import Testing

@Suite("The page of the life cycles")
struct LifecyclePageTests {
  private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/Decisions/Decisions.docc/Lifecycles.md")
  private static let heading = "## Tables\n"

  @Test("shows the tables as the code makes them (UPDATE_GOLDENS=1 writes them)")
  func tables() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let words = text.components(separatedBy: Self.heading)[0]
    let tables = [
      LifecycleTables.write.text, LifecycleTables.pair.text, LifecycleTables.question.text,
      LifecycleTables.reservation.text, LifecycleTables.lane.text,
    ]
    let expected = words + Self.heading + "\n" + tables.joined(separator: "\n")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
      try expected.write(to: Self.page, atomically: true, encoding: .utf8)
    }
    let shown = try String(contentsOf: Self.page, encoding: .utf8)
    #expect(shown == expected, "UPDATE_GOLDENS=1 rewrites Lifecycles.md")
  }

  @Test("has a table in which every event does something somewhere, save the one that leaves a number out")
  func eventsDoSomething() {
    #expect(LifecycleTables.write.eventsWithoutEffect == ["sent, a number left out"])
    #expect(LifecycleTables.pair.eventsWithoutEffect == ["reserved, a number again"])
    #expect(LifecycleTables.question.eventsWithoutEffect == [])
    #expect(
      LifecycleTables.reservation.eventsWithoutEffect == [])
    #expect(LifecycleTables.lane.eventsWithoutEffect == [])
  }

  @Test("reaches every state")
  func states() {
    #expect(
      Set(LifecycleTables.write.states) == [
        "unborn", "intended", "sent", "unknown", "looked", "applied", "refused", "outdated", "asked", "spent",
        "confirmed", "failed", "abandoned", "settled",
      ])
    #expect(
      Set(LifecycleTables.pair.states) == [
        "unknown", "waiting", "asked", "proposed", "reserved", "linked", "left", "not shown", "gone",
        "returned",
      ])
    #expect(
      Set(LifecycleTables.question.states) == [
        "unasked", "asked", "answered", "ignored", "withdrawn", "stale", "used up",
      ])
    #expect(Set(LifecycleTables.reservation.states) == ["free", "reserved", "ended", "released"])
    #expect(Set(LifecycleTables.lane.states) == ["running", "held", "resumed"])
  }

  @Test("names every fault that there is")
  func faults() {
    let met = LifecycleTables.write.faults.union(LifecycleTables.pair.faults)
      .union(LifecycleTables.question.faults).union(LifecycleTables.reservation.faults)
      .union(LifecycleTables.lane.faults)
    #expect(met == Set(LifecycleFault.allCases))
  }

  @Test("is of life cycles that a fault leaves as they were")
  func faultsChangeNothing() throws {
    try unchanged(LifecycleTables.write)
    try unchanged(LifecycleTables.pair)
    try unchanged(LifecycleTables.question)
    try unchanged(LifecycleTables.reservation)
    try unchanged(LifecycleTables.lane)
  }

  private func unchanged<Life>(_ table: LifecycleTable<Life>) throws {
    var faults = 0
    for life in table.lives {
      for (name, event) in table.events(life) {
        var after = life
        guard after.take(event) != nil else { continue }
        faults += 1
        try #require(after == life, "\(name) in \(life.state)")
      }
    }
    #expect(faults > 0, "the table has faults")
  }
}
