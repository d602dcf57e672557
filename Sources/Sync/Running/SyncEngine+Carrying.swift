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
  /// Pages that are sent while the next one is decided.
  private static let pagesUnderWay = 2

  /// Carries out what is decided about some numbers: links, decisions and intents in one commit, then the
  /// calls, the answers and the read-backs.
  ///
  /// `accepts` says which records may go; the others are left as they are.
  func carryOut(
    _ mapping: EntityMapping, numbers: [Int], policy: WritePolicy, facts: SystemFacts, matches: MatchBook?,
    accepts: (Evaluation) -> Bool
  ) async throws(Failure) {
    let drafter = DecisionDrafter(
      personal: personal, configuration: configuration, policy: policy, owners: facts.owners,
      run: journal.run)
    let outbox = try await outbox(mapping, facts: facts)
    let results = await withTaskGroup(of: Result<OutboxTally, Failure>.self) { group in
      let decided = await attempt { () async throws(Failure) in
        var queue = WriteQueue()
        var underWay = 0
        var done = 0
        try await journal.catchUp()
        try await evaluator().eachPage(mapping, numbers: numbers, matches: matches) {
          (page, found) async throws(Failure) in
          try checkInterruption()
          // One page is decided while the ones before are being sent; a failure there ends this one too.
          if underWay >= Self.pagesUnderWay, let sent = await group.next() {
            underWay -= 1
            report.take(try sent.get())
          }
          done += page.count
          let ready = queue.add(
            try await decide(mapping, page, found, drafter: drafter, matches: matches, accepts: accepts))
          let last = done == numbers.count ? queue.rest() : []
          guard !ready.isEmpty || !last.isEmpty else { return }
          group.addTask { await attempt { () async throws(Failure) in try await outbox.send(ready + last) } }
          underWay += 1
          progress.progress("\(verb) \(mapping.entity)", done: done, of: numbers.count)
        }
      }
      var results = [decided]
      for await sent in group {
        if case .success(let tally) = sent { report.take(tally) }
        results.append(sent.map { _ in () })
      }
      return results
    }
    for result in results { try result.get() }
    try await journal.catchUp()
  }

  /// Decides about a page as it was found, and again where its inputs moved meanwhile.
  private func decide(
    _ mapping: EntityMapping, _ numbers: [Int], _ found: [Evaluation], drafter: DecisionDrafter,
    matches: MatchBook?, accepts: (Evaluation) -> Bool
  ) async throws(Failure) -> [WriteIntended] {
    let evaluator = evaluator()
    var found = found
    for _ in 0..<Self.attemptsMax {
      if try await refresh(found, mapping, drafter) {
        found = try await evaluator.evaluate(mapping, numbers: numbers, matches: matches)
      }
      let evaluations = found.filter { !$0.isAtRest && accepts($0) }
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
        found = try await evaluator.evaluate(mapping, numbers: numbers, matches: matches)
        continue
      }
      report.held += pages.count { $0.isHeld }
      report.linked += pages.count { $0.isLinked }
      return pages.flatMap(\.intents)
    }
    throw .inputsMoved(mapping.entity)
  }

  /// Before a batch of updates the records are read again: what is decided rests on what is there now.
  ///
  /// Answers whether anything of theirs was not as it was known.
  private func refresh(
    _ evaluations: [Evaluation], _ mapping: EntityMapping, _ drafter: DecisionDrafter
  ) async throws(Failure) -> Bool {
    guard drafter.policy.isZohoEnabled else { return false }
    let ids = evaluations.flatMap { evaluation in
      [evaluation.idToUpdate(mapping)].compactMap(\.self) + evaluation.clears.map(\.bearer.id)
    }
    guard !ids.isEmpty else { return false }
    var isNews = false
    let poller = poller(movesWatermark: false)
    for page in ids.pages(of: 100) {
      let records = try await systems.zoho.records(
        mapping.zoho.module, ids: page, fields: poller.fields(of: mapping.zoho.module)
      )
      .compactMap(\.object)
      var drafts = try await poller.observations(
        of: records, module: mapping.zoho.module, kind: .recordFetched, isKnown: true)
      drafts.removeAll { $0.body["record"] == nil }
      guard !drafts.isEmpty else { continue }
      isNews = true
      try await journal.note(drafts)
    }
    if isNews { try await journal.catchUp() }
    return isNews
  }

  /// A create first reserves its key, so that two can never be made of one; a reservation from before a crash holds.
  private func reserve(
    _ evaluations: [Evaluation], mapping: EntityMapping, policy: WritePolicy
  ) async throws(Failure) -> [String: Reservation] {
    var reservations: [String: Reservation] = [:]
    var drafts: [Draft] = []
    var made: [(key: String, generation: Int)] = []
    for evaluation in evaluations {
      guard case .create = evaluation.verdict, policy.holdsCreate(mapping.entity) == nil else { continue }
      if let held = evaluation.standing.reservation {
        reservations[evaluation.key] = Reservation(generation: held.generation, sequence: held.sequence)
        continue
      }
      let generation = evaluation.standing.generation + 1
      made.append((evaluation.key, generation))
      drafts.append(
        Draft(
          kind: .linkReserved, stream: StreamKey.reservation(mapping.entity, "number", evaluation.key),
          body: LinkReserved(entity: mapping.entity, key: evaluation.key, generation: generation).json,
          cause: .sequence(evaluation.cause > 0 ? evaluation.cause : journal.run)))
    }
    guard !drafts.isEmpty else { return reservations }
    let receipt = try await journal.note(drafts)
    for ((key, generation), sequence) in zip(made, receipt.sequences) {
      reservations[key] = Reservation(generation: generation, sequence: sequence)
    }
    return reservations
  }
}

/// What a create holds before it is intended.
struct Reservation {
  /// The pairing that it leads to.
  let generation: Int
  /// The event that reserved the key.
  let sequence: UInt64
}

extension Evaluation {
  /// The record that would be updated; nil where nothing of Zoho's would be.
  func idToUpdate(_ mapping: EntityMapping) -> String? {
    switch verdict {
    case .link(let id, _, _): id
    case .merge(let outcomes):
      lacksKey(mapping) || outcomes.contains { $0.write(to: .zoho) != nil } ? link?.zohoID : nil
    case .leaves: link?.zohoID
    default: nil
    }
  }
}
