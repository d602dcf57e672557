package import Decisions
package import Diagnostics
import GRDB
import JSONText

/// How a source was read to its end last.
package struct CompletedPoll: Hashable, Sendable {
  /// The columns or fields that it was read with.
  package let columns: [String]
  /// The search types that it was read for, empty for all of them; nil where that is not said.
  package let searchTypes: [String]?
  /// The server's time when the reading began: a day `yyyyMMdd` (JDE) or an instant (Zoho); nil where unknown.
  package let serverTime: String?
}

extension ProjectionStore {
  /// The newest reading of a source, where it came to its end.
  package func completedPoll(_ side: Side, _ name: String) async throws(Failure) -> CompletedPoll? {
    try await read { database in
      try database.first(
        "SELECT columns, search_types, server_time FROM polls WHERE side = ? AND name = ? AND state = 'completed'",
        [side.rawValue, name]
      ) { cells in
        let columns = try cells.json().array?.compactMap(\.string) ?? []
        let types = try cells.optionalJSON()?.array?.compactMap(\.string)
        return CompletedPoll(columns: columns, searchTypes: types, serverTime: try cells.optionalText())
      }
    }
  }

  /// Whether any record of a table or module was ever observed.
  package func hasRecords(_ side: Side, _ kind: String) async throws(Failure) -> Bool {
    try await read { database in
      // By the name of its streams, which the primary key finds; '0' is the sign after '/'.
      let prefix = "\(side.rawValue)/\(kind)"
      return try database.first(
        "SELECT seq FROM records WHERE stream > ? AND stream < ? LIMIT 1", ["\(prefix)/", "\(prefix)0"]
      ) { cells in try cells.sequence() } != nil
    }
  }

  /// Those of these address numbers whose master record is known.
  package func knownNumbers(_ numbers: [Int]) async throws(Failure) -> Set<Int> {
    try await read { database in
      let known = try database.all(
        """
        SELECT number FROM records
        WHERE kind = 'F0101' AND number IN (SELECT value FROM json_each(?))
        """, [list(numbers)]
      ) { cells in try cells.count() }
      return Set(known)
    }
  }

  /// The keys of an entity whose pairing was made or ended, or about which a person said something, since an event.
  package func keysTouched(entity: String, since sequence: UInt64) async throws(Failure) -> [String] {
    try await read { database in
      try database.all(
        """
        SELECT key FROM links WHERE entity = ?1 AND (made_seq > ?2 OR removed_seq > ?2)
        UNION SELECT key FROM statements WHERE entity = ?1 AND seq > ?2
        """, [entity, sequence.cell]
      ) { cells in try cells.text() }
    }
  }
}
