/// The five fields of a cron line: minute, hour, day of the month, month, day of the week (0 is Sunday).
package struct CronLine: Hashable, Sendable {
  /// 0 to 59.
  package let minutes: Set<Int>
  /// 0 to 23.
  package let hours: Set<Int>
  /// Days of the month, 1 to 31.
  package let days: Set<Int>
  /// 1 to 12.
  package let months: Set<Int>
  /// 0 (Sunday) to 6.
  package let weekdays: Set<Int>
  /// Cron's rule: where both kinds of day are restricted, one of them is enough.
  package let isEitherDay: Bool

  /// Each day at a time.
  package static func daily(hour: Int, minute: Int) -> CronLine {
    CronLine(
      minutes: [minute], hours: [hour], days: Set(1...31), months: Set(1...12), weekdays: Set(0...6),
      isEitherDay: false)
  }

  /// Each week on a day (0 is Sunday) at a time.
  package static func weekly(day: Int, hour: Int, minute: Int) -> CronLine {
    CronLine(
      minutes: [minute], hours: [hour], days: Set(1...31), months: Set(1...12), weekdays: [day],
      isEitherDay: false)
  }

  private init(
    minutes: Set<Int>, hours: Set<Int>, days: Set<Int>, months: Set<Int>, weekdays: Set<Int>,
    isEitherDay: Bool
  ) {
    self.minutes = minutes
    self.hours = hours
    self.days = days
    self.months = months
    self.weekdays = weekdays
    self.isEitherDay = isEitherDay
  }

  /// Nil for what is no cron line: not five fields, or a field with a value out of its range.
  package init?(_ text: String) {
    let fields = text.split(whereSeparator: \.isWhitespace)
    guard fields.count == 5, let minutes = Self.values(fields[0], 0...59, []),
      let hours = Self.values(fields[1], 0...23, []), let days = Self.values(fields[2], 1...31, []),
      let months = Self.values(fields[3], 1...12, Self.monthNames),
      let weekdays = Self.values(fields[4], 0...7, Self.dayNames)
    else { return nil }
    self.init(
      minutes: minutes, hours: hours, days: days, months: months,
      weekdays: Set(weekdays.map { $0 == 7 ? 0 : $0 }),
      isEitherDay: !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*"))
  }

  private static let monthNames = [
    "", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]
  private static let dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

  /// `*`, `5`, `1-5`, `*/15`, `10-50/20`, and lists of them.
  private static func values(_ field: Substring, _ range: ClosedRange<Int>, _ names: [String]) -> Set<Int>? {
    func number(_ text: Substring) -> Int? {
      let value = names.firstIndex(of: text.uppercased()) ?? Int(text)
      return value.flatMap { range.contains($0) ? $0 : nil }
    }
    var all: Set<Int> = []
    for part in field.split(separator: ",", omittingEmptySubsequences: false) {
      let halves = part.split(separator: "/", omittingEmptySubsequences: false)
      guard let span = halves.first, halves.count <= 2 else { return nil }
      var step = 1
      if halves.count == 2 {
        guard let given = Int(halves[1]), (1...range.count).contains(given) else { return nil }
        step = given
      }
      let ends = span.split(separator: "-", omittingEmptySubsequences: false)
      if span == "*" {
        all.formUnion(stride(from: range.lowerBound, through: range.upperBound, by: step))
      } else if ends.count == 2, let first = number(ends[0]), let last = number(ends[1]), first <= last {
        all.formUnion(stride(from: first, through: last, by: step))
      } else if ends.count == 1, let only = number(ends[0]) {
        all.formUnion(stride(from: only, through: halves.count == 2 ? range.upperBound : only, by: step))
      } else {
        return nil
      }
    }
    return all
  }
}
