package import Decisions
import Diagnostics

/// How far a write is.
///
/// The stage of its `WriteLife` under the name by which lists know it.
package enum OperationState: String, Hashable, Sendable, CaseIterable {
  /// Durable, and may leave.
  case intended
  /// A call is out, or the program ended behind it.
  case sent
  /// It may have arrived: it is looked up, never simply sent again.
  case unknown
  /// Applied, not read back yet.
  case answered
  /// Refused for a while: it goes on by itself.
  case waiting
  /// Something else is decided: its end is about to be written.
  case outdated
  /// A person is asked.
  case asked
  case confirmed
  /// Rejected, or given up: parked until a retry.
  case failed
  case abandoned
  case settled

  /// The states in which a write still wants something done.
  package static let open: Set<OperationState> = [
    .intended, .sent, .unknown, .answered, .waiting, .outdated, .asked,
  ]
  /// Those and the parked ones: what ends with its pairing.
  static let unended = open.union([.failed])

  /// The state under which a stage is listed.
  package init(_ stage: WriteLife.Stage) {
    self =
      switch stage {
      case .unborn, .intended: .intended
      case .sent: .sent
      case .unknown, .looked: .unknown
      case .applied: .answered
      case .refused: .waiting
      case .outdated, .spent: .outdated
      case .asked: .asked
      case .confirmed: .confirmed
      case .failed: .failed
      case .abandoned: .abandoned
      case .settled: .settled
      }
  }
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
  /// Where it stands, and what it owes next.
  package let life: WriteLife
  /// What was intended; nil once the write has ended well, was settled or abandoned.
  package let intent: WriteIntended?
  /// The decision that it carries out.
  package let decisionSequence: UInt64?
  package let intendedSequence: UInt64
  /// The newest `call.sent` that carried it, the target's date then, and what our own clock said.
  package let sentSequence: UInt64?
  package let serverDate: String?
  package let sentAt: String?
  /// The newest answer.
  package let answeredSequence: UInt64?
  /// How often it was answered.
  package let answers: Int
  /// The answer or look that says that it was applied.
  package let proofSequence: UInt64?
  /// The newest event about it.
  package let lastSequence: UInt64
  package let modifiedTime: String?
  /// What the newest look at the system found.
  package let probe: WriteFinding?
  /// The class of the error, the system's code and its words; nil where there is none.
  package let errorClass: ErrorClass?
  package let code: String?
  package let message: String?
}

extension OperationRow {
  /// The record that it is about.
  package var subject: SubjectKey { SubjectKey(entity: entity, key: key) }

  static let columns = """
    operation, entity, key, generation, side, kind, target_id, action, state, life, \
    (SELECT body FROM intents WHERE intents.operation = operations.operation), decision_seq, \
    intended_seq, sent_seq, server_date, sent_at, answered_seq, answers, proof_seq, last_seq, modified_time, probe, class, \
    code, message
    """

  init(_ cells: inout CellReader) throws(Failure) {
    operation = try cells.text()
    entity = try cells.text()
    key = try cells.text()
    generation = try cells.count()
    target = WriteTarget(side: try cells.choice(), kind: try cells.text(), id: try cells.optionalText())
    action = try cells.choice()
    state = try cells.choice()
    life = try WriteLife(json: try cells.json())
    if let json = try cells.optionalJSON() {
      intent = try WriteIntended(json: json)
    } else {
      intent = nil
    }
    decisionSequence = try cells.optionalSequence()
    intendedSequence = try cells.sequence()
    sentSequence = try cells.optionalSequence()
    serverDate = try cells.optionalText()
    sentAt = try cells.optionalText()
    answeredSequence = try cells.optionalSequence()
    answers = try cells.count()
    proofSequence = try cells.optionalSequence()
    lastSequence = try cells.sequence()
    modifiedTime = try cells.optionalText()
    probe = try cells.optionalText().flatMap(WriteFinding.init)
    errorClass = try cells.optionalText().flatMap(ErrorClass.init)
    code = try cells.optionalText()
    message = try cells.optionalText()
  }
}
