import Decisions
import Diagnostics
import EventLog
import JSONText

extension Carrier {
  /// How a write ends that is not confirmed.
  struct Ending {
    let event: WriteEvent
    let drafts: [Draft]
    /// Its record is decided again, in this run where that is possible.
    let isDecidedAgain: Bool
  }

  /// The end of a write, where `WriteLife` says that it has come to one; nil where something else is owed.
  func ending(of write: CarriedWrite) -> Ending? {
    switch write.life.next {
    case .decideAgain where write.life.isOutdated:
      let message = "something else is there: decided again"
      return Ending(
        event: .abandoned, drafts: [ended(.writeAbandoned, write, .stale, message)], isDecidedAgain: true)
    case .abandon:
      let message = "its pairing has ended, and it can no longer land"
      return Ending(
        event: .abandoned, drafts: [ended(.writeAbandoned, write, .stale, message)], isDecidedAgain: true)
    case .send where !write.isFresh && write.intent.action != .clearKey, .sendAgain where !write.isFresh,
      .wait(until: nil) where !write.isFresh:
      let message = "it was not sent, or did not arrive: decided again"
      return Ending(
        event: .abandoned, drafts: [ended(.writeAbandoned, write, .transient, message)], isDecidedAgain: true)
    case .wait(until: nil) where write.wasRowRefused:
      guard case .refused(let trouble) = write.life.stage else { return nil }
      return Ending(
        event: .failed(trouble),
        drafts: [ended(.writeFailed, write, trouble, write.refusal ?? "the system refuses it")],
        isDecidedAgain: false)
    case .sendAgain where write.intent.action == .insert && !write.wasCallRefused:
      // Law 5: before an insert goes again it is matched by all keys, not by ours alone.
      let message = "it did not arrive: matched again before it is sent again"
      return Ending(
        event: .abandoned, drafts: [ended(.writeAbandoned, write, .transient, message)], isDecidedAgain: true)
    case .sendAgain where write.life.isConditional && write.repeatedUnder == nil && write.isRepeat:
      let message = "the run ended before it could be repeated: decided again"
      return Ending(
        event: .abandoned, drafts: [ended(.writeAbandoned, write, .transient, message)], isDecidedAgain: true)
    case .ask(let reason): return asked(reason, write)
    default: return nil
    }
  }

  private func asked(_ reason: QuestionReason, _ write: CarriedWrite) -> Ending? {
    let candidates = write.shown.map { id -> JSONValue in ["zoho_id": JSONValue(id)] }
    switch reason {
    case .refused(let trouble):
      guard !write.life.isEnded else { return nil }
      return Ending(
        event: .failed(trouble),
        drafts: [ended(.writeFailed, write, trouble, write.refusal ?? "the system refuses it")],
        isDecidedAgain: false)
    case .undecidable where write.shown.isEmpty:
      let message = "Zoho no longer shows the record \(write.targetID ?? "")"
      return Ending(
        event: .failed(.invalid), drafts: [ended(.writeFailed, write, .invalid, message)],
        isDecidedAgain: false)
    case .undecidable:
      let message = "Zoho has \(write.shown.count) records with our key \(write.intent.key)"
      return Ending(
        event: .failed(.invalid),
        drafts: [ended(.writeFailed, write, .invalid, message), ask("many_right", candidates, about: write)],
        isDecidedAgain: false)
    case .anotherRecord, .leftOver:
      let message =
        reason == .leftOver
        ? "its pairing has ended, and it has made a record" : "another record stands where it was to be made"
      return Ending(
        event: .failed(.invalid),
        drafts: [ended(.writeFailed, write, .invalid, message), ask(reason.name, candidates, about: write)],
        isDecidedAgain: false)
    case .notSeenYet, .noKnownEnd, .brake, .question: return nil
    }
  }

  private func ended(
    _ kind: EventKind, _ write: CarriedWrite, _ errorClass: ErrorClass, _ message: String
  ) -> Draft {
    let body = WriteEnded(
      operation: write.operation, entity: write.intent.entity, key: write.intent.key,
      generation: write.intent.generation, errorClass: errorClass, message: message, pairs: write.doubtful)
    return draft(kind, write, body.json, cause: .sequence(write.cause))
  }
}

extension WriteLife {
  /// Decided again because the record is another than the decision saw.
  var isOutdated: Bool {
    if case .outdated = stage { true } else { false }
  }

  /// A system said that it was done, or a look did.
  var wasApplied: Bool {
    if case .applied = stage { true } else { false }
  }

  /// It has come to an end that is written down.
  var isEnded: Bool {
    switch stage {
    case .confirmed, .failed, .abandoned, .settled: true
    default: false
    }
  }
}
