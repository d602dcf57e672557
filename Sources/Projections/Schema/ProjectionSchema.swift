import Diagnostics
import EventLog
import GRDB

/// The tables as the files of `migrations/` make them, and how a file is told to be ours.
enum ProjectionSchema {
  /// The version of the fold's rules: a file that was folded by others is folded again.
  static let foldVersion: Int64 = 12

  /// The files of `migrations/` in their order.
  static let migrations: [(name: String, sql: [UInt8])] = [
    ("0001_records", PackageResources._001_records_sql),
    ("0002_links", PackageResources._002_links_sql),
    ("0003_writes", PackageResources._003_writes_sql),
    ("0004_commands", PackageResources._004_commands_sql),
  ]

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for migration in migrations {
      let sql = String(decoding: migration.sql, as: UTF8.self)
      migrator.registerMigration(migration.name) { try $0.execute(sql: sql) }
    }
    return migrator
  }

  /// Why a file is not the one that is wanted; nil where it is, or is empty.
  static func objection(_ database: Database, ledger: LedgerIdentity) throws -> String? {
    if try migrator.hasBeenSuperseded(database) { return "a newer version of the program made it" }
    guard try database.tableExists("position") else {
      let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema WHERE type = 'table'")
      return tables == 0 ? nil : "it is no projection of this program"
    }
    guard let position = try FoldPosition.read(database) else { return "its position is missing" }
    if position.ledger != ledger.projectionName { return "it belongs to another ledger" }
    if position.fold != foldVersion { return "it was folded by another version of the program" }
    return nil
  }

  /// Makes what is missing in a file that has no objection.
  static func prepare(_ writer: some DatabaseWriter, ledger: LedgerIdentity) throws {
    try migrator.migrate(writer)
    try writer.write { database in
      guard try FoldPosition.read(database) == nil else { return }
      try database.run(
        "INSERT INTO position (id, ledger, fold, seq, at) VALUES (1, ?, ?, 0, '')",
        [ledger.projectionName, foldVersion])
    }
  }
}

extension LedgerIdentity {
  /// The ledger's id as the projection stores it.
  var projectionName: String { id.hex }
}
