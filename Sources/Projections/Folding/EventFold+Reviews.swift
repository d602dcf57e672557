import Decisions
import EventLog
import GRDB
import JSONText

extension EventFold {
  /// `link.review_asked`: a new question takes the place of the one before.
  func reviewAsked(_ event: StoredEvent) throws {
    let asked = try LinkReviewAsked(json: event.json())
    try database.run(
      """
      INSERT INTO reviews (entity, key, module, state, reason, candidates, fingerprint, asked_seq)
      VALUES (?, ?, ?, 'open', ?, ?, ?, ?)
      ON CONFLICT (entity, key) DO UPDATE SET module = excluded.module, state = 'open', reason = excluded.reason,
      candidates = excluded.candidates, fingerprint = excluded.fingerprint, asked_seq = excluded.asked_seq,
      answer = NULL, zoho_id = NULL, answered_by = NULL, answered_seq = NULL
      """,
      [
        asked.entity, asked.key, asked.module, asked.reason, JSONValue.array(asked.candidates).text,
        asked.fingerprint, event.seq.cell,
      ])
  }

  /// `link.review_answered`: what a person said; "keep apart" without an id means every candidate.
  func reviewAnswered(_ event: StoredEvent) throws {
    let settled = try LinkSettled(json: event.json())
    try database.run(
      """
      UPDATE reviews SET state = ?, answer = ?, zoho_id = ?, answered_by = ?, answered_seq = ?
      WHERE entity = ? AND key = ?
      """,
      [
        settled.answer == .ignore ? "ignored" : "answered", settled.answer.rawValue, settled.zohoID,
        settled.by,
        event.seq.cell, settled.entity, settled.key,
      ])
    if settled.answer == .keepApart { try keepApart(settled, event) }
    try clearHeld(settled.entity, settled.key, before: event.seq)
  }

  /// `link.kept_apart`: these two are never paired again, unless a person links them.
  func keptApart(_ event: StoredEvent) throws {
    try keepApart(LinkSettled(json: event.json()), event)
  }

  private func keepApart(_ settled: LinkSettled, _ event: StoredEvent) throws {
    var ids = settled.zohoID.map { [$0] } ?? []
    if ids.isEmpty {
      let candidates = try database.first(
        "SELECT candidates FROM reviews WHERE entity = ? AND key = ?", [settled.entity, settled.key]
      ) { cells in try cells.json() }
      ids = candidates?.array?.compactMap { $0["zoho_id"]?.string } ?? []
    }
    for id in ids {
      try database.run(
        "INSERT INTO kept_apart (entity, key, zoho_id, seq) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [settled.entity, settled.key, id, event.seq.cell])
    }
  }
}
