import Decisions
import JSONText
import Projections
import Testing
import TestSupport

@Suite("The reading of a source", .temporaryFolder)
struct PollFoldTests {
  private let stream = StreamKey.poll(.jde, "F0101")

  private func started(_ after: JSONValue? = nil) -> JSONValue {
    PollStarted(
      mode: .full, from: nil, columns: ["AN8", "ALPH"], searchTypes: ["C", "O"], resumedAfter: after
    ).json
  }

  private func page(_ number: Int, _ last: JSONValue?) -> JSONValue {
    PollProgressed(page: number, rows: 10, lastKey: last).json
  }

  @Test("that was interrupted says where it goes on, and where it began")
  func isInterrupted() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let first = try await log.append(.pollStarted, stream, started())
    try await log.append(.pollProgressed, stream, page(1, [10]))
    try await log.append(.pollProgressed, stream, page(2, [20]))
    try await store.catchUp(from: log.reader)
    var poll = try #require(try await store.interruptedPoll(.jde, "F0101"))
    #expect((poll.startedSequence, poll.firstSequence, poll.page, poll.lastKey) == (first, first, 2, [20]))
    #expect((poll.mode, poll.columns) == (.full, ["AN8", "ALPH"]))
    #expect(poll.searchTypes == ["C", "O"])
    let second = try await log.append(.pollStarted, stream, started([20]))
    try await store.catchUp(from: log.reader)
    poll = try #require(try await store.interruptedPoll(.jde, "F0101"))
    #expect((poll.startedSequence, poll.firstSequence, poll.page, poll.lastKey) == (second, first, 0, [20]))
    let third = try await log.append(.pollStarted, stream, started())
    try await store.catchUp(from: log.reader)
    poll = try #require(try await store.interruptedPoll(.jde, "F0101"))
    #expect((poll.firstSequence, poll.lastKey) == (third, nil))
  }

  @Test("that came to its end moves the watermark, and is interrupted no longer")
  func isCompleted() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.pollStarted, stream, started())
    try await log.append(.pollProgressed, stream, page(1, [10]))
    #expect(try await store.watermark(.jde, "F0101") == nil)
    let completed = try await log.append(
      .pollCompleted, stream,
      PollCompleted(pages: 1, rows: 10, changed: 3, serverTime: "t", skewSeconds: -2).json)
    let moved = try await log.append(
      .watermarkMoved, stream, WatermarkMoved(to: "20260714", columns: ["AN8"], searchTypes: []).json)
    try await store.catchUp(from: log.reader)
    #expect(try await store.interruptedPoll(.jde, "F0101") == nil)
    let mark = try #require(try await store.watermark(.jde, "F0101"))
    #expect((mark.to, mark.columns, mark.sequence) == ("20260714", ["AN8"], moved))
    #expect(mark.searchTypes == [], "all of them is another thing than not said")
    #expect(try await store.completedPoll(.jde, "F0101")?.searchTypes == ["C", "O"])
    #expect(try await store.watermarks().map(\.name) == ["F0101"])
    let poll = try #require(try await store.polls().first)
    #expect((poll.isCompleted, poll.rows, poll.changed, poll.skewSeconds) == (true, 10, 3, -2))
    #expect(poll.completedSequence == completed)
    #expect(try await store.watermark(.zoho, "F0101") == nil)
  }
}
