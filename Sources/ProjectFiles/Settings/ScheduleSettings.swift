/// When the service does what: the section `schedule` of `counterfoil.yaml`.
package struct ScheduleSettings: Hashable, Sendable {
  package let jde: ScheduleRule
  package let zoho: ScheduleRule
  package let fullReconcile: ScheduleRule
  /// In local time; nil for none.
  package let quietHours: QuietHours?

  /// Once a day, and a full look each Sunday.
  package static let daily = ScheduleSettings(
    jde: .cron(.daily(hour: 5, minute: 0)), zoho: .cron(.daily(hour: 5, minute: 15)),
    fullReconcile: .cron(.weekly(day: 0, hour: 2, minute: 0)), quietHours: nil)
}

/// When something runs: at the times of a cron line, or so long after its last run.
package enum ScheduleRule: Hashable, Sendable {
  case cron(CronLine)
  case every(Duration)
}

/// The part of the day in which nothing is begun; it may run over midnight.
package struct QuietHours: Hashable, Sendable {
  /// Minutes after midnight.
  package let fromMinute: Int
  /// Minutes after midnight; the quiet ends here.
  package let toMinute: Int

  /// Whether a minute of the day is quiet.
  package func contains(minuteOfDay minute: Int) -> Bool {
    fromMinute <= toMinute
      ? (fromMinute..<toMinute).contains(minute) : minute >= fromMinute || minute < toMinute
  }
}
