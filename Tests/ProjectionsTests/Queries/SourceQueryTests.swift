import Decisions
import EventLog
import JSONText
import Projections
import Testing
import TestSupport

@Suite("A source", .temporaryFolder)
struct SourceQueryTests {
  @Test("has records once one of its own was seen, not one of a name that begins alike")
  func hasRecords() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.recordPolled, "jde/F01151/7/0/1", Body.seen(["n": 1]))
    try await log.append(.recordPolled, "zoho/Accounts/1", Body.seen(["id": "1"]))
    try await store.catchUp(from: log.reader)
    #expect(try await store.hasRecords(.jde, "F01151"))
    #expect(try await store.hasRecords(.zoho, "Accounts"))
    #expect(try await store.hasRecords(.jde, "F0115") == false)
    #expect(try await store.hasRecords(.jde, "F0101") == false)
    #expect(try await store.hasRecords(.zoho, "Account") == false)
  }

  @Test("knows the numbers whose master record was seen, and how it was read to its end")
  func knowsNumbers() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.recordPolled, "jde/F0101/7", Body.seen(["n": 1]))
    try await log.append(.recordPolled, "jde/F0111/8/0", Body.seen(["n": 1]))
    let stream = StreamKey.poll(.jde, "F0101")
    try await log.append(
      .pollStarted, stream, PollStarted(mode: .full, from: nil, columns: ["AN8"], resumedAfter: nil).json)
    try await store.catchUp(from: log.reader)
    #expect(try await store.knownNumbers([7, 8, 9]) == [7])
    #expect(try await store.completedPoll(.jde, "F0101") == nil)
    try await log.append(
      .pollCompleted, stream,
      PollCompleted(pages: 1, rows: 1, changed: 1, serverTime: "20260714", skewSeconds: nil).json)
    try await store.catchUp(from: log.reader)
    let poll = try #require(try await store.completedPoll(.jde, "F0101"))
    #expect((poll.columns, poll.serverTime) == (["AN8"], "20260714"))
  }

  @Test("of touched pairings is every kind of answer since an event")
  func keysTouched() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    func link(_ key: String) -> String { StreamKey.link("customer", key) }
    let before = try await log.append(.linkMade, link("1"), Body.linkMade("1", "z1"))
    try await log.append(.questionAsked, link("2"), Body.asked("2"))
    try await log.append(.linkMade, link("3"), Body.linkMade("3", "z3"))
    try await store.catchUp(from: log.reader)
    #expect(try await store.keysTouched(entity: "customer", since: before).sorted() == ["3"])
    try await log.append(.subjectStated, link("2"), Body.stated("2", .isNew))
    try await log.append(.linkRemoved, link("1"), Body.removed("1"))
    try await log.append(.subjectStated, link("4"), Body.stated("4", .apart, .record(.zoho, "z1")))
    try await store.catchUp(from: log.reader)
    #expect(try await store.keysTouched(entity: "customer", since: before).sorted() == ["1", "2", "3", "4"])
  }
}
