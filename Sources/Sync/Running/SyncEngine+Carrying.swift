import Decisions
import Diagnostics
import EventLog
import JSONText
import ProjectFiles
import Projections
import ZohoCRM

extension SyncEngine {
  /// How often a page is decided anew when its inputs moved meanwhile.
  private static let attemptsMax = 3

  /// Carries out what is decided about some numbers: links, decisions and intents in one commit, then the
  /// calls, the answers and the read-backs.
  ///
  /// `accepts` says which records may go; the others are left as they are.
  func carryOut(
    _ mapping: EntityMapping, numbers: [Int], policy: WritePolicy, facts: SystemFacts, matches: MatchBook?,
    accepts: (Evaluation) -> Bool
  ) async throws(Failure) {
    let drafter = DecisionDrafter(
      personal: personal, configuration: configuration, policy: policy, owners: facts.owners)
    for page in numbers.pages(of: numbersPerPage) {
      try checkInterruption()
      let intents = try await decide(
        mapping, numbers: page, drafter: drafter, matches: matches, accepts: accepts)
      if !intents.isEmpty {
        let outbox = try await outbox(mapping, facts: facts)
        report.take(try await outbox.send(intents))
      }
      try await journal.catchUp()
    }
  }

  private func decide(
    _ mapping: EntityMapping, numbers: [Int], drafter: DecisionDrafter, matches: MatchBook?,
    accepts: (Evaluation) -> Bool
  ) async throws(Failure) -> [WriteIntended] {
    let evaluator = evaluator()
    try await refresh(
      try await evaluator.evaluate(mapping, numbers: numbers, matches: matches), mapping, drafter)
    for _ in 0..<Self.attemptsMax {
      let evaluations = try await evaluator.evaluate(mapping, numbers: numbers, matches: matches)
        .filter { !$0.isAtRest && accepts($0) }
      let reservations = try await reserve(evaluations, mapping: mapping, policy: drafter.policy)
      var drafts: [Draft] = []
      var pages: [RecordDrafts] = []
      var expected: [String: UInt64] = [:]
      for evaluation in evaluations {
        let page = drafter.drafts(
          for: evaluation, mapping: mapping, reservation: reservations[evaluation.key], at: drafts.count)
        guard !page.drafts.isEmpty || page.isHeld else { continue }
        drafts += page.drafts
        pages.append(page)
        for input in evaluation.inputs where !page.drafts.isEmpty { expected[input.stream] = input.sequence }
      }
      guard !drafts.isEmpty else {
        report.held += pages.count { $0.isHeld }
        return []
      }
      let expectations = expected.map { ExpectedSequence(stream: $0.key, last: $0.value) }
      guard case .appended = try await journal.append(drafts, expecting: expectations) else {
        try await journal.catchUp()
        continue
      }
      report.held += pages.count { $0.isHeld }
      report.linked += pages.count { $0.isLinked }
      return pages.compactMap(\.intent)
    }
    throw .inputsMoved(mapping.entity)
  }

  /// Before a batch of updates the records are read again: what is decided rests on what is there now.
  private func refresh(
    _ evaluations: [Evaluation], _ mapping: EntityMapping, _ drafter: DecisionDrafter
  ) async throws(Failure) {
    guard drafter.policy.isZohoEnabled else { return }
    let ids = evaluations.compactMap(\.idToUpdate)
    guard !ids.isEmpty else { return }
    let poller = poller(movesWatermark: false)
    for page in ids.pages(of: 100) {
      let records = try await systems.zoho.records(
        mapping.zoho.module, ids: page, fields: poller.fields(of: mapping.zoho.module)
      )
      .compactMap(\.object)
      var drafts = try await poller.observations(
        of: records, module: mapping.zoho.module, kind: .recordFetched, isKnown: true)
      drafts.removeAll { $0.body["record"] == nil }
      if !drafts.isEmpty { try await journal.note(drafts) }
    }
    try await journal.catchUp()
  }

  /// A create first reserves its key, so that two can never be made of one; a reservation from before a crash holds.
  private func reserve(
    _ evaluations: [Evaluation], mapping: EntityMapping, policy: WritePolicy
  ) async throws(Failure) -> [String: UInt64] {
    var reservations: [String: UInt64] = [:]
    var drafts: [Draft] = []
    var keys: [String] = []
    for evaluation in evaluations {
      guard case .create = evaluation.verdict, policy.holdsCreate(mapping.entity) == nil else { continue }
      if let held = evaluation.standing.reservation {
        reservations[evaluation.key] = held
        continue
      }
      keys.append(evaluation.key)
      drafts.append(
        Draft(
          kind: .linkReserved, stream: StreamKey.reservation(mapping.entity, "number", evaluation.key),
          body: LinkReserved(entity: mapping.entity, key: evaluation.key).json))
    }
    guard !drafts.isEmpty else { return reservations }
    let receipt = try await journal.note(drafts)
    for (key, sequence) in zip(keys, receipt.sequences) { reservations[key] = sequence }
    return reservations
  }
}

extension Evaluation {
  /// The record that would be updated; nil where nothing of Zoho's would be.
  var idToUpdate: String? {
    switch verdict {
    case .link(let id, _, _): id
    case .merge(let outcomes): outcomes.contains { $0.write(to: .zoho) != nil } ? link?.zohoID : nil
    case .leaves: link?.zohoID
    default: nil
    }
  }
}
