/// What should happen to one record.
package enum RecordVerdict: Hashable, Sendable {
  /// Nothing is known to be wrong, or it is not ours to sync.
  case nothing
  /// It hangs on a record that has no pairing yet.
  case waits(String)
  /// It is linked to a record, or a person said that it is one, which Zoho does not show.
  case gone
  /// A person must say which record it is.
  case review(reason: String, candidates: [MatchCandidate])
  /// One of the sides became another company: nothing of the record is written before a person said that it did not.
  case identity
  /// It has no pairing, and nothing is created for it nor asked: our key stands on records that it is not to be paired
  /// with, or the mapping creates none.
  case unpaired
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
  /// A row that it must have shows no longer: a person says what that means, and nothing is written meanwhile.
  case notShown(reason: String)
  /// It left the scope of its entity.
  case leaves(reason: String)
}

/// Decides about one record: the one path that planning, syncing and replaying share.
///
/// `match` looks an unlinked record up among those of Zoho; `record` gives what Zoho showed last of the one with an id, nil
/// where it is not there, and `holder` the record that it is linked to.
package func decideRecord(
  _ state: DecisionInputs, mapping: EntityMapping, crosswalks: [String: Crosswalk],
  record: (_ id: String) -> (zoho: ZohoRecord?, holder: String?), match: () -> MatchOutcome
) -> RecordVerdict {
  switch state.composite.presence {
  case .outOfScope(let reason):
    guard let link = state.link, !link.hasLeft, !state.isLeftAlone else { return .nothing }
    return .leaves(reason: reason)
  case .unclear(let reason):
    return .review(reason: "unclear: \(reason)", candidates: [])
  case .notShown(let reason):
    guard let link = state.link, !link.hasLeft else { return .nothing }
    return state.isSaidGone ? .leaves(reason: "not shown: \(reason)") : .notShown(reason: reason)
  case .behind(let record):
    guard let link = state.link, !(link.hasLeft && state.isSaidGone) else { return .nothing }
    return state.isSaidGone ? .leaves(reason: "not shown: \(record)") : .waits(record)
  case .inScope:
    break
  }
  guard state.waitsFor.isEmpty else { return .waits(state.waitsFor.joined(separator: ", ")) }
  if let link = state.link {
    guard let zoho = state.zoho else { return .gone }
    let standing = MarkStanding(jde: state.composite, zoho: zoho, base: link.base, mapping: mapping)
    if !state.isSaidSame,
      state.marks.moved(to: state.shownMarks(mapping), standing: standing, afterGone: state.wasGone)
    {
      return .identity
    }
    let outcomes = outcomes(of: link, with: zoho, state, mapping: mapping, crosswalks: crosswalks)
    // A pairing that was made while nothing could be written must still get our key.
    let lacksKey = zoho.key(mapping) == .blank && !state.isLeftAlone
    let isMarked = !state.marksToTakeBack(mapping).isEmpty
    if lacksKey || isMarked || outcomes.contains(where: { $0.action != .nothing }) { return .merge(outcomes) }
    return link.hasLeft ? .returns : .nothing
  }
  return pairing(of: state, mapping: mapping, crosswalks: crosswalks, record: record, match: match)
}

/// What is done about each field of a linked pair.
private func outcomes(
  of link: DecisionInputs.Link, with zoho: ZohoRecord, _ state: DecisionInputs, mapping: EntityMapping,
  crosswalks: [String: Crosswalk]
) -> [FieldOutcome] {
  let marks = Set(state.marksToTakeBack(mapping).map(\.field))
  let merged: [FieldOutcome] = mergeRecord(
    mapping: mapping, crosswalks: crosswalks, base: link.base, jde: state.composite, zoho: zoho,
    times: state.times, words: state.statements.words, revertsRecently: { state.reverts[$0] ?? 0 }
  ).compactMap { outcome in
    guard let field = mapping.field(outcome.field), outcome.write(to: .zoho) != nil else { return outcome }
    // What we wrote as a mark is nobody's edit.
    if marks.contains(field.zoho) { return nil }
    // What would be written of what stands there now, a person gave up.
    if state.isLeftAlone || state.showsAnothersKey(mapping) { return outcome.unwritten }
    // A contact that people made stays where they put it until somebody says that it follows its company.
    guard !link.isMade, !outcome.rule.isPersonsWord, !link.base.isEmpty, field.source.linkedEntity != nil
    else {
      return outcome
    }
    return outcome.asked(.parentMoved, by: .parentMoved)
  }
  // Until that is said it may be somebody of another company: nothing is written to it (law 6).
  let isOutOfPlace = merged.contains { $0.isAsked && mapping.field($0.field)?.source.linkedEntity != nil }
  return isOutOfPlace && !link.isMade ? merged.map(\.unwritten) : merged
}

