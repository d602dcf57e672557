import Diagnostics
import ProjectFiles
import TestSupport
import Testing

@Suite("A schedule", .temporaryFolder)
struct ScheduleTests {
  @Test("reads the forms of cron's fields")
  func cron() throws {
    let line = try #require(CronLine("*/20 8-18/2 1,15 jan-mar MON-FRI"))
    #expect(line.minutes == [0, 20, 40])
    #expect(line.hours == [8, 10, 12, 14, 16, 18])
    #expect(line.days == [1, 15])
    #expect(line.months == [1, 2, 3])
    #expect(line.weekdays == [1, 2, 3, 4, 5])
    #expect(CronLine("*/60 * * * *")?.minutes == [0])
    #expect(line.isEitherDay, "both kinds of day are restricted: one of them is enough")
  }

  @Test("takes 7 for a Sunday, and knows that one kind of day alone decides")
  func sunday() throws {
    let line = try #require(CronLine("0 2 * * 7"))
    #expect(line.weekdays == [0])
    #expect(!line.isEitherDay)
    #expect(CronLine("0 2 * * SUN") == .weekly(day: 0, hour: 2, minute: 0))
    #expect(CronLine("5 4 * * *") == .daily(hour: 4, minute: 5))
  }

  @Test(
    "refuses what cron would not understand",
    arguments: [
      "", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "5-1 * * * *",
      "*/0 * * * *", "1,,2 * * * *", "a * * * *", "* * * * * *", "-1 * * * *", "1/2/3 * * * *",
      "*/9223372036854775807 * * * *", "59/9223372036854775807 * * * *", "* * 1-31/99999999999999999999 * *",
    ])
  func refused(text: String) {
    #expect(CronLine(text) == nil)
  }

  @Test("may be an interval, and quiet hours may run over midnight")
  func intervals() throws {
    var project = try TestProject.changed("counterfoil.yaml", "jde: \"0 5 * * *\"", to: "jde: 15m")
    try project.change("counterfoil.yaml", "quiet_hours: null", to: "quiet_hours: \"22:30-05:00\"")
    let schedule = try project.load().file.schedule
    #expect(schedule.jde == .every(.seconds(900)))
    let quiet = try #require(schedule.quietHours)
    #expect(quiet.contains(minuteOfDay: 22 * 60 + 30) && quiet.contains(minuteOfDay: 0))
    #expect(!quiet.contains(minuteOfDay: 5 * 60) && !quiet.contains(minuteOfDay: 22 * 60 + 29))
  }
}
