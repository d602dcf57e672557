import Decisions
import EventLog
import GRDB
import Instants
import JSONText

extension EventFold {
  /// `write.intended`: the write is durable and may be sent; intended again under the same id, it is the same row.
  func writeIntended(_ event: StoredEvent) throws {
    let intent = try WriteIntended(json: event.json())
    let known = try stored(intent.operation)
    // The row keeps whose write it is.
    let subject = known?.subject ?? Subject(intent.entity, intent.key)
    var life = known?.life ?? WriteLife()
    let fault = life.take(
      .intended(
        intent.action, isConditional: intent.unmodifiedSince != nil,
        allowsCondition: intent.target.side == .zoho))
    if let fault { return try note(fault, subject, event) }
    memory.keep(FoldMemory.KnownWrite(life: life, subject: subject), of: intent.operation)
    try database.run(
      """
      INSERT INTO operations (operation, entity, key, generation, side, kind, target_id, action, state, life, \
      decision_seq, intended_seq, answers, last_seq)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, ?12)
      ON CONFLICT (operation) DO UPDATE SET generation = excluded.generation, target_id = excluded.target_id,
      state = excluded.state, life = excluded.life,
      decision_seq = excluded.decision_seq, intended_seq = excluded.intended_seq, last_seq = excluded.last_seq,
      proof_seq = NULL, probe = NULL, class = NULL, code = NULL, message = NULL, modified_time = NULL
      """,
      [
        intent.operation, intent.entity, intent.key, intent.generation, intent.target.side.rawValue,
        intent.target.kind, intent.target.id, intent.action.rawValue, OperationState(life.stage).rawValue,
        life.json.text, event.cause?.cell, event.seq.cell,
      ])
    try database.run(
      "INSERT INTO intents (operation, body) VALUES (?, ?) ON CONFLICT (operation) DO UPDATE SET body = excluded.body",
      [intent.operation, event.bodyText])
  }

  /// `call.sent`: what the writes that it carries are waiting for.
  func callSent(_ event: StoredEvent) throws {
    let sent = try CallSent(json: event.json())
    let landsUntil = sent.landsUntil.flatMap(RFC3339.seconds(of:))
    for operation in sent.operations {
      try advance(
        operation, by: .sent(attempt: sent.attempt, landsUntil: landsUntil), event,
        set: "sent_seq = ?4, server_date = ?5", [event.seq.cell, sent.serverDate])
    }
  }

  /// `write.answered`: applied waits for its read-back, refused for a change or another try, unknown for a look.
  func writeAnswered(_ event: StoredEvent) throws {
    let answer = try WriteAnswered(json: event.json())
    let says: WriteAnswer =
      switch answer.outcome {
      case .applied: .applied(time: answer.modifiedTime.flatMap(RFC3339.seconds(of:)))
      case .rejected: .refused(answer.errorClass ?? .invalid)
      case .unknown: .unknown
      }
    try advance(
      answer.operation, by: .answered(says), event,
      set: """
        answered_seq = ?4, answers = answers + 1, target_id = coalesce(?5, target_id), modified_time = ?6,
        class = ?7, code = ?8, message = ?9, proof_seq = CASE WHEN ?10 THEN ?4 ELSE proof_seq END
        """,
      [
        event.seq.cell, answer.id, answer.modifiedTime, answer.errorClass?.rawValue, answer.code,
        answer.message, answer.outcome == .applied,
      ])
  }

  /// `write.probed`: what a look said of a write whose outcome was unknown, or a read-back that confirmed nothing.
  func writeProbed(_ event: StoredEvent) throws {
    let probe = try WriteProbed(json: event.json())
    try advance(
      probe.operation, by: .probed(probe.found, at: probe.at.flatMap(RFC3339.seconds(of:))), event,
      set: """
        probe = ?4, target_id = coalesce(?5, target_id), proof_seq = CASE WHEN ?6 THEN ?7 ELSE proof_seq END
        """, [probe.found.rawValue, probe.id, probe.found == .applied, event.seq.cell])
  }

  /// `write.confirmed`: read back, the base takes the pairs; older failures of the same record are closed.
  func writeConfirmed(_ event: StoredEvent) throws {
    let confirmed = try WriteConfirmed(json: event.json())
    guard
      try advance(
        confirmed.operation, by: .confirmed, event,
        set: "target_id = ?4, class = NULL, code = NULL, message = NULL", [confirmed.id])
    else { return }
    try forgetIntent(of: confirmed.operation)
    let failed = try database.all(
      """
      SELECT operation FROM operations
      WHERE entity = ? AND key = ? AND state = 'failed' AND action <> 'clear_key' ORDER BY operation
      """, [confirmed.entity, confirmed.key]
    ) { cells in try cells.text() }
    for operation in failed {
      try advance(operation, by: .settled, event, set: "last_seq = ?3", [])
      try forgetIntent(of: operation)
    }
    try moveBase(confirmed.pairs, confirmed.entity, confirmed.key, generation: confirmed.generation, event)
    // What the decision behind this write held back (the other direction) is not done by it.
    let decided = try database.first(
      "SELECT coalesce(decision_seq, intended_seq) FROM operations WHERE operation = ?", [confirmed.operation]
    ) { cells in try cells.sequence() }
    try clearHeld(confirmed.entity, confirmed.key, before: decided ?? event.seq)
  }

