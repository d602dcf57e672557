import Decisions
import EventLog
import GRDB

extension EventFold {
  /// `write.intended`: the write is durable and may be sent; sent again under the same id, it is the same row.
  func writeIntended(_ event: StoredEvent) throws {
    let intent = try WriteIntended(json: event.json())
    try database.run(
      """
      INSERT INTO operations (operation, entity, key, generation, side, kind, target_id, action, state, intent, \
      decision_seq, intended_seq, answers, last_seq)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'intended', ?9, ?10, ?11, 0, ?11)
      ON CONFLICT (operation) DO UPDATE SET target_id = excluded.target_id, state = 'intended', intent = excluded.intent,
      decision_seq = excluded.decision_seq, intended_seq = excluded.intended_seq, last_seq = excluded.last_seq,
      probe = NULL, class = NULL, code = NULL, message = NULL, modified_time = NULL
      """,
      [
        intent.operation, intent.entity, intent.key, intent.generation, intent.target.side.rawValue,
        intent.target.kind, intent.target.id, intent.action.rawValue, event.bodyText, event.cause?.cell,
        event.seq.cell,
      ])
  }

  /// `write.answered`: applied waits for its read-back, rejected is parked, unknown wants a probe.
  func writeAnswered(_ event: StoredEvent) throws {
    let answer = try WriteAnswered(json: event.json())
    let state: OperationState =
      switch answer.outcome {
      case .applied: .answered
      case .rejected: .failed
      case .unknown: .unknown
      }
    try database.run(
      """
      UPDATE operations SET state = ?1, answered_seq = ?2, last_seq = ?2, answers = answers + 1,
      target_id = coalesce(?3, target_id), modified_time = ?4, class = ?5, code = ?6, message = ?7
      WHERE operation = ?8
      """,
      [
        state.rawValue, event.seq.cell, answer.zohoID, answer.modifiedTime, answer.errorClass?.rawValue,
        answer.code,
        answer.message, answer.operation,
      ])
    if answer.outcome == .rejected { try freeStatements(ofDecisionBehind: answer.operation) }
  }

  /// `write.probed`: what a look said of a write whose outcome was unknown.
  func writeProbed(_ event: StoredEvent) throws {
    let probe = try WriteProbed(json: event.json())
    let state: OperationState =
      switch probe.found {
      case .applied: .answered
      case .notApplied: .intended
      case .changed, .undecidable: .unknown
      }
    try database.run(
      """
      UPDATE operations SET state = ?, probe = ?, last_seq = ?, target_id = coalesce(?, target_id) WHERE operation = ?
      """, [state.rawValue, probe.found.rawValue, event.seq.cell, probe.zohoID, probe.operation])
  }

  /// `write.confirmed`: read back, the base takes the pairs; older failures of the same record are closed.
  func writeConfirmed(_ event: StoredEvent) throws {
    let confirmed = try WriteConfirmed(json: event.json())
    try database.run(
      """
      UPDATE operations SET state = 'confirmed', last_seq = ?, target_id = ?, intent = NULL, class = NULL,
      code = NULL, message = NULL WHERE operation = ?
      """, [event.seq.cell, confirmed.zohoID, confirmed.operation])
    try database.run(
      """
      UPDATE operations SET state = 'settled', last_seq = ?, intent = NULL
      WHERE entity = ? AND key = ? AND state = 'failed'
      """, [event.seq.cell, confirmed.entity, confirmed.key])
    try moveBase(confirmed.pairs, confirmed.entity, confirmed.key, at: event.seq)
    // What the decision behind this write held back (the other direction) is not done by it.
    let decided = try database.first(
      "SELECT coalesce(decision_seq, intended_seq) FROM operations WHERE operation = ?", [confirmed.operation]
    ) { cells in try cells.sequence() }
    try clearHeld(confirmed.entity, confirmed.key, before: decided ?? event.seq)
  }

  /// `write.failed`, `write.settled` and `write.abandoned`: the end of a write that was not confirmed.
  func writeEnded(_ event: StoredEvent, as state: OperationState) throws {
    let ended = try WriteEnded(json: event.json())
    try database.run(
      """
      UPDATE operations SET state = ?1, last_seq = ?2, class = ?3, message = ?4,
      intent = CASE WHEN ?1 = 'failed' THEN intent ELSE NULL END WHERE operation = ?5
      """, [state.rawValue, event.seq.cell, ended.errorClass?.rawValue, ended.message, ended.operation])
    guard state != .settled else { return }
    // A record that left and whose mark did not arrive has not been dealt with.
    try database.run(
      """
      UPDATE links SET left_reason = NULL, left_policy = NULL, left_seq = NULL
      WHERE entity = ?1 AND key = ?2 AND left_seq IS NOT NULL
      AND EXISTS (SELECT 1 FROM decisions WHERE entity = ?1 AND key = ?2 AND action = 'mark')
      """, [ended.entity, ended.key])
  }
}
