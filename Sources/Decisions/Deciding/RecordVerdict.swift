/// What should happen to one record.
package enum RecordVerdict: Hashable, Sendable {
  /// Nothing is known to be wrong, or it is not ours to sync.
  case nothing
  /// It hangs on a record that has no pairing yet.
  case waits(String)
  /// It is linked to a record that Zoho no longer has.
  case gone
  /// A person must say which record it is.
  case review(reason: String, candidates: [MatchCandidate])
  /// It would be created, but what matching or Zoho needs of it cannot be read: it waits for a change.
  case unreadable
  /// Zoho gets a new record with these fields.
  case create([FieldOutcome])
  /// It is the same as this record, which is then brought into agreement.
  case link(String, MatchExplanation, [FieldOutcome])
  /// The linked pair, field by field; at least one field is not at rest, or Zoho's record lacks our key.
  case merge([FieldOutcome])
  /// It is back in the scope that it had left, and needs nothing else.
  case returns
  /// It left the scope of its entity.
  case leaves(reason: String)
}

/// Decides about one record: the one path that planning, syncing and replaying share.
///
/// `match` looks an unlinked record up among those of Zoho, and gives the record it would be linked to.
package func decideRecord(
  _ state: DecisionInputs, mapping: EntityMapping, crosswalks: [String: Crosswalk],
  match: () -> (outcome: MatchOutcome, zoho: ZohoRecord?)
) -> RecordVerdict {
  switch state.composite.presence {
  case .outOfScope(let reason):
    guard let link = state.link, !link.hasLeft else { return .nothing }
    return .leaves(reason: reason)
  case .unclear(let reason):
    return .review(reason: "unclear: \(reason)", candidates: [])
  case .inScope:
    break
  }
  guard state.waitsFor.isEmpty else { return .waits(state.waitsFor.joined(separator: ", ")) }
  if let link = state.link {
    guard let zoho = state.zoho else { return .gone }
    let outcomes = mergeRecord(
      mapping: mapping, crosswalks: crosswalks, base: link.base, jde: state.composite, zoho: zoho,
      times: state.times, words: state.statements.words, revertsRecently: { state.reverts[$0] ?? 0 })
    // A pairing that was made while nothing could be written must still get our key.
    let lacksKey = zoho.key(mapping) == .blank
    if lacksKey || outcomes.contains(where: { $0.action != .nothing }) { return .merge(outcomes) }
    return link.hasLeft ? .returns : .nothing
  }
  if state.statements.isNew != nil { return create(state, mapping: mapping) }
  let (outcome, zoho) = match()
  switch outcome {
  case .create:
    return create(state, mapping: mapping, crosswalks: crosswalks)
  case .review(let reason, let candidates):
    return .review(reason: reason.rawValue, candidates: candidates)
  case .link(let id, let explanation):
    guard let zoho else { return .gone }
    if explanation.kind == .email, hidesStrongerKey(mapping, jde: state.composite, zoho: zoho) {
      // Law 9: the tax number that cannot be read might say no.
      return .review(
        reason: MatchReviewReason.unreadableKey.rawValue,
        candidates: [MatchCandidate(asking: zoho, name: explanation.rightRaw)])
    }
    let outcomes = mergeRecord(
      mapping: mapping, crosswalks: crosswalks, base: [:], jde: state.composite, zoho: zoho,
      times: state.times)
    return .link(id, explanation, outcomes)
  }
}

/// Whether a tax number that would count before an e-mail address stands on either side and cannot be read.
private func hidesStrongerKey(_ mapping: EntityMapping, jde: CompositeRecord, zoho: ZohoRecord) -> Bool {
  mapping.matching.keys.contains { rule in
    guard case .taxID(let id, _) = rule, let field = mapping.field(id) else { return false }
    if case .unreadable = jde.field(id).issue { return true }
    return zoho.reading(of: field).reason != nil
  }
}

private func create(
  _ state: DecisionInputs, mapping: EntityMapping, crosswalks: [String: Crosswalk]
) -> RecordVerdict {
  guard mapping.createsInZoho else { return .nothing }
  let unread = unreadableFields(mapping: mapping, jde: state.composite, zoho: nil)
  guard !unread.contains(where: { $0.bars(createIn: mapping) }) else { return .unreadable }
  return .create(createFields(mapping: mapping, jde: state.composite, crosswalks: crosswalks))
}
