/// Instants as the log writes and reads them: RFC 3339, in microseconds since 1970 UTC.
package enum Timestamp {
  /// The text of an instant: UTC, six decimals, 27 bytes.
  package static func text(_ microseconds: Int64) -> String {
    let (days, rest) = microseconds.floored(by: 86_400_000_000)
    let (year, month, day) = civil(days)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    func padded(_ number: Int64, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    let (seconds, fraction) = rest.quotientAndRemainder(dividingBy: 1_000_000)
    let time = "\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60)).\(padded(fraction, 6))"
    return "\(padded(year, 4))-\(two(month))-\(two(day))T\(time)Z"
  }

  /// The instant of an RFC 3339 text with any offset and up to nine decimals; nil for any other text.
  package static func microseconds(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    return microseconds(unsafe bytes.span.bytes)
  }

  static func microseconds(_ text: RawSpan) -> Int64? {
    guard text.byteCount >= 20, text.byte(at: 4) == 45, text.byte(at: 7) == 45,
      [84, 116, 32].contains(text.byte(at: 10)),
      text.byte(at: 13) == 58, text.byte(at: 16) == 58,
      let year = number(text, 0..<4), let month = number(text, 5..<7), let day = number(text, 8..<10),
      let hour = number(text, 11..<13), let minute = number(text, 14..<16),
      let second = number(text, 17..<19),
      (1...12).contains(month), (1...daysIn(month, of: year)).contains(day), hour < 24, minute < 60,
      second < 61
    else { return nil }
    var offset = 19
    var fraction: Int64 = 0
    if text.byte(at: offset) == 46 {
      let start = offset + 1
      offset = start
      while offset < text.byteCount, (48...57).contains(text.byte(at: offset)) { offset += 1 }
      guard (1...9).contains(offset - start), let digits = number(text, start..<min(offset, start + 6)) else {
        return nil
      }
      fraction = digits
      for _ in 0..<max(0, 6 - (offset - start)) { fraction *= 10 }
    }
    guard let zone = zoneSeconds(text, at: offset) else { return nil }
    let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - zone
    return seconds * 1_000_000 + fraction
  }

  private static func zoneSeconds(_ text: RawSpan, at offset: Int) -> Int64? {
    guard offset < text.byteCount else { return nil }
    let sign = text.byte(at: offset)
    if sign == 90 || sign == 122 { return offset + 1 == text.byteCount ? 0 : nil }
    guard sign == 43 || sign == 45, text.byteCount - offset == 6, text.byte(at: offset + 3) == 58,
      let hours = number(text, offset + 1..<offset + 3), let minutes = number(text, offset + 4..<offset + 6),
      hours < 24, minutes < 60
    else { return nil }
    return (hours * 3_600 + minutes * 60) * (sign == 43 ? 1 : -1)
  }

  private static func number(_ text: RawSpan, _ range: Range<Int>) -> Int64? {
    guard !range.isEmpty, range.upperBound <= text.byteCount else { return nil }
    var value: Int64 = 0
    for offset in range {
      let digit = text.byte(at: offset)
      guard (48...57).contains(digit) else { return nil }
      value = value * 10 + Int64(digit - 48)
    }
    return value
  }

  private static func daysIn(_ month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970 of a day of the Gregorian calendar (Howard Hinnant, days_from_civil).
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = shifted.floored(by: 400)
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(_ days: Int64) -> (Int64, Int64, Int64) {
    let (era, dayOfEra) = (days + 719_468).floored(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }
}

extension Int64 {
  /// Quotient and remainder with a remainder that is never negative.
  fileprivate func floored(by divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
