package import Diagnostics
package import EventLog
import Foundation
import GRDB

extension ProjectionStore {
  /// Folds the log into a fresh file, compares it with the one at `path`, and puts it in its place.
  ///
  /// - Parameters:
  ///   - path: The projection of the project.
  ///   - into: A file to be made instead; `path` is then only compared with, and stays as it is.
  ///   - reader: The log.
  ///   - through: The last event to fold; nil is all that can be read.
  ///   - ledger: The ledger that the log is of.
  ///   - progress: Told the position and the end after each transaction.
  /// - Returns: What was folded, and how the state before compares with it.
  /// - Throws: `file-exists` where `into` does; `log-ends-early`; what the disk says.
  package static func rebuild(
    at path: String, into: String?, from reader: LedgerReader, through: UInt64?, ledger: LedgerIdentity,
    progress: (@Sendable (UInt64, UInt64) -> Void)? = nil
  ) async throws(Failure) -> RebuildReport {
    let last = try await offPool(path) { try reader.refresh() }
    let end = through ?? last
    guard end <= last else { throw .logEndsEarly(at: last, wanted: end) }
    if let into { try refuseExisting(into) }
    let work = into ?? path + ".rebuilding"
    let fresh = try await offPool(work) {
      if into == nil { try removeDatabase(work) }
      return try OpenProjection.fresh(at: work, ledger: ledger, setAside: nil, isScratch: true)
    }
    let store = ProjectionStore(path: work, ledger: ledger, opened: fresh)
    let former = try await FormerState.read(path, ledger: ledger)
    var comparison = RebuildReport.Comparison.none(reason: former.objection ?? "there was no projection")
    var digest: String?
    if let state = former.state {
      if state.position > end {
        comparison = .none(reason: "the projection is at event \(state.position), this one at \(end)")
      } else {
        _ = try await store.fold(
          from: reader, through: state.position, batchEvents: scratchBatchEventsMax,
          progress: { position, _ in progress?(position, end) })
        let folded = try await store.digest()
        digest = state.position == end ? folded : nil
        comparison =
          folded == state.digest
          ? .same(at: state.position)
          : .different(at: state.position, before: state.digest, folded: folded)
      }
    }
    _ = try await store.fold(
      from: reader, through: end, batchEvents: scratchBatchEventsMax,
      progress: { position, _ in progress?(position, end) })
    let finished = if let digest { digest } else { try await store.digest() }
    try await store.finishScratch()
    let aside = into == nil ? try await replace(path, by: work, former: former) : nil
    return RebuildReport(
      path: into ?? path, position: end, digest: finished, comparison: comparison, setAside: aside)
  }

  private static func refuseExisting(_ path: String) throws(Failure) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    throw Failure(
      .fileExists, "the file exists", at: path, remedy: "name another file, or delete this one")
  }
}

/// The state that a rebuild is compared with: one snapshot of the file as it was.
private struct FormerState: Sendable {
  /// Its position and digest; nil where there is none that could be read.
  let state: (position: UInt64, digest: String)?
  /// Why it cannot be used; nil where it can, or where there is no file.
  let objection: String?

  static func read(_ path: String, ledger: LedgerIdentity) async throws(Failure) -> FormerState {
    guard FileManager.default.fileExists(atPath: path) else { return FormerState(state: nil, objection: nil) }
    do {
      let pool = try await offPool(path) { try OpenProjection.connect(path) }
      let former = try await pool.read { database in
        if let objection = try ProjectionSchema.objection(database, ledger: ledger) {
          return FormerState(state: nil, objection: objection)
        }
        guard let position = try FoldPosition.read(database) else {
          return FormerState(state: nil, objection: "it was empty")
        }
        return FormerState(state: (position.seq, try stateDigest(database)), objection: nil)
      }
      try pool.close()
      return former
    } catch {
      // A state that cannot be read is why one rebuilds: it is told, and no obstacle.
      return FormerState(state: nil, objection: Failure(translating: error, at: path).message)
    }
  }
}

/// Puts a finished file in the place of another.
///
/// Where the former one can be used, SQLite itself carries every page over, in one transaction: other processes
/// that have it open see the old state or the new, and never two files under one name. Otherwise it is set aside.
private func replace(_ path: String, by work: String, former: FormerState) async throws(Failure) -> SetAside?
{
  try await offPool(path) {
    defer { try? removeDatabase(work) }  // a left-over is overwritten by the next rebuild
    if former.state != nil {
      do {
        let source = try DatabaseQueue(path: work)
        let target = try OpenProjection.connect(path)
        try source.backup(to: target)
        try target.writeWithoutTransaction { database in _ = try database.checkpoint(.passive) }
        try target.close()
        try source.close()
        return nil
      } catch let error as DatabaseError where Failure(translating: error, at: path).isProjectionDamage {
        // Damaged beyond what its digest read: as with any other damage below.
      }
    }
    var aside: SetAside?
    if FileManager.default.fileExists(atPath: path) {
      aside = try SetAside.move(path, because: former.objection ?? "it was damaged")
    }
    do {
      try FileManager.default.moveItem(atPath: work, toPath: path)
    } catch {
      throw Failure(
        .readOnly, "the fresh projection cannot be put in place", at: path,
        remedy: "give this account the right to write to the folder")
    }
    return aside
  }
}

/// Removes the three files of a database.
private func removeDatabase(_ path: String) throws {
  for suffix in ["", "-wal", "-shm", "-journal"] where FileManager.default.fileExists(atPath: path + suffix) {
    try FileManager.default.removeItem(atPath: path + suffix)
  }
}
