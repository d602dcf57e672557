import Decisions
import Diagnostics
import EventLog
import Instants
import JSONText
import Projections

/// Reads the state of records out of the projection and asks the decision core about them.
struct Evaluator: Sendable {
  let rules: SyncRules
  let store: ProjectionStore
  let ledger: Ledger
  /// What the log has seen of fields that both sides moved.
  let reader: LedgerReader
  /// JDE's date, `yyyyMMdd`.
  let today: String
  /// Our own clocks: what the damper of reverts looks back from, and how long a call has been under way.
  let time: any Time
  /// Zoho's own clock, in seconds since 1970: whether a call may still land is judged by it.
  let zohoNow: Int64
  /// The event of the configuration that decides.
  let configuration: UInt64
  /// How edit times of JD Edwards are read, and how near two times do not say which is newer.
  let clocks: EditClocks
  /// Module → fields whose null means nothing.
  let hidden: [String: Set<String>]
  /// `writes.zoho`: while nothing is written, nothing waits for another record's pairing in particular.
  let isWriting: Bool
  /// What led to a new look at these numbers, where it is not the record itself: the turn of a day.
  var causes: [Int: UInt64] = [:]
  /// Entity → what a whole reading has found of twins; nil where none was made.
  var twins: [String: [String: [String]]] = [:]
  /// Records by entity that this plan would link, with their Zoho ids, or create, as `plannedID`: what hangs on them
  /// need not wait; nil outside a plan.
  var planned: [String: [String: String]]?

  /// What should happen to the records of an entity that hang on these address numbers.
  ///
  /// Records with a write under way are left out: one operation at a time for each link.
  func evaluate(
    _ mapping: EntityMapping, numbers: [Int], matches: MatchBook?
  ) async throws(Failure)
    -> [Evaluation]
  {
    let page = try await StatePage(
      mapping: mapping, numbers: numbers, store: store, ledger: ledger,
      revertsSince: RFC3339.text(seconds: time.seconds - DecisionInputs.damperSeconds),
      hidden: hidden[mapping.zoho.module] ?? [], zohoNow: zohoNow, time: time, isPlan: planned != nil)
    let upstream = try await linkedIDs(for: mapping, numbers: numbers)
    var records: [(candidate: StatePage.Candidate, composite: CompositeRecord, found: MatchOutcome?)] = []
    for candidate in page.candidates where !page.isBusy(candidate.key) {
      let composite = composite(of: candidate, mapping: mapping, upstream: upstream)
      var found: MatchOutcome?
      if page.link(candidate.key) == nil, composite.presence == .inScope, let matches {
        found = matches.outcome(for: candidate.key)
      }
      records.append((candidate, composite, found))
    }
    let unseen = matches?.hasUnlinked == false ? [] : hidden[mapping.zoho.module] ?? []
    // Before the first load all of them wait for one thing.
    let tellsParents = isWriting ? try await store.isLoaded(entity: mapping.entity) : false
    let said = records.compactMap { page.personsPair($0.candidate.key) }
    let asked = records.flatMap { page.askedIDs(of: $0.candidate.key) }
    let saidNew = records.filter { page.isSaidNew($0.candidate.key) }
    let matched = try await store.zohoRecords(
      module: mapping.zoho.module,
      ids: records.compactMap { $0.found?.linkedID } + saidNew.flatMap { $0.found?.refs ?? [] } + said + asked
    )
    let parents = try await pairings(behind: saidNew.map(\.candidate.number), of: mapping)
    var twins: [String: [String]] = [:]
    for record in records {
      let ids = page.twinIDs(of: record.candidate.key, found: self.twins[mapping.entity])
      if !ids.isEmpty { twins[record.candidate.key] = ids }
    }
    let twinIDs = Set(twins.values.flatMap(\.self)).sorted()
    let twinRecords =
      twinIDs.isEmpty ? [:] : try await store.zohoRecords(module: mapping.zoho.module, ids: twinIDs)
    let holders = try await store.holders(entity: mapping.entity, zohoIDs: said + asked + twinIDs)
    return try records.map { (record) throws(Failure) in
      func evaluation(_ times: EditTimes) -> Evaluation {
        page.evaluation(
          of: record.candidate, composite: record.composite, matched: matched, holders: holders,
          found: record.found, parentLinked: parents[record.candidate.number] ?? 0,
          waitsFor: waits(
            record.composite, mapping: mapping, number: record.candidate.number, upstream: upstream),
          tellsParents: tellsParents, unseen: unseen, rules: rules, configuration: configuration,
          cause: causes[record.candidate.number], times: times,
          twins: (twins[record.candidate.key] ?? []).compactMap { id in
            guard let twin = twinRecords[id], twin.state == .present, holders[id] == nil else { return nil }
            return MatchCandidate(
              asking: twin.record, name: matchProfile(zoho: twin.record, mapping: mapping).name)
          })
      }
      // When fields were edited is asked of the log, and only where it decides.
      let decided = evaluation(.unknown)
      guard decided.isTied, let link = page.link(record.candidate.key) else { return decided }
      return evaluation(
        try times(
          of: record.candidate, paired: link, decided, mapping: mapping, upstream: upstream))
    }
  }

