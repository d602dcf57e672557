import Decisions
import Diagnostics
import EventLog
import Foundation
import Instants
import JSONText
import Projections
import Synchronization
import Testing
import TestSupport

/// A real ledger with small segments in the test's folder, a clock of its own, and projections beside it.
struct TestLog {
  let ledger: Ledger
  let reader: LedgerReader
  let folder: URL

  /// A new ledger in a folder of the test's own.
  static func make(_ name: String = "ledger") async throws -> TestLog {
    let folder = TemporaryFolder.current.appendingPathComponent(name)
    let geometry = try #require(LedgerGeometry(checking: 8, blocksPerSegment: 4))
    let key = [UInt8](repeating: 7, count: 32)
    let environment = LedgerEnvironment(
      time: SharedClock(),
      random: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }, files: DiskFiles(),
      reserveBytes: 1_024)
    _ = try Ledger.create(at: folder.path, signingKey: key, geometry: geometry, environment: environment)
    let ledger = try await Ledger.open(at: folder.path, signingKey: key, environment: environment)
    return TestLog(ledger: ledger, reader: try LedgerReader.open(at: folder.path), folder: folder)
  }

  /// The path of a projection beside the ledger.
  func path(_ name: String = "projections.sqlite") -> String {
    folder.deletingLastPathComponent().appendingPathComponent(name).path
  }

  /// Opens a projection of this ledger.
  func store(_ name: String = "projections.sqlite") async throws -> ProjectionStore {
    try await ProjectionStore.open(at: path(name), ledger: ledger.identity)
  }

  /// Appends one commit; gives the number of its last event.
  @discardableResult
  func append(_ events: [NewEvent]) async throws -> UInt64 {
    guard case .appended(let receipt) = try await ledger.append(events) else {
      throw Failure(.eventUnreadable, "refused", remedy: "expect nothing")
    }
    return receipt.last
  }

  /// Appends one event.
  @discardableResult
  func append(
    _ kind: EventKind, _ stream: String, _ body: JSONValue, cause: UInt64? = nil, run: UInt64? = nil
  )
    async throws -> UInt64
  {
    try await append([
      NewEvent(
        kind: kind.rawValue, stream: stream, cause: cause.map { .sequence($0) },
        run: run.map { .sequence($0) },
        body: body.bytes)
    ])
  }
}

/// A clock that goes on by some milliseconds with every look.
final class SharedClock: Time {
  private let moment = Mutex<Int64>(1_780_000_000_000_000)

  func now() -> Int64 {
    moment.withLock {
      $0 += 7_000
      return $0
    }
  }

  func steady() -> Int64 { moment.withLock { $0 } }

  func sleep(for duration: Duration) async throws(CancellationError) {}
}
