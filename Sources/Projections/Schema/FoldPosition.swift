import GRDB

/// How far the log is folded.
struct FoldPosition: Hashable, Sendable {
  let ledger: String
  let fold: Int64
  let seq: UInt64
  /// When the event at `seq` was recorded; empty at 0.
  let at: String

  /// The stored position; nil in a file that has none yet.
  static func read(_ database: Database) throws -> FoldPosition? {
    let statement = try database.cachedStatement(
      sql: "SELECT ledger, fold, seq, at FROM position WHERE id = 1")
    return try Row.fetchOne(statement).map { row in
      var cells = CellReader(row)
      return FoldPosition(
        ledger: try cells.text(), fold: try cells.integer(), seq: try cells.sequence(), at: try cells.text())
    }
  }

  /// Moves the position; part of the transaction that folded up to it.
  static func move(_ database: Database, to seq: UInt64, at: String) throws {
    try database.run("UPDATE position SET seq = ?, at = ? WHERE id = 1", [seq.cell, at])
  }
}