  /// The business record of a candidate, as it stands today.
  func composite(
    of candidate: StatePage.Candidate, mapping: EntityMapping, upstream: [String: String]
  ) -> CompositeRecord {
    composite(candidate.key, candidate.rows.map(\.row), mapping: mapping, upstream: upstream)
  }

  /// The business record with a key that some rows make.
  func composite(
    _ key: String, _ rows: [TableRow], mapping: EntityMapping, upstream: [String: String]
  ) -> CompositeRecord {
    let parent = mapping.jde.memberOf.flatMap { rules.mapping($0) }.map { parent in
      presence(ofNumber: RecordKey(key).number ?? 0, rows: rows, mapping: parent, today: today)
    }
    return compositeRecord(
      key: key, rows: rows, mapping: mapping, crosswalks: rules.crosswalks, today: today,
      parent: parent, linkedID: { entity, key in upstream["\(entity)/\(key)"] })
  }

  /// The Zoho ids of the records that these hang on, by `<entity>/<key>`.
  func linkedIDs(for mapping: EntityMapping, numbers: [Int]) async throws(Failure) -> [String: String] {
    var found: [String: String] = [:]
    for entity in Set(mapping.fields.compactMap(\.source.linkedEntity)) {
      let ids = try await store.pairedIDs(entity: entity, keys: numbers.map(String.init))
      for (key, id) in ids { found["\(entity)/\(key)"] = id }
      guard let planned = planned?[entity] else { continue }
      for number in numbers where found["\(entity)/\(number)"] == nil {
        found["\(entity)/\(number)"] = planned[String(number)]
      }
    }
    return found
  }

  /// When what these numbers hang on was paired: a record of which something was said before is another matter since.
  private func pairings(
    behind numbers: [Int], of mapping: EntityMapping
  ) async throws(Failure) -> [Int: UInt64] {
    var made: [Int: UInt64] = [:]
    guard !numbers.isEmpty else { return made }
    for entity in Set(mapping.fields.compactMap(\.source.linkedEntity)) {
      for (key, link) in try await store.links(entity: entity, keys: numbers.map(String.init)) {
        guard let number = Int(key) else { continue }
        made[number] = max(made[number] ?? 0, link.madeSequence)
      }
    }
    return made
  }

  /// What a record hangs on that has no pairing yet.
  private func waits(
    _ composite: CompositeRecord, mapping: EntityMapping, number: Int, upstream: [String: String]
  ) -> [String] {
    mapping.fields.compactMap(\.source.linkedEntity).filter { upstream["\($0)/\(number)"] == nil }
      .map { "\($0)/\(number)" }
  }

  /// Stands for the id of a record that only a plan knows.
  static let plannedID = "planned"
}

extension MatchOutcome {
  /// The record that was found; nil where none or several were.
  var linkedID: String? {
    guard case .link(let id, _) = self else { return nil }
    return id
  }
}
