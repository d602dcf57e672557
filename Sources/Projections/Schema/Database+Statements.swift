import GRDB
import JSONText

extension Database {
  /// Runs a statement that is prepared once for each connection.
  func run(_ sql: String, _ arguments: StatementArguments) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }

  /// The first row of a query that is prepared once for each connection, taken apart.
  func first<Value>(
    _ sql: String, _ arguments: StatementArguments, _ read: (inout CellReader) throws -> Value
  ) throws -> Value? {
    try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments).map { row in
      var cells = CellReader(row)
      return try read(&cells)
    }
  }

  /// The rows of a query that is prepared once for each connection, taken apart one by one.
  func all<Value>(
    _ sql: String, _ arguments: StatementArguments, _ read: (inout CellReader) throws -> Value
  ) throws -> [Value] {
    var values: [Value] = []
    let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
    while let row = try rows.next() {
      var cells = CellReader(row)
      values.append(try read(&cells))
    }
    return values
  }
}

/// Many texts as one argument, for `IN (SELECT value FROM json_each(?))`: one statement for any number.
func list(_ texts: some Collection<String>) -> String { JSONValue.array(texts.map { JSONValue($0) }).text }

/// Many numbers as one argument.
func list(_ numbers: some Collection<Int>) -> String { JSONValue.array(numbers.map { JSONValue($0) }).text }

extension UInt64 {
  /// A sequence number as SQLite keeps it; what is beyond 2^63 is beyond every event.
  var cell: Int64 { Int64(clamping: self) }
}
