/// A day of the Gregorian calendar as a count of days, with its forms in the two systems.
package struct CivilDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  package let days: Int

  /// The day that lies `days` after 1970-01-01.
  package init(days: Int) { self.days = days }

  /// The day of a year, month and day of month.
  package init(year: Int, month: Int, day: Int) {
    // Howard Hinnant's days_from_civil: March is the first month, so that the leap day is the last.
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    days = era * 146_097 + dayOfEra - 719_468
  }

  /// The day that `yyyyMMdd` names; nil where it names none.
  package init?(compact text: some StringProtocol) {
    guard text.utf8.count == 8, let number = Int(text) else { return nil }
    let (month, day) = (number / 100 % 100, number % 100)
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    let date = CivilDate(year: number / 10_000, month: month, day: day)
    guard date.parts.month == month else { return nil }
    self = date
  }

  /// Year, month and day of month.
  package var parts: (year: Int, month: Int, day: Int) {
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted + (shifted < 10 ? 3 : -9)
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// `yyyyMMdd`, as the data service writes a date.
  package var compact: String {
    let (year, month, day) = parts
    return String(year * 10_000 + month * 100 + day)
  }

  /// `yyyy-MM-dd`.
  package var iso: String {
    let (year, month, day) = parts
    return "\(year)-\(twoDigits(month))-\(twoDigits(day))"
  }

  /// The day `count` days later.
  package func adding(days count: Int) -> CivilDate { CivilDate(days: days + count) }

  /// The day `count` months later, at most the last day of that month.
  package func adding(months count: Int) -> CivilDate {
    let (year, month, day) = parts
    let total = year * 12 + month - 1 + count
    let (newYear, newMonth) = (total / 12, total % 12 + 1)
    let next = CivilDate(year: newMonth == 12 ? newYear + 1 : newYear, month: newMonth % 12 + 1, day: 1)
    let last = next.adding(days: -1).parts.day
    return CivilDate(year: newYear, month: newMonth, day: min(day, last))
  }

  /// The earlier of two days is the smaller.
  package static func < (left: CivilDate, right: CivilDate) -> Bool { left.days < right.days }
}

/// A number below 100 with two digits.
package func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
