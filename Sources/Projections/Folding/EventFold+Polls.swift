import Decisions
import Diagnostics
import EventLog
import GRDB
import JSONText

extension EventFold {
  /// `poll.started`: a reading begins, or goes on where one was interrupted.
  func pollStarted(_ event: StoredEvent) throws {
    let poll = try PollStarted(json: event.json())
    let source = try PolledSource(event)
    // `first_seq` survives as long as readings resume each other: what a full read has seen counts from there.
    try database.run(
      """
      INSERT INTO polls (side, name, state, started_seq, first_seq, started_at, mode, window_from, columns, \
      search_types, page, rows, last_key) VALUES (?1, ?2, 'running', ?3, ?3, ?4, ?5, ?6, ?7, ?8, 0, 0, ?9)
      ON CONFLICT (side, name) DO UPDATE SET started_seq = excluded.started_seq,
      first_seq = CASE WHEN state = 'running' AND excluded.last_key IS NOT NULL THEN first_seq
      ELSE excluded.started_seq END,
      state = 'running', started_at = excluded.started_at, mode = excluded.mode, window_from = excluded.window_from,
      columns = excluded.columns, search_types = excluded.search_types, page = 0, rows = 0,
      last_key = excluded.last_key, changed = NULL, completed_seq = NULL, completed_at = NULL, server_time = NULL, skew_seconds = NULL
      """,
      [
        source.side, source.name, event.seq.cell, event.at, poll.mode.rawValue, poll.from, list(poll.columns),
        poll.searchTypes.map(list), poll.resumedAfter.flatMap { $0.isNull ? nil : $0.text },
      ])
  }

  /// `poll.progressed`: one more page is in the log.
  func pollProgressed(_ event: StoredEvent) throws {
    let progress = try PollProgressed(json: event.json())
    let source = try PolledSource(event)
    try database.run(
      "UPDATE polls SET page = ?, rows = rows + ?, last_key = ? WHERE side = ? AND name = ?",
      [
        progress.page, progress.rows, progress.lastKey.flatMap { $0.isNull ? nil : $0.text }, source.side,
        source.name,
      ])
  }

  /// `poll.completed`: the source was read to its end.
  func pollCompleted(_ event: StoredEvent) throws {
    let completed = try PollCompleted(json: event.json())
    let source = try PolledSource(event)
    try database.run(
      """
      UPDATE polls SET state = 'completed', page = ?, rows = ?, changed = ?, completed_seq = ?, completed_at = ?, \
      server_time = ?, skew_seconds = ?, last_key = NULL WHERE side = ? AND name = ?
      """,
      [
        completed.pages, completed.rows, completed.changed, event.seq.cell, event.at, completed.serverTime,
        completed.skewSeconds, source.side, source.name,
      ])
  }

  /// `watermark.moved`: everything up to there is known.
  func watermarkMoved(_ event: StoredEvent) throws {
    let moved = try WatermarkMoved(json: event.json())
    let source = try PolledSource(event)
    try database.run(
      """
      INSERT INTO watermarks (side, name, moved_to, columns, search_types, seq) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (side, name) DO UPDATE SET moved_to = excluded.moved_to, columns = excluded.columns,
      search_types = excluded.search_types, seq = excluded.seq
      """,
      [
        source.side, source.name, moved.to, list(moved.columns), moved.searchTypes.map(list), event.seq.cell,
      ])
  }
}

/// The source that a stream `poll/<system>/<table or module>` names.
private struct PolledSource {
  let side: String
  let name: String

  init(_ event: StoredEvent) throws {
    let parts = StreamKey.parts(of: event.stream)
    guard parts.count >= 3, let side = Side(rawValue: parts[1]) else {
      throw Failure.unreadableBody("stream \(event.stream)")
    }
    self.side = side.rawValue
    name = parts[2...].joined(separator: "/")
  }
}