  /// `write.failed`, `write.settled` and `write.abandoned`: the end of a write that was not confirmed.
  func writeEnded(_ event: StoredEvent, as kind: EventKind) throws {
    let ended = try WriteEnded(json: event.json())
    let end: WriteEvent =
      switch kind {
      case .writeSettled: .settled
      case .writeAbandoned: .abandoned
      default: .failed(ended.errorClass)
      }
    guard
      try advance(
        ended.operation, by: end, event,
        set: "class = ?4, message = ?5", [ended.errorClass?.rawValue, ended.message])
    else { return }
    if kind != .writeFailed { try forgetIntent(of: ended.operation) }
    try moveBase(ended.pairs, ended.entity, ended.key, generation: ended.generation, event)
    // What ended without effect carried nothing out: a person's word that it was about still stands.
    if kind != .writeSettled { try freeStatements(ofDecisionBehind: ended.operation) }
    guard kind != .writeSettled else { return }
    // A record that left and whose mark did not arrive has not been dealt with.
    try database.run(
      """
      UPDATE links SET left_reason = NULL, left_policy = NULL, left_seq = NULL
      WHERE entity = ?1 AND key = ?2 AND left_seq IS NOT NULL
      AND EXISTS (SELECT 1 FROM decisions WHERE entity = ?1 AND key = ?2 AND action = 'mark')
      """, [ended.entity, ended.key])
  }

  /// The pairing that writes were made for has ended: they are looked up where they were sent, and never sent again.
  ///
  /// Taking our key off a former record is an operation of what a person said, and outlives every pairing.
  func supersede(_ entity: String, _ key: String, before generation: Int, _ event: StoredEvent) throws {
    let open = try database.all(
      """
      SELECT operation FROM operations WHERE entity = ? AND key = ? AND generation < ? AND action <> 'clear_key'
      AND state IN (\(Self.unended)) ORDER BY operation
      """, [entity, key, generation]
    ) { cells in try cells.text() }
    for operation in open {
      guard let stored = try stored(operation), stored.life.successor != .generation else { continue }
      try advance(operation, by: .superseded(by: .generation), event, set: "last_seq = ?3", [])
    }
  }
}

extension EventFold {
  /// The record that a write is about.
  struct Subject {
    let entity: String
    let key: String

    init(_ entity: String, _ key: String) {
      self.entity = entity
      self.key = key
    }
  }

  /// What a write says is in the log; the state needs it while the write is open or failed.
  private func forgetIntent(of operation: String) throws {
    try database.run("DELETE FROM intents WHERE operation = ?", [operation])
  }

  private func stored(_ operation: String) throws -> FoldMemory.KnownWrite? {
    try memory.write(operation) {
      try database.first("SELECT life, entity, key FROM operations WHERE operation = ?", [operation]) {
        cells in
        FoldMemory.KnownWrite(
          life: try WriteLife(json: try cells.json()), subject: Subject(try cells.text(), try cells.text()))
      }
    }
  }

  /// The states of writes that end with their pairing, as SQL lists them.
  private static let unended = OperationState.unended.map { "'\($0.rawValue)'" }.sorted()
    .joined(separator: ", ")

  /// Lets the life of a write take an event; `assignments` begin with ?4, before them stand operation, life and state.
  ///
  /// Gives false where the event cannot follow: that is noted and changes nothing.
  @discardableResult
  private func advance(
    _ operation: String, by step: WriteEvent, _ event: StoredEvent, set assignments: String,
    _ arguments: [(any DatabaseValueConvertible)?]
  ) throws -> Bool {
    guard var write = try stored(operation) else { return false }
    if let fault = write.life.take(step) {
      try note(fault, write.subject, event)
      return false
    }
    memory.keep(write, of: operation)
    let life = write.life
    let fixed: [(any DatabaseValueConvertible)?] = [operation, life.json.text, event.seq.cell]
    try database.run(
      """
      UPDATE operations SET life = ?2, state = '\(OperationState(life.stage).rawValue)', last_seq = ?3, \(assignments)
      WHERE operation = ?1
      """, StatementArguments(fixed + arguments))
    return true
  }

  /// An event that cannot follow stops nothing: it is listed, and `status` counts it.
  private func note(_ fault: LifecycleFault, _ subject: Subject, _ event: StoredEvent) throws {
    try database.run(
      """
      INSERT INTO faults (seq, stream, entity, key, life_cycle, fault) VALUES (?, ?, ?, ?, 'write', ?)
      ON CONFLICT DO NOTHING
      """, [event.seq.cell, event.stream, subject.entity, subject.key, fault.rawValue])
  }
}
