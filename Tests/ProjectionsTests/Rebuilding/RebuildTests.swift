import Decisions
import Diagnostics
import EventLog
import Foundation
import GRDB
import JSONText
@testable import Projections
import Synchronization
import Testing
import TestSupport

@Suite("A rebuilt projection", .temporaryFolder)
struct RebuildTests {
  /// A ledger and its projection, with a story of 300 events.
  private func story() async throws -> (TestLog, ProjectionStore) {
    let log = try await TestLog.make()
    var generator = RandomLog(seed: 6)
    try await log.append(generator.events(300))
    let store = try await log.store()
    try await store.catchUp(from: log.reader)
    return (log, store)
  }

  private func rebuild(
    _ log: TestLog, into: String? = nil, through: UInt64? = nil
  ) async throws -> RebuildReport {
    try await ProjectionStore.rebuild(
      at: log.path(), into: into, from: log.reader, through: through, ledger: log.ledger.identity)
  }

  @Test("is the same as the one before, also one that lags behind the log")
  func isTheSame() async throws {
    let (log, store) = try await story()
    let position = try await store.position()
    let digest = try await store.digest()
    var report = try await rebuild(log)
    #expect(report.comparison == .same(at: position))
    #expect((report.digest, report.position) == (digest, position))
    let head = try await log.append(.dayTurned, "session/jde", ["to": "20260714"])
    report = try await rebuild(log)
    #expect(report.comparison == .same(at: position))
    #expect(report.position == head)
    #expect(try await store.position() == head, "who has the file open sees the new state")
    #expect(try await store.digest() == report.digest)
    #expect(store.setAside == nil && report.setAside == nil)
  }

  @Test("tells of a cell that was changed by hand, and mends it")
  func mends() async throws {
    let (log, store) = try await story()
    let digest = try await store.digest()
    try await store.write { try $0.execute(sql: "UPDATE links SET zoho_id = 'z9' WHERE rowid = 1") }
    let changed = try await store.digest()
    let report = try await rebuild(log)
    #expect(
      report.comparison == .different(at: try await store.position(), before: changed, folded: digest))
    #expect(try await store.digest() == digest)
    #expect(try leftovers(log) == [])
  }

  @Test("takes the place of one that is deleted or cannot be read", arguments: [true, false])
  func replaces(isDeleted: Bool) async throws {
    let (log, store) = try await story()
    let digest = try await store.digest()
    try await store.close()
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: log.path() + suffix) }
    if !isDeleted { try Data(repeating: 0x41, count: 9_000).write(to: URL(fileURLWithPath: log.path())) }
    let report = try await rebuild(log)
    guard case .none = report.comparison else {
      Issue.record("there was nothing to compare with")
      return
    }
    #expect((report.setAside == nil) == isDeleted)
    let fresh = try await log.store()
    #expect(fresh.setAside == nil)
    #expect(try await fresh.digest() == digest)
    #expect(try leftovers(log) == (isDeleted ? [] : ["projections.sqlite.set-aside"]))
  }

  @Test("of a past event is a file of its own, equal to what was folded by then")
  func ofThePast() async throws {
    let (log, store) = try await story()
    let digest = try await store.digest()
    let past = try await log.store("past.sqlite")
    _ = try await past.fold(from: log.reader, through: 123, progress: nil)
    let told = Mutex<[UInt64]>([])
    let report = try await ProjectionStore.rebuild(
      at: log.path(), into: log.path("at-123.sqlite"), from: log.reader, through: 123,
      ledger: log.ledger.identity
    ) { position, end in told.withLock { $0 += [position, end] } }
    #expect(report.digest == (try await past.digest()))
    #expect(report.path == log.path("at-123.sqlite"))
    #expect(told.withLock { $0 } == [123, 123])
    #expect(try await store.digest() == digest, "the project's own stays as it is")
    let file = try DatabaseQueue(path: report.path)
    #expect(try await file.read { try stateDigest($0) } == report.digest)
    #expect(!FileManager.default.fileExists(atPath: report.path + "-wal"))
  }

  @Test("is not written over a file that exists, nor beyond the end of the log")
  func refuses() async throws {
    let (log, store) = try await story()
    let head = try await store.position()
    var failure = await #expect(throws: Failure.self) { try await rebuild(log, into: log.path()) }
    #expect(failure?.code == .fileExists)
    failure = await #expect(throws: Failure.self) {
      try await rebuild(log, into: log.path("x.sqlite"), through: head + 1)
    }
    #expect(failure?.code == .logEndsEarly)
    #expect(!FileManager.default.fileExists(atPath: log.path("x.sqlite")))
  }

  /// Files beside the projection that a rebuild should not leave.
  private func leftovers(_ log: TestLog) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: log.folder.deletingLastPathComponent().path).sorted()
      .filter { $0.hasPrefix("projections.sqlite.") }
  }
}
