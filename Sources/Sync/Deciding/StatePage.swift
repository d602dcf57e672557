import Decisions
import Diagnostics
import EventLog
import Instants
import JSONText
import Projections

/// The state of the records of an entity that hang on some address numbers, read in a few queries.
struct StatePage: Sendable {
  /// A record of JD Edwards that the entity is about.
  struct Candidate: Sendable {
    let key: String
    let number: Int
    let rows: [ProjectedRow]
  }

  let candidates: [Candidate]
  private let mapping: EntityMapping
  private let links: [String: LinkState]
  /// Pairings that hold no longer, only nobody has recorded that yet: Zoho says that the record was deleted.
  private let lost: [String: LinkState]
  /// Records whose last pair was deleted in Zoho.
  private let bereft: Set<String>
  private let zoho: [String: ProjectedZohoRecord]
  private let operations: [String: [OperationRow]]
  private let questions: [String: [QuestionRow]]
  /// Records of which a question doubts that they are still what they were.
  private let doubted: Set<String>
  private let statements: [String: Statements]
  private let shownKeys: KeyPage
  private let marks: [String: KeptMarks]
  /// The event by which the newest row of a number went.
  private let losses: [Int: UInt64]
  /// Pairs that ended, by their record's key.
  private let ended: [String: LinkState]
  /// What ended pairs had agreed on, by their record's key and the id of Zoho's.
  private let former: [String: [String: Base]]
  /// Records whose last pair a person took apart.
  private let unlinked: Set<String>
  private let held: [String: HeldRow]
  private let decided: [String: String]
  private let owed: [String: [OwedRow]]
  private let reservations: [String: ReservationRow]
  private let generations: [String: Int]
  private let pairedGenerations: [String: Int]
  /// Records of Zoho that a write which is under way may still change, with the keys that it is for.
  private let writtenTo: [String: Set<String>]
  /// Seconds since 1970 by Zoho's clock.
  private let zohoNow: Int64
  private let time: any Time
  /// Nothing is sent: a write that never left is decided again by the run that carries the plan out.
  private let isPlan: Bool
  private let linkSequences: [String: UInt64]
  private let reverts: [String: [String: Int]]
  private let hidden: Set<String>
  /// The newest change of the records that stood in the way of a refused write, by its record's key.
  private let strangers: [String: UInt64]

  init(
    mapping: EntityMapping, numbers: [Int], store: ProjectionStore, ledger: Ledger, revertsSince: String,
    hidden: Set<String>, zohoNow: Int64, time: any Time, isPlan: Bool
  ) async throws(Failure) {
    self.mapping = mapping
    self.hidden = hidden
    let rows = try await store.rows(ofNumbers: numbers)
    let paired = try await store.pairedKeys(entity: mapping.entity, ofNumbers: numbers)
    candidates = numbers.flatMap {
      Self.candidates(number: $0, rows: rows[$0] ?? [], paired: paired[$0] ?? [], mapping: mapping)
    }
    let keys = candidates.map(\.key)
    let entity = mapping.entity
    var sequences: [String: UInt64] = [:]
    for key in keys { sequences[key] = try await ledger.lastSequence(of: StreamKey.link(entity, key)) }
    linkSequences = sequences
    let known = try await store.links(entity: entity, keys: keys)
    let pairs = try await store.zohoRecords(module: mapping.zoho.module, ids: known.values.map(\.zohoID))
    zoho = pairs
    bereft = Set(known.filter { pairs[$0.value.zohoID]?.state == .deleted }.keys)
    let linked = known.filter { $0.value.state == .linked }
    lost = linked.filter { pairs[$0.value.zohoID]?.state == .deleted }
    links = linked.filter { pairs[$0.value.zohoID]?.state != .deleted }
    operations = Dictionary(grouping: try await store.operations(entity: entity, keys: keys), by: \.key)
    let elsewhere = try await store.openOperations(
      kind: mapping.zoho.module, targets: links.values.map(\.zohoID).sorted())
    writtenTo = Dictionary(grouping: elsewhere) { $0.target.id ?? "" }.mapValues { Set($0.map(\.key)) }
    self.zohoNow = zohoNow
    self.time = time
    self.isPlan = isPlan
    let asked = try await store.openQuestions(entity: entity, keys: keys)
    questions = asked
    doubted = try await store.doubted(entity: entity, keys: keys)
    strangers = try await Self.strangers(operations, asked, module: mapping.zoho.module, store: store)
    losses = try await store.newestLosses(ofNumbers: Set(candidates.map(\.number)).sorted())
    let said = try await store.statements(entity: entity, keys: keys)
    statements = said
    ended = known.filter { $0.value.state == .removed }
    former = try await store.formerBases(entity: entity, keys: keys.filter { linked[$0] == nil })
    unlinked = Set(ended.filter { said[$0.key]?.apart[$0.value.zohoID] != nil }.keys)
    marks = try await store.marks(entity: entity, keys: keys)
    shownKeys = try await KeyPage(mapping: mapping, keys: keys, store: store, hidden: hidden)
    held = try await store.held(entity: entity, keys: keys)
    decided = try await store.decisions(entity: entity, keys: keys).mapValues(\.fingerprint)
    owed = try await store.owed(entity: entity, keys: keys)
    reverts = try await store.reverts(entity: entity, keys: keys, since: revertsSince)
    reservations = try await store.reservations(entity: entity, keys: keys)
    pairedGenerations = known.mapValues(\.generation)
    generations = pairedGenerations.merging(
      reservations.mapValues(\.generation), uniquingKeysWith: max)
  }

