/// Decides what a JDE record without a counterpart is: one of Zoho's records, a question, or new.
///
/// - Parameters:
///   - left: The record's key.
///   - profile: Its profile.
///   - index: All records of both sides.
///   - rules: How records of the entity find each other.
///   - keptApart: Zoho records of which a person said that they are not this one.
///   - account: Contacts: the Zoho id of the account that the contact's number is linked to.
/// - Returns: The link, the question or the create.
package func decideMatch(
  left: String, profile: MatchProfile, index: MatchIndex, rules: MatchingRules,
  keptApart: Set<String> = [], account: String? = nil
) -> MatchOutcome {
  guard index.count.right > 0 else { return .create }
  let question = MatchQuestion(
    left: left, profile: profile, index: index, rules: rules, keptApart: keptApart, account: account)
  return question.byReference() ?? question.byKeys() ?? question.byName() ?? .create
}

/// A JDE record that looks for its counterpart.
package struct UnlinkedRecord: Hashable, Sendable {
  /// The record's key.
  package let ref: String
  /// What of it matters for matching.
  package let profile: MatchProfile
  /// Zoho records of which a person said that they are not this one.
  package let keptApart: Set<String>
  /// Contacts: the Zoho id of the linked account.
  package let account: String?

  /// A record that looks for its counterpart.
  package init(ref: String, profile: MatchProfile, keptApart: Set<String> = [], account: String? = nil) {
    self.ref = ref
    self.profile = profile
    self.keptApart = keptApart
    self.account = account
  }
}

/// Decides many records at once, in their order.
///
/// Whoever finds his counterpart by a key is linked first; only then are the others asked again, until nobody else
/// is found. So the answer does not depend on who came first, nor on where an earlier run was cut short. `index`
/// ends with the links marked.
package func decideMatches(
  _ records: [UnlinkedRecord], index: inout MatchIndex, rules: MatchingRules
) -> [MatchOutcome] {
  func decide(_ record: UnlinkedRecord) -> MatchOutcome {
    decideMatch(
      left: record.ref, profile: record.profile, index: index, rules: rules, keptApart: record.keptApart,
      account: record.account)
  }
  var outcomes = records.map(decide)
  var fresh = Array(outcomes.indices)  // those that were asked in this round
  for _ in records.indices {  // each round but the last links somebody
    var linked = false
    for position in fresh {
      guard case .link(let right, _) = outcomes[position] else { continue }
      index.markLinked(right: right, to: records[position].ref)
      linked = true
    }
    guard linked else { break }
    fresh = outcomes.indices.filter { if case .review = outcomes[$0] { true } else { false } }
    for position in fresh { outcomes[position] = decide(records[position]) }
  }
  return outcomes
}
