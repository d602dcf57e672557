package import Diagnostics
package import EventLog
import GRDB

extension ProjectionStore {
  /// The position of a file that names this ledger: what `Ledger.open` takes as known durable.
  ///
  /// Nothing is made or changed. Nil where there is no file that can be believed.
  package static func recordedPosition(at path: String, ledgerID: String) -> UInt64? {
    // Something else than a file is told by whoever opens it for its state.
    guard (try? OpenProjection.isMissing(path)) == false else { return nil }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(2)
    // A file that cannot be read knows nothing: whoever opens it for its state says so.
    let position = try? DatabaseQueue(path: path, configuration: configuration).read(FoldPosition.read)
    // By whichever rules it was folded: what it has seen was durable.
    return position?.ledger == ledgerID ? position?.seq : nil
  }

  /// Opens the file, or makes it, and folds what the log holds more than it.
  ///
  /// `progress` is told the position and the end after each transaction.
  package static func open(
    at path: String, ledger: LedgerIdentity, foldedFrom reader: LedgerReader,
    progress: (@Sendable (UInt64, UInt64) -> Void)? = nil
  ) async throws(Failure) -> ProjectionStore {
    let store = try await open(at: path, ledger: ledger)
    try await store.catchUp(from: reader, progress: progress)
    return store
  }

  /// Folds every event after the position, up to what the reader can read now; gives the new position.
  ///
  /// A file that turns out to be damaged is set aside, and folded from the first event. `progress` is told the
  /// position and the end after each transaction.
  @discardableResult
  package func catchUp(
    from reader: LedgerReader, progress: (@Sendable (UInt64, UInt64) -> Void)? = nil
  ) async throws(Failure) -> UInt64 {
    let head = try await offPool(path) { try reader.refresh() }
    var position: UInt64
    do {
      position = try await fold(from: reader, through: head, progress: progress)
    } catch {
      guard error.isProjectionDamage else { throw error }
      try await startAgain(because: error.message)
      position = try await fold(from: reader, through: head, progress: progress)
    }
    if position > head {  // another process has folded meanwhile, or the log is shorter than it was
      let again = try await offPool(path) { try reader.refresh() }
      guard position <= again else { throw .projectionAhead(of: again, position: position, at: path) }
    }
    return position
  }

  /// Folds from the position through `head`, in transactions of a bounded number of events; gives the position
  /// reached, which is beyond `head` where others have folded more.
  func fold(
    from reader: LedgerReader, through head: UInt64, batchEvents: UInt64 = batchEventsMax,
    progress: (@Sendable (UInt64, UInt64) -> Void)?
  ) async throws(Failure) -> UInt64 {
    var position: UInt64
    repeat {
      position = try await write { database in
        try foldBatch(database, of: batchEvents, from: reader, through: head)
      }
      progress?(position, head)
    } while position < head
    return position
  }
}

/// Events in one transaction: large enough that its commit costs nothing, small enough that readers of other
/// processes, and a task that was cancelled, wait a fraction of a second.
let batchEventsMax: UInt64 = 4_096

/// Events in one transaction of a file that nobody else sees.
///
/// The life of nearly every write ends in the batch in which it began, and is written once. About half a second, 10 MB
/// of events.
let scratchBatchEventsMax: UInt64 = 32_768

/// Folds the next events inside the transaction that `database` is in, and moves the position with them.
func foldBatch(
  _ database: Database, of events: UInt64, from reader: LedgerReader, through head: UInt64
) throws -> UInt64 {
  guard let position = try FoldPosition.read(database) else {
    throw Failure.projectionDamaged("its position is missing")
  }
  guard position.seq < head else { return position.seq }
  let fold = EventFold(database: database)
  let last = min(head, position.seq + events)
  var seq = position.seq
  var at = position.at
  try reader.eachEvent(from: position.seq + 1, through: last) { event throws(Failure) in
    do { try fold.fold(event) } catch { throw Failure(translating: error, at: database.path) }
    seq = event.seq
    at = event.at
    return true
  }
  guard seq == last else { throw Failure.logEndsEarly(at: seq, wanted: last) }
  try fold.finish()
  try FoldPosition.move(database, to: seq, at: at)
  return seq
}

extension Database {
  /// The file, for messages.
  fileprivate var path: String { description }
}
