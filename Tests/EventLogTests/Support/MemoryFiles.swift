import Simulation

/// The file system of a test: one process on a simulated disk.
typealias MemoryFiles = SimulatedFiles

extension SimulatedFiles {
  /// A process on an empty disk.
  convenience init() { self.init(on: SimulatedDisk()) }

  /// A process on a disk that holds these files, all of them durable.
  convenience init(_ snapshot: [String: [UInt8]]) { self.init(on: SimulatedDisk(snapshot)) }

  /// All files by path, with copies of their bytes: what a killed process leaves behind.
  var snapshot: [String: [UInt8]] { disk.files }
}
