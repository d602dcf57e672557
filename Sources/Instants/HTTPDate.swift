/// The date form of HTTP header fields (RFC 9110, IMF-fixdate): `Sun, 06 Nov 1994 08:49:37 GMT`.
package enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]  // from 1970-01-01

  /// The instant that a header's value names, in seconds since 1970 UTC; nil where it is not of that form.
  package static func parse(_ value: String) -> Int64? {
    let parts = value.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
      let month = months.firstIndex(of: String(parts[2]))
    else { return nil }
    let time = parts[4].split(separator: ":").map { Int($0) ?? -1 }
    guard time.count == 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]), (0...60).contains(time[2]),
      (1...31).contains(day), (1970...9999).contains(year)
    else { return nil }
    let days = GregorianCalendar.days(year: year, month: month + 1, day: day)
    return Int64(days * 86_400 + time[0] * 3_600 + time[1] * 60 + time[2])
  }

  /// The header's value for an instant in seconds since 1970 UTC.
  package static func format(_ seconds: Int64) -> String {
    let (days, rest) = Int(seconds).floored(by: 86_400)
    let (year, month, day) = GregorianCalendar.civil(days: days)
    let weekday = weekdays[days.floored(by: 7).remainder]
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(weekday), \(two(day)) \(months[month - 1]) \(year) "
      + "\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60)) GMT"
  }
}
