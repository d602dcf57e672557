import Decisions
import Diagnostics
import EventLog
import Foundation
import GRDB
import JSONText
@testable import Projections
import Testing
import TestSupport

@Suite("A projection that cannot be used", .temporaryFolder)
struct SetAsideTests {
  /// What may have become of a file.
  enum Damage: String, CaseIterable, Sendable {
    case garbage
    case cutShort
    case overwrittenHeader
    case otherProgram
    case newerProgram
    case otherFold
    case otherLedger
    case noPosition
  }

  @Test("is set aside with its reason, and folded again to the same state", arguments: Damage.allCases)
  func isSetAside(damage: Damage) async throws {
    let log = try await TestLog.make()
    var generator = RandomLog(seed: 3)
    try await log.append(generator.events(300))
    let first = try await log.store()
    try await first.catchUp(from: log.reader)
    let digest = try await first.digest()
    try await first.close()
    try await apply(damage, to: log)
    let store = try await log.store()
    let aside = try #require(store.setAside)
    #expect(!aside.reason.isEmpty)
    #expect(FileManager.default.fileExists(atPath: aside.path))
    #expect(try await store.position() == 0)
    try await store.catchUp(from: log.reader)
    #expect(try await store.digest() == digest)
    try await store.close()
    #expect(try await log.store().setAside == nil, "the new file is a good one")
  }

  @Test("is set aside while it is folded, where its damage shows only then")
  func isSetAsideLater() async throws {
    let log = try await TestLog.make()
    var generator = RandomLog(seed: 4)
    try await log.append(generator.events(400))
    let first = try await log.store()
    try await first.catchUp(from: log.reader)
    let digest = try await first.digest()
    // The first page, which opening reads, stays; the pages of every table are no pages any more.
    let root = try await first.read { database in
      try Int.fetchOne(database, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'records'") ?? 0
    }
    try await first.close()
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: log.path()))
    try file.seek(toOffset: UInt64(root - 1) * 4_096)
    try file.write(contentsOf: Data(repeating: 0xA5, count: 4_096))
    try file.close()
    let store = try await log.store()
    #expect(store.setAside == nil)
    for number in 1...4 {
      try await log.append(.recordPolled, "jde/F0101/\(number)", Body.seen(["value": 1]))
    }
    let position = try await store.catchUp(from: log.reader)
    #expect(store.setAside != nil)
    #expect(try await store.position() == position)
    #expect(try await store.digest() != digest)
    let fresh = try await log.store("fresh.sqlite")
    try await fresh.catchUp(from: log.reader)
    #expect(try await store.digest() == fresh.digest())
  }

  @Test("has a position that a ledger can believe only where it is this ledger's", arguments: Damage.allCases)
  func isBelieved(damage: Damage) async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let position = try await store.catchUp(from: log.reader)
    try await store.close()
    let id = log.ledger.identity.id.hex
    #expect(ProjectionStore.recordedPosition(at: log.path(), ledgerID: id) == position)
    #expect(ProjectionStore.recordedPosition(at: log.path("none.sqlite"), ledgerID: id) == nil)
    try await apply(damage, to: log)
    let isReadable = damage == .newerProgram || damage == .otherFold
    #expect(ProjectionStore.recordedPosition(at: log.path(), ledgerID: id) == (isReadable ? position : nil))
  }

  @Test("because it has seen more than the log holds is no such file: that is a hole, and told")
  func isAhead() async throws {
    let log = try await TestLog.make()
    var generator = RandomLog(seed: 5)
    try await log.append(generator.events(20))
    let store = try await log.store()
    try await store.catchUp(from: log.reader)
    try await store.write { try FoldPosition.move($0, to: 4_000, at: "") }
    let failure = await #expect(throws: Failure.self) { try await store.catchUp(from: log.reader) }
    #expect(failure?.code == .projectionAhead)
    #expect(failure?.message.contains("4000") == true)
  }

  @Test("by this version, because an event is of a newer one, says so and keeps what it has")
  func newerEvent() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let position = try await store.catchUp(from: log.reader)
    try await log.append([
      NewEvent(kind: "link.made", version: 2, stream: "link/customer/1", body: Body.linkMade("1", "z").bytes)
    ])
    let failure = await #expect(throws: Failure.self) { try await store.catchUp(from: log.reader) }
    #expect(failure?.code == .newerEvent)
    #expect(failure?.place == "event \(position + 1)")
    #expect(try await store.position() == position)
  }

  @Test("because an event's body cannot be read names the event")
  func unreadableEvent() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let last = try await log.append(.linkMade, "link/customer/1", ["entity": "customer"])
    let failure = await #expect(throws: Failure.self) { try await store.catchUp(from: log.reader) }
    #expect(failure?.code == .eventUnreadable)
    #expect(failure?.place == "event \(last)")
    #expect(try await store.position() == 0)
  }

  @Test("for lack of its folder says where it wanted to be")
  func missingFolder() async throws {
    let log = try await TestLog.make()
    let path = log.path("nowhere/projections.sqlite")
    let failure = await #expect(throws: Failure.self) {
      try await ProjectionStore.open(at: path, ledger: log.ledger.identity)
    }
    #expect(failure?.code == .readOnly)
    #expect(failure?.place == path)
  }

  private func apply(_ damage: Damage, to log: TestLog) async throws {
    let url = URL(fileURLWithPath: log.path())
    switch damage {
    case .garbage: try Data("this is no database at all, but long enough to be looked at".utf8).write(to: url)
    case .cutShort: try Data(contentsOf: url).prefix(5_000).write(to: url)
    case .overwrittenHeader:
      var data = try Data(contentsOf: url)
      data.replaceSubrange(0..<100, with: Data(repeating: 0x5A, count: 100))
      try data.write(to: url)
    case .otherProgram:
      try FileManager.default.removeItem(at: url)
      try change(url, "CREATE TABLE customers (name TEXT)")
    case .newerProgram: try change(url, "INSERT INTO grdb_migrations (identifier) VALUES ('0999_future')")
    case .otherFold: try change(url, "UPDATE position SET fold = fold + 1")
    case .otherLedger: try change(url, "UPDATE position SET ledger = '\(String(repeating: "ab", count: 16))'")
    case .noPosition: try change(url, "DELETE FROM position")
    }
  }

  private func change(_ url: URL, _ sql: String) throws {
    let queue = try DatabaseQueue(path: url.path)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }
}
