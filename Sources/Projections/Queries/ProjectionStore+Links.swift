package import Decisions
package import Diagnostics
import GRDB

extension ProjectionStore {
  /// The links of these keys, removed ones with their state; what was never linked is left out.
  package func links(
    entity: String, keys: [String]
  ) async throws(Failure) -> [String: LinkState] {
    try await read { database in
      let links = try database.all(
        """
        SELECT \(LinkState.columns) FROM \(LinkState.tables)
        WHERE l.entity = ? AND l.key IN (SELECT value FROM json_each(?))
        """, [entity, list(keys)], LinkState.init)
      return Dictionary(links.map { ($0.key, $0) }) { $1 }
    }
  }

  /// The Zoho ids of the records with these keys whose pairing holds, by key.
  package func pairedIDs(entity: String, keys: [String]) async throws(Failure) -> [String: String] {
    try await read { database in
      let pairs = try database.all(
        """
        SELECT key, zoho_id FROM links
        WHERE entity = ? AND key IN (SELECT value FROM json_each(?)) AND state = 'linked'
        """, [entity, list(keys)]
      ) { cells in (try cells.text(), try cells.text()) }
      return Dictionary(pairs) { $1 }
    }
  }

  /// The keys of the records that hang on one of these address numbers and whose pairing holds, by number.
  package func pairedKeys(entity: String, ofNumbers numbers: [Int]) async throws(Failure) -> [Int: [String]] {
    try await read { database in
      let pairs = try database.all(
        // `.` comes right before `/`: the lines of a number are one span of keys.
        """
        SELECT n.value, l.key FROM json_each(?1) n JOIN links l ON l.entity = ?2 AND l.key = CAST(n.value AS TEXT)
        WHERE l.state = 'linked'
        UNION ALL
        SELECT n.value, l.key FROM json_each(?1) n
        JOIN links l ON l.entity = ?2 AND l.key >= n.value || '.' AND l.key < n.value || '/'
        WHERE l.state = 'linked'
        """, [list(numbers), entity]
      ) { cells in (try cells.count(), try cells.text()) }
      return Dictionary(grouping: pairs) { $0.0 }.mapValues { $0.map(\.1) }
    }
  }

  /// The keys of the records whose pairing with one of these Zoho records holds, by Zoho id.
  package func holders(entity: String, zohoIDs: [String]) async throws(Failure) -> [String: String] {
    try await read { database in
      let pairs = try database.all(
        """
        SELECT zoho_id, key FROM links INDEXED BY links_by_zoho_id
        WHERE entity = ? AND zoho_id IN (SELECT value FROM json_each(?)) AND state = 'linked' ORDER BY key
        """, [entity, list(zohoIDs)]
      ) { cells in (try cells.text(), try cells.text()) }
      // Two keys with one record are a mistake that matching prevents; the lower key shows.
      return Dictionary(pairs) { first, _ in first }
    }
  }

  /// An entity's links that hold, in the order of their keys (as texts), from the first beyond `after`.
  package func eachLink(
    entity: String, after key: String?, limit: Int
  ) async throws(Failure) -> [LinkState] {
    try await read { database in
      try database.all(
        """
        SELECT \(LinkState.columns) FROM \(LinkState.tables)
        WHERE l.entity = ? AND l.key > ? AND l.state = 'linked' ORDER BY l.key LIMIT ?
        """, [entity, key ?? "", limit], LinkState.init)
    }
  }

  /// The fields of Zoho's, by module, in which marks of records that left stand: they are looked at until those are back,
  /// whatever the mapping says today.
  package func markFields() async throws(Failure) -> [String: Set<String>] {
    try await read { database in
      let rows = try database.all(
        """
        SELECT DISTINCT links.module, mark.value ->> 'field' FROM links, json_each(links.left_marks) mark
        WHERE links.left_marks IS NOT NULL AND links.state = 'linked'
        """, []
      ) { cells in (module: try cells.text(), field: try cells.text()) }
      return Dictionary(grouping: rows, by: \.module).mapValues { Set($0.map(\.field)) }
    }
  }

  /// Every pair that a Zoho record ever had, in the order of their first links.
  package func pairs(zohoID: String, module: String) async throws(Failure) -> [FormerPair] {
    try await read { database in
      try database.all(
        "SELECT \(FormerPair.columns) FROM pairs WHERE zoho_id = ? AND module = ? ORDER BY first_seq",
        [zohoID, module], FormerPair.init)
    }
  }

  /// What the ended pairs of these keys had agreed on, by key and the id of Zoho's record.
  package func formerBases(
    entity: String, keys: [String]
  ) async throws(Failure) -> [String: [String: Base]] {
    try await read { database in
      let ended = try database.all(
        """
        SELECT \(FormerBase.columns) FROM pairs p
        WHERE \(FormerBase.isEnded) AND p.key IN (SELECT value FROM json_each(?))
        """, [entity, list(keys)], FormerBase.init)
      return Dictionary(grouping: ended, by: \.key).mapValues { pairs in
        Dictionary(pairs.map { ($0.zohoID, $0.base) }) { $1 }
      }
    }
  }

  /// The newest reservation that each of these keys holds.
  package func reservations(
    entity: String, keys: [String]
  ) async throws(Failure) -> [String: ReservationRow] {
    try await read { database in
      let rows = try database.all(
        """
        SELECT \(ReservationRow.columns) FROM reservations
        WHERE entity = ? AND key IN (SELECT value FROM json_each(?)) ORDER BY seq
        """, [entity, list(keys)], ReservationRow.init)
      return Dictionary(rows.map { ($0.key, $0) }) { $1 }
    }
  }

  /// Every stream `key/…` that this key ever reserved, in order.
  package func reservationStreams(entity: String, key: String) async throws(Failure) -> [String] {
    try await read { database in
      try database.all(
        "SELECT stream FROM reservations WHERE entity = ? AND key = ? ORDER BY stream", [entity, key]
      ) { cells in try cells.text() }
    }
  }

  /// Every entity and key of an AN8, its own and those of its lines, that was ever asked, decided or linked.
  package func recordKeys(ofNumber number: Int) async throws(Failure) -> [SubjectKey] {
    let keys = "key = ?1 OR (key > ?1 || '.' AND key < ?1 || '/')"
    return try await read { database in
      try database.all(
        """
        SELECT entity, key FROM links WHERE \(keys) UNION SELECT entity, key FROM decisions WHERE \(keys)
        UNION SELECT entity, key FROM questions WHERE \(keys)
        UNION SELECT entity, key FROM statements WHERE \(keys) ORDER BY entity, key
        """, [String(number)]
      ) { cells in SubjectKey(entity: try cells.text(), key: try cells.text()) }
    }
  }

  /// Every pair that these keys ever had, in the order of their first links.
  package func pairs(of keys: [SubjectKey]) async throws(Failure) -> [FormerPair] {
    try await read { database in
      try keys.flatMap { key in
        try database.all(
          "SELECT \(FormerPair.columns) FROM pairs WHERE entity = ? AND key = ? ORDER BY first_seq",
          [key.entity, key.key], FormerPair.init)
      }
    }
  }
}
