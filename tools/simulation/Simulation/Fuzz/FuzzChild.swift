package import Diagnostics
import Glibc

/// The process that is allowed to die: it gives one target seed after seed, and notes each before it begins.
package struct FuzzChild: Sendable {
  /// The most memory that reading may take, over all runs (`getrusage`, the highest resident size).
  package static let memoryBytesMax = 256 << 20

  private let target: any FuzzTarget.Type
  private let seeds: ClosedRange<UInt64>
  private let seconds: Double
  private let note: String

  /// A child for one target, which goes on until the seeds or the seconds are used up; `note` is the file that
  /// holds the seed of the run that is on.
  package init(target: any FuzzTarget.Type, seeds: ClosedRange<UInt64>, seconds: Double, note: String) {
    self.target = target
    self.seeds = seeds
    self.seconds = seconds
    self.note = note
  }

  /// Runs; prints `broken <seed> <law>` for each finding and `runs <count>` at the end.
  package func run() async throws(Failure) {
    let file = open(note, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .badTrial("\(note) cannot be written", remedy: "make room in /tmp") }
    defer { close(file) }
    let target = target.init()
    let (clock, start) = (ContinuousClock(), ContinuousClock.now)
    var (runs, broken) = (0, 0)
    // Where whoever reads the lines was killed, nobody else would end this process.
    let parent = getppid()
    for seed in seeds {
      guard (clock.now - start) / .seconds(1) < seconds, broken < FuzzTrial.findingsMax, getppid() == parent
      else { break }
      Self.write(seed, into: file)
      do {
        try await target.run(seed: seed)
      } catch {
        TrialOutput.say("broken \(seed) \(Self.line(error))")
        broken += 1
      }
      runs += 1
      let memory = Self.memoryBytes
      guard memory <= Self.memoryBytesMax else {
        TrialOutput.say("broken \(seed) the process holds \(memory >> 20) MiB behind it")
        break
      }
    }
    TrialOutput.say("runs \(runs)")
  }

  private static func line(_ error: any Error) -> String {
    "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  /// 20 digits: the note is as long for every seed, and never half of one.
  private static func write(_ seed: UInt64, into file: Int32) {
    let digits = String(seed)
    let bytes = Array((String(repeating: "0", count: 20 - digits.utf8.count) + digits).utf8)
    _ = bytes.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
  }

  private static var memoryBytes: Int {
    var usage = rusage()
    guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
    return usage.ru_maxrss << 10  // Linux counts KiB
  }
}
