import Decisions
import JSONText
@testable import Projections
import Testing
import TestSupport

@Suite("A link", .temporaryFolder)
struct LinkFoldTests {
  private let stream = StreamKey.link("customer", "7")

  @Test("moves its base field by field, by confirmed writes and by what both sides agree on")
  func movesBase() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let made = try await log.append(.linkMade, stream, Body.linkMade("7", "z1"))
    try await store.catchUp(from: log.reader)
    var link = try #require(try await store.links(entity: "customer", keys: ["7", "8"])["7"])
    #expect((link.baseSequence, link.base, link.state) == (made, [:], .linked))
    try await log.append(.writeIntended, "op/o", Body.intended("o", "7"))
    try await log.append(.callSent, "call/c1", Body.sent(["o"]))
    try await log.append(.writeAnswered, "op/o", Body.answered("o", .applied, id: "z1"))
    try await log.append(
      .writeConfirmed, "op/o",
      Body.confirmed("o", "7", pairs: ["name": Body.pair("A"), "tax": Body.pair("1")]))
    let moved = try await log.append(
      .decisionMade, stream, Body.decided("7", .base, base: ["tax": Body.pair("2")]))
    try await store.catchUp(from: log.reader)
    #expect(try await store.holders(entity: "customer", zohoIDs: ["z1"]) == ["z1": "7"])
    link = try #require(try await store.links(entity: "customer", keys: ["7"])["7"])
    #expect(link.base == ["name": Body.pair("A"), "tax": Body.pair("2")])
    #expect(link.baseSequence == moved)
    #expect(link.lastDecision?.sequence == moved)
  }

  @Test("begins without a base when it is made with another record, and keeps it when it is made again")
  func beginsWithoutBase() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.linkMade, stream, Body.linkMade("7", "z1"))
    try await log.append(.decisionMade, stream, Body.decided("7", .base, base: ["tax": Body.pair("2")]))
    try await log.append(.linkMade, stream, Body.linkMade("7", "z1", how: "person"))
    try await store.catchUp(from: log.reader)
    #expect(try await store.links(entity: "customer", keys: ["7"])["7"]?.base == ["tax": Body.pair("2")])
    let removed = try await log.append(.linkRemoved, stream, Body.removed("7"))
    try await store.catchUp(from: log.reader)
    var link = try #require(try await store.links(entity: "customer", keys: ["7"])["7"])
    #expect((link.state, link.removedSequence) == (.removed, removed))
    #expect(try await store.holders(entity: "customer", zohoIDs: ["z1"]).isEmpty)
    let made = try await log.append(.linkMade, stream, Body.linkMade("7", "z2"))
    try await store.catchUp(from: log.reader)
    link = try #require(try await store.links(entity: "customer", keys: ["7"])["7"])
    #expect((link.zohoID, link.base, link.baseSequence) == ("z2", [:], made))
    let pairs = try await store.pairs(of: [SubjectKey(entity: "customer", key: "7")])
    #expect(pairs.map(\.zohoID) == ["z1", "z2"])
    #expect(try await store.pairs(zohoID: "z1", module: "Accounts").map(\.record.key) == ["7"])
  }

  @Test("says that its record left the scope until it is decided about again")
  func leavesScope() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.linkMade, stream, Body.linkMade("7", "z1"))
    let marks = [LeavingMark(field: "Account_Status", mark: "Inactive", before: "Active")]
    let left = try await log.append(
      .recordLeft, stream,
      RecordLeft(entity: "customer", key: "7", reason: "AT1 is X", policy: "mark", marks: marks).json)
    try await log.append(.decisionMade, stream, Body.decided("7", .write, action: "mark"))
    try await store.catchUp(from: log.reader)
    let link = try await store.links(entity: "customer", keys: ["7"])["7"]
    #expect(link?.left == LeftScope(reason: "AT1 is X", policy: "mark", marks: marks, sequence: left))
    try await log.append(.decisionMade, stream, Body.decided("7", .write))
    try await store.catchUp(from: log.reader)
    #expect(try await store.links(entity: "customer", keys: ["7"])["7"]?.left == nil)
  }

  @Test("is walked in the order of keys, in pieces")
  func isWalked() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    for key in ["3", "1", "2", "1.1"] {
      try await log.append(.linkMade, StreamKey.link("customer", key), Body.linkMade(key, "z\(key)"))
    }
    try await store.catchUp(from: log.reader)
    #expect(try await store.eachLink(entity: "customer", after: nil, limit: 2).map(\.key) == ["1", "1.1"])
    #expect(try await store.eachLink(entity: "customer", after: "1.1", limit: 9).map(\.key) == ["2", "3"])
    #expect(
      try await store.recordKeys(ofNumber: 1) == [
        SubjectKey(entity: "customer", key: "1"), SubjectKey(entity: "customer", key: "1.1"),
      ])
  }

  @Test("is held for a create by its reservation, and by the next one of another pairing")
  func isReserved() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let key = StreamKey.reservation("customer", "key", "7")
    let body = LinkReserved(entity: "customer", key: "7", generation: 1).json
    let reserved = try await log.append(.linkReserved, key, body)
    try await store.catchUp(from: log.reader)
    #expect(try await store.reservations(entity: "customer", keys: ["7"])["7"]?.sequence == reserved)
    try await log.append(
      .linkReserved, key, LinkReserved(entity: "customer", key: "7", generation: 2).json)
    try await store.catchUp(from: log.reader)
    #expect(try await store.reservations(entity: "customer", keys: ["7"])["7"]?.generation == 2)
    #expect(try await store.reservationStreams(entity: "customer", key: "7") == [key])
  }
}
