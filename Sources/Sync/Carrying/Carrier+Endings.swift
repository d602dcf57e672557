import Decisions
import Diagnostics
import EventLog
import JSONText

extension Carrier {
  /// How a write ends that is not confirmed.
  struct Ending {
    let event: WriteEvent
    let kind: EventKind
    let errorClass: ErrorClass
    let message: String
    /// What a person is asked besides, with the records that may be meant; nil where nobody is.
    var question: (reason: String, candidates: [JSONValue])?

    /// Its record is decided again, in this run where that is possible.
    var isDecidedAgain: Bool { kind == .writeAbandoned }

    static func abandoned(_ errorClass: ErrorClass, _ message: String) -> Ending {
      Ending(event: .abandoned, kind: .writeAbandoned, errorClass: errorClass, message: message)
    }

    static func failed(
      _ errorClass: ErrorClass, _ message: String, asking question: (String, [JSONValue])? = nil
    ) -> Ending {
      Ending(
        event: .failed(errorClass), kind: .writeFailed, errorClass: errorClass, message: message,
        question: question)
    }
  }

  /// Writes down that a write has come to an end where `WriteLife` says so; gives whether it has.
  ///
  /// The end stands in the commit of the finding that led to it (`cause`): what is in doubt, and who is meant, is known
  /// to nobody else, and a crash between the two would lose it.
  func end(
    _ write: inout CarriedWrite, cause: EventReference? = nil, into drafts: inout [Draft],
    _ tally: inout CarryTally
  ) -> Bool {
    guard let ending = ending(of: write), write.life.take(ending.event) == nil else { return false }
    let cause = cause ?? .sequence(write.cause)
    let body = WriteEnded(
      operation: write.operation, entity: write.intent.entity, key: write.intent.key,
      generation: write.intent.generation, errorClass: ending.errorClass, message: ending.message,
      pairs: write.doubtful)
    drafts.append(draft(ending.kind, write, body.json, cause: cause))
    if let question = ending.question {
      drafts.append(ask(question.reason, question.candidates, about: write, cause: cause))
    }
    if ending.isDecidedAgain { tally.again.insert(write.intent.key) }
    return true
  }

  /// The end of a write; nil where something else is owed.
  private func ending(of write: CarriedWrite) -> Ending? {
    guard !write.life.isEnded else { return nil }
    // Taking a key off is what a person said, under a condition: it is as right in a later run.
    let isOutOfDate = !write.isFresh && write.intent.action != .clearKey
    switch write.life.next {
    case .decideAgain: return .abandoned(.stale, "something else is there: decided again")
    case .abandon: return .abandoned(.stale, "its pairing has ended, and it can no longer land")
    case .send where isOutOfDate, .sendAgain where !write.isFresh, .wait(until: nil) where !write.isFresh:
      return .abandoned(.transient, "it was not sent, or did not arrive: decided again")
    case .send where write.isMet, .sendAgain where write.isMet:
      return .abandoned(.stale, "a record that it may be was made meanwhile: matched again")
    case .wait(until: nil) where write.wasRowRefused, .sendAgain where write.wasRowRefused:
      return .failed(write.refusedFor ?? .transient, write.refusal ?? "the system refuses it")
    case .sendAgain where write.intent.action == .insert && !write.mayGoAgainUnmatched(at: channel.now):
      return .abandoned(.transient, "it did not arrive: matched again before it is sent again")
    case .ask(let reason): return asked(reason, write)
    default: return nil
    }
  }

  private func asked(_ reason: QuestionReason, _ write: CarriedWrite) -> Ending? {
    let candidates = write.shown.map { id -> JSONValue in ["zoho_id": JSONValue(id)] }
    switch reason {
    case .refused(let trouble): return .failed(trouble, write.refusal ?? "the system refuses it")
    case .undecidable where write.shown.count > 1:
      return .failed(
        .invalid, "\(write.shown.count) records carry our key \(write.intent.key)",
        asking: ("many_right", candidates))
    case .undecidable where write.shown.isEmpty:
      return .failed(.invalid, "Zoho no longer shows the record \(write.targetID ?? "")")
    case .undecidable: return .failed(.invalid, write.doubt ?? "what was written cannot be read back")
    case .anotherRecord:
      return .failed(
        .invalid, "another record stands where it was to be made", asking: (reason.name, candidates))
    case .leftOver:
      return .failed(
        .invalid, "its pairing has ended, and it has made a record", asking: (reason.name, candidates))
    case .notSeenYet, .noKnownEnd, .brake, .question: return nil
    }
  }
}

extension CarriedWrite {
  /// How long after its matching an insert may leave once more without another one: a system that says "too many" and
  /// is asked again a moment later has seen no newer record than at the first time.
  private static let matchHolds: Int64 = 10

  /// The call as a whole was refused, and a look has found nothing: it goes again as it was about to go.
  func mayGoAgainUnmatched(at now: Int64) -> Bool {
    wasCallRefused && firstSentAt.map { now - $0 <= Self.matchHolds } ?? false
  }
}

extension WriteLife {
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
