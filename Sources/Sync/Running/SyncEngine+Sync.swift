package import Decisions
package import Diagnostics
import EventLog
import JSONText
import ProjectFiles
import Projections
import ZohoCRM

extension SyncEngine {
  /// One unattended cycle: poll, decide, write where writes are on, read back.
  ///
  /// `isFull` reads both sides whole: it finds what left no date, and what is not shown any more. `only` names the
  /// records that are decided about, all where it is empty: what is open about others stays open for the next cycle.
  /// Throws `record-unknown` where neither system has shown one of them.
  package func sync(isFull: Bool = false, only: [SubjectKey] = []) async throws(Failure) -> RunReport {
    for subject in only where project.rules.mapping(subject.entity) == nil {
      throw .unknownRecord(subject.text)
    }
    let facts = try await bind()
    try await settleOpenWrites(facts: facts)
    try await poll(movesWatermark: true, isWhole: isFull)
    try await requireKnown(only)
    let through = try await journal.state.position()
    var loaded: Set<String> = []
    for mapping in project.rules.mappings where try await journal.state.isLoaded(entity: mapping.entity) {
      loaded.insert(mapping.entity)
    }
    let policy = WritePolicy(isZohoEnabled: project.file.writes.zoho, loaded: loaded, isApplying: false)
    var isComplete = true
    for mapping in project.rules.mappings {
      let keys = Set(only.filter { $0.entity == mapping.entity }.map(\.key))
      guard only.isEmpty || !keys.isEmpty else { continue }
      let isFree = try await sync(
        mapping, policy: policy, facts: facts, isFull: isFull, only: only.isEmpty ? nil : keys)
      isComplete = isComplete && isFree
    }
    if isComplete, only.isEmpty { decidedThrough = through }
    try await takeStock()
    return report
  }

  /// A record that was named must be one.
  func requireKnown(_ subjects: [SubjectKey]) async throws(Failure) {
    for subject in subjects {
      guard let mapping = project.rules.mapping(subject.entity), let number = number(ofKey: subject.key)
      else { throw .unknownRecord(subject.text) }
      let rows = try await journal.state.rows(ofNumbers: [number])[number] ?? []
      let paired = try await journal.state.pairedKeys(entity: subject.entity, ofNumbers: [number])[number]
      let known = StatePage.candidates(number: number, rows: rows, paired: paired ?? [], mapping: mapping)
      guard known.contains(where: { $0.key == subject.key }) else { throw .unknownRecord(subject.text) }
    }
  }

  /// Surveys what is open, holds it against the brakes, and carries it out; false where a brake stopped it.
  ///
  /// `only` are the keys that it is about, nil all; what stopped the stream is not over with a few of them.
  private func sync(
    _ mapping: EntityMapping, policy: WritePolicy, facts: SystemFacts, isFull: Bool, only: Set<String>?
  ) async throws(Failure) -> Bool {
    var open: Set<Int>
    if let only {
      open = Set(only.compactMap(number(ofKey:)))
    } else {
      open = Set(try await openNumbers(mapping))
    }
    if isFull {
      let found = try await TwinBook(mapping: mapping, evaluator: evaluator()).twins
      twins[mapping.entity] = found
      if only == nil { open.formUnion(found.keys.compactMap(number(ofKey:))) }
    }
    func isMeant(_ evaluation: Evaluation) -> Bool { only?.contains(evaluation.key) ?? true }
    var numbers: Set<Int> = []
    var intended = BrakeLoad()
    try await survey(mapping, numbers: open.sorted()) { (evaluation) throws(Failure) in
      if case .waits = evaluation.verdict, !evaluation.hasNewOwed { return }
      guard isMeant(evaluation), !evaluation.isParked, !evaluation.isAtRest else { return }
      numbers.insert(evaluation.number)
      intended.add(evaluation, policy: policy, mapping: mapping)
    }
    let stream = StreamKey.metadata("counterfoil", mapping.entity)
    guard !numbers.isEmpty else {
      if only == nil { freed.insert(stream) }
      return true
    }
    let known = try await journal.state.counts().linked[mapping.entity] ?? 0
    if let brake = intended.brake(mapping.entity, guards: project.file.guards, known: known) {
      report.brakes.append(brake)
      progress.note(brake)
      try await journal.note([
        Draft(
          kind: .streamStopped, stream: stream,
          body: ["entity": JSONValue(mapping.entity), "reason": JSONValue(brake)],
          cause: .sequence(journal.run))
      ])
      return false
    }
    if only == nil { freed.insert(stream) }
    let matches =
      intended.unlinked > 0
      ? try await MatchBook(mapping: mapping, evaluator: evaluator(), progress: progress) : nil
    try await carryOut(
      mapping, numbers: numbers.sorted(), policy: policy, facts: facts, matches: matches
    ) { isMeant($0) && !$0.isParked }
    return true
  }

  /// Counts what waits for a person, for the report and the exit code.
  func takeStock() async throws(Failure) {
    try await resumeStreams()
    report.take(systems)
    report.credits = max(0, try await systems.zoho.creditsSpent() - creditsBefore)
    let counts = try await journal.state.counts()
    report.reviewsOpen = counts.openReviews
    report.conflictsOpen = counts.openConflicts
    report.unreadable = counts.unreadable
    report.parked = counts.operations[.failed] ?? 0
    report.unknown = (counts.operations[.unknown] ?? 0) + (counts.operations[.intended] ?? 0)
  }
}

