import Foundation

/// A folder for what one measurement leaves on the disk, below the machine's folder for temporary files.
struct BenchFolder {
  /// Where it is.
  let path: String

  /// Makes a new one, and in it a folder of this name where one is given.
  init(holding name: String = "") throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: true)
  }

  /// Removes it with everything in it.
  func remove() {
    try? FileManager.default.removeItem(atPath: path)  // clean-up: what stays is only disk
  }
}
