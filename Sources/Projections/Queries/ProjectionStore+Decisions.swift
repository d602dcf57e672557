import Decisions
package import Diagnostics
import GRDB

extension ProjectionStore {
  /// What is held back for each of these keys.
  package func held(
    entity: String, keys: [String]
  ) async throws(Failure) -> [String: HeldRow] {
    try await read { database in
      let rows = try database.all(
        "SELECT \(HeldRow.columns) FROM held WHERE entity = ? AND key IN (SELECT value FROM json_each(?))",
        [entity, list(keys)], HeldRow.init)
      return Dictionary(rows.map { ($0.key, $0) }) { $1 }
    }
  }

  /// What is held back for an entity in the order of keys (as texts), from the first beyond `after`.
  package func held(
    entity: String, after key: String?, limit: Int
  ) async throws(Failure) -> [HeldRow] {
    try await read { database in
      try database.all(
        "SELECT \(HeldRow.columns) FROM held WHERE entity = ? AND key > ? ORDER BY key LIMIT ?",
        [entity, key ?? "", limit], HeldRow.init)
    }
  }

  /// What is owed about each of these keys.
  package func owed(entity: String, keys: [String]) async throws(Failure) -> [String: [OwedRow]] {
    try await read { database in
      let rows = try database.all(
        """
        SELECT \(OwedRow.columns) FROM owed
        WHERE entity = ? AND key IN (SELECT value FROM json_each(?)) ORDER BY key, side, field
        """, [entity, list(keys)], OwedRow.init)
      return Dictionary(grouping: rows, by: \.key)
    }
  }

  /// What is owed for one reason, the oldest first.
  package func owed(reason: String, limit: Int) async throws(Failure) -> [OwedRow] {
    try await read { database in
      try database.all(
        """
        SELECT \(OwedRow.columns) FROM owed WHERE reason = ? ORDER BY since_seq, entity, key, side, field LIMIT ?
        """, [reason, limit], OwedRow.init)
    }
  }

  /// Everything that records are owed, record by record; `row` is the last one of the page before.
  package func owed(after row: OwedRow?, limit: Int) async throws(Failure) -> [OwedRow] {
    try await read { database in
      try database.all(
        """
        SELECT \(OwedRow.columns) FROM owed WHERE (entity, key, side, field) > (?, ?, ?, ?)
        ORDER BY entity, key, side, field LIMIT ?
        """,
        [
          row?.entity ?? "", row?.key ?? "", row?.owed.side.rawValue ?? "", row?.owed.field ?? "", limit,
        ], OwedRow.init)
    }
  }

  /// Every decision that is held back, record by record; `row` is the last one of the page before.
  package func held(after row: HeldRow?, limit: Int) async throws(Failure) -> [HeldRow] {
    try await read { database in
      try database.all(
        "SELECT \(HeldRow.columns) FROM held WHERE (entity, key) > (?, ?) ORDER BY entity, key LIMIT ?",
        [row?.entity ?? "", row?.key ?? "", limit], HeldRow.init)
    }
  }

  /// The newest decision about each of these keys, linked or not.
  package func decisions(
    entity: String, keys: [String]
  ) async throws(Failure) -> [String: LastDecision] {
    try await read { database in
      let rows = try database.all(
        """
        SELECT key, \(LastDecision.columns) FROM decisions
        WHERE entity = ? AND key IN (SELECT value FROM json_each(?))
        """, [entity, list(keys)]
      ) { cells in (try cells.text(), try LastDecision(&cells)) }
      return Dictionary(rows) { $1 }
    }
  }

  /// How often each field of these keys was put back since an instant (RFC 3339 UTC): key → field → times.
  package func reverts(
    entity: String, keys: [String], since instant: String
  ) async throws(Failure) -> [String: [String: Int]] {
    try await read { database in
      let rows = try database.all(
        """
        SELECT key, field, count(*) FROM reverts
        WHERE entity = ? AND key IN (SELECT value FROM json_each(?)) AND at >= ? GROUP BY key, field
        """, [entity, list(keys), instant]
      ) { cells in (try cells.text(), try cells.text(), try cells.count()) }
      return Dictionary(grouping: rows) { $0.0 }.mapValues { fields in
        Dictionary(fields.map { ($0.1, $0.2) }) { $1 }
      }
    }
  }
}
