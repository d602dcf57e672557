import Decisions
import EventLog
import Projections
import TestSupport
import Testing

@Suite("What is owed about a record", .temporaryFolder)
struct OwedFoldTests {
  private let stream = StreamKey.link("customer", "7")

  @Test("is the list of the newest decision that has one, and what stays on it keeps its age")
  func isTheNewestList() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    func owed() async throws -> [OwedRow] {
      try await store.catchUp(from: log.reader)
      return try await store.owed(entity: "customer", keys: ["7"])["7"] ?? []
    }
    let first = try await log.append(
      .decisionMade, stream,
      Body.decided("7", .base, owed: [Body.unreadable("tax"), Body.unreadable("name", .zoho)]))
    #expect(try await owed().map(\.owed.field) == ["tax", "name"])
    #expect(try await store.counts().unreadable == 2)
    let second = try await log.append(
      .decisionMade, stream,
      Body.decided(
        "7", .write, owed: [Body.unreadable("tax"), Body.unreadable("phone", .jde, .halfCharacter)]))
    let rows = try await owed()
    #expect(rows.map(\.owed) == [Body.unreadable("phone", .jde, .halfCharacter), Body.unreadable("tax")])
    #expect(rows.map(\.sinceSequence) == [second, first])
    #expect(try await store.owed(reason: "unreadable", limit: 1).map(\.owed.field) == ["tax"], "oldest first")
  }

  @Test("stays where a decision says nothing of it, and ends where one has an empty list")
  func ends() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.decisionMade, stream, Body.decided("7", .base, owed: [Body.unreadable("tax")]))
    try await log.append(.decisionMade, stream, Body.decided("7", .write))
    try await store.catchUp(from: log.reader)
    #expect(try await store.counts().unreadable == 1)
    try await log.append(.decisionMade, stream, Body.decided("7", .base, owed: []))
    try await store.catchUp(from: log.reader)
    #expect(try await store.counts().unreadable == 0)
  }

  @Test("has another age once the reason is another")
  func ageOfAReason() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.decisionMade, stream, Body.decided("7", .base, owed: [Body.unreadable("tax")]))
    let second = try await log.append(
      .decisionMade, stream, Body.decided("7", .base, owed: [Body.unreadable("tax", .jde, .partlyMasked)]))
    try await store.catchUp(from: log.reader)
    let row = try #require(try await store.owed(reason: "unreadable", limit: 5).first)
    #expect((row.owed.detail, row.sinceSequence) == ("partly_masked", second))
  }
}
