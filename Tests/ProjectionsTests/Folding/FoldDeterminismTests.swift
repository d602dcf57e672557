import Decisions
import EventLog
import GRDB
@testable import Projections
import Testing
import TestSupport

@Suite("The same log", .temporaryFolder)
struct FoldDeterminismTests {
  @Test(
    "folds to the same state, whatever the batches and however often the file was closed",
    arguments: Seeds.all)
  func sameState(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    var generator = RandomLog(seed: seed)
    let log = try await TestLog.make()
    let stepwise = "stepwise.sqlite"
    var left = 150
    while left > 0 {
      let count = min(left, Int.random(in: 1...50, using: &random))
      left -= count
      let head = try await log.append(generator.events(count))
      let store = try await log.store(stepwise)
      _ = try log.reader.refresh()
      let batch = UInt64.random(in: 5...60, using: &random)
      _ = try await store.fold(from: log.reader, through: head, batchEvents: batch, progress: nil)
      try await store.close()
    }
    let whole = try await log.store("whole.sqlite")
    let position = try await whole.catchUp(from: log.reader)
    let again = try await log.store(stepwise)
    #expect(try await again.position() == position)
    #expect(try await again.digest() == whole.digest())
    #expect(again.setAside == nil)
  }

  @Test("of every kind of event leaves something in every table, so that the other tests look at all of them")
  func reachesEverything() async throws {
    var generator = RandomLog(seed: 1)
    let log = try await TestLog.make()
    let events = generator.events(1_500)
    #expect(Set(events.map(\.kind)) == Set(RandomLog.kinds.map(\.rawValue)))
    try await log.append(events)
    let store = try await log.store()
    try await store.catchUp(from: log.reader)
    let empty = try await store.read { database in
      try tables(database).filter { try Int.fetchOne(database, sql: "SELECT count(*) FROM \($0)") == 0 }
    }
    #expect(empty == [])
  }

  @Test("with one cell changed by hand has another digest, whichever cell that is")
  func everyCellCounts() async throws {
    var generator = RandomLog(seed: 2)
    let log = try await TestLog.make()
    try await log.append(generator.events(1_500))
    let store = try await log.store()
    try await store.catchUp(from: log.reader)
    let digest = try await store.digest()
    var cells = 0
    for table in try await store.read(tables) {
      for column in try await store.read({ try $0.columns(in: table).map(\.name) }) {
        cells += 1
        let changed = try await digestAfterChange(of: column, in: table, store)
        #expect(changed != digest, "\(table).\(column)")
      }
    }
    #expect(cells > 100)
    #expect(try await store.digest() == digest, "every change was taken back")
  }

  /// The digest with another value in one cell of a column; the change is rolled back.
  private func digestAfterChange(
    of column: String, in table: String, _ store: ProjectionStore
  ) async throws -> String {
    try await store.pool.writeWithoutTransaction { database in
      var digest = ""
      try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
      // Clean-up: no other test has this connection.
      defer { try? database.execute(sql: "PRAGMA ignore_check_constraints = OFF") }
      try database.inTransaction {
        try database.execute(
          sql: """
            UPDATE \(table) SET \(column) = CASE typeof(\(column)) WHEN 'integer' THEN \(column) + 1000000
            WHEN 'text' THEN \(column) || 'x' ELSE '7' END
            WHERE rowid = (SELECT max(rowid) FROM \(table))
            """)
        try #require(database.changesCount == 1)
        digest = try stateDigest(database)
        return .rollback
      }
      return digest
    }
  }
}

/// The tables of the state.
@Sendable private func tables(_ database: Database) throws -> [String] {
  try String.fetchAll(
    database,
    sql:
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%'"
  )
}
