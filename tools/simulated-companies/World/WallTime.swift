import Foundation

/// An instant in microseconds since 1970 (UTC), and its forms.
package struct WallTime: Hashable, Comparable, Sendable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  package let microseconds: Int

  /// The instant `microseconds` after 1970.
  package init(microseconds: Int) { self.microseconds = microseconds }

  /// The instant `seconds` after 1970.
  package init(seconds: Int) { microseconds = seconds * 1_000_000 }

  /// What the machine's clock shows.
  package static var now: WallTime {
    WallTime(microseconds: Int(Date().timeIntervalSince1970 * 1_000_000))
  }

  /// Whole seconds since 1970, rounded down.
  package var seconds: Int {
    microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000
  }

  /// The instant `seconds` later.
  package func adding(seconds: Int) -> WallTime {
    WallTime(microseconds: microseconds + seconds * 1_000_000)
  }

  /// The day in a zone that is `offset` seconds east of UTC.
  package func date(offset: Int = 0) -> CivilDate {
    let local = seconds + offset
    return CivilDate(days: local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
  }

  /// Hour, minute and second in a zone that is `offset` seconds east of UTC.
  package func clock(offset: Int = 0) -> (hour: Int, minute: Int, second: Int) {
    let second = seconds + offset - date(offset: offset).days * 86_400
    return (second / 3_600, second / 60 % 60, second % 60)
  }

  /// `2026-11-23T10:00:00.123456Z`: of fixed width, so that texts sort as instants do.
  package var iso: String {
    let (hour, minute, second) = clock()
    let fraction = String(microseconds - seconds * 1_000_000 + 1_000_000).dropFirst()
    return "\(date().iso)T\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second)).\(fraction)Z"
  }

  /// `2026-11-23T11:00:00+01:00`, in a zone that is `offset` seconds east of UTC.
  package func isoSeconds(offset: Int) -> String {
    let (hour, minute, second) = clock(offset: offset)
    let minutes = abs(offset) / 60
    let zone = "\(offset < 0 ? "-" : "+")\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
    return "\(date(offset: offset).iso)T\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second))\(zone)"
  }

  /// `Mon, 23 Nov 2026 10:00:00 GMT`, as HTTP headers write it.
  package var httpDate: String {
    let (hour, minute, second) = clock()
    let date = date()
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][(date.days % 7 + 7) % 7]
    let (year, month, day) = date.parts
    let time = "\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second))"
    return "\(weekday), \(twoDigits(day)) \(Self.months[month - 1]) \(year) \(time) GMT"
  }

  /// An instant from an HTTP date.
  package init?(http text: String) {
    let parts = text.split(separator: " ")
    guard parts.count == 6, let day = Int(parts[1]), let year = Int(parts[3]),
      let month = Self.months.firstIndex(of: String(parts[2]))
    else { return nil }
    let clock = parts[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3 else { return nil }
    let days = CivilDate(year: year, month: month + 1, day: day).days
    self.init(seconds: days * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2])
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// An instant from ISO 8601 text with `Z` or an offset, with or without a fraction of a second.
  package init?(iso text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 19, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54 || bytes[10] == 0x20 else {
      return nil
    }
    func number(_ range: Range<Int>) -> Int? { Int(String(decoding: bytes[range], as: UTF8.self)) }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
    else { return nil }
    var index = 19
    var fraction = 0
    if index < bytes.count, bytes[index] == 0x2E {
      var scale = 100_000
      index += 1
      while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
        fraction += Int(bytes[index] - 0x30) * scale
        scale /= 10
        index += 1
      }
    }
    var offset = 0
    if index < bytes.count, bytes[index] != 0x5A {
      guard bytes.count >= index + 6, let hours = number(index + 1..<index + 3),
        let minutes = number(index + 4..<index + 6)
      else { return nil }
      offset = (hours * 3_600 + minutes * 60) * (bytes[index] == 0x2D ? -1 : 1)
    }
    let days = CivilDate(year: year, month: month, day: day).days
    let total = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
    microseconds = total * 1_000_000 + fraction
  }

  /// The earlier of two instants is the smaller.
  package static func < (left: WallTime, right: WallTime) -> Bool { left.microseconds < right.microseconds }
}

extension WallTime {
  /// How many seconds east of UTC the clocks of Central Europe stand at this instant.
  ///
  /// Summer time from the last Sunday of March to the last Sunday of October, at 01:00 UTC each.
  package var centralEuropeOffset: Int {
    let year = date().parts.year
    let summer = Self.lastSunday(ofMonth: 3, year: year)..<Self.lastSunday(ofMonth: 10, year: year)
    return summer.contains(seconds) ? 7_200 : 3_600
  }

  private static func lastSunday(ofMonth month: Int, year: Int) -> Int {
    let last = CivilDate(year: year, month: month, day: 31)
    let weekday = (last.days + 4) % 7  // 1970-01-01 was a Thursday; 0 is Sunday
    return last.adding(days: -weekday).days * 86_400 + 3_600
  }
}
