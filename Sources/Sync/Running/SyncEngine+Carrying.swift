import Decisions
import Diagnostics
import EventLog
import HTTPTransport
import Instants
import JSONText
import ProjectFiles
import Projections
import ZohoCRM

extension SyncEngine {
  /// How often a page is decided anew when its inputs moved meanwhile.
  private static let attemptsMax = 3
  /// Passes over records that are decided again in one run: as often as a call is repeated (`RetryPolicy`).
  private static let passesMax = 6
  /// Looks at records that move in the second of each look.
  private static let looksMax = 5
  /// Pages that are sent while the next one is decided.
  private static let pagesUnderWay = 2

  /// Carries out what is decided about some numbers: links, decisions and intents in one commit, then the
  /// calls, the answers and the read-backs; and decides again where a write has found its record changed.
  ///
  /// `accepts` says which records may go; the others are left as they are.
  func carryOut(
    _ mapping: EntityMapping, numbers: [Int], policy: WritePolicy, facts: SystemFacts, matches: MatchBook?,
    accepts: (Evaluation) -> Bool
  ) async throws(Failure) {
    var numbers = numbers
    var matches = matches
    for pass in 1...Self.passesMax {
      again = []
      try await carryOnce(
        mapping, numbers: numbers, policy: policy, facts: facts, matches: matches, accepts: accepts)
      numbers = Set(again.compactMap(number(ofKey:))).sorted()
      guard !numbers.isEmpty, pass < Self.passesMax else { return }
      if matches != nil {
        // An insert that did not arrive is matched again by all keys, with what was made in Zoho meanwhile.
        _ = try await poller(movesWatermark: false).read()
        matches = try await MatchBook(mapping: mapping, evaluator: evaluator(), progress: progress)
      }
    }
  }

  private func carryOnce(
    _ mapping: EntityMapping, numbers: [Int], policy: WritePolicy, facts: SystemFacts, matches: MatchBook?,
    accepts: (Evaluation) -> Bool
  ) async throws(Failure) {
    let drafter = DecisionDrafter(
      personal: personal, configuration: configuration, policy: policy, owners: facts.owners,
      run: journal.run)
    let watch = matches == nil ? nil : try await newcomers(mapping, channel(mapping, facts: facts))
    let carrier = carrier(mapping, facts: facts, newcomers: watch)
    let results = await withTaskGroup(of: Result<Carried, Failure>.self) { group in
      let decided = await attempt { () async throws(Failure) in
        var queue = WriteQueue(rowsMax: carrier.channel.terms.rowsMax)
        var underWay = 0
        var done = 0
        try await evaluator().eachPage(mapping, numbers: numbers, matches: matches) {
          (page, found) async throws(Failure) in
          try checkInterruption()
          // One page is decided while the ones before are being sent; a failure there ends this one too.
          while underWay >= Self.pagesUnderWay, let carried = await group.next() {
            underWay -= try take(carried, carrier, &group)
          }
          done += page.count
          let ready = queue.add(
            try await decide(mapping, page, found, drafter: drafter, matches: matches, accepts: accepts))
          let last = done == numbers.count ? queue.rest() : []
          guard !ready.isEmpty || !last.isEmpty else { return }
          group.addTask {
            await attempt { () async throws(Failure) in
              let sent = try await carrier.send(ready + last)
              return .sent(sent.writes, sent.trouble)
            }
          }
          underWay += 1
          progress.progress("\(verb) \(mapping.entity)", done: done, of: numbers.count)
        }
      }
      var results = [decided]
      while let carried = await group.next() {
        results.append(
          await attempt { () async throws(Failure) in _ = try take(carried, carrier, &group) })
      }
      return results
    }
    for result in results { try result.get() }
  }

  /// Watches what comes into a module since it was read; nil where nobody knows up to when that was.
  private func newcomers(
    _ mapping: EntityMapping, _ channel: any WriteChannel
  ) async throws(Failure) -> Newcomers? {
    let module = mapping.zoho.module
    guard
      let since = try await journal.state.completedPoll(.zoho, module)?.serverTime
        .flatMap(RFC3339.seconds(of:))
    else { return nil }
    let poller = poller(movesWatermark: false)
    return Newcomers(
      channel: channel, journal: journal, mapping: mapping, hidden: hidden[module] ?? [], since: since,
      time: environment.ledger.time
    ) {
      (records) async throws(Failure) in
      try await poller.observations(of: records, module: module, kind: .recordFetched, isKnown: true)
    }
  }

  /// What a task of carrying comes to.
  private enum Carried: Sendable {
    /// Every call was made; what is left is read back, and holds no place among the calls.
    case sent([CarriedWrite], Refusal?)
    case finished(CarryTally)
  }

  /// Goes on behind a task; gives how many places among the calls became free.
  private func take(
    _ carried: Result<Carried, Failure>, _ carrier: Carrier,
    _ group: inout TaskGroup<Result<Carried, Failure>>
  ) throws(Failure) -> Int {
    switch try carried.get() {
    case .sent(let writes, let trouble):
      report.take(writes)
      group.addTask {
        await attempt { () async throws(Failure) in
          .finished(try await carrier.finish(writes, after: trouble))
        }
      }
      return 1
    case .finished(let tally):
      report.take(tally)
      again.formUnion(tally.again)
      if let stop = tally.stop { throw stop }
      return 0
    }
  }

