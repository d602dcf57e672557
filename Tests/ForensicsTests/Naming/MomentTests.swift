import Diagnostics
import EventLog
import Forensics
import Instants
import Testing
import TestSupport

@Suite("A moment", .temporaryFolder)
struct MomentTests {
  @Test(
    "is read as a person writes it, in UTC unless it says",
    arguments: [
      ("2026-07-14T09:30:00Z", "2026-07-14T09:30:00.000000Z"), ("2026-07-14", "2026-07-14T00:00:00.000000Z"),
      ("2026-07-14 09:30", "2026-07-14T09:30:00.000000Z"),
      ("2026-07-14 09:30:05", "2026-07-14T09:30:05.000000Z"),
      ("2026-07-14T09:30:00+02:00", "2026-07-14T07:30:00.000000Z"),
      ("2026-07-14 09:30-05:00", "2026-07-14T14:30:00.000000Z"),
      ("2026-07-14T09:30:00.123456Z", "2026-07-14T09:30:00.123456Z"),
      ("2026-07-14t09:30z", "2026-07-14T09:30:00.000000Z"),
    ])
  func isRead(text: String, instant: String) throws {
    let microseconds = try #require(RFC3339.microseconds(instant))
    #expect(try Moment(text) == .instant(microseconds: microseconds))
  }

  @Test("can be an event")
  func isEvent() throws { #expect(try Moment("#1234") == .event(1234)) }

  @Test(
    "that is none is refused with the forms that would do",
    arguments: [
      "", "#", "#0", "#-1", "1234", "yesterday", "2026-07", "2026-13-01", "2026-07-14 25:00", "2026-07-14T09",
    ])
  func isRefused(text: String) throws {
    let failure = #expect(throws: Failure.self) { try Moment(text) }
    #expect(failure?.code == .momentUnreadable)
    #expect(failure?.remedy.contains("2026-07-14 09:30") == true)
  }

  @Test("names the last event that was recorded by then, as looking at every event says")
  func findsEvent() async throws {
    let log = try await TestLog.make()
    var story = Story(seed: 1)
    for _ in 0..<6 { try await log.append(story.scenes(3)) }
    _ = try log.reader.refresh()
    var instants: [Int64] = []
    try log.reader.eachEvent { event throws(Failure) in
      instants.append(RFC3339.microseconds(event.at) ?? 0)
      return true
    }
    let first = try #require(instants.first)
    let last = try #require(instants.last)
    for limit in Set(instants.flatMap { [$0 - 1, $0, $0 + 1] }).union([0, first - 1, last + 1, .max]) {
      let wanted = UInt64(instants.count { $0 <= limit })
      #expect(try Moment.instant(microseconds: limit).lastSequence(in: log.reader) == wanted)
    }
    let count = UInt64(instants.count)
    #expect(try Moment.event(count).lastSequence(in: log.reader) == count)
    let failure = #expect(throws: Failure.self) { try Moment.event(count + 1).lastSequence(in: log.reader) }
    #expect(failure?.code == .momentAhead)
  }
}
