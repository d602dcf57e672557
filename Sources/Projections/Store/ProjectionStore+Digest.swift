import Crypto
package import Diagnostics
import GRDB
import Instants

extension ProjectionStore {
  /// Hex SHA-256 over every table in the order of its primary key, column by column, types told apart.
  ///
  /// The position is one of the tables. Equal digests are equal states.
  package func digest() async throws(Failure) -> String {
    try await read { database in try stateDigest(database) }
  }
}

/// The digest of a snapshot.
///
/// Hashed are, for each table in the order of names: its name; the names of its columns; for each row a 1 and
/// for each cell its type (0 null, 1 integer, 2 real, 3 text, 4 blob) with 8 bytes (integer, real) or a length
/// in 8 bytes and the bytes; after the rows a 0. Numbers are big-endian. GRDB's own table is left out.
func stateDigest(_ database: Database) throws -> String {
  var hash = DigestBuffer()
  let tables = try String.fetchAll(
    database,
    sql: """
      SELECT name FROM sqlite_schema
      WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations' ORDER BY name
      """)
  for table in tables {
    hash.append(text: table)
    let order = try database.primaryKey(table).columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let rows = try Row.fetchCursor(database, sql: "SELECT * FROM \"\(table)\" ORDER BY \(order)")
    for name in rows.columnNames { hash.append(text: name) }
    while let row = try rows.next() {
      hash.append(byte: 1)
      for index in 0..<row.count { hash.append(cell: row, index) }
    }
    hash.append(byte: 0)
  }
  return hash.finish()
}

/// Collects bytes, so that SHA-256 sees large pieces.
private struct DigestBuffer {
  private var hasher = SHA256()
  private var bytes: [UInt8] = []

  mutating func append(cell row: Row, _ index: Int) {
    let value: DatabaseValue = row[index]
    switch value.storage {
    case .null: append(byte: 0)
    case .int64(let integer):
      append(byte: 1)
      append(number: UInt64(bitPattern: integer))
    case .double(let real):
      append(byte: 2)
      append(number: real.bitPattern)
    case .string(let text):
      append(byte: 3)
      append(text: text)
    case .blob(let data):
      append(byte: 4)
      append(number: UInt64(data.count))
      bytes.append(contentsOf: data)
      flushWhereLarge()
    }
  }

  mutating func append(text: String) {
    append(number: UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
    flushWhereLarge()
  }

  mutating func append(byte: UInt8) { bytes.append(byte) }

  mutating func finish() -> String {
    hasher.update(data: bytes)
    return Hex.text(hasher.finalize())
  }

  private mutating func append(number: UInt64) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  private mutating func flushWhereLarge() {
    guard bytes.count > 1 << 16 else { return }
    hasher.update(data: bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
