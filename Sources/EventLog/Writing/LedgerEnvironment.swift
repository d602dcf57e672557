import Dispatch
import Glibc
package import Instants

/// What comes into a ledger from outside: time, randomness and the file system.
package struct LedgerEnvironment: Sendable {
  /// The clocks.
  package var time: any Time
  /// So many random bytes that nobody can guess.
  package var random: @Sendable (_ count: Int) -> [UInt8]
  /// The file system.
  package var files: any LedgerFiles
  /// What a second writer is told of this one.
  package var processID: Int32
  /// Bytes kept in reserve for a full disk.
  package var reserveBytes: Int
  /// Zeros that are written ahead of small commits, so that most syncs need not write the file's length; 0 = none.
  ///
  /// More than 64 KiB makes nothing faster (measured on ext4).
  package var paddingBytes: Int
  /// Full segments that may wait for sealing before appends wait for it.
  package var sealingDebtMax: Int
  /// Carries out a round of sealing: beside the appends, or when a trial that must repeat exactly wants it.
  package var sealing: Sealing
  /// Whether also a commit of a lone caller is written beside the writer's own queue, which costs two changes of thread:
  /// for trials that look at the writer while it writes.
  package var alwaysWritesAside: Bool

  /// Is handed a round of sealing, which takes a while.
  package typealias Sealing = @Sendable (_ round: @escaping @Sendable () -> Void) -> Void

  /// Seals on a queue of its own, while appends go on.
  package static let sealsBeside: Sealing = { round in sealingQueue.async(execute: round) }
  /// Seals inside of the append that fills a segment.
  package static let sealsInside: Sealing = { round in round() }

  private static let sealingQueue = DispatchQueue(
    label: "event-log.sealing", qos: .utility, attributes: .concurrent)

  /// An environment of the given parts.
  package init(
    time: any Time, random: @escaping @Sendable (_ count: Int) -> [UInt8], files: any LedgerFiles,
    processID: Int32 = getpid(),
    reserveBytes: Int = 4 << 20, paddingBytes: Int = 64 << 10, sealingDebtMax: Int = 4,
    sealing: @escaping Sealing = sealsBeside,
    alwaysWritesAside: Bool = false
  ) {
    self.time = time
    self.random = random
    self.files = files
    self.processID = processID
    self.reserveBytes = reserveBytes
    self.paddingBytes = paddingBytes
    self.sealingDebtMax = sealingDebtMax
    self.sealing = sealing
    self.alwaysWritesAside = alwaysWritesAside
  }

  /// The machine's clocks, randomness and disk.
  package static let real = LedgerEnvironment(
    time: MachineTime(),
    random: { count in
      var generator = SystemRandomNumberGenerator()
      // Eight bytes a call: the generator asks the kernel each time.
      return (0..<(count + 7) / 8).flatMap { _ in
        let word = generator.next()
        return (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
      }.prefix(count).map(\.self)
    },
    files: DiskFiles())
}
