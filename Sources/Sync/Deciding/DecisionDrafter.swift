import Decisions
import EventLog
import JSONText

/// A write that is announced, and the place of its `write.intended` among the drafts.
struct PlacedIntent {
  let intent: WriteIntended
  let index: Int
}

/// The events that one decided record adds to a commit, and the writes that they announce.
struct RecordDrafts {
  var drafts: [Draft] = []
  var intents: [PlacedIntent] = []
  /// A decision that is recorded and not sent.
  var isHeld = false
  var isLinked = false
}

/// Turns what was decided about a record into events; it decides nothing itself.
struct DecisionDrafter: Sendable {
  let personal: PersonalData
  /// The event of the configuration that decided.
  let configuration: UInt64
  let policy: WritePolicy
  let owners: OwnerBook
  /// The event that opened the command: the cause of what has no newer one.
  let run: UInt64

  /// The events for one record, to stand at `offset` of a commit; `reservation` is that of a create.
  func drafts(
    for evaluation: Evaluation, mapping: EntityMapping, reservation: Reservation?, at offset: Int
  ) -> RecordDrafts {
    var page = RecordEvents(evaluation: evaluation, mapping: mapping, drafter: self, offset: offset)
    if let lost = evaluation.lost { page.lose(lost) }
    if evaluation.hasVanishedReview { page.withdrawQuestion() }
    page.clearKeys()
    switch evaluation.verdict {
    case .nothing, .unreadable, .unpaired:
      page.settle()
    case .returns:
      page.comeBack()
    case .waits:
      break
    case .gone, .notShown, .identity, .review:
      if let question = evaluation.question(mapping) { page.ask(question) }
    case .create(let outcomes):
      page.create(outcomes, reservation: reservation)
    case .link(let id, let explanation, let outcomes):
      // What a person says holds at once.
      if !explanation.isPersonsWord, let held = policy.holdsPairing(evaluation.entity) {
        page.propose(id, how: explanation.how, outcomes, held: held)
      } else {
        page.link(to: id, how: explanation.how, explanation: explanation.json)
        page.update(outcomes, target: id)
      }
    case .merge(let outcomes):
      guard let link = evaluation.link else { break }
      page.update(outcomes, target: link.zohoID)
    case .leaves(let reason):
      page.leave(reason: reason)
    }
    if let question = evaluation.keyQuestion(mapping) { page.ask(question) }
    page.noteNews()
    return page.result
  }
}
