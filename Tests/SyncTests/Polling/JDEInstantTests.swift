import Decisions
import Foundation
import Instants
import JSONText
import Testing

@testable import Sync

@Suite("A wall time of the enterprise server")
struct JDEInstantTests {
  /// What the clocks showed in a zone: `2026-10-25T02:50:00` and what instants that is.
  struct Shown: Sendable {
    let zone: String
    let wall: String
    let instants: [String]
  }

  @Test(
    "is one instant, in the hour that is shown twice two, in a skipped one that of a clock left as it was",
    arguments: [
      Shown(zone: "Europe/Berlin", wall: "2026-07-01T12:00:00", instants: ["2026-07-01T10:00:00Z"]),
      Shown(zone: "Europe/Berlin", wall: "2026-12-01T12:00:00", instants: ["2026-12-01T11:00:00Z"]),
      Shown(
        zone: "Europe/Berlin", wall: "2026-10-25T02:50:00",
        instants: ["2026-10-25T00:50:00Z", "2026-10-25T01:50:00Z"]),
      Shown(zone: "Europe/Berlin", wall: "2026-10-25T01:59:59", instants: ["2026-10-24T23:59:59Z"]),
      Shown(zone: "Europe/Berlin", wall: "2026-10-25T03:00:00", instants: ["2026-10-25T02:00:00Z"]),
      Shown(zone: "Europe/Berlin", wall: "2026-03-29T02:30:00", instants: ["2026-03-29T01:30:00Z"]),
      Shown(zone: "Europe/Berlin", wall: "2026-03-29T01:59:59", instants: ["2026-03-29T00:59:59Z"]),
      Shown(zone: "Europe/Berlin", wall: "2026-03-29T03:00:00", instants: ["2026-03-29T01:00:00Z"]),
      Shown(
        zone: "Australia/Sydney", wall: "2026-04-05T02:30:00",
        instants: ["2026-04-04T15:30:00Z", "2026-04-04T16:30:00Z"]),
      Shown(zone: "Australia/Sydney", wall: "2026-10-04T02:30:00", instants: ["2026-10-03T16:30:00Z"]),
      Shown(
        zone: "Australia/Lord_Howe", wall: "2026-04-05T01:45:00",
        instants: ["2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"]),
      Shown(zone: "Australia/Lord_Howe", wall: "2026-04-05T01:15:00", instants: ["2026-04-04T14:15:00Z"]),
      Shown(zone: "Australia/Lord_Howe", wall: "2026-10-04T02:15:00", instants: ["2026-10-03T15:45:00Z"]),
      Shown(
        zone: "America/Sao_Paulo", wall: "2018-02-17T23:30:00",
        instants: ["2018-02-18T01:30:00Z", "2018-02-18T02:30:00Z"]),
      Shown(zone: "America/Sao_Paulo", wall: "2018-11-04T00:00:00", instants: ["2018-11-04T03:00:00Z"]),
      Shown(zone: "America/Sao_Paulo", wall: "2026-02-17T23:30:00", instants: ["2026-02-18T02:30:00Z"]),
      Shown(
        zone: "America/New_York", wall: "2026-11-01T01:30:00",
        instants: ["2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"]),
      Shown(zone: "Asia/Kolkata", wall: "2026-10-25T02:50:00", instants: ["2026-10-24T21:20:00Z"]),
      Shown(zone: "Pacific/Kiritimati", wall: "2026-01-01T00:00:00", instants: ["2025-12-31T10:00:00Z"]),
      Shown(zone: "UTC", wall: "2026-10-25T02:50:00", instants: ["2026-10-25T02:50:00Z"]),
    ])
  func instants(shown: Shown) throws {
    let zone = try #require(TimeZone(identifier: shown.zone))
    let wall = try #require(RFC3339.seconds(of: shown.wall + "Z"))
    let found = WallClockInstants(wall: wall, in: zone)
    #expect(Set([found.earliest, found.latest]).sorted().map { RFC3339.text(seconds: $0) } == shown.instants)
  }

  @Test(
    "is told by the zone's own clock, for every quarter of an hour of a year",
    arguments: [
      "Europe/Berlin", "Australia/Sydney", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu",
      "UTC",
    ])
  func likeTheClock(name: String) throws {
    let zone = try #require(TimeZone(identifier: name))
    let start = try #require(RFC3339.seconds(of: "2018-01-01T00:00:00Z"))
    var shownAt: [Int64: [Int64]] = [:]
    for instant in stride(from: start, to: start + 365 * 86_400, by: 900) {
      let date = Date(timeIntervalSince1970: TimeInterval(instant))
      shownAt[instant + Int64(zone.secondsFromGMT(for: date)), default: []].append(instant)
    }
    // At both ends of the year the clock may have shown a time outside of it.
    for (wall, instants) in shownAt where wall > start + 86_400 && wall < start + 364 * 86_400 {
      let found = WallClockInstants(wall: wall, in: zone)
      try #require(Set([found.earliest, found.latest]).sorted() == instants.sorted(), "\(name) \(wall)")
    }
  }

  @Test("is recorded as the earlier of two, and both are there for what compares edits")
  func ofARow() throws {
    let row = TableRow(table: "F0101", record: ["F0101_UPMJ": "20261025", "F0101_UPMT": 25_000])
    let berlin = JDEInstant(zone: try #require(TimeZone(identifier: "Europe/Berlin")))
    #expect(berlin.changed(row) == "2026-10-25T00:50:00Z")
    #expect(berlin.edit(of: row) == .two(1_792_889_400, 1_792_893_000))
    let sydney = JDEInstant(zone: try #require(TimeZone(identifier: "Australia/Sydney")))
    let april = TableRow(table: "F0101", record: ["F0101_UPMJ": "20260405", "F0101_UPMT": 23_000])
    #expect(sydney.changed(april) == "2026-04-04T15:30:00Z")
  }

  @Test("begins a day whose midnight is skipped at its first instant")
  func startOfDay() throws {
    let row = TableRow(table: "F0116", record: ["F0116_EFTB": "20181104"])
    let zone = JDEInstant(zone: try #require(TimeZone(identifier: "America/Sao_Paulo")))
    #expect(zone.effective(row, after: "20181001") == "2018-11-04T03:00:00Z")
    #expect(zone.effective(row, after: "20181104") == nil)
  }
}
