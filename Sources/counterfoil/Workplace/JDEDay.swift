import Foundation
import Instants
import ProjectFiles

/// JDE's date where JD Edwards was not asked: our clock in the zone of its server.
enum JDEDay {
  /// `yyyyMMdd`.
  static func today(of project: Project) -> String {
    // The loader has refused a zone that does not exist.
    let zone = TimeZone(identifier: project.file.jde.timeZone) ?? .gmt
    let now = MachineTime().seconds
    let local = now + Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(now))))
    return CalendarDay(daysSince1970: Int((Double(local) / 86_400).rounded(.down)))?.compact ?? ""
  }
}