  /// When those last changed behind a refused write that it was asked about.
  private static func strangers(
    _ operations: [String: [OperationRow]], _ asked: [String: [QuestionRow]], module: String,
    store: ProjectionStore
  ) async throws(Failure) -> [String: UInt64] {
    var ids: [String: [String]] = [:]
    let refused = operations.compactMapValues { $0.last { $0.state == .failed }?.lastSequence }
    for key in refused.keys {
      ids[key] = asked[key]?.first { $0.field == nil }?.asked.candidates.compactMap { $0["zoho_id"]?.string }
    }
    guard !ids.isEmpty else { return [:] }
    let records = try await store.zohoRecords(module: module, ids: Set(ids.values.joined()).sorted())
    return ids.reduce(into: [:]) { changes, asked in
      let newest = asked.value.compactMap { records[$0]?.changedSequence }.max() ?? 0
      if newest > refused[asked.key] ?? 0 { changes[asked.key] = newest }
    }
  }

  /// A write about this record, or to the record that it is paired with, has not come to its end.
  ///
  /// An update of an ended pairing is no hindrance where it goes to another record than today's: whatever lands there
  /// changes neither side of this pair. An insert of one is: it may still make a record with our key. So is a write that
  /// ended for a person while a call of it may still land.
  func isBusy(_ key: String) -> Bool {
    let target = links[key]?.zohoID
    if let target, let keys = writtenTo[target], keys != [key] { return true }
    return operations[key]?.contains { write in
      if isPlan, write.life.isUnsent { return false }
      guard OperationState.open.contains(write.state) else {
        return write.life.unanswered.isOpen(
          at: Sending(write)?.seconds(zohoNow, by: time) ?? zohoNow)
      }
      // What brings our key to another record is one all the same: two cannot have it.
      let bringsKey = write.intent?.row[mapping.zoho.key] != nil
      let isElsewhere = write.life.successor == .generation && write.action != .insert && !bringsKey
      guard isElsewhere, let target else { return true }
      return write.target.id == target
    } ?? false
  }

  func link(_ key: String) -> LinkState? { links[key] }

  /// A person said that the record is new, and it has no pairing yet.
  func isSaidNew(_ key: String) -> Bool { links[key] == nil && statements[key]?.isNew != nil }

  /// What a person said that the record is; nil where nobody did, or it is linked.
  func personsPair(_ key: String) -> String? { links[key] == nil ? statements[key]?.theseTwo : nil }

