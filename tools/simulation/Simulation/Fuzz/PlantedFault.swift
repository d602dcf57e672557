import Glibc

/// Faults that a trial of the trial plants into what the targets read: it must find them.
package enum PlantedFault: String, Sendable, CaseIterable {
  /// The process ends.
  case trap
  /// The run does not end.
  case hang
  /// The process takes memory and keeps it.
  case memory

  /// The fault that is planted in this task; nil in every real trial.
  @TaskLocal package static var planted: PlantedFault?

  /// One text in so many hits the fault.
  ///
  /// Rare enough that a trial must work for it, common enough for five minutes of the slowest target (yaml, some 200
  /// texts a second in a release build).
  private static let rarity: UInt32 = 1_024

  /// Every target shows here what it is about to read.
  package static func look(at bytes: [UInt8]) {
    guard let planted else { return }
    // FNV-1a: which texts are the rare ones has nothing to do with how they are made.
    var hash: UInt32 = 0x811C_9DC5
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    guard (hash >> 8) % rarity == 7 else { return }
    switch planted {
    case .trap: preconditionFailure("the planted trap")
    case .hang: while true {}
    case .memory:
      // The kernel fills it at once, where the compiler would see that nobody reads it.
      let flags = MAP_PRIVATE | MAP_ANONYMOUS | Int32(MAP_POPULATE)
      _ = mmap(nil, 300 << 20, PROT_READ | PROT_WRITE, flags, -1, 0)
    }
  }
}
