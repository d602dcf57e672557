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
    try moveBase(decision.base, decision.entity, decision.key, event)
    try useStatements(decision, event)
    if let marks = decision.marks {
      try database.run(
        """
        INSERT INTO marks (entity, key, jde, zoho, seq) VALUES (?, ?, ?, ?, ?) ON CONFLICT (entity, key) DO UPDATE SET
        jde = excluded.jde, zoho = excluded.zoho, seq = excluded.seq
        """,
        [decision.entity, decision.key, marks.jde.json.text, marks.zoho.json.text, event.seq.cell])
    }
    if decision.outcome == .held || decision.held != nil {
      try hold(decision, event)
    } else {
      try clearHeld(decision.entity, decision.key, before: event.seq)
    }
    if ["create", "update", "return"].contains(decision.action) {
      // Decided about within its scope: it is back.
      try endLeaving(decision.entity, decision.key)
    }
    if let owed = decision.owed { try owe(owed, decision, event) }
    for field in decision.fields
    where field.action == "write" && MergeRule(rawValue: field.rule)?.isDamped == true {
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
    memory.fills(.held)
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
    guard try !memory.isEmpty(.held, in: database) else { return }
    try database.run(
      "DELETE FROM held WHERE entity = ? AND key = ? AND seq < ?", [entity, key, seq.cell])
  }
}
