import Decisions

/// What a verdict means to everybody but the one who turns it into events: one line a verdict, here and nowhere else.
struct VerdictTraits: Sendable {
  /// What becomes of a question about the record that was asked before.
  enum OpenQuestion: Hashable, Sendable {
    /// It, or one in its place, is still to be answered.
    case stays
    /// Nobody would ask it any more.
    case ends
    /// Nobody would ask it any more but because of records that show our key.
    case endsWithoutKeys
  }

  /// What a person is asked about the record as a whole.
  enum Asked: Hashable, Sendable {
    /// Whether it is one of these.
    case match(reason: String, [MatchCandidate])
    /// What becomes of it without its record; what else shows our key is what a merge or somebody's copy has left of it.
    case heirs
    /// What becomes of the linked pair.
    case linked(reason: String)
    /// Whether it is still the same company.
    case identity
  }

  /// As what the verdict counts for the brakes.
  enum Load: Hashable, Sendable {
    case none, create, link, merge, mark
    /// The record became another company's.
    case identity
    /// A row of it shows no longer.
    case hidden
    /// Its linked record shows no longer.
    case gone
  }

  /// What a plan calls it; nil where nothing happens for the record's own sake.
  var action: PlanItem.Action?
  var asked: Asked?
  /// Why, for a plan, where no question says so.
  var reason: String?
  /// The record of Zoho's that a link would be made to.
  var target: String?
  var outcomes: [FieldOutcome] = []
  var load = Load.none
  /// Nothing happens unless something beside the verdict wants it.
  var rests = false
  var openQuestion = OpenQuestion.stays
  /// Records that show the key of the linked one are asked about.
  var asksAboutKeys = false
  /// It has no pairing and would get one, or a new record.
  var seeksPairing = false
  /// It has no pairing: the index of match keys is needed to say more.
  var isUnpaired = false

  init(_ verdict: RecordVerdict) {
    switch verdict {
    case .nothing:
      (rests, openQuestion, asksAboutKeys) = (true, .endsWithoutKeys, true)
    case .returns:
      (openQuestion, asksAboutKeys) = (.endsWithoutKeys, true)
    case .waits:
      break
    case .unreadable:
      (rests, asksAboutKeys, seeksPairing, isUnpaired) = (true, true, true, true)
    case .unpaired:
      (rests, openQuestion, seeksPairing, isUnpaired) = (true, .ends, true, true)
    case .gone:
      (action, asked, load) = (.review, .heirs, .gone)
    case .notShown(let why):
      (action, asked, load) = (.review, .linked(reason: QuestionAsked.notShown(why)), .hidden)
    case .identity:
      (action, asked, load) = (.review, .identity, .identity)
    case .review(let reason, let candidates):
      (action, asked, isUnpaired) = (.review, .match(reason: reason, candidates), true)
      // It may be found by another key: only with the others can that be said.
      seeksPairing =
        reason == MatchReviewReason.unlinked.rawValue || reason == QuestionAsked.goneReason
    case .create(let fields):
      (action, outcomes, load) = (fields.contains(where: \.isAsked) ? .conflict : .create, fields, .create)
      (openQuestion, seeksPairing, isUnpaired) = (.ends, true, true)
    case .link(let id, let explanation, let fields):
      (action, target, reason, outcomes, load) = (.link, id, explanation.how, fields, .link)
      (seeksPairing, isUnpaired) = (true, true)
    case .merge(let fields):
      (outcomes, load) = (fields, .merge)
      (openQuestion, asksAboutKeys) = (.endsWithoutKeys, true)
    case .leaves(let why):
      (reason, load, openQuestion) = (why, .mark, .ends)
    }
  }
}
