import Decisions
import Diagnostics
import EventLog
import GRDB
import JSONText

extension EventFold {
  /// `record.polled` and `record.fetched`: the newest look at a record.
  func recordObserved(_ event: StoredEvent) throws {
    let observed = try ObservedBody(event)
    // Law 3: an older state than the one that is known is recorded, and decides nothing.
    guard !observed.lags else {
      return try database.run(
        "UPDATE records SET seq = ?1 WHERE stream = ?2", [event.seq.cell, event.stream])
    }
    guard let record = observed.record else {
      // The record that it is the same as may be among events that were given up: then nobody knows it, and the next
      // look is recorded word for word.
      return try database.run(
        "UPDATE records SET seq = ?1, hash = CASE WHEN hash = ?2 THEN hash ELSE '' END WHERE stream = ?3",
        [event.seq.cell, observed.hash, event.stream])
    }
    let name = RecordStream(event.stream)
    guard let name else { throw Failure.unreadableBody("stream \(event.stream)") }
    try database.run(
      """
      INSERT INTO records (stream, side, kind, number, line, zoho_id, effective_on, seq, changed_seq, hash, record, \
      state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, 'present')
      ON CONFLICT (stream) DO NOTHING
      """,
      [
        event.stream, name.side.rawValue, name.kind, name.number, name.line, name.zohoID, name.effectiveOn,
        event.seq.cell, observed.hash, record,
      ])
    let isNew = database.changesCount == 1
    if !isNew {
      try database.run(
        """
        UPDATE records SET seq = ?1,
        changed_seq = CASE WHEN hash = ?2 AND state = 'present' THEN changed_seq ELSE ?1 END,
        hash = ?2, record = ?3, state = 'present' WHERE stream = ?4
        """, [event.seq.cell, observed.hash, record, event.stream])
    }
    try noteKeys(of: name, record: record, isNew: isNew, event)
  }

  /// `record.deleted` and `record.not_shown`: the source has it no longer, or shows it no longer.
  func recordEnded(_ event: StoredEvent, as state: ObservationState) throws {
    try database.run(
      """
      UPDATE records SET seq = ?1, changed_seq = CASE WHEN state = ?2 THEN changed_seq ELSE ?1 END, state = ?2
      WHERE stream = ?3
      """, [event.seq.cell, state.rawValue, event.stream])
    try endKeys(of: event.stream, event)
  }

  /// `metadata.read`: what a system says of itself.
  func metadataRead(_ event: StoredEvent) throws {
    let read = try MetadataRead(json: event.json())
    guard let answer = read.answer else {
      return try database.run(
        "UPDATE metadata SET seq = ? WHERE stream = ?", [event.seq.cell, event.stream])
    }
    try database.run(
      """
      INSERT INTO metadata (stream, hash, answer, seq, changed_seq) VALUES (?1, ?2, ?3, ?4, ?4)
      ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, answer = excluded.answer,
      changed_seq = CASE WHEN hash = excluded.hash THEN changed_seq ELSE excluded.seq END, hash = excluded.hash
      """, [event.stream, read.hash, answer.text, event.seq.cell])
  }
}

/// The two members of an observation that the state keeps, found without making a tree.
private struct ObservedBody {
  let hash: String
  /// The record's own bytes; nil where it is the one observed last.
  let record: String?
  /// It shows an older state than was known.
  let lags: Bool

  init(_ event: StoredEvent) throws {
    var lags = false
    var hash: String?
    var record: String?
    let body = event.body
    try JSONScan.members(body.span.bytes) { key, value in
      if body[key].elementsEqual("hash".utf8) {
        // The last of equal keys counts, as everywhere.
        hash = String(decoding: body[value].dropFirst().dropLast(), as: UTF8.self)
      } else if body[key].elementsEqual("record".utf8) {
        record = String(decoding: body[value], as: UTF8.self)
      } else if body[key].elementsEqual("lags".utf8) {
        lags = body[value].elementsEqual("true".utf8)
      }
      return true
    }
    guard let hash else { throw Failure.unreadableBody("hash") }
    self.hash = hash
    self.record = record
    self.lags = lags
  }
}
