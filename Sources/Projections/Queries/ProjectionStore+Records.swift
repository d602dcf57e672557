package import Diagnostics
import GRDB

extension ProjectionStore {
  /// The hash that each of these streams showed last; streams that were never seen or are gone are left out.
  package func hashes(of streams: [String]) async throws(Failure) -> [String: String] {
    try await read { database in
      let pairs = try database.all(
        """
        SELECT stream, hash FROM records
        WHERE stream IN (SELECT value FROM json_each(?)) AND state = 'present'
        """, [list(streams)]
      ) { cells in (try cells.text(), try cells.text()) }
      return Dictionary(pairs) { $1 }
    }
  }

  /// The record of each of these streams as it is kept, whatever became of it.
  package func records(of streams: [String]) async throws(Failure) -> [String: ProjectedRecord] {
    try await read { database in
      let records = try database.all(
        """
        SELECT \(ProjectedRecord.columns) FROM records WHERE stream IN (SELECT value FROM json_each(?))
        """, [list(streams)], ProjectedRecord.init)
      return Dictionary(records.map { ($0.stream, $0) }) { $1 }
    }
  }

  /// The present rows of a table that were observed last before an event, in the order of their streams.
  package func rowsUnseen(
    inTable table: String, since sequence: UInt64
  ) async throws(Failure) -> [(stream: String, number: Int)] {
    try await read { database in
      try database.all(
        """
        SELECT stream, number FROM records
        WHERE kind = ? AND seq < ? AND side = 'jde' AND state = 'present' AND number IS NOT NULL ORDER BY stream
        """, [table, sequence.cell]
      ) { cells in (try cells.text(), try cells.count()) }
    }
  }

  /// The distinct AN8 of all rows that a table ever showed, in order, from the first beyond `after`.
  package func numbers(
    inTable root: String, after: Int?, limit: Int
  ) async throws(Failure) -> [Int] {
    try await read { database in
      try database.all(
        """
        SELECT DISTINCT number FROM records
        WHERE number > ? AND kind = ? AND side = 'jde' ORDER BY number LIMIT ?
        """, [after.map(Int64.init) ?? Int64.min, root, limit]
      ) { cells in try cells.count() }
    }
  }

  /// All present JDE rows of these AN8, each number's in the order of their streams.
  ///
  /// The index is named in queries that could take a worse one: SQLite guesses without statistics.
  package func rows(ofNumbers numbers: [Int]) async throws(Failure) -> [Int: [ProjectedRow]] {
    try await read { database in
      let rows = try database.all(
        """
        SELECT number, \(ProjectedRow.columns) FROM records INDEXED BY records_by_number
        WHERE number IN (SELECT value FROM json_each(?)) AND side = 'jde' AND state = 'present'
        ORDER BY number, stream
        """, [list(numbers)]
      ) { cells in (try cells.count(), try ProjectedRow(&cells)) }
      return Dictionary(grouping: rows) { $0.0 }.mapValues { $0.map(\.1) }
    }
  }

  /// The event by which the newest row of each of these AN8 went; none where all of its rows are there.
  package func newestLosses(ofNumbers numbers: [Int]) async throws(Failure) -> [Int: UInt64] {
    try await read { database in
      let losses = try database.all(
        """
        SELECT number, max(changed_seq) FROM records INDEXED BY records_by_number
        WHERE number IN (SELECT value FROM json_each(?)) AND side = 'jde' AND state <> 'present' GROUP BY number
        """, [list(numbers)]
      ) { cells in (try cells.count(), try cells.sequence()) }
      return Dictionary(losses) { $1 }
    }
  }

  /// The AN8 of which any row changed after an event, in order.
  package func numbersChanged(since sequence: UInt64) async throws(Failure) -> [Int] {
    try await read { database in
      try database.all(
        """
        SELECT DISTINCT number FROM records INDEXED BY records_by_change
        WHERE changed_seq > ? AND side = 'jde' AND number IS NOT NULL ORDER BY number
        """, [sequence.cell]
      ) { cells in try cells.count() }
    }
  }

  /// The ids of a module's records that changed or went away after an event, in order.
  package func zohoIDsChanged(
    module: String, since sequence: UInt64
  ) async throws(Failure) -> [String] {
    try await read { database in
      try database.all(
        """
        SELECT zoho_id FROM records INDEXED BY records_by_change
        WHERE changed_seq > ? AND side = 'zoho' AND kind = ? AND zoho_id IS NOT NULL ORDER BY zoho_id
        """, [sequence.cell, module]
      ) { cells in try cells.text() }
    }
  }

  /// The present F0116 rows that become effective after `from` and not after `through` (days `yyyyMMdd`).
  package func numbersWithAddresses(
    from: String, through: String
  ) async throws(Failure) -> [DatedAddress] {
    try await read { database in
      try database.all(
        """
        SELECT number, stream, seq, effective_on FROM records
        WHERE effective_on > ? AND effective_on <= ? AND effective_on <> '' AND number IS NOT NULL
        AND state = 'present' ORDER BY number, effective_on
        """, [from, through]
      ) { cells in
        DatedAddress(
          number: try cells.count(), stream: try cells.text(), sequence: try cells.sequence(),
          effectiveOn: try cells.text())
      }
    }
  }

  /// All JDE streams of a number that were ever observed, in order: streams never vanish.
  package func streams(ofNumber number: Int) async throws(Failure) -> [String] {
    try await read { database in
      try database.all(
        "SELECT stream FROM records WHERE number = ? AND side = 'jde' ORDER BY stream", [number]
      ) { cells in try cells.text() }
    }
  }
}
