package import Diagnostics
import Dispatch
package import EventLog
import Foundation
import GRDB
import Synchronization

/// The state that the log folds to, in SQLite: what sync decides from and `status` shows.
///
///     log ──catchUp──> transaction of some thousand events { fold …, position } ──> queries
///
/// Disposable: a file that is damaged, another ledger's, or folded by other rules is set aside and made anew.
/// Any number of processes may have it open; whoever catches up folds what is not folded yet.
package final class ProjectionStore: Sendable {
  /// The file.
  package let path: String
  /// The ledger that it is folded from.
  package let ledger: LedgerIdentity
  /// Replaced where damage is met while folding; readers of the old one end with an error.
  private let opened: Mutex<OpenProjection>

  init(path: String, ledger: LedgerIdentity, opened: OpenProjection) {
    self.path = path
    self.ledger = ledger
    self.opened = Mutex(opened)
  }

  /// Opens the file, or makes it; what cannot be used is set aside first (`setAside` says so).
  package static func open(at path: String, ledger: LedgerIdentity) async throws(Failure) -> ProjectionStore {
    let opened = try await offPool(path) { try OpenProjection.open(at: path, ledger: ledger) }
    return ProjectionStore(path: path, ledger: ledger, opened: opened)
  }

  /// Why a former file was not used, and where it lies now; nil where it was used or there was none.
  package var setAside: SetAside? { opened.withLock(\.setAside) }

  /// The last event that is folded; 0 before the first.
  package func position() async throws(Failure) -> UInt64 {
    try await read { database in try FoldPosition.read(database)?.seq ?? 0 }
  }

  /// When the last folded event was recorded; nil before the first.
  package func positionAt() async throws(Failure) -> String? {
    let at = try await read { database in try FoldPosition.read(database)?.at }
    return at.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Closes the file; what asks afterwards fails.
  package func close() async throws(Failure) {
    let pool = self.pool
    try await offPool(path) {
      // GRDB closes its writer before its readers, which cannot empty the journal. Where another process is at
      // work in it, it stays.
      pool.writeWithoutTransaction { database in _ = try? database.checkpoint(.truncate) }
      try pool.close()
    }
  }

  var pool: DatabasePool { opened.withLock(\.pool) }

  /// Reads in one snapshot, on a connection and queue of GRDB's.
  func read<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws(Failure) -> Value {
    do { return try await pool.read(body) } catch { throw Failure(translating: error, at: path) }
  }

  /// Writes in one transaction, on GRDB's writer queue.
  func write<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws(Failure) -> Value {
    do { return try await pool.write(body) } catch { throw Failure(translating: error, at: path) }
  }

  /// Makes one synced file of a scratch database, and closes it.
  func finishScratch() async throws(Failure) {
    let pool = self.pool
    try await offPool(path) {
      try pool.close()
      let file = try DatabaseQueue(path: pool.path)
      try file.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try file.close()
      let handle = try FileHandle(forUpdating: URL(fileURLWithPath: pool.path))
      try handle.synchronize()
      try handle.close()
    }
  }

  /// Puts the file aside and begins a new one.
  func startAgain(because reason: String) async throws(Failure) {
    let (former, path, ledger) = (pool, path, ledger)
    let fresh = try await offPool(path) {
      try? former.close()  // it is damaged: whether it closes well does not matter
      let aside = try SetAside.move(path, because: reason)
      return try OpenProjection.fresh(at: path, ledger: ledger, setAside: aside)
    }
    opened.withLock { $0 = fresh }
  }
}

/// Runs blocking work off the cooperative pool, whose two threads must never wait for a disk; `path` is the place
/// in a failure that has none of its own.
package func offPool<Value: Sendable>(
  _ path: String, _ work: @escaping @Sendable () throws -> Value
) async throws(Failure) -> Value {
  do {
    return try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
    }
  } catch {
    throw Failure(translating: error, at: path)
  }
}
