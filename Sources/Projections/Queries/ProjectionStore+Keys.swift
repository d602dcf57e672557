package import Diagnostics
import GRDB

/// What is known of one of our keys in a module of Zoho.
package struct ShownKey: Hashable, Sendable {
  /// The records that show it, each with the event since which it does.
  package let bearers: [String: UInt64]
  /// The newest event at which a record began or ceased to show it.
  package let changedSequence: UInt64
}

extension ProjectionStore {
  /// Who shows these keys in a field of a module; a key that no record ever showed is left out.
  package func shownKeys(
    module: String, field: String, values: [String]
  ) async throws(Failure) -> [String: ShownKey] {
    try await read { database in
      let rows = try database.all(
        """
        SELECT value, zoho_id, is_shown, seq FROM keys
        WHERE module = ? AND field = ? AND value IN (SELECT value FROM json_each(?))
        """, [module, field, list(values)]
      ) { cells in
        (
          value: try cells.text(), id: try cells.text(), isShown: try cells.count() == 1,
          sequence: try cells.sequence()
        )
      }
      return Dictionary(grouping: rows, by: { $0.value }).mapValues { rows in
        ShownKey(
          bearers: Dictionary(rows.filter { $0.isShown }.map { ($0.id, $0.sequence) }) { $1 },
          changedSequence: rows.map { $0.sequence }.max() ?? 0)
      }
    }
  }

  /// The keys that a record of a module began or ceased to show after an event.
  package func keysChanged(
    module: String, field: String, since sequence: UInt64
  ) async throws(Failure) -> [String] {
    try await read { database in
      try database.all(
        "SELECT DISTINCT value FROM keys INDEXED BY keys_by_seq WHERE seq > ? AND module = ? AND field = ?",
        [sequence.cell, module, field]
      ) { cells in try cells.text() }
    }
  }
}
