import Decisions
import JSONText
import Projections

/// One record, its state as it was read, and what should happen to it.
struct Evaluation: Sendable {
  let entity: String
  let key: String
  /// The address number that the record hangs on.
  let number: Int
  let name: String
  let verdict: RecordVerdict
  /// Every stream that the decision looked at, with its last event.
  let inputs: [DecisionMade.Input]
  /// The newest of those events that changed something: the cause.
  let cause: UInt64
  /// The newest event that a refused write has not brought about itself.
  ///
  /// What JD Edwards shows, a person's word, the deletion of the record, a change of those that stood in its way; what the
  /// write's own look at Zoho found is none.
  let newsSinceWrite: UInt64
  /// The event of the configuration that decided.
  let configuration: UInt64
  let link: DecisionInputs.Link?
  let zoho: ZohoRecord?
  /// The Zoho user that a created record gets (id or e-mail); nil leaves it to Zoho.
  let owner: String?
  /// The fields that one of the sides shows and nobody can read.
  let unreadable: [UnreadableField]
  /// The records that it waits for, where that is worth a word: they could be paired; nil elsewhere.
  let parents: String?
  /// What of the record a question about its pairing rests on.
  let ground: JSONObject
  /// A person said that it is left alone until it changes, and it has not.
  let isLeftAlone: Bool
  /// What follows from other records that show our key.
  let keys: KeyStanding
  /// Unlinked records that are the same company or person as the linked one by their keys (`TwinBook`).
  let twins: [MatchCandidate]
  /// Why those in `keys.asked` and `twins` are asked about; nil where nothing is.
  let keyReason: MatchReviewReason?
  /// By what both sides are known now.
  let shownMarks: KeptMarks
  /// By what both sides are known once this is decided.
  let marks: KeptMarks
  /// Marks of a leaving that its record still shows although it is back.
  let marksToTakeBack: [LeavingMark]
  /// The pairing that ends with this decision: Zoho says that its record was deleted.
  let lost: LinkState?
  let standing: Standing
}

extension Evaluation {
  /// The record by its entity and key.
  var subject: SubjectKey { SubjectKey(entity: entity, key: key) }

  /// The number of the pairing that would be made now.
  var nextGeneration: Int { standing.generation + 1 }

  /// What the verdict means.
  var traits: VerdictTraits { VerdictTraits(verdict) }

  /// Zoho's record does not carry our key yet, and nobody gave it up.
  func lacksKey(_ mapping: EntityMapping) -> Bool { !isLeftAlone && zoho?.key(mapping) == .blank }

  /// Zoho's record is written besides its mapped fields: our key, or what stood there before a mark.
  func writesBesides(_ mapping: EntityMapping) -> Bool { lacksKey(mapping) || !marksToTakeBack.isEmpty }

  /// Nothing was asked about the record as a whole, and nobody said that it is left alone.
  var isToBeAsked: Bool { standing.openQuestion == nil && !isLeftAlone }

  /// A question about the record is open that nobody would ask any more.
  ///
  /// One that a refused write has raised stays as long as the write is not dealt with.
  var hasVanishedReview: Bool {
    guard standing.openQuestion != nil, standing.failed == nil else { return false }
    switch traits.openQuestion {
    case .stays: return false
    case .ends: return true
    case .endsWithoutKeys: return keyReason == nil || isLeftAlone
    }
  }

  /// Everything that the record is owed.
  private var owing: [DecisionMade.Owed] {
    let ids = keys.owed.map(\.bearer.id)
    return unreadable.map(DecisionMade.Owed.init)
      + (ids.isEmpty ? [] : [DecisionMade.Owed(keyStandsOn: ids)])
      + [parents.map(DecisionMade.Owed.init(parents:))].compactMap(\.self)
  }

  /// What the record is owed is another list than the log has it.
  var hasNewOwed: Bool { Set(owing) != Set(standing.owed) }

