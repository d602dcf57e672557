import Decisions
import EventLog
import GRDB
import JSONText

extension EventFold {
  /// `decision.made`: the newest decision about a record; the base takes what both sides agree on, and a
  /// decision that holds something back stays until another one, a link or an answer ends it.
  func decisionMade(_ event: StoredEvent) throws {
    let decision = try DecisionMade(json: event.json())
    try database.run(
      """
      INSERT INTO decisions (entity, key, seq, action, outcome, fingerprint) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (entity, key) DO UPDATE SET seq = excluded.seq, action = excluded.action,
      outcome = excluded.outcome, fingerprint = excluded.fingerprint
      """,
      [
        decision.entity, decision.key, event.seq.cell, decision.action, decision.outcome.rawValue,
        decision.fingerprint,
      ])
    try moveBase(decision.base, decision.entity, decision.key, at: event.seq)
    if decision.outcome == .held || decision.held != nil {
      try hold(decision, event)
    } else {
      try clearHeld(decision.entity, decision.key, before: event.seq)
    }
    if decision.action != "mark" {  // decided about within its scope: it is back
      try database.run(
        """
        UPDATE links SET left_reason = NULL, left_policy = NULL, left_seq = NULL
        WHERE entity = ? AND key = ? AND left_seq IS NOT NULL
        """, [decision.entity, decision.key])
    }
    if let owed = decision.owed { try owe(owed, decision, event) }
    for field in decision.fields
    where field.action == "write" && field.rule == MergeRule.foreignEditReverted.rawValue {
      try database.run(
        "INSERT INTO reverts (entity, key, field, seq, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [decision.entity, decision.key, field.id, event.seq.cell, event.at])
    }
  }

  /// The list takes the place of the one before; what stays on it keeps its age.
  private func owe(_ owed: [DecisionMade.Owed], _ decision: DecisionMade, _ event: StoredEvent) throws {
    for row in owed {
      try database.run(
        """
        INSERT INTO owed (entity, key, side, field, reason, detail, since_seq, seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)
        ON CONFLICT (entity, key, side, field) DO UPDATE SET since_seq =
        CASE WHEN reason = excluded.reason AND detail = excluded.detail THEN since_seq ELSE excluded.seq END,
        reason = excluded.reason, detail = excluded.detail, seq = excluded.seq
        """,
        [decision.entity, decision.key, row.side.rawValue, row.field, row.reason, row.detail, event.seq.cell])
    }
    try database.run(
      "DELETE FROM owed WHERE entity = ? AND key = ? AND seq < ?",
      [decision.entity, decision.key, event.seq.cell])
  }

  private func hold(_ decision: DecisionMade, _ event: StoredEvent) throws {
    try database.run(
      """
      INSERT INTO held (entity, key, seq, action, fingerprint, decision) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (entity, key) DO UPDATE SET seq = excluded.seq, action = excluded.action,
      fingerprint = excluded.fingerprint, decision = excluded.decision
      """,
      [
        decision.entity, decision.key, event.seq.cell, decision.action, decision.fingerprint, event.bodyText,
      ])
  }

  /// Ends what was held back before an event; what the event's own commit holds back comes later and stays.
  func clearHeld(_ entity: String, _ key: String, before seq: UInt64) throws {
    try database.run(
      "DELETE FROM held WHERE entity = ? AND key = ? AND seq < ?", [entity, key, seq.cell])
  }

  /// `conflict.found`: a person must say what the field should hold.
  func conflictFound(_ event: StoredEvent) throws {
    let found = try ConflictFound(json: event.json())
    try database.run(
      """
      INSERT INTO conflicts (entity, key, field, state, rule, jde, zoho, base, found_seq)
      VALUES (?, ?, ?, 'open', ?, ?, ?, ?, ?)
      ON CONFLICT (entity, key, field) DO UPDATE SET state = 'open', rule = excluded.rule, jde = excluded.jde,
      zoho = excluded.zoho, base = excluded.base, found_seq = excluded.found_seq, resolved_seq = NULL, how = NULL
      """,
      [
        found.entity, found.key, found.field, found.rule, Self.cell(found.jde), Self.cell(found.zoho),
        found.base?.json.text, event.seq.cell,
      ])
  }

  /// `conflict.resolved`: the field is in conflict no longer.
  func conflictResolved(_ event: StoredEvent) throws {
    let resolved = try ConflictResolved(json: event.json())
    try database.run(
      """
      UPDATE conflicts SET state = 'resolved', how = ?, resolved_seq = ?
      WHERE entity = ? AND key = ? AND field = ? AND state = 'open'
      """, [resolved.how, event.seq.cell, resolved.entity, resolved.key, resolved.field])
  }

  /// A value inside an object, so that absent, blank and a value stay three things.
  private static func cell(_ value: FieldValue) -> String {
    var object = JSONObject()
    object["value"] = value.json
    return JSONValue.object(object).text
  }
}
