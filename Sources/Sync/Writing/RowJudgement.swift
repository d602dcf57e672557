import Decisions
import EventLog
import JSONText
import ZohoCRM

/// What one row of an answer means for its write.
struct RowJudgement {
  private let row: RowAnswer
  private let intent: WriteIntended
  private let mapping: EntityMapping
  private let cause: EventReference

  init(_ row: RowAnswer, intent: WriteIntended, mapping: EntityMapping, cause: EventReference) {
    self.row = row
    self.intent = intent
    self.mapping = mapping
    self.cause = cause
  }

  /// The record that has what was written; nil where it was refused.
  ///
  /// Our own key under our own open intent that "exists already" is the write itself, arrived before.
  var appliedID: String? {
    switch row.outcome {
    case .applied(let id, _): id
    case .stale: nil
    case .rejected(let errors): intent.action == .insert ? ownDuplicate(errors)?.duplicateID : nil
    }
  }

  /// Whether the answer is about another record than the one that was to be written: then nothing is known of ours.
  var isAboutAnother: Bool {
    guard case .applied(let id, _) = row.outcome, intent.action != .insert else { return false }
    return id != intent.target.id
  }

  /// Zoho's `Modified_Time` after the write; nil where it is not known to be ours.
  var modifiedTime: String? {
    guard case .applied(_, let time) = row.outcome else { return nil }
    return time
  }

  /// The record was changed meanwhile: nothing failed, the decision is out of date.
  var isToBeDecidedAgain: Bool {
    guard case .stale = row.outcome else { return false }
    return true
  }

  /// The events of the row.
  func drafts(personal: PersonalData) -> [Draft] {
    switch row.outcome {
    case .applied(let id, let time):
      return [answer(.applied, id: id, time: time, personal)] + link(to: id, personal)
    case .stale:
      return [
        answer(.rejected, errorClass: .stale, code: "ALREADY_MODIFIED", message: "", personal),
        ended(.writeAbandoned, errorClass: .stale, message: "the record was changed meanwhile", personal),
      ]
    case .rejected(let errors):
      if let own = appliedID {
        return [answer(.applied, id: own, time: nil, personal)] + link(to: own, personal)
      }
      return refused(errors, personal)
    }
  }

  private func refused(_ errors: [RowError], _ personal: PersonalData) -> [Draft] {
    let first = errors.first
    let message = errors.map { [$0.field, $0.message].compactMap(\.self).joined(separator: ": ") }
      .joined(separator: "; ")
    let errorClass = first?.isQuota == true ? .throttle : Self.errorClass(of: first?.code ?? "")
    var drafts = [
      answer(.rejected, errorClass: errorClass, code: first?.code, message: message, personal),
      ended(
        .writeFailed, errorClass: errorClass, message: "\(first?.code ?? "UNKNOWN") \(message)", personal),
    ]
    // Somebody else's record holds a value that must be unique: a match to look at, never an overwrite.
    if let stranger = errors.first(where: { $0.duplicateID != nil }), let id = stranger.duplicateID {
      let field = stranger.field ?? ""
      let asked = QuestionAsked.match(
        SubjectKey(entity: intent.entity, key: intent.key), module: mapping.zoho.module,
        reason: "already_linked", ground: ["operation": JSONValue(intent.operation)],
        candidates: [["zoho_id": JSONValue(id), "keys": [JSONValue(field)]]])
      drafts.append(
        Draft(
          kind: .questionAsked, stream: StreamKey.link(intent.entity, intent.key), body: asked.json,
          cause: cause, isPersonal: personal.covers(entity: intent.entity)))
    }
    return drafts
  }

  /// The error that says that a record with our own key exists.
  private func ownDuplicate(_ errors: [RowError]) -> RowError? {
    guard errors.allSatisfy({ $0.code == "DUPLICATE_DATA" }) else { return nil }
    return errors.first { $0.field == mapping.zoho.key && $0.duplicateID != nil }
  }

  private func link(to id: String, _ personal: PersonalData) -> [Draft] {
    guard intent.action == .insert else { return [] }
    return [Outbox.created(intent, id: id, mapping: mapping, personal: personal, cause: cause)]
  }

  private func answer(
    _ outcome: WriteAnswered.Outcome, id: String? = nil, time: String? = nil, errorClass: ErrorClass? = nil,
    code: String? = nil, message: String? = nil, _ personal: PersonalData
  ) -> Draft {
    Draft(
      kind: .writeAnswered, stream: StreamKey.operation(intent.operation),
      body: WriteAnswered(
        operation: intent.operation, outcome: outcome, zohoID: id ?? intent.target.id, modifiedTime: time,
        errorClass: errorClass, code: code, message: message
      ).json, cause: cause, isPersonal: personal.covers(entity: intent.entity))
  }

  private func ended(
    _ kind: EventKind, errorClass: ErrorClass, message: String, _ personal: PersonalData
  ) -> Draft {
    Draft(
      kind: kind, stream: StreamKey.operation(intent.operation),
      body: WriteEnded(
        operation: intent.operation, entity: intent.entity, key: intent.key, errorClass: errorClass,
        message: message
      ).json, cause: cause, isPersonal: personal.covers(entity: intent.entity))
  }

  /// How a refused row goes on: locked and the like by itself, rights by an administrator, the rest by a change.
  private static func errorClass(of code: String) -> ErrorClass {
    switch code {
    case "RECORD_LOCKED", "RECORD_IN_BLUEPRINT", "NOT_APPROVED", "INTERNAL_ERROR": .transient
    case "NO_PERMISSION", "AUTHORIZATION_FAILED", "NOT_ALLOWED", "CANNOT_PERFORM_ACTION": .config
    default: .invalid
    }
  }
}
