import Decisions
import Diagnostics
import EventLog
import Projections

/// Which record of Zoho each unlinked record of an entity is: decided for all of them at once, because whether a key
/// is unique is asked of all.
struct MatchBook: Sendable {
  /// Records that are not new: everything else is.
  private let outcomes: [String: MatchOutcome]

  /// Reads every record of the entity on both sides.
  init(mapping: EntityMapping, evaluator: Evaluator, progress: any ProgressSink) async throws(Failure) {
    var index = MatchIndex()
    var unread = UnreadRecords()
    try await Self.addZoho(mapping, evaluator, to: &index, unread: &unread)
    guard index.count.right > 0 else {
      outcomes = [:]
      return
    }
    var unlinked: [UnlinkedRecord] = []
    var last: Int?
    while true {
      let numbers = try await evaluator.store.numbers(
        inTable: mapping.jde.root, after: last, limit: numbersPerPage)
      guard let newest = numbers.last else { break }
      last = newest
      unlinked += try await Self.addJDE(mapping, numbers: numbers, evaluator, to: &index)
      progress.progress("matching \(mapping.entity)", done: index.count.left, of: nil)
    }
    var found: [String: MatchOutcome] = [:]
    for (record, outcome) in zip(unlinked, decideMatches(unlinked, index: &index, rules: mapping.matching)) {
      if outcome != .create {
        found[record.ref] = outcome
      } else if let asked = unread.candidates(for: record.profile, account: record.account) {
        found[record.ref] = asked
      }
    }
    outcomes = found
  }

  /// What an unlinked record is.
  func outcome(for key: String) -> MatchOutcome { outcomes[key] ?? .create }

  private static func addZoho(
    _ mapping: EntityMapping, _ evaluator: Evaluator, to index: inout MatchIndex,
    unread: inout UnreadRecords
  ) async throws(Failure) {
    let store = evaluator.store
    var last: String?
    while true {
      let page = try await store.zohoRecords(module: mapping.zoho.module, afterID: last, limit: 1_000)
      guard let newest = page.last else { return }
      last = newest.record.id
      let holders = try await store.holders(entity: mapping.entity, zohoIDs: page.map(\.record.id))
      let hidden = evaluator.hidden[mapping.zoho.module] ?? []
      for shown in page where shown.state == .present {
        let holder = holders[shown.record.id]
        let record = shown.record.hiding(hidden)
        let profile = matchProfile(zoho: record, mapping: mapping)
        index.add(right: record.id, profile, isLinked: holder != nil, to: holder)
        if holder == nil, hasUnreadableKey(record, mapping: mapping) { unread.add(record.id, profile) }
      }
    }
  }

  private static func addJDE(
    _ mapping: EntityMapping, numbers: [Int], _ evaluator: Evaluator, to index: inout MatchIndex
  ) async throws(Failure) -> [UnlinkedRecord] {
    let rows = try await evaluator.store.rows(ofNumbers: numbers)
    let upstream = try await evaluator.linkedIDs(for: mapping, numbers: numbers)
    let candidates = numbers.flatMap {
      StatePage.candidates(number: $0, rows: rows[$0] ?? [], paired: [], mapping: mapping)
    }
    let keys = candidates.map(\.key)
    let paired = try await evaluator.store.pairedIDs(entity: mapping.entity, keys: keys)
    let said = try await evaluator.store.statements(entity: mapping.entity, keys: keys)
    var unlinked: [UnlinkedRecord] = []
    for candidate in candidates {
      let composite = evaluator.composite(of: candidate, mapping: mapping, upstream: upstream)
      guard composite.presence == .inScope else { continue }
      let profile = matchProfile(jde: composite, mapping: mapping)
      index.add(left: candidate.key, profile)
      // Whom a person spoke for is not looked for; what he said is decided without the keys.
      let words = said[candidate.key] ?? Statements()
      guard paired[candidate.key] == nil, words.isNew == nil, words.theseTwo == nil else {
        continue
      }
      let account = mapping.fields.lazy.compactMap(\.source.linkedEntity)
        .compactMap { upstream["\($0)/\(candidate.number)"] }.first
      unlinked.append(
        UnlinkedRecord(
          ref: candidate.key, profile: profile, keptApart: Set(words.apart.keys),
          account: account))
    }
    return unlinked
  }
}
