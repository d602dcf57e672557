import Decisions
import Diagnostics
import EventLog
import JSONText
import ProjectFiles
import Projections
import ZohoCRM

/// Address numbers decided about in one go: their state, decisions and intents fit into memory and one commit.
let numbersPerPage = 200

extension SyncEngine {
  /// Looks at records without doing anything about them.
  ///
  /// `body` gets every record that is not at rest or holds something that cannot be read. The index of match keys is made only where an unlinked
  /// record is found.
  func survey(
    _ mapping: EntityMapping, numbers: [Int], planned: [String: [String: String]]? = nil,
    _ body: (Evaluation) throws(Failure) -> Void
  ) async throws(Failure) {
    let evaluator = try await evaluator(planned: planned)
    var unlinked: [Int] = []
    try await evaluator.eachPage(mapping, numbers: numbers, matches: nil) {
      (_, evaluations) throws(Failure) in
      var open: Set<Int> = []
      for evaluation in evaluations where evaluation.traits.seeksPairing { open.insert(evaluation.number) }
      unlinked += open.sorted()
      for evaluation in evaluations where !open.contains(evaluation.number) && evaluation.isWorthTelling {
        try body(evaluation)
      }
    }
    guard !unlinked.isEmpty else { return }
    let matches = try await MatchBook(mapping: mapping, evaluator: evaluator, progress: progress)
    try await evaluator.eachPage(mapping, numbers: unlinked, matches: matches) {
      (_, evaluations) throws(Failure) in
      for evaluation in evaluations where evaluation.isWorthTelling { try body(evaluation) }
    }
  }

  /// Decides from all that this run has recorded so far.
  func evaluator(planned: [String: [String: String]]? = nil) async throws(Failure) -> Evaluator {
    Evaluator(
      rules: project.rules, store: try await journal.state, ledger: journal.ledger,
      reader: journal.reader, today: today,
      time: environment.ledger.time, zohoNow: environment.seconds - Int64(systems.zoho.secondsAhead ?? 0),
      configuration: configuration,
      clocks: EditClocks(
        instants: instants, toleranceSeconds: project.file.clockTolerance.components.seconds), hidden: hidden,
      isWriting: project.file.writes.zoho, causes: turned, twins: twins, planned: planned)
  }

  /// Every number that an entity may be about.
  func allNumbers(_ mapping: EntityMapping) async throws(Failure) -> [Int] {
    var numbers: [Int] = []
    while true {
      let page = try await journal.state.numbers(inTable: mapping.jde.root, after: numbers.last, limit: 5_000)
      guard !page.isEmpty else { return numbers }
      numbers += page
    }
  }

  /// The numbers about which something is new since everything was decided about last.
  func openNumbers(_ mapping: EntityMapping) async throws(Failure) -> [Int] {
    let settings = try await journal.state.settings()
    let through = settings.decidedThrough
    guard through > 0, configuration <= through else { return try await allNumbers(mapping) }
    // What waited for the first load has no newer event of its own.
    if let loaded = try await journal.state.loadedSequence(entity: mapping.entity), loaded > through {
      return try await allNumbers(mapping)
    }
    var numbers = Set(try await journal.state.numbersChanged(since: through))
    numbers.formUnion(turned.keys)
    let ids = try await journal.state.zohoIDsChanged(module: mapping.zoho.module, since: through)
    var areNew = 0
    for page in ids.pages(of: 500) {
      let holders = try await journal.state.holders(entity: mapping.entity, zohoIDs: page)
      areNew += page.count { holders[$0] == nil }
      numbers.formUnion(holders.values.compactMap(number(ofKey:)))
    }
    // What waits for somebody to make its record may find it in any that nobody holds.
    if areNew > 0, !mapping.createsInZoho { return try await allNumbers(mapping) }
    if !ids.isEmpty { numbers.formUnion(try await numbersFound(mapping)) }
    let keys = try await journal.state.keysChanged(
      module: mapping.zoho.module, field: mapping.zoho.key, since: through)
    numbers.formUnion(keys.compactMap(number(ofKey:)))
    for entity in Set([mapping.entity] + mapping.fields.compactMap(\.source.linkedEntity)) {
      let keys = try await journal.state.keysTouched(entity: entity, since: through)
      numbers.formUnion(keys.compactMap(number(ofKey:)))
    }
    let asked = try await journal.state.questions(openOnly: true).filter {
      $0.entity == mapping.entity && $0.field == nil
    }
    numbers.formUnion(asked.compactMap { number(ofKey: $0.key) })
    // A record that was left out while a write of it was under way may have moved meanwhile.
    let written = try await journal.state.keysWritten(entity: mapping.entity, since: through)
    numbers.formUnion(written.compactMap(number(ofKey:)))
    let failed = try await journal.state.operations(in: [.failed], limit: Self.openMax)
    numbers.formUnion(failed.filter { $0.entity == mapping.entity }.compactMap { number(ofKey: $0.key) })
    return numbers.sorted()
  }

  /// The numbers of records that were found and are not paired yet: what they were found by may have changed.
  private func numbersFound(_ mapping: EntityMapping) async throws(Failure) -> [Int] {
    var numbers: [Int] = []
    var last: String?
    while true {
      let page = try await journal.state.held(entity: mapping.entity, after: last, limit: 1_000)
      numbers += page.filter { $0.action == "link" }.compactMap { number(ofKey: $0.key) }
      guard let newest = page.last else { return numbers }
      last = newest.key
    }
  }

  /// `4242` and `4242.1` hang on 4242.
  func number(ofKey key: String) -> Int? { RecordKey(key).number }
}

extension SyncEngine {
  /// Stops between two pages where the run was interrupted: what is in flight has come to its end.
  func checkInterruption() throws(Failure) {
    guard !Task.isCancelled else { throw .interrupted() }
  }
}

extension Evaluation {
  /// Nothing is to be done and nothing to be taken back.
  var isAtRest: Bool {
    lost == nil && traits.rests && !standing.isHeld && standing.openConflicts.isEmpty && !hasVanishedReview
      && !isNews && clears.isEmpty && !hasNewKeyQuestion && needlessWrite == nil
  }

  /// Records that show the key of a linked one are to be asked about, or about other ones than before.
  private var hasNewKeyQuestion: Bool {
    guard link != nil, keyReason != nil, !isLeftAlone else { return false }
    let asked = Set(standing.openQuestion?.asked.candidates.compactMap { $0["zoho_id"]?.string } ?? [])
    return !Set(keys.asked.map(\.id) + twins.map(\.ref)).isSubset(of: asked)
      || standing.openQuestion?.asked.reason != keyReason?.rawValue
  }

  /// Something is to be done, or to be told.
  var isWorthTelling: Bool { !isAtRest || !unreadable.isEmpty }
}

extension Array {
  /// The elements in runs of at most `size`.
  func pages(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
