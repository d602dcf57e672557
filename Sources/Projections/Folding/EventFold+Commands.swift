import Decisions
import EventLog
import GRDB
import JSONText

extension EventFold {
  /// `command.started`: a run begins.
  func commandStarted(_ event: StoredEvent) throws {
    let command = try CommandStarted(json: event.json())
    try database.run(
      "INSERT INTO commands (seq, verb, user, started_at) VALUES (?, ?, ?, ?)",
      [event.seq.cell, command.verb, command.user, event.at])
  }

  /// `command.ended`: the run that the event names, else the newest one of the same verb that has not ended.
  func commandEnded(_ event: StoredEvent) throws {
    let command = try CommandEnded(json: event.json())
    try database.run(
      """
      UPDATE commands SET ended_seq = ?1, ended_at = ?2, exit_code = ?3, figures = ?4, failure = ?7 WHERE seq = coalesce(
        (SELECT seq FROM commands WHERE seq = ?5),
        (SELECT max(seq) FROM commands WHERE verb = ?6 AND ended_seq IS NULL))
      """,
      [
        event.seq.cell, event.at, command.exitCode, command.figures.text, (event.run ?? event.cause)?.cell,
        command.verb, command.failure?.json.text,
      ])
    guard let through = command.decidedThrough else { return }
    try set(.decidedThrough, String(through), event)
  }

  /// `plan.made`: what a plan would do.
  func planMade(_ event: StoredEvent) throws {
    let plan = try PlanNoted(json: event.json())
    try database.run(
      """
      INSERT INTO plans (hash, entities, configuration, items, items_left, is_complete, made_seq)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (hash) DO UPDATE SET made_seq = excluded.made_seq
      """,
      [
        plan.hash, list(plan.entities), plan.configuration, plan.items, plan.left, plan.isComplete,
        event.seq.cell,
      ])
  }

  /// `plan.applied`: how far it came; applied to its end, its entities are loaded.
  func planApplied(_ event: StoredEvent) throws {
    let plan = try PlanNoted(json: event.json())
    try database.run(
      """
      INSERT INTO plans (hash, entities, configuration, items, items_left, is_complete, applied_seq)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (hash) DO UPDATE SET items_left = excluded.items_left, is_complete = excluded.is_complete,
      applied_seq = excluded.applied_seq
      """,
      [
        plan.hash, list(plan.entities), plan.configuration, plan.items, plan.left, plan.isComplete,
        event.seq.cell,
      ])
    guard plan.isComplete else { return }
    for entity in plan.entities {
      try database.run(
        "INSERT INTO loaded_entities (entity, seq) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [entity, event.seq.cell])
    }
  }

  /// `ledger.bound`: the two systems.
  func ledgerBound(_ event: StoredEvent) throws {
    let bound = try LedgerBound(json: event.json())
    try set(.environment, bound.environment, event)
    try set(.organisation, bound.organisation, event)
  }

  /// The newest event about a session, a breaker or a stopped stream.
  func conditionMet(_ topic: ConditionRow.Topic, _ event: StoredEvent) throws {
    try database.run(
      """
      INSERT INTO conditions (stream, topic, kind, seq, at, body) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (stream, topic) DO UPDATE SET kind = excluded.kind, seq = excluded.seq, at = excluded.at,
      body = excluded.body
      """, [event.stream, topic.rawValue, event.kind, event.seq.cell, event.at, event.bodyText])
  }

  /// One of the values that hold for the whole ledger.
  func set(_ name: SettingName, _ value: String, _ event: StoredEvent) throws {
    try database.run(
      """
      INSERT INTO settings (name, value, seq) VALUES (?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value, seq = excluded.seq
      """, [name.rawValue, value, event.seq.cell])
  }
}
