import Decisions
import EventLog
import Foundation
import GRDB
import Synchronization
import Testing
import TestSupport

@testable import Projections

@Suite("A question about some records", .temporaryFolder)
struct QueryPlanTests {
  /// What costs the more the more records there are was the difference between minutes and hours.
  @Test("is answered along an index, however many others there are")
  func searches() async throws {
    let log = try await TestLog.make()
    try await log.store().close()
    let asked = Mutex<[String]>([])
    var configuration = Configuration()
    configuration.prepareDatabase { database in
      database.trace { event in
        guard case .statement(let statement) = event else { return }
        asked.withLock { $0.append(statement.sql) }
      }
    }
    let pool = try DatabasePool(path: log.path(), configuration: configuration)
    let store = ProjectionStore(
      path: log.path(), ledger: log.ledger.identity, opened: OpenProjection(pool: pool, setAside: nil))
    asked.withLock { $0 = [] }
    try await ask(store)
    let statements = asked.withLock { $0 }.filter {
      $0.hasPrefix("SELECT") && !$0.contains("sqlite_")
    }
    #expect(statements.count >= 24)
    for sql in statements {
      let steps = try await pool.read { database in
        try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql, arguments: Self.blanks(sql))
          .map { row -> String in row["detail"] }
      }
      let walks = steps.filter { step in
        (step.hasPrefix("SCAN") && !step.contains("json_each"))
          || step.hasSuffix("(side=?)") || step.hasSuffix("(kind=?)") || step.hasSuffix("(entity=?)")
          || step.hasSuffix("(number>?)")
      }
      #expect(walks.isEmpty, "\(sql)")
    }
  }

  private func ask(_ store: ProjectionStore) async throws {
    _ = try await store.rows(ofNumbers: [1])
    _ = try await store.newestLosses(ofNumbers: [1])
    _ = try await store.hashes(of: ["a"])
    _ = try await store.records(of: ["a"])
    _ = try await store.numbersChanged(since: 1)
    _ = try await store.zohoIDsChanged(module: "Accounts", since: 1)
    _ = try await store.streams(ofNumber: 1)
    _ = try await store.numbersWithAddresses(from: "20260101", through: "20260102")
    _ = try await store.knownNumbers([1])
    _ = try await store.hasRecords(.jde, "F0101")
    _ = try await store.zohoRecords(module: "Accounts", ids: ["1"])
    _ = try await store.zohoRecords(module: "Accounts", afterID: nil, limit: 5)
    _ = try await store.links(entity: "customer", keys: ["1"])
    _ = try await store.pairedIDs(entity: "customer", keys: ["1"])
    _ = try await store.formerBases(entity: "customer", keys: ["1"])
    _ = try await store.holders(entity: "customer", zohoIDs: ["1"])
    _ = try await store.statements(entity: "customer", keys: ["1"])
    _ = try await store.marks(entity: "customer", keys: ["1"])
    _ = try await store.shownKeys(module: "Accounts", field: "K", values: ["1"])
    _ = try await store.keysChanged(module: "Accounts", field: "K", since: 1)
    _ = try await store.reservations(entity: "customer", keys: ["1"])
    _ = try await store.operations(in: [.failed], limit: 5)
    _ = try await store.operation("1")
    _ = try await store.openOperations(kind: "Accounts", targets: ["1"])
    _ = try await store.operations(named: ["1"])
    _ = try await store.keysWritten(entity: "customer", since: 1)
    _ = try await store.faults(entity: "customer", keys: ["1"])
    _ = try await store.operations(entity: "customer", keys: ["1"])
    _ = try await store.allOperations(entity: "customer", key: "1")
    _ = try await store.allOperations(kind: "Accounts", targets: ["1"])
    _ = try await store.openQuestions(entity: "customer", keys: ["1"])
    _ = try await store.doubted(entity: "customer", keys: ["1"])
    _ = try await store.question(Body.question("1"))
    _ = try await store.held(entity: "customer", keys: ["1"])
    _ = try await store.owed(entity: "customer", keys: ["1"])
    _ = try await store.owed(after: nil, limit: 5)
    _ = try await store.held(after: nil, limit: 5)
    _ = try await store.decisions(entity: "customer", keys: ["1"])
    _ = try await store.reverts(entity: "customer", keys: ["1"], since: "2026")
  }

  private static func blanks(_ sql: String) -> StatementArguments {
    let numbered = sql.matches(of: #/\?(\d+)/#).compactMap { Int($0.1) }.max() ?? 0
    let count = max(numbered, sql.count { $0 == "?" } - (numbered > 0 ? sql.count { $0 == "?" } : 0))
    return StatementArguments(repeatElement(DatabaseValue.null, count: count).map { $0 })
  }
}