  /// What a decision says of it: the whole list, or nil where there is none and was none.
  var owed: [DecisionMade.Owed]? { owing.isEmpty && standing.owed.isEmpty ? nil : owing }

  /// Records from which our key is to be taken; none while the last write was refused and nothing has changed since.
  var clears: [KeyStanding.Owed] { isParked ? [] : keys.owed.filter(\.isToBeCleared) }

  /// A pair's first write waits until our key stands on no other record: two cannot have it.
  func waitsForKey(_ mapping: EntityMapping) -> Bool {
    guard !keys.owed.isEmpty || !keys.asked.isEmpty else { return false }
    return link?.base.isEmpty ?? true || lacksKey(mapping)
  }

  /// The refused write that nobody wants any more: both sides agree without it; nil where there is none.
  var needlessWrite: OperationRow? {
    guard verdict == .nothing, let link, !link.hasLeft, unreadable.isEmpty, let failed = standing.failed,
      failed.action == .update, failed.target.id == link.zohoID
    else { return nil }
    return failed
  }

  /// The decision is worth an event although it changes nothing: what is owed, or by what it is known, is another.
  var isNews: Bool { hasNewOwed || marks.isNews(after: standing.marks) }

  /// The question about the record as a whole; nil where the verdict asks none.
  func question(_ mapping: EntityMapping) -> QuestionAsked? {
    let linked = [linkedCandidate(mapping)].compactMap(\.self)
    switch traits.asked {
    case .match(let reason, let candidates): return match(mapping, reason, candidates)
    case .heirs: return match(mapping, QuestionAsked.goneReason, keys.asked.map(\.candidate))
    case .linked(let reason): return match(mapping, reason, linked)
    case .identity:
      return QuestionAsked.identity(
        subject, module: mapping.zoho.module, before: standing.marks, now: shownMarks,
        candidates: linked.map(\.json))
    case nil: return nil
    }
  }

  /// The question about other records that show the key of a linked one; nil where nobody is asked.
  func keyQuestion(_ mapping: EntityMapping) -> QuestionAsked? {
    guard link != nil, let keyReason, !isLeftAlone, traits.asksAboutKeys else { return nil }
    return match(
      mapping, keyReason.rawValue,
      [linkedCandidate(mapping)].compactMap(\.self) + keys.asked.map(\.candidate) + twins)
  }

  private func match(
    _ mapping: EntityMapping, _ reason: String, _ candidates: [MatchCandidate]
  ) -> QuestionAsked {
    QuestionAsked.match(
      subject, module: mapping.zoho.module, reason: reason, ground: ground,
      candidates: candidates.map(\.json))
  }

  /// The linked record, as questions show it; nil where Zoho shows none.
  private func linkedCandidate(_ mapping: EntityMapping) -> MatchCandidate? {
    guard let link, let zoho else { return nil }
    return MatchCandidate(
      ref: link.zohoID, name: matchProfile(zoho: zoho, mapping: mapping).name, similarity: 0,
      hasSamePostalCode: false, hasSameCity: false, sharedKeys: [], isLinked: true, rivals: [])
  }
}

/// What the log already holds about a record besides its pairing.
struct Standing: Sendable {
  /// A decision is held back.
  var isHeld = false
  /// The fingerprint of the newest decision about it.
  var decisionFingerprint: String?
  /// A question about the record as a whole that a person has not answered yet.
  var openQuestion: QuestionRow?
  /// Questions about its fields.
  var openConflicts: [QuestionRow] = []
  /// What the newest decision says that is owed.
  var owed: [DecisionMade.Owed] = []
  /// The number that was given to a pairing last, made or reserved; 0 where there was none.
  var generation = 0
  /// The number of the newest pairing that was made; a reservation may have given a later one.
  var pairedGeneration = 0
  /// The reservation that a create holds already.
  var reservation: ReservationRow?
  /// By what both sides were known at the last decision that said so.
  var marks = KeptMarks()
  /// The write that failed last, where it was not settled.
  var failed: OperationRow?
}
