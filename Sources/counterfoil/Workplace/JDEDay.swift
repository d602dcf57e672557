import Foundation
import ProjectFiles

/// JDE's date where JD Edwards was not asked: our clock in the zone of its server.
enum JDEDay {
  /// `yyyyMMdd`.
  static func today(of project: Project) -> String {
    var calendar = Calendar(identifier: .gregorian)
    // The loader has refused a zone that does not exist.
    if let zone = TimeZone(identifier: project.file.jde.timeZone) { calendar.timeZone = zone }
    let parts = calendar.dateComponents([.year, .month, .day], from: Date())
    let (year, month, day) = (parts.year ?? 1970, parts.month ?? 1, parts.day ?? 1)
    return String((year * 10_000 + month * 100 + day))
  }
}
