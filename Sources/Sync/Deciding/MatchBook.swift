import Decisions
import Diagnostics
import EventLog
import Projections

/// Which record of Zoho each unlinked record of an entity is: decided for all of them at once, because whether a key
/// is unique is asked of all.
struct MatchBook: Sendable {
  /// Records that are not new: everything else is.
  private let outcomes: [String: MatchOutcome]
  /// Zoho has a record that is linked to none: it may be any whose keys it does not show.
  let hasUnlinked: Bool

  /// Reads every record of the entity on both sides.
  init(mapping: EntityMapping, evaluator: Evaluator, progress: any ProgressSink) async throws(Failure) {
    var index = MatchIndex()
    var unread = UnreadRecords()
    var isAnyFree = false
    try await evaluator.eachShown(mapping) { record, holder in
      let profile = matchProfile(zoho: record, mapping: mapping)
      index.add(right: record.id, profile, isLinked: holder != nil, to: holder)
      if holder == nil { isAnyFree = true }
      if holder == nil, hasUnreadableKey(record, mapping: mapping) { unread.add(record.id, profile) }
    }
    hasUnlinked = isAnyFree
    guard index.count.right > 0 else {
      outcomes = [:]
      return
    }
    var unlinked: [UnlinkedRecord] = []
    try await evaluator.eachScopePage(mapping) { (page) throws(Failure) in
      let said = try await evaluator.store.statements(
        entity: mapping.entity, keys: page.records.map(\.key))
      for record in page.records {
        let profile = matchProfile(jde: record.composite, mapping: mapping)
        index.add(left: record.key, profile)
        // Whom a person named needs no search; one said to be new does, since what comes after contradicts that.
        let words = said[record.key] ?? Statements()
        guard record.zohoID == nil, words.theseTwo == nil else { continue }
        unlinked.append(
          UnlinkedRecord(
            ref: record.key, profile: profile, keptApart: Set(words.apart.keys), account: record.account))
      }
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
}
