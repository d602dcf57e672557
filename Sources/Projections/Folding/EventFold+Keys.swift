import Decisions
import EventLog
import GRDB
import JSONText

extension EventFold {
  /// `config.loaded`: which fields of which modules carry our key; the records that are known are read for a field that is
  /// new.
  func configLoaded(_ event: StoredEvent) throws {
    let loaded = try ConfigLoaded(json: event.json())
    try set(.configuration, loaded.hash, event)
    memory.forgetKeyFields()
    let known = Set(try keyFields())
    var wanted: Set<KeyField> = []
    for (module, fields) in loaded.keys {
      for field in fields { wanted.insert(KeyField(module: module, field: field)) }
    }
    for gone in known.subtracting(wanted).sorted() {
      try database.run(
        "DELETE FROM key_fields WHERE module = ? AND field = ?", [gone.module, gone.field])
      try database.run("DELETE FROM keys WHERE module = ? AND field = ?", [gone.module, gone.field])
    }
    for new in wanted.subtracting(known).sorted() {
      try database.run("INSERT INTO key_fields (module, field) VALUES (?, ?)", [new.module, new.field])
      let records = try database.all(
        "SELECT zoho_id, record FROM records WHERE kind = ? AND side = 'zoho' AND state = 'present'",
        [new.module]
      ) { cells in (try cells.text(), try cells.text()) }
      for (id, record) in records {
        guard let value = try Self.key(new.field, in: Array(record.utf8)) else { continue }
        try show(value, new, id, event)
      }
    }
  }

  /// A record of Zoho shows something: keys that it shows begin, those that it showed before and does not now have ceased.
  ///
  /// A record that is new has shown none before.
  func noteKeys(of name: RecordStream, record: String, isNew: Bool, _ event: StoredEvent) throws {
    guard name.side == .zoho, let id = name.zohoID else { return }
    let fields = try memory.keyFields(of: name.kind) {
      try keyFields().filter { $0.module == name.kind }.map(\.field)
    }
    guard !fields.isEmpty else { return }
    let known =
      try isNew
      ? []
      : database.all(
        "SELECT field, value FROM keys WHERE module = ? AND zoho_id = ? AND is_shown = 1", [name.kind, id]
      ) { cells in (field: try cells.text(), value: try cells.text()) }
    let bytes = Array(record.utf8)
    for field in fields.map({ KeyField(module: name.kind, field: $0) }) {
      let value = try Self.key(field.field, in: bytes)
      let shown = known.filter { $0.field == field.field }.map(\.value)
      if shown.contains(where: { $0 != value }) {
        try database.run(
          """
          UPDATE keys SET is_shown = 0, seq = ?
          WHERE module = ? AND field = ? AND zoho_id = ? AND is_shown = 1 AND value <> ?
          """, [event.seq.cell, field.module, field.field, id, value ?? ""])
      }
      if let value, !shown.contains(value) { try show(value, field, id, event) }
    }
  }

  /// A record of Zoho is gone: it shows no key any more.
  func endKeys(of stream: String, _ event: StoredEvent) throws {
    guard let name = RecordStream(stream), name.side == .zoho, let id = name.zohoID else { return }
    try database.run(
      "UPDATE keys SET is_shown = 0, seq = ? WHERE module = ? AND zoho_id = ? AND is_shown = 1",
      [event.seq.cell, name.kind, id])
  }

  private func show(_ value: String, _ field: KeyField, _ id: String, _ event: StoredEvent) throws {
    try database.run(
      """
      INSERT INTO keys (module, field, value, zoho_id, is_shown, seq) VALUES (?, ?, ?, ?, 1, ?)
      ON CONFLICT (module, field, value, zoho_id) DO UPDATE SET
      seq = CASE WHEN is_shown = 1 THEN seq ELSE excluded.seq END, is_shown = 1
      """, [field.module, field.field, value, id, event.seq.cell])
  }

  /// The fields that carry our key, in order.
  private func keyFields() throws -> [KeyField] {
    try database.all("SELECT module, field FROM key_fields ORDER BY module, field", []) { cells in
      KeyField(module: try cells.text(), field: try cells.text())
    }
  }

  /// What a record shows in one field, found without making a tree of it; nil for nothing.
  private static func key(_ field: String, in record: [UInt8]) throws -> String? {
    var found: Range<Int>?
    try JSONScan.members(record.span.bytes) { key, value in
      // The last of equal keys counts, as everywhere.
      if JSONScan.key(key, of: record.span.bytes, is: field) { found = value }
      return true
    }
    guard let found else { return nil }
    return ZohoRecord.keyText(try JSONValue(parsing: Array(record[found])))
  }
}

/// A field of a module that carries our key.
private struct KeyField: Hashable, Comparable {
  let module: String
  let field: String

  static func < (left: KeyField, right: KeyField) -> Bool {
    (left.module, left.field) < (right.module, right.field)
  }
}
