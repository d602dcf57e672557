import Foundation
import Instants
import TestSupport
import Testing

@Suite("An instant")
struct RFC3339Tests {
  @Test(
    "is read to the second, whatever its offset",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2026-11-20T09:15:02+01:00", 1_795_162_502),
      ("2026-11-20T08:15:02Z", 1_795_162_502), ("2026-11-20T08:15:02.123Z", 1_795_162_502),
      ("2026-11-20T03:15:02-0500", 1_795_162_502), ("2000-02-29T12:00:00+00:00", 951_825_600),
      ("1969-12-31T23:59:59Z", -1),
    ] as [(String, Int64)])
  func seconds(text: String, expected: Int64) { #expect(RFC3339.seconds(of: text) == expected) }

  @Test(
    "is none where the text is none",
    arguments: [
      "", "2026-11-20", "2026-11-20T09:15:02", "2026-13-20T09:15:02Z", "2026-11-20T25:15:02Z", "x",
      "2026-11-20T09:15:02+1", "2026-11-20T09:15:02+01:00 ", "2026-02-29T09:15:02Z",
    ])
  func none(text: String) {
    #expect(RFC3339.seconds(of: text) == nil)
    #expect(RFC3339.microseconds(text) == nil)
  }

  @Test("is none where it has no year of four digits in UTC, and so no text that could be read again")
  func beyondYears() {
    for text in ["9999-12-31T23:59:59-05:00", "9999-12-31T23:59:60Z", "0000-01-01T00:00:00+00:01"] {
      #expect(RFC3339.seconds(of: text) == nil && RFC3339.microseconds(text) == nil, "\(text)")
    }
    for seconds in [RFC3339.writable.lowerBound, RFC3339.writable.upperBound] {
      #expect(RFC3339.seconds(of: RFC3339.text(seconds: seconds)) == seconds)
    }
  }

  @Test("is not read into the log with an offset that lacks its colon")
  func strict() { #expect(RFC3339.microseconds("2026-11-20T03:15:02-0500") == nil) }

  @Test("is written as Foundation writes it, and read back to the microsecond", arguments: Seeds.all)
  func texts(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    // From 1590 on: before, Foundation counts by the Julian calendar.
    for _ in 0..<50 {
      let instant = Int64.random(in: -12_000_000_000_000_000..<250_000_000_000_000_000, using: &random)
      let seconds = RFC3339.seconds(instant)
      let date = Date(timeIntervalSince1970: Double(seconds))
      try #require(RFC3339.text(seconds: seconds) == date.ISO8601Format())
      try #require(RFC3339.text(instant).prefix(19) == date.ISO8601Format().prefix(19))
      try #require(RFC3339.microseconds(RFC3339.text(instant)) == instant)
    }
  }
}

@Suite("A day")
struct CalendarDayTests {
  @Test("counts on from 1970 and back", arguments: Seeds.all)
  func counts(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let days = Int.random(in: -60_000..<370_000, using: &random)
      let day = try #require(CalendarDay(daysSince1970: days))
      try #require(day.daysSince1970 == days)
      let text = Date(timeIntervalSince1970: Double(days) * 86_400).ISO8601Format()
      try #require(day.text == text.prefix(10))
    }
  }

  @Test(
    "is none so far away that no calendar of JD Edwards has it",
    arguments: [Int.min, -100_000, 500_000, Int.max])
  func far(days: Int) { #expect(CalendarDay(daysSince1970: days) == nil) }
}

@Suite("Hexadecimal digits")
struct HexTests {
  @Test("stand for bytes, two each, and come back", arguments: Seeds.all)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
      UInt8.random(in: 0...255, using: &random)
    }
    let text = Hex.text(bytes)
    try #require(text.utf8.count == 2 * bytes.count)
    try #require(Hex.bytes(text) == bytes)
  }

  @Test("are eight for a number of 32 bits")
  func number() { #expect(Hex.text(0xBEEF as UInt32) == "0000beef") }

  @Test("are none of ours in capitals, alone, or beyond f", arguments: ["A0", "abc", "0g", "é"])
  func others(text: String) { #expect(Hex.bytes(text) == nil) }
}
