import Foundation
import TestSupport
import Testing

@testable import SimulatedCompanies

@Suite("The simulators' calendar")
struct CalendarTests {
  @Test("agrees with Foundation about days", arguments: Seeds.all)
  func days(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone.gmt
    for _ in 0..<100 {
      let day = Int.random(in: 0..<40_000, using: &random)
      let date = CivilDate(days: day)
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(day) * 86_400))
      try #require(date.parts == (parts.year ?? 0, parts.month ?? 0, parts.day ?? 0))
      try #require(CivilDate(compact: date.compact) == date)
    }
  }

  @Test("agrees with the time zone database about Berlin", arguments: Seeds.all)
  func berlin(seed: UInt64) throws {
    let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
    var random = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let second = Int.random(in: 946_684_800..<1_893_456_000, using: &random)
      let expected = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
      try #require(WallTime(seconds: second).centralEuropeOffset == expected, "\(second)")
    }
  }

  @Test("reads back every form that it writes")
  func roundTrips() {
    let time = WallTime(microseconds: 1_795_428_000_123_456)
    #expect(WallTime(iso: time.iso) == time)
    #expect(WallTime(iso: time.isoSeconds(offset: 7_200))?.seconds == time.seconds)
    #expect(WallTime(iso: time.isoSeconds(offset: -34_200))?.seconds == time.seconds)
    #expect(WallTime(http: time.httpDate)?.seconds == time.seconds)
  }

  @Test(
    "refuses days that do not exist", arguments: ["20260230", "20261301", "2026111", "2026112a", "20250229"])
  func wrongDays(text: String) { #expect(CivilDate(compact: text) == nil) }

  @Test("keeps to the end of a shorter month")
  func months() {
    let date = CivilDate(year: 2026, month: 1, day: 31)
    #expect(date.adding(months: 1).compact == "20260228")
    #expect(date.adding(months: -2).compact == "20251130")
    #expect(date.adding(months: 25).compact == "20280229")
  }
}
