import Decisions
import JSONText
import Projections
import Testing
import TestSupport

@Suite("A question to a person", .temporaryFolder)
struct ReviewFoldTests {
  private let stream = StreamKey.link("customer", "7")

  @Test(
    "is settled by its answer",
    arguments: [
      (LinkSettled.Answer.create, ReviewRow.State.answered), (.link, .answered), (.keepApart, .answered),
      (.ignore, .ignored),
    ])
  func isSettled(answer: LinkSettled.Answer, state: ReviewRow.State) async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.linkReviewAsked, stream, Body.asked("7", candidates: ["z1", "z2"]))
    try await store.catchUp(from: log.reader)
    #expect(try await store.reviews(openOnly: true).map(\.key) == ["7"])
    let answered = try await log.append(.linkReviewAnswered, stream, Body.settled("7", answer))
    try await store.catchUp(from: log.reader)
    let row = try #require(try await store.reviews(entity: "customer", keys: ["7"])["7"])
    #expect((row.state, row.answer, row.answeredSequence) == (state, answer, answered))
    #expect(try await store.reviews(openOnly: true).isEmpty)
    #expect(try await store.reviews(openOnly: false).count == 1)
    let apart = try await store.keptApart(entity: "customer", keys: ["7"])
    #expect(apart == (answer == .keepApart ? ["7": ["z1", "z2"]] : [:]))
  }

  @Test("allows one create: the link that follows takes the answer's place")
  func allowsOneCreate() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.linkReviewAsked, stream, Body.asked("7"))
    try await log.append(.linkReviewAnswered, stream, Body.settled("7", .create))
    try await log.append(.linkMade, stream, Body.linkMade("7", "z1", how: "created"))
    try await store.catchUp(from: log.reader)
    let row = try #require(try await store.reviews(entity: "customer", keys: ["7"])["7"])
    #expect((row.answer, row.zohoID, row.state) == (.link, "z1", .answered))
  }

  @Test("is open again when another one is asked")
  func isAskedAgain() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.linkReviewAsked, stream, Body.asked("7"))
    try await log.append(.linkReviewAnswered, stream, Body.settled("7", .ignore))
    try await log.append(.linkReviewAsked, stream, Body.asked("7", candidates: ["z9"]))
    try await store.catchUp(from: log.reader)
    let row = try #require(try await store.reviews(openOnly: true).first)
    #expect((row.fingerprint, row.answer, row.candidates) == ("f1", nil, [["zoho_id": "z9"]]))
  }

  @Test("that keeps two apart holds until a person links them")
  func keepsApart() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.linkKeptApart, stream, Body.settled("7", .keepApart, "z1"))
    try await log.append(.linkKeptApart, stream, Body.settled("7", .keepApart, "z2"))
    try await log.append(.linkMade, stream, Body.linkMade("7", "z1", how: "person"))
    try await store.catchUp(from: log.reader)
    #expect(try await store.keptApart(entity: "customer", keys: ["7"]) == ["7": ["z2"]])
  }

  @Test("about a field is open until it is resolved or the pair is unlinked")
  func conflicts() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.linkMade, stream, Body.linkMade("7", "z1"))
    for (field, zoho) in [("a", FieldValue.absent), ("b", .blank), ("c", .value("Z"))] {
      try await log.append(
        .conflictFound, stream, Body.conflict("7", field, jde: .value("J"), zoho: zoho))
    }
    try await log.append(
      .conflictResolved, stream,
      ConflictResolved(entity: "customer", key: "7", field: "a", how: "agreed").json)
    try await store.catchUp(from: log.reader)
    let open = try await store.conflicts(entity: "customer", keys: ["7"])["7"] ?? []
    #expect(open.map(\.field) == ["b", "c"])
    #expect(open.map(\.zoho) == [.blank, .value("Z")])
    let all = try await store.conflicts(openOnly: false)
    #expect(all.map(\.zoho) == [.absent, .blank, .value("Z")])
    try await log.append(.linkRemoved, stream, Body.settled("7", .unlink))
    try await store.catchUp(from: log.reader)
    #expect(try await store.conflicts(openOnly: true).isEmpty)
  }
}