/// What becomes of a record in its scope that has no pairing: persons first, then the keys.
private func pairing(
  of state: DecisionInputs, mapping: EntityMapping, crosswalks: [String: Crosswalk],
  record: (_ id: String) -> (zoho: ZohoRecord?, holder: String?), match: () -> MatchOutcome
) -> RecordVerdict {
  if state.isLeftAlone { return .nothing }
  let standing = state.keyStanding
  if let reason = standing.reason(state.statements) {
    return .review(reason: reason.rawValue, candidates: standing.asked.map(\.candidate))
  }
  if let id = state.statements.theseTwo {
    let (zoho, holder) = record(id)
    guard let zoho else { return .gone }
    guard holder == nil else {
      return .review(
        reason: MatchReviewReason.alreadyLinked.rawValue,
        candidates: [MatchCandidate(asking: zoho, name: nil)])
    }
    return linked(to: zoho, .personsWord(state.composite.key, id), state, mapping, crosswalks)
  }
  var outcome = match()
  if let said = state.statements.isNew,
    !outcome.contradictsNew(
      jdeChanged: state.newestOwnChange > said, zohoChanged: state.newestFoundChange > said)
  {
    outcome = .create
  }
  if case .link(let id, let explanation) = outcome {
    guard let zoho = record(id).zoho else { return .gone }
    // Law 1: what came after a word contradicts it, and is asked about.
    if state.statements.isNew != nil {
      return .review(
        reason: MatchReviewReason.saidNew.rawValue,
        candidates: [MatchCandidate(asking: zoho, name: matchProfile(zoho: zoho, mapping: mapping).name)])
    }
    // Law 1: our key there is the trace of a word that holds no longer.
    if explanation.kind == .reference, id == state.takenBackID {
      return .review(
        reason: MatchReviewReason.takenBack.rawValue,
        candidates: [MatchCandidate(asking: zoho, name: matchProfile(zoho: zoho, mapping: mapping).name)])
    }
    // Law 7: a key that was typed on a stranger says less than tax number and name do.
    if explanation.kind == .reference,
      contradicts(
        jde: identityMarks(jde: state.composite, mapping: mapping),
        zoho: identityMarks(zoho: zoho, mapping: mapping))
    {
      return .review(
        reason: MatchReviewReason.keysDisagree.rawValue,
        candidates: [MatchCandidate(asking: zoho, name: matchProfile(zoho: zoho, mapping: mapping).name)])
    }
    if explanation.kind == .email, hidesStrongerKey(mapping, jde: state.composite, zoho: zoho) {
      // Law 9: the tax number that cannot be read might say no.
      return .review(
        reason: MatchReviewReason.unreadableKey.rawValue,
        candidates: [MatchCandidate(asking: zoho, name: explanation.rightRaw)])
    }
    return linked(to: zoho, explanation, state, mapping, crosswalks)
  }
  if !standing.owed.isEmpty { return .unpaired }
  if case .review(let reason, let candidates) = outcome {
    return .review(reason: reason.rawValue, candidates: candidates)
  }
  // Law 1: the company most likely stands in Zoho, only nobody knows where. A person says that it is new.
  if state.wasUnlinked, state.statements.isNew == nil, mapping.createsInZoho {
    return .review(reason: MatchReviewReason.unlinked.rawValue, candidates: [])
  }
  // Somebody deleted it: whether the company gets a new one is that person's matter, or another's.
  if state.isBereft, state.statements.isNew == nil, mapping.createsInZoho {
    return .review(reason: QuestionAsked.goneReason, candidates: [])
  }
  // Another name here is no answer: by the former one it was like records that stand there as they did.
  if let asked = state.asked, !asked.candidates.isEmpty, state.statements.isNew == nil, mapping.createsInZoho
  {
    return .review(reason: asked.reason, candidates: asked.candidates)
  }
  return create(state, mapping: mapping, crosswalks: crosswalks)
}

private func linked(
  to zoho: ZohoRecord, _ explanation: MatchExplanation, _ state: DecisionInputs, _ mapping: EntityMapping,
  _ crosswalks: [String: Crosswalk]
) -> RecordVerdict {
  let agreed = state.former[zoho.id] ?? [:]
  return .link(
    zoho.id, explanation,
    mergeRecord(
      mapping: mapping, crosswalks: crosswalks, base: agreed.isEmpty ? state.written : agreed,
      jde: state.composite,
      zoho: zoho, times: state.times))
}

/// Whether a tax number that would count before an e-mail address stands on either side and cannot be read.
private func hidesStrongerKey(_ mapping: EntityMapping, jde: CompositeRecord, zoho: ZohoRecord) -> Bool {
  mapping.matching.keys.contains { rule in
    guard case .taxID(let id, _) = rule, let field = mapping.field(id) else { return false }
    if case .unreadable = jde.field(id).issue { return true }
    return zoho.reading(of: field).reason != nil || zoho.hides(field)
  }
}

private func create(
  _ state: DecisionInputs, mapping: EntityMapping, crosswalks: [String: Crosswalk]
) -> RecordVerdict {
  guard mapping.createsInZoho else { return .unpaired }
  // Law 9: missing is not "no".
  if state.statements.isNew == nil,
    !hiddenKeys(mapping: mapping, jde: state.composite, unseen: state.unseen).isEmpty
  {
    return .unreadable
  }
  let unread = unreadableFields(mapping: mapping, jde: state.composite, zoho: nil)
  guard !unread.contains(where: { $0.bars(createIn: mapping, saidToBeNew: state.statements.isNew != nil) })
  else {
    return .unreadable
  }
  return .create(createFields(mapping: mapping, jde: state.composite, crosswalks: crosswalks))
}
