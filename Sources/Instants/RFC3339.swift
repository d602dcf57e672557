/// Instants as the log and both systems write them: RFC 3339, in microseconds or seconds since 1970 UTC.
package enum RFC3339 {
  private static let microsecondsPerSecond: Int64 = 1_000_000

  /// The seconds that have a text: from 0000-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
  package static let writable: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

  /// The text of an instant in microseconds: UTC, six decimals, 27 bytes, `2026-02-27T09:30:15.000000Z`.
  package static func text(_ microseconds: Int64) -> String {
    let (seconds, fraction) = microseconds.floored(by: microsecondsPerSecond)
    return toTheSecond(seconds) + "." + GregorianCalendar.padded(Int(fraction), 6) + "Z"
  }

  /// The text of an instant in seconds: `2026-02-27T09:30:15Z`.
  package static func text(seconds: Int64) -> String { toTheSecond(seconds) + "Z" }

  /// The whole seconds of an instant in microseconds.
  package static func seconds(_ microseconds: Int64) -> Int64 {
    microseconds.floored(by: microsecondsPerSecond).quotient
  }

  /// The instant of an RFC 3339 text with any offset and up to nine decimals, in microseconds; nil for any other text.
  package static func microseconds(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    return microseconds(unsafe bytes.span.bytes)
  }

  /// The instant of such a text in whole seconds; also of one whose offset is written without a colon (`-0500`), as
  /// older services do.
  package static func seconds(of text: String) -> Int64? {
    var bytes = Array(text.utf8)
    if bytes.count >= 24, [43, 45].contains(bytes[bytes.count - 5]) { bytes.insert(58, at: bytes.count - 2) }
    return microseconds(unsafe bytes.span.bytes).map(seconds)
  }

  /// The instant of an RFC 3339 text with any offset and up to nine decimals, in microseconds; nil for any other text,
  /// and for one that has no year of four digits in UTC.
  package static func microseconds(_ text: RawSpan) -> Int64? {
    guard text.byteCount >= 20, text.byte(4) == 45, text.byte(7) == 45,
      [84, 116, 32].contains(text.byte(10)),
      text.byte(13) == 58, text.byte(16) == 58,
      let year = number(text, 0..<4), let month = number(text, 5..<7), let day = number(text, 8..<10),
      let hour = number(text, 11..<13), let minute = number(text, 14..<16),
      let second = number(text, 17..<19),
      (1...12).contains(month), (1...GregorianCalendar.days(inMonth: month, of: year)).contains(day),
      hour < 24, minute < 60, second < 61
    else { return nil }
    var offset = 19
    var fraction = 0
    if text.byte(offset) == 46 {
      let start = offset + 1
      offset = start
      while offset < text.byteCount, (48...57).contains(text.byte(offset)) { offset += 1 }
      guard (1...9).contains(offset - start), let digits = number(text, start..<min(offset, start + 6)) else {
        return nil
      }
      fraction = digits
      for _ in 0..<max(0, 6 - (offset - start)) { fraction *= 10 }
    }
    guard let zone = zoneSeconds(text, at: offset) else { return nil }
    let days = GregorianCalendar.days(year: year, month: month, day: day)
    let seconds = Int64(days * 86_400 + hour * 3_600 + minute * 60 + second - zone)
    guard writable.contains(seconds) else { return nil }
    return seconds * microsecondsPerSecond + Int64(fraction)
  }

  private static func toTheSecond(_ seconds: Int64) -> String {
    let (days, rest) = Int(seconds).floored(by: 86_400)
    let (year, month, day) = GregorianCalendar.civil(days: days)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(GregorianCalendar.padded(year, 4))-\(two(month))-\(two(day))T"
      + "\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
  }

  private static func zoneSeconds(_ text: RawSpan, at offset: Int) -> Int? {
    guard offset < text.byteCount else { return nil }
    let sign = text.byte(offset)
    if sign == 90 || sign == 122 { return offset + 1 == text.byteCount ? 0 : nil }
    guard sign == 43 || sign == 45, text.byteCount - offset == 6, text.byte(offset + 3) == 58,
      let hours = number(text, offset + 1..<offset + 3), let minutes = number(text, offset + 4..<offset + 6),
      hours < 24, minutes < 60
    else { return nil }
    return (hours * 3_600 + minutes * 60) * (sign == 43 ? 1 : -1)
  }

  private static func number(_ text: RawSpan, _ range: Range<Int>) -> Int? {
    guard !range.isEmpty, range.upperBound <= text.byteCount else { return nil }
    var value = 0
    for offset in range {
      let digit = text.byte(offset)
      guard (48...57).contains(digit) else { return nil }
      value = value * 10 + Int(digit - 48)
    }
    return value
  }
}

extension RawSpan {
  /// The byte at an offset; bounds-checked, "unsafe" is only its name for loading any type.
  @inline(__always)
  fileprivate func byte(_ offset: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self) }
}
