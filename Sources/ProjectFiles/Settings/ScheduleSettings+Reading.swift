import Diagnostics

extension ScheduleSettings {
  static let keys = ["jde", "zoho", "full_reconcile", "quiet_hours"]

  /// The section `schedule`; what is missing in it is `daily`.
  static func read(_ block: KeyedNode, _ problems: inout Problems) -> ScheduleSettings {
    let jde = rule("jde", block, &problems)
    let zoho = rule("zoho", block, &problems)
    let full = rule("full_reconcile", block, &problems)
    let quiet = quietHours(block, &problems)
    let changed = [
      ("jde", jde.map { $0 != daily.jde }), ("zoho", zoho.map { $0 != daily.zoho }),
      ("full_reconcile", full.map { $0 != daily.fullReconcile }), ("quiet_hours", quiet.map { _ in true }),
    ]
    for (key, isChanged) in changed where isChanged == true {
      ProjectFile.noteNoService(block.path(key), at: block.place(of: key) ?? block.place, &problems)
    }
    return ScheduleSettings(
      jde: jde ?? daily.jde, zoho: zoho ?? daily.zoho, fullReconcile: full ?? daily.fullReconcile,
      quietHours: quiet)
  }

  private static func rule(
    _ key: String, _ block: KeyedNode, _ problems: inout Problems
  )
    -> ScheduleRule?
  {
    guard let text = block.placedText(key, &problems) else { return nil }
    if let cron = CronLine(text.text) { return .cron(cron) }
    if let interval = DurationText.parse(text.text), interval >= .seconds(10) { return .every(interval) }
    problems.add(
      .configMalformed, "\(block.path(key)) is neither a cron line nor an interval: \(text.text)",
      at: text.place,
      remedy: "write \"0 5 * * *\" (minute, hour, day, month, weekday), or 15m (s, m, h, d; at least 10s)")
    return nil
  }

  private static func quietHours(_ block: KeyedNode, _ problems: inout Problems) -> QuietHours? {
    guard let text = block.placedText("quiet_hours", &problems) else { return nil }
    let ends = text.text.split(separator: "-").map(minuteOfDay)
    if ends.count == 2, let from = ends[0], let to = ends[1], from != to {
      return QuietHours(fromMinute: from, toMinute: to)
    }
    problems.add(
      .configMalformed, "\(block.path("quiet_hours")) is no part of a day: \(text.text)", at: text.place,
      remedy: "write \"22:00-05:00\"")
    return nil
  }

  /// `22:00` as minutes after midnight.
  private static func minuteOfDay(_ text: Substring) -> Int? {
    let parts = text.filter { !$0.isWhitespace }.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
      (0...23).contains(hour), (0...59).contains(minute)
    else { return nil }
    return hour * 60 + minute
  }
}

/// Durations as people write them: `90s`, `15m`, `2h`, `1d`.
enum DurationText {
  static func parse(_ text: String) -> Duration? {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    guard let last = text.last, let unit = units[last], let count = Int(text.dropLast()),
      (0...1_000_000).contains(count)
    else { return nil }
    return .seconds(count * unit)
  }
}

extension KeyedNode {
  /// A duration with its unit.
  func duration(_ key: String, _ problems: inout Problems) -> Duration? {
    guard let text = placedText(key, &problems) else { return nil }
    if let duration = DurationText.parse(text.text) { return duration }
    problems.add(
      .configMalformed, "\(path(key)) is a duration, but here is \"\(text.text)\"", at: text.place,
      remedy: "write a number with its unit: 90s, 15m, 2h or 1d")
    return nil
  }
}
