import EventLog
import Foundation
import Instants

/// How much of the disk the log takes, and when it will be full at this pace.
struct LogGrowth {
  let bytes: Int
  /// Free bytes of the disk for this account; nil where the system does not say.
  let free: Int?
  private let seconds: Double?

  /// A log younger than this says nothing about its pace.
  private static let paceSeconds = 86_400.0

  init(folder: ProjectFolder, since first: String?) {
    bytes = SegmentFiles(in: folder.file("ledger/log")).bytes
    // A system that does not say leaves it unknown.
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder.ledger)
    free = attributes?[.systemFreeSize] as? Int
    seconds = first.flatMap(RFC3339.microseconds).map { Double(MachineTime().now() - $0) / 1e6 }
  }

  /// Whole days until the disk is full; nil while the log is too young to tell, or does not grow.
  var daysUntilFull: Int? {
    guard let free, let seconds, seconds > Self.paceSeconds, bytes > 0 else { return nil }
    let bytesPerDay = Double(bytes) / (seconds / 86_400)
    return Int(min(Double(free) / bytesPerDay, 36_500))
  }

  var sentence: String {
    let size = "\(bytes.shownBytes) on disk"
    guard let days = daysUntilFull else { return size + (free.map { ", \($0.shownBytes) free" } ?? "") }
    return size
      + (days >= 36_500 ? ", room for a century" : ", \(days.counted("day")) until the disk is full")
  }
}

extension Int {
  /// A size for a person: `1.2 GB`.
  var shownBytes: String {
    var (size, unit) = (Double(self), "B")
    for next in ["kB", "MB", "GB", "TB"] where size >= 1_000 { (size, unit) = (size / 1_000, next) }
    if unit == "B" { return "\(self) B" }
    let tenths = Int((size * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) \(unit)"
  }
}