  /// The decision about one record, with everything that it rests on.
  ///
  /// `holders` are the records that others are linked to, by Zoho's ids.
  func evaluation(
    of candidate: Candidate, composite: CompositeRecord, matched: [String: ProjectedZohoRecord],
    holders: [String: String], found: MatchOutcome?, parentLinked: UInt64, waitsFor: [String],
    tellsParents: Bool,
    unseen: Set<String>,
    rules: SyncRules,
    configuration: UInt64,
    cause: UInt64?, times: EditTimes, twins: [MatchCandidate]
  ) -> Evaluation {
    let link = links[candidate.key]
    let said = statements[candidate.key] ?? Statements()
    let foundChange = found?.refs.compactMap { matched[$0]?.changedSequence }.max() ?? 0
    let other = said.theseTwo ?? found?.linkedID
    let shown = link.map { zoho[$0.zohoID] } ?? other.flatMap { matched[$0] }
    let seen = shown?.state == .present ? shown?.record.hiding(hidden) : nil
    let base = link?.base ?? shown.flatMap { former[candidate.key]?[$0.record.id] } ?? [:]
    // Each is held against the other as it came.
    let present = seen?.withoutMasks(of: base, composite, mapping)
    let composite = composite.withoutMasks(of: base, seen, mapping)
    let gone = lost[candidate.key].flatMap { zoho[$0.zohoID] }
    let newest = max(newestChange(of: candidate, shown: shown), gone?.changedSequence ?? 0)
    let state = DecisionInputs(
      composite: composite,
      link: link.map {
        DecisionInputs.Link(
          generation: $0.generation, zohoID: $0.zohoID, base: $0.base, baseSequence: $0.baseSequence,
          hasLeft: $0.left != nil, marks: $0.left?.marks ?? [],
          isMade: $0.how == LinkMade.created)
      },
      zoho: link == nil ? nil : present,
      statements: said, marks: marks[candidate.key] ?? KeptMarks(),
      wasGone: doubted.contains(candidate.key),
      bearers: shownKeys.bearers(of: candidate.key),
      former: former[candidate.key] ?? [:],
      unseen: unseen, asked: openMatch(of: candidate.key, matched, holders: holders),
      written: operations[candidate.key]?.last { $0.life.mayHaveMade }?.intent?.doubtfulPairs ?? [:],
      wasUnlinked: unlinked.contains(candidate.key), takenBackID: takenBackID(of: candidate.key),
      isBereft: bereft.contains(candidate.key),
      newestChange: max(newest, cause ?? 0),
      newestOwnChange: max(newestRow(of: candidate), parentLinked), newestFoundChange: foundChange,
      waitsFor: waitsFor,
      times: times,
      reverts: reverts[candidate.key] ?? [:])
    let verdict = decideRecord(
      state, mapping: mapping, crosswalks: rules.crosswalks,
      record: { id in (id == other ? present : nil, holders[id].flatMap { $0 == candidate.key ? nil : $0 }) },
      match: { found ?? .create })
    let keys = state.keyStanding
    let found = VerdictTraits(verdict).target == nil ? nil : present
    var parents: String?
    if tellsParents, case .waits(let records) = verdict { parents = records }
    return Evaluation(
      entity: mapping.entity, key: candidate.key, number: candidate.number,
      name: composite.name ?? candidate.key, verdict: verdict,
      inputs: inputs(of: candidate, shown: [shown, gone].compactMap(\.self)),
      cause: cause ?? newest,
      newsSinceWrite: max(
        newestRow(of: candidate), gone?.changedSequence ?? 0, cause ?? 0, said.all.last?.sequence ?? 0,
        strangers[candidate.key] ?? 0),
      configuration: configuration, link: state.link, zoho: present,
      owner: composite.owner,
      unreadable: unreadable(candidate.key, composite, present, verdict, unseen: unseen),
      parents: parents, ground: matchProfile(jde: composite, mapping: mapping).ground,
      isLeftAlone: state.isLeftAlone,
      keys: keys, twins: twins, keyReason: keys.reason(said) ?? (twins.isEmpty ? nil : .twin),
      shownMarks: state.shownMarks(mapping, found: found),
      marks: verdict == .identity ? state.marks : state.marksAfter(mapping, found: found),
      marksToTakeBack: state.marksToTakeBack(mapping), lost: lost[candidate.key],
      standing: standing(of: candidate.key))
  }

  /// What of a record cannot be read; nothing of one that is not to be paired.
  private func unreadable(
    _ key: String, _ composite: CompositeRecord, _ shown: ZohoRecord?, _ verdict: RecordVerdict,
    unseen: Set<String>
  ) -> [UnreadableField] {
    let isOurs = links[key] != nil || verdict != .nothing && (mapping.createsInZoho || verdict != .unpaired)
    guard isOurs else { return [] }
    let told = (owed[key] ?? []).filter { $0.owed.side == .jde }.map(\.owed.field)
    return unreadableFields(mapping: mapping, jde: composite, zoho: shown, owed: Set(told))
      + (verdict == .unreadable ? hiddenKeys(mapping: mapping, jde: composite, unseen: unseen) : [])
  }

  /// The candidates of the open question whether a record is one that is like it, by their ids.
  func askedIDs(of key: String) -> [String] {
    guard links[key] == nil, let asked = questions[key]?.first(where: { $0.field == nil })?.asked,
      asked.reason == MatchReviewReason.weakOnly.rawValue
    else { return [] }
    return asked.candidates.compactMap { $0["zoho_id"]?.string }.filter { statements[key]?.apart[$0] == nil }
  }

