import ExhaustiveWorlds
import Testing

@Suite("Every story of one write, up to small bounds")
struct ExhaustiveWorldTests {
  @Test(
    "of an update ends with nobody's edit overwritten unseen, nothing agreed that never was, and at rest",
    arguments: UpdateWorld.Kind.allCases)
  func updates(kind: UpdateWorld.Kind) {
    var bounds = UpdateWorld.Bounds()
    (bounds.kind, bounds.isSourceOwned) = (kind, kind == .batch)
    var search = ExhaustiveSearch(UpdateWorld(bounds))
    let report = search.run()
    #expect(report.bad?.what == nil, "\(report.story)")
    #expect(report.isComplete && report.states > 3_000)
    #expect(report.windows[.beforeLanding, default: 0] > 0 || kind == .conditional)
    #expect(report.windows.keys.allSatisfy { $0 == .beforeLanding }, "no other loss is named here")
  }

  @Test("of an update whose pairing ends, and of a crash, sends and confirms nothing afterwards")
  func relinks() {
    var bounds = UpdateWorld.Bounds()
    (bounds.edits, bounds.crashes, bounds.relinks) = (1, 1, 1)
    (bounds.kind, bounds.isSourceOwned) = (.batch, true)
    var search = ExhaustiveSearch(UpdateWorld(bounds), statesMax: 4_000)
    let report = search.run()
    #expect(report.bad?.what == nil, "\(report.story)")
    #expect(report.states == 4_000)
  }

  @Test(
    "of an insert ends with one record of ours, linked to no stranger, or with a question",
    arguments: [true, false])
  func inserts(isKeyEnforced: Bool) {
    var bounds = InsertWorld.Bounds()
    (bounds.isKeyEnforced, bounds.crashes) = (isKeyEnforced, 1)
    var search = ExhaustiveSearch(InsertWorld(bounds))
    let report = search.run()
    #expect(report.bad?.what == nil, "\(report.story)")
    #expect(report.isComplete && report.states > 1_000)
    #expect(isKeyEnforced || report.windows[.keyNotEnforced, default: 0] > 0)
  }

  @Test("is told in a line for each world, with its bounds, states and depth")
  func told() {
    var trial = ExhaustiveTrial()
    (trial.edits, trial.faults, trial.crashes) = (0, 0, 0)
    var lines: [String] = []
    #expect(trial.run { lines.append($0) })
    #expect(lines.count == ExhaustiveTrial.worlds.count + 1)
    #expect(lines.last == "none bad")
    #expect(lines.first?.contains(": 0 edits a side, 0 faults, 0 crashes, 2 values: ") == true)
    #expect(lines.dropLast().allSatisfy { $0.contains(" complete, none bad") })
  }
}

extension ExhaustiveReport {
  /// What is bad and how it comes about, a line each.
  fileprivate var story: String {
    guard let bad else { return "none bad" }
    return ([bad.what] + bad.story).joined(separator: "\n")
  }
}
