package import Decisions
import Diagnostics

/// How far a write is.
///
///     intended ──> answered ──> confirmed
///        │  ^          ^
///        │  │ probed: not applied
///        v  │          │ probed: applied
///       unknown ───────┘
///        │
///        └──> failed ──> settled (a later success, or a person)     abandoned: decided again
package enum OperationState: String, Hashable, Sendable, CaseIterable {
  /// Durable; sent or not.
  case intended
  /// It may have arrived: probe, never resend.
  case unknown
  /// Applied, not read back yet.
  case answered
  case confirmed
  /// Rejected, or given up: parked until a retry.
  case failed
  case abandoned
  case settled

  /// The states in which a write still wants something done.
  package static let open: Set<OperationState> = [.intended, .unknown, .answered]
}

/// One write.
package struct OperationRow: Hashable, Sendable {
  package let operation: String
  package let entity: String
  package let key: String
  /// The pairing that it is made for.
  package let generation: Int
  /// The record written to; of an insert once it is known.
  package let target: WriteTarget
  package let action: WriteIntended.Action
  package let state: OperationState
  /// What was intended; nil once the write has ended well, was settled or abandoned.
  package let intent: WriteIntended?
  /// The decision that it carries out.
  package let decisionSequence: UInt64?
  package let intendedSequence: UInt64
  /// The newest answer.
  package let answeredSequence: UInt64?
  /// How often it was answered.
  package let answers: Int
  /// The newest event about it.
  package let lastSequence: UInt64
  package let modifiedTime: String?
  /// What the newest look at the system found.
  package let probe: WriteProbed.Found?
  /// The class of the error, the system's code and its words; nil where there is none.
  package let errorClass: ErrorClass?
  package let code: String?
  package let message: String?
}

extension OperationRow {
  static let columns = """
    operation, entity, key, generation, side, kind, target_id, action, state, intent, decision_seq, intended_seq, answered_seq, \
    answers, last_seq, modified_time, probe, class, code, message
    """

  init(_ cells: inout CellReader) throws(Failure) {
    operation = try cells.text()
    entity = try cells.text()
    key = try cells.text()
    generation = try cells.count()
    target = WriteTarget(side: try cells.choice(), kind: try cells.text(), id: try cells.optionalText())
    action = try cells.choice()
    state = try cells.choice()
    if let json = try cells.optionalJSON() {
      intent = try WriteIntended(json: json)
    } else {
      intent = nil
    }
    decisionSequence = try cells.optionalSequence()
    intendedSequence = try cells.sequence()
    answeredSequence = try cells.optionalSequence()
    answers = try cells.count()
    lastSequence = try cells.sequence()
    modifiedTime = try cells.optionalText()
    probe = try cells.optionalText().flatMap(WriteProbed.Found.init)
    errorClass = try cells.optionalText().flatMap(ErrorClass.init)
    code = try cells.optionalText()
    message = try cells.optionalText()
  }
}
