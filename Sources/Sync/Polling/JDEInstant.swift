import Decisions
import Foundation
import Instants

/// Times of JD Edwards as the log writes them: days and clock times of the enterprise server's zone, in RFC 3339.
struct JDEInstant: Sendable {
  private let zone: TimeZone

  /// The zone of the enterprise server: UPMT has none.
  init(zone: TimeZone) { self.zone = zone }

  /// When a row was last changed by its own account; nil where UPMJ is blank.
  func changed(_ row: TableRow) -> String? {
    guard let text = row.editedAt, let day = CalendarDay(String(text.prefix(8))),
      let clock = Int(text.suffix(6))
    else { return nil }
    let seconds = clock / 10_000 * 3_600 + clock / 100 % 100 * 60 + clock % 100
    return instant(day: day, seconds: seconds)
  }

  /// The start of a future day, in UTC; nil where the day is none or not after `today`.
  func effective(_ row: TableRow, after today: String) -> String? {
    guard row.table == "F0116", let day = row.dateCell("EFTB").text.flatMap({ CalendarDay($0) }),
      day.compact > today
    else { return nil }
    return instant(day: day, seconds: 0)
  }

  private func instant(day: CalendarDay, seconds: Int) -> String {
    let local = Double(day.daysSince1970 * 86_400 + seconds)
    let guess = Date(timeIntervalSince1970: local - Double(zone.secondsFromGMT()))
    let offset = zone.secondsFromGMT(for: guess)
    return RFC3339.text(seconds: Int64(local) - Int64(offset))
  }
}