  private func openMatch(
    of key: String, _ matched: [String: ProjectedZohoRecord], holders: [String: String]
  ) -> OpenMatch? {
    guard let question = questions[key]?.first(where: { $0.field == nil }) else { return nil }
    let candidates = askedIDs(of: key).compactMap { id -> MatchCandidate? in
      guard let shown = matched[id], shown.state == .present, holders[id] == nil,
        shown.changedSequence < question.askedSequence
      else { return nil }
      return MatchCandidate(
        asking: shown.record, name: matchProfile(zoho: shown.record, mapping: mapping).name)
    }
    return OpenMatch(reason: question.asked.reason, candidates: candidates)
  }

  /// The records that could be a linked one's twins: those that a whole reading found, else those that an open question
  /// is about; what a person said of them is left out.
  func twinIDs(of key: String, found: [String: [String]]?) -> [String] {
    guard let link = links[key] else { return [] }
    let asked = questions[key]?.first { $0.field == nil }.map(\.asked)
    let known =
      asked?.reason == MatchReviewReason.twin.rawValue
      ? asked?.candidates.compactMap { $0["zoho_id"]?.string } ?? [] : []
    return (found.map { $0[key] ?? [] } ?? known).filter {
      $0 != link.zohoID && statements[key]?.apart[$0] == nil
    }
  }

  /// The record that a person's word made its pair, where that word is taken back and our key came there behind it.
  ///
  /// A key that stood there before the word speaks for the record as it did then.
  private func takenBackID(of key: String) -> String? {
    guard let pair = ended[key], pair.how == LinkMade.person, statements[key]?.theseTwo != pair.zohoID,
      shownKeys.bearers(of: key).contains(where: { $0.id == pair.zohoID && $0.since > pair.madeSequence })
    else { return nil }
    return pair.zohoID
  }

  private func standing(of key: String) -> Standing {
    var standing = Standing()
    standing.isHeld = held[key] != nil
    standing.decisionFingerprint = decided[key]
    standing.openQuestion = questions[key]?.first { $0.field == nil }
    standing.openConflicts = (questions[key] ?? []).filter { $0.field != nil }
    standing.owed = (owed[key] ?? []).map(\.owed)
    standing.generation = generations[key] ?? 0
    standing.pairedGeneration = pairedGenerations[key] ?? 0
    standing.reservation = reservations[key]
    standing.marks = marks[key] ?? KeptMarks()
    standing.failed = operations[key]?.last { $0.state == .failed }
    return standing
  }

  private func inputs(of candidate: Candidate, shown: [ProjectedZohoRecord]) -> [DecisionMade.Input] {
    var inputs = candidate.rows.map { DecisionMade.Input(stream: $0.stream, sequence: $0.sequence) }
    inputs += shown.map { DecisionMade.Input(stream: $0.stream, sequence: $0.sequence) }
    inputs += shownKeys.inputs(of: candidate.key, module: mapping.zoho.module).filter { input in
      !shown.contains { $0.stream == input.stream }
    }
    let link = StreamKey.link(mapping.entity, candidate.key)
    inputs.append(DecisionMade.Input(stream: link, sequence: linkSequences[candidate.key] ?? 0))
    return inputs
  }

  private func newestChange(of candidate: Candidate, shown: ProjectedZohoRecord?) -> UInt64 {
    max(newestRow(of: candidate), shown?.changedSequence ?? 0, shownKeys.changed(candidate.key))
  }

  /// The event by which JD Edwards' side of the record changed last.
  private func newestRow(of candidate: Candidate) -> UInt64 {
    max(candidate.rows.map(\.changedSequence).max() ?? 0, losses[candidate.number] ?? 0)
  }

  /// A number is one customer, and as many contacts as it has who's-who lines; what is `paired` is one also where JDE
  /// shows no row of it any more.
  static func candidates(
    number: Int, rows: [ProjectedRow], paired: [String], mapping: EntityMapping
  ) -> [Candidate] {
    let roots = rows.filter { $0.row.table == mapping.jde.root }
    guard mapping.jde.isKeyedByLine else {
      guard !roots.isEmpty || !paired.isEmpty else { return [] }
      return [Candidate(key: String(number), number: number, rows: rows.filter { isOfNumber($0, mapping) })]
    }
    let lines = Set(roots.compactMap(\.row.lineNumber)).union(paired.compactMap { RecordKey($0).line })
    return lines.sorted().map { line in
      Candidate(
        key: "\(number).\(line)", number: number,
        rows: rows.filter { $0.row.lineNumber == nil || $0.row.lineNumber == line })
    }
  }

  /// Rows of a contact's own line say nothing about the number itself.
  private static func isOfNumber(_ row: ProjectedRow, _ mapping: EntityMapping) -> Bool {
    let tables = Set([mapping.jde.root] + mapping.jde.joins.map(\.table))
    return tables.contains(row.row.table)
  }
}
