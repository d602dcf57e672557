import SimulatedCompanies

/// JD Edwards' own idea of date and time: the machine's clock, moved, in the enterprise server's zone.
struct JDEClock: Sendable {
  /// Seconds ahead of the machine's clock.
  var offset = 0
  /// The zone of the enterprise server.
  var zone: Zone

  /// The zones that the simulator knows.
  enum Zone: String, Sendable {
    case utc = "UTC"
    case berlin = "Europe/Berlin"
  }

  /// The day in JD Edwards at an instant of the machine's clock.
  func date(at time: WallTime) -> CivilDate { moved(time).date(offset: zoneOffset(time)) }

  /// HHMMSS without leading zeros.
  func upmt(at time: WallTime) -> String {
    let (hour, minute, second) = moved(time).clock(offset: zoneOffset(time))
    return "\(hour * 10_000 + minute * 100 + second)"
  }

  /// The `timeStamp` of answers.
  func timeStamp(at time: WallTime, form: AISQuirks.TimeStamp) -> String {
    let (hour, minute, second) = moved(time).clock(offset: zoneOffset(time))
    switch form {
    case .dotted:
      return "\(date(at: time).iso):\(twoDigits(hour)).\(twoDigits(minute)).\(twoDigits(second))"
    case .iso: return moved(time).isoSeconds(offset: zoneOffset(time))
    }
  }

  /// `2025-09-19T20:16:27.934+0000`, the `timeStamp` of the documented answer to a dead token.
  func milliseconds(at time: WallTime) -> String { "\(moved(time).iso.prefix(23))+0000" }

  /// Moves the clock so that its day is `date` now; the time of day stays.
  mutating func set(to date: CivilDate, at time: WallTime) {
    offset += (date.days - self.date(at: time).days) * 86_400
  }

  private func moved(_ time: WallTime) -> WallTime { time.adding(seconds: offset) }

  private func zoneOffset(_ time: WallTime) -> Int { zone == .utc ? 0 : moved(time).centralEuropeOffset }
}
