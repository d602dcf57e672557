/// Every story of the worlds of one write and of one pair, told in a line each: what `tools/trial exhaustive` prints.
package struct ExhaustiveTrial: Sendable {
  /// Bounds that go over those of every world; nil leaves each its own.
  package var edits: Int?
  package var faults: Int?
  package var crashes: Int?
  package var values: Int?

  /// The trial with the bounds of each world.
  package init() {}

  /// One world and its name.
  package struct Entry: Sendable {
    package let name: String
    fileprivate let kind: Kind
  }

  fileprivate enum Kind: Sendable {
    case update(UpdateWorld.Bounds)
    case insert(InsertWorld.Bounds)
    case pair(PairWorld.Bounds)
  }

  /// The worlds, with bounds that a release build gets through in some minutes.
  package static let worlds: [Entry] = [
    update(
      "updates under a condition, of a field of both sides", .conditional, faults: 1, touches: 1, crashes: 1),
    update("the same, with two faults", .conditional, faults: 2),
    update("the same, with two edits a side", .conditional, edits: 2, faults: 1),
    update("the same, with three values", .conditional, faults: 1, values: 3),
    update("the same, with reads that lag within a second", .conditional, faults: 1, lags: true),
    update("the same, with a pairing that ends", .conditional, faults: 1, crashes: 1, relinks: 1),
    update("updates in batches, of a field of the source", .batch, isOwned: true, faults: 2, crashes: 1),
    update("the same, with two edits a side", .batch, isOwned: true, edits: 2, faults: 1),
    update("updates without any condition, of a field of both sides", .unconditional, faults: 2, crashes: 1),
    update("the same, with a pairing that ends", .unconditional, faults: 1, crashes: 1, relinks: 1),
    insert("inserts with an enforced key", isEnforced: true, acts: 2, faults: 3),
    insert("inserts without an enforced key", isEnforced: false, acts: 2, faults: 2),
    pair("a pair of two fields", words: 0, faults: 1, crashes: 1),
    pair("the same, with two faults", words: 0, faults: 2),
    pair("the same, with three values and a success without effect", words: 0, faults: 1, values: 3) {
      $0.fates.append(.withoutEffect)
    },
    pair("a pair and a person's word", words: 1, faults: 0),
    pair("the same, of the shared field, with a call lost", words: 1, faults: 1) { $0.fields = [.credit] },
    pair("the same, with a crash and no edit in Zoho", words: 1, faults: 1, crashes: 1) {
      ($0.fields, $0.edits.zoho) = ([.credit], 0)
    },
    pair("the same, with three values", words: 1, faults: 0, values: 3) { $0.fields = [.credit] },
    pair("the same, with a mapping that moves", words: 1, faults: 0) {
      ($0.fields, $0.mappings) = ([.credit], 1)
    },
    pair("a pair and two answers", words: 2, faults: 0, values: 3) {
      ($0.fields, $0.edits.zoho, $0.unasked) = ([.credit], 2, [])
    },
    pair("a pair and two words", words: 2, faults: 0) { ($0.fields, $0.edits.zoho) = ([.credit], 0) },
    pair("a pair taken apart, paired anew or made new, by three words", words: 3, faults: 1) {
      ($0.fields, $0.edits, $0.unasked) = (
        [.credit], PairWorld.Sides(jde: 0, zoho: 0), [.unlink, .theseTwo(.first)]
      )
    },
    pair("the same, with an edit and no fault", words: 3, faults: 0) {
      ($0.fields, $0.edits.zoho, $0.unasked) = ([.credit], 0, [.unlink, .theseTwo(.first)])
    },
    pair("a pair and two words, of a record that becomes another company's", words: 2, faults: 0) {
      ($0.fields, $0.edits.zoho, $0.companies) = ([.credit], 0, 1)
    },
  ]

  private static func pair(
    _ name: String, words: Int, faults: Int, crashes: Int = 0, values: Int = 2,
    _ change: (inout PairWorld.Bounds) -> Void = { _ in }
  ) -> Entry {
    var bounds = PairWorld.Bounds()
    (bounds.words, bounds.faults, bounds.crashes, bounds.values) = (words, faults, crashes, values)
    change(&bounds)
    return Entry(name: name, kind: .pair(bounds))
  }

  private static func update(
    _ name: String, _ kind: UpdateWorld.Kind, isOwned: Bool = false, edits: Int = 1, faults: Int,
    touches: Int = 0,
    crashes: Int = 0, values: Int = 2, lags: Bool = false, relinks: Int = 0
  ) -> Entry {
    var bounds = UpdateWorld.Bounds()
    (bounds.kind, bounds.isSourceOwned, bounds.edits, bounds.faults) = (kind, isOwned, edits, faults)
    (bounds.touches, bounds.crashes, bounds.values) = (touches, crashes, values)
    (bounds.lagsWithinSecond, bounds.relinks) = (lags, relinks)
    return Entry(name: name, kind: .update(bounds))
  }

  private static func insert(_ name: String, isEnforced: Bool, acts: Int, faults: Int) -> Entry {
    var bounds = InsertWorld.Bounds()
    (bounds.isKeyEnforced, bounds.acts, bounds.faults, bounds.crashes, bounds.relinks) = (
      isEnforced, acts, faults, 1, 1
    )
    return Entry(name: name, kind: .insert(bounds))
  }

  /// Searches world after world and says a line of each, or the shortest story of what is bad; gives whether none was.
  package func run(_ worlds: [Entry] = Self.worlds, say: (String) -> Void) -> Bool {
    var isGood = true
    for entry in worlds { isGood = search(entry, say: say) && isGood }
    say(isGood ? "none bad" : "something is bad")
    return isGood
  }

  private func search(_ entry: Entry, say: (String) -> Void) -> Bool {
    switch entry.kind {
    case .update(var bounds):
      bounds.edits = edits ?? bounds.edits
      bounds.faults = faults ?? bounds.faults
      bounds.crashes = crashes ?? bounds.crashes
      bounds.values = values ?? bounds.values
      var search = ExhaustiveSearch(UpdateWorld(bounds))
      let words =
        "\(entry.name): \(bounds.edits) edits a side, \(bounds.faults) faults, "
        + "\(bounds.crashes) crashes, \(bounds.values) values"
      return tell(words, timed { search.run() }, say: say)
    case .insert(var bounds):
      bounds.acts = edits ?? bounds.acts
      bounds.faults = faults ?? bounds.faults
      bounds.crashes = crashes ?? bounds.crashes
      var search = ExhaustiveSearch(InsertWorld(bounds))
      let words =
        "\(entry.name): \(bounds.acts) acts of people, \(bounds.faults) faults, \(bounds.crashes) crashes"
      return tell(words, timed { search.run() }, say: say)
    case .pair(var bounds):
      bounds.edits = edits.map { PairWorld.Sides(jde: Int8($0), zoho: Int8($0)) } ?? bounds.edits
      bounds.faults = faults ?? bounds.faults
      bounds.crashes = crashes ?? bounds.crashes
      bounds.values = values ?? bounds.values
      var search = ExhaustiveSearch(PairWorld(bounds))
      let words =
        "\(entry.name): \(bounds.edits.jde) and \(bounds.edits.zoho) edits, \(bounds.words) words, "
        + "\(bounds.faults) faults, \(bounds.crashes) crashes, \(bounds.values) values"
      return tell(words, timed { search.run() }, say: say)
    }
  }

  private func timed(_ search: () -> ExhaustiveReport) -> (report: ExhaustiveReport, seconds: Int64) {
    let clock = ContinuousClock()
    let start = clock.now
    let report = search()
    return (report, start.duration(to: clock.now).components.seconds)
  }

  private func tell(
    _ words: String, _ found: (report: ExhaustiveReport, seconds: Int64), say: (String) -> Void
  ) -> Bool {
    let report = found.report
    let figures = "\(report.states) states, depth \(report.depth), \(found.seconds) s"
    if let bad = report.bad {
      say("\(words): \(figures), BAD: \(bad.what)")
      for (number, act) in bad.story.enumerated() { say("  \(number + 1). \(act)") }
      return false
    }
    let windows = report.windows.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { ", \($0.key.name) in \($0.value) states" }.joined()
    say("\(words): \(figures), \(report.isComplete ? "complete" : "truncated"), none bad\(windows)")
    return true
  }
}
