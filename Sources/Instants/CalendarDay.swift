/// A day of the calendar in the forms that the systems write it in.
package struct CalendarDay: Hashable, Sendable, Comparable {
  /// 1800…2999: outside, a text that looks like a date is another pattern.
  package let year: Int
  /// 1…12.
  package let month: Int
  /// 1…31, as the month has them.
  package let day: Int

  /// A day; nil where the calendar has no such day.
  package init?(year: Int, month: Int, day: Int) {
    guard (1800...2999).contains(year), (1...12).contains(month), day >= 1,
      day <= GregorianCalendar.days(inMonth: month, of: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Reads `yyyyMMdd`, `yyyy-MM-dd` (also with a time behind it) and CYYDDD; nil for anything else.
  ///
  /// A user's display pattern (`03/04/2026`) is never guessed at.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    if bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") {
      guard bytes.count == 10 || bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
        let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
        let day = Self.number(bytes[8..<10])
      else { return nil }
      self.init(year: year, month: month, day: day)
    } else if let number = Self.number(bytes[...]) {
      self.init(number: number)
    } else {
      return nil
    }
  }

  /// Reads a number: 20260227, or 126058 (century 0 = 19xx, year, day of the year).
  package init?(number: Int) {
    if number >= 10_000_000 {
      self.init(year: number / 10_000, month: number / 100 % 100, day: number % 100)
      return
    }
    let year = 1900 + number / 1000
    var day = number % 1000
    guard number > 0, number < 1_000_000, day >= 1, day <= 366 else { return nil }
    var month = 1
    while month <= 12, day > GregorianCalendar.days(inMonth: month, of: year) {
      day -= GregorianCalendar.days(inMonth: month, of: year)
      month += 1
    }
    self.init(year: year, month: month, day: day)
  }

  /// `yyyy-MM-dd`, the canonical form of a date field.
  package var text: String {
    GregorianCalendar.padded(year, 4) + "-" + GregorianCalendar.padded(month, 2) + "-"
      + GregorianCalendar.padded(day, 2)
  }

  /// `yyyyMMdd`, as JDE's data service writes it.
  package var compact: String {
    GregorianCalendar.padded(year, 4) + GregorianCalendar.padded(month, 2) + GregorianCalendar.padded(day, 2)
  }

  /// The days since 1970-01-01.
  package var daysSince1970: Int { GregorianCalendar.days(year: year, month: month, day: day) }

  /// The day that is so many days after 1970-01-01; nil outside of 1800…2999.
  package init?(daysSince1970 days: Int) {
    guard (-100_000...400_000).contains(days) else { return nil }
    let (year, month, day) = GregorianCalendar.civil(days: days)
    self.init(year: year, month: month, day: day)
  }

  /// Earlier days first.
  package static func < (left: CalendarDay, right: CalendarDay) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 8 else { return nil }
    var value = 0
    for byte in bytes {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }
}