extension SyncEngine {
  /// A stream that was stopped goes on once a run got through it.
  private func resumeStreams() async throws(Failure) {
    let resumed = try await journal.state.conditions()
      .filter { $0.topic == .stream && $0.isAlarm && freed.contains($0.stream) }
    guard !resumed.isEmpty else { return }
    try await journal.note(
      resumed.map { condition in
        Draft(
          kind: .streamResumed, stream: condition.stream, body: ["by": JSONValue(verb)],
          cause: .sequence(condition.sequence))
      })
  }
}

/// What one run would do to an entity, for the brakes.
struct BrakeLoad {
  private var creates = 0
  private var updates = 0
  private var clears = 0
  /// Records that became another company's: many at once are one cause, not as many questions (law 7).
  private var identities = 0
  /// Records of which a row shows no longer: many at once are a right that was taken.
  private var hidden = 0
  /// Linked records that Zoho shows no longer: many at once are a right that was taken, or somebody's mistake.
  private var gone = 0
  /// Records without a pairing: they need the index of match keys.
  private(set) var unlinked = 0

  mutating func add(_ evaluation: Evaluation, policy: WritePolicy, mapping: EntityMapping) {
    if policy.holdsUpdate == nil { updates += evaluation.clears.count }
    if evaluation.lost != nil { gone += 1 }
    let traits = evaluation.traits
    if traits.isUnpaired { unlinked += 1 }
    switch traits.load {
    case .create:
      if policy.holdsPairing(evaluation.entity) == nil { creates += 1 }
    case .link:
      if policy.holdsPairing(evaluation.entity) == nil { updates += 1 }
    case .merge:
      let written = traits.outcomes.compactMap { $0.write(to: .zoho) }
      if !written.isEmpty || evaluation.writesBesides(mapping), policy.holdsUpdate == nil { updates += 1 }
      if written.contains(.blank), policy.holdsUpdate == nil { clears += 1 }
    case .mark:
      // A pair that stays as it is costs nobody anything.
      if policy.holdsUpdate == nil, mapping.jde.onLeave != .keep { updates += 1 }
    // What was asked already, or answered, is no news.
    case .identity:
      if evaluation.isToBeAsked, policy.holdsUpdate == nil { identities += 1 }
    case .hidden:
      if evaluation.isToBeAsked, policy.holdsUpdate == nil { hidden += 1 }
    case .gone:
      if evaluation.isToBeAsked, policy.holdsUpdate == nil { gone += 1 }
    case .none:
      break
    }
  }

  /// Why the entity stops, with the way on; nil where every share is kept.
  ///
  /// A handful is never too much.
  func brake(_ entity: String, guards: GuardSettings, known: Int) -> String? {
    let wayOn = "look at it with `counterfoil plan`, then `counterfoil apply`"
    if creates > guards.createsPerRun {
      return
        "\(entity): \(creates) creates in one run, guards.creates_per_run is \(guards.createsPerRun); \(wayOn)"
    }
    let updatesMax = max(BrakeLoad.handful, Int(Double(known) * guards.updatesShare))
    if updates > updatesMax {
      return
        "\(entity): \(updates) of \(known) would be updated, guards.updates_share allows \(updatesMax); \(wayOn)"
    }
    if identities > updatesMax {
      return
        "\(entity): \(identities) of \(known) records became other companies (name, tax number, place) at once, "
        + "guards.updates_share allows \(updatesMax): was something imported over them, or another environment "
        + "asked? If not, \(wayOn)"
    }
    if hidden > updatesMax {
      return
        "\(entity): of \(hidden) of \(known) records a row shows no longer, guards.updates_share allows "
        + "\(updatesMax): was a right taken from the user of jde.username? If not, \(wayOn)"
    }
    if gone > updatesMax {
      return
        "\(entity): \(gone) of \(known) records are gone in Zoho at once, guards.updates_share allows "
        + "\(updatesMax): were they deleted by mistake (the recycle bin keeps them for 60 days), or was a right taken "
        + "from our user? If not, \(wayOn)"
    }
    let clearsMax = max(BrakeLoad.handful, Int(Double(known) * guards.clearsShare))
    if clears > clearsMax {
      return
        "\(entity): \(clears) of \(known) would lose a value, guards.clears_share allows \(clearsMax); \(wayOn)"
    }
    return nil
  }

  /// Shares of few records say nothing.
  private static let handful = 10
}

extension Evaluation {
  /// Its last write was refused for what it says, and nothing has changed since: a person, a change of the record or of
  /// the configuration moves it on.
  ///
  /// Compared with the decision that intended the write: what was corrected while it was on its way is a change as well.
  var isParked: Bool {
    guard let failed = standing.failed else { return false }
    let decided = failed.decisionSequence ?? failed.intendedSequence
    return failed.errorClass?.isTriedAgain != true && cause < failed.lastSequence && newsSinceWrite < decided
      && configuration < decided
  }
}