  /// Decides about a page as it was found, and again where its inputs moved meanwhile.
  private func decide(
    _ mapping: EntityMapping, _ numbers: [Int], _ found: [Evaluation], drafter: DecisionDrafter,
    matches: MatchBook?, accepts: (Evaluation) -> Bool
  ) async throws(Failure) -> [CarriedWrite] {
    var found = found
    for _ in 0..<Self.attemptsMax {
      if try await refresh(found, mapping, drafter) {
        found = try await evaluator().evaluate(mapping, numbers: numbers, matches: matches)
      }
      let evaluations = found.filter { !$0.isAtRest && accepts($0) }
      let reservations = try await reserve(evaluations, mapping: mapping, policy: drafter.policy)
      var drafts: [Draft] = []
      var pages: [RecordDrafts] = []
      var places: [Int] = []
      var expected: [String: UInt64] = [:]
      for evaluation in evaluations {
        let page = drafter.drafts(
          for: evaluation, mapping: mapping, reservation: reservations[evaluation.key], at: drafts.count)
        guard !page.drafts.isEmpty || page.isHeld else { continue }
        places.append(drafts.count)
        drafts += page.drafts
        pages.append(page)
        for input in evaluation.inputs where !page.drafts.isEmpty { expected[input.stream] = input.sequence }
      }
      guard !drafts.isEmpty else {
        report.held += pages.count { $0.isHeld }
        return []
      }
      let former = try await journal.state.operations(
        named: pages.flatMap(\.intents).map(\.intent.operation))
      let expectations = expected.map { ExpectedSequence(stream: $0.key, last: $0.value) }
      guard case .appended(let receipt) = try await journal.append(drafts, expecting: expectations) else {
        found = try await evaluator().evaluate(mapping, numbers: numbers, matches: matches)
        continue
      }
      report.held += pages.count { $0.isHeld }
      report.linked += pages.count { $0.isLinked }
      return zip(pages, places).flatMap { page, place in
        page.intents.map { placed in
          CarriedWrite(
            placed.intent, intended: receipt.first + UInt64(place + placed.index),
            former: former[placed.intent.operation])
        }
      }
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
      let records = try await settled(page, poller, module: mapping.zoho.module)
      var drafts = try await poller.observations(
        of: records, module: mapping.zoho.module, kind: .recordFetched, isKnown: true)
      drafts.removeAll { $0.body["record"] == nil }
      guard !drafts.isEmpty else { continue }
      isNews = true
      try await journal.note(drafts)
    }
    return isNews
  }

  /// Some records as they are now, each behind the second of its own time.
  ///
  /// A condition on that second would let an edit of the same second pass (law 3). What keeps moving is left out, and
  /// stays as it was known.
  private func settled(
    _ ids: [String], _ poller: ZohoPoller, module: String
  ) async throws(Failure) -> [JSONObject] {
    func time(_ record: JSONObject) -> Int64? {
      record["Modified_Time"]?.string.flatMap(RFC3339.seconds(of:))
    }
    var look = 1
    while true {
      let records = try await systems.zoho.records(module, ids: ids, fields: poller.fields(of: module))
        .compactMap(\.object)
      let now = environment.seconds - Int64(systems.zoho.secondsAhead ?? 0)
      let moving = records.filter { !isSettledRead(recordTime: time($0), at: now) }
      guard let newest = moving.compactMap(time).max() else { return records }
      guard look < Self.looksMax else {
        return records.filter { isSettledRead(recordTime: time($0), at: now) }
      }
      try await environment.pacing.pause(.seconds(newest + 2 - now), system: ZohoSettings.system)
      look += 1
    }
  }

  /// A create first reserves its key, so that two can never be made of one; a reservation from before a crash holds.
  private func reserve(
    _ evaluations: [Evaluation], mapping: EntityMapping, policy: WritePolicy
  ) async throws(Failure) -> [String: Reservation] {
    var reservations: [String: Reservation] = [:]
    var drafts: [Draft] = []
    var made: [(key: String, generation: Int)] = []
    for evaluation in evaluations {
      guard case .create = evaluation.verdict, policy.holdsPairing(mapping.entity) == nil else { continue }
      if let held = evaluation.standing.reservation,
        held.generation > evaluation.standing.pairedGeneration
      {
        reservations[evaluation.key] = Reservation(generation: held.generation, sequence: held.sequence)
        continue
      }
      let generation = evaluation.nextGeneration
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
    let traits = traits
    switch traits.load {
    case .link: return traits.target
    case .merge:
      let isWritten = writesBesides(mapping) || traits.outcomes.contains { $0.write(to: .zoho) != nil }
      return isWritten ? link?.zohoID : nil
    case .mark: return link?.zohoID
    case .none, .create, .identity, .hidden, .gone: return nil
    }
  }
}
