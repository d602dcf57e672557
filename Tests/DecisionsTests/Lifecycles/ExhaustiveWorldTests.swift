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

  @Test("of a pair, of an edit on each side and a lost call, ends agreed or with what is owed or asked")
  func pairs() {
    var bounds = PairWorld.Bounds()
    bounds.words = 0
    let report = search(bounds)
    #expect(report.isComplete && report.states > 10_000)
    #expect(report.windows[.beforeLanding, default: 0] > 0)
  }

  @Test("of a pair and a success without effect, or a crash, agrees on nothing that never was")
  func withoutEffect() {
    var bounds = PairWorld.Bounds()
    (bounds.words, bounds.crashes, bounds.fields, bounds.fates) = (0, 1, [.credit], [.withoutEffect])
    let report = search(bounds)
    #expect(report.isComplete && report.states > 1_000)
  }

  @Test(
    "of a pair and a word of a person ends as the person said, with a call of the former pairing under way",
    arguments: [PairWorld.Saying.unlink, .theseTwo(.other), .ignore])
  func words(saying: PairWorld.Saying) {
    var bounds = PairWorld.Bounds()
    (bounds.fields, bounds.unasked, bounds.fates) = ([.credit], [saying], [.late])
    bounds.faults = saying == .unlink ? 1 : 0
    bounds.edits.zoho = 0
    let report = search(bounds)
    #expect(report.isComplete && report.states > 50)
  }

  @Test("of a pair and an answer carries the answer out once: what is edited afterwards is asked again")
  func answers() {
    var bounds = PairWorld.Bounds()
    (bounds.fields, bounds.unasked, bounds.faults) = ([.credit], [], 0)
    (bounds.values, bounds.edits) = (3, PairWorld.Sides(jde: 1, zoho: 2))
    let report = search(bounds)
    #expect(report.isComplete && report.states > 1_000)
  }

  @Test("of a pair whose record becomes another company's waits for a person, and does what is said")
  func companies() {
    var bounds = PairWorld.Bounds()
    (bounds.fields, bounds.unasked, bounds.companies) = ([.credit], [], 1)
    (bounds.edits, bounds.faults) = (PairWorld.Sides(jde: 1, zoho: 0), 0)
    let report = search(bounds)
    #expect(report.isComplete && report.states > 100)
  }

  private func search(_ bounds: PairWorld.Bounds) -> ExhaustiveReport {
    var search = ExhaustiveSearch(PairWorld(bounds))
    let report = search.run()
    #expect(report.bad?.what == nil, "\(report.story)")
    #expect(report.windows.keys.allSatisfy { $0 == .beforeLanding }, "no other loss is named here")
    return report
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
