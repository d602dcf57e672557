import Crypto
import Diagnostics
import EventLog
import Foundation
import Glibc

/// What this machine can do at best, measured in the same run.
struct MachineLimits {
  /// Bare `write` and `fdatasync` of one line at the end of a file, a second.
  var bareAppends: [Double] = []
  /// The same over zeros, so that the file keeps its length.
  var bareOverwrites: [Double] = []
  /// `lz4 -dc FILE > /dev/null` over all segments, events/s.
  var lz4EventsPerSecond = 0.0
  /// Bytes an event of what `zstd -3` makes of the lines; nil where there is no such command.
  var zstdBytesPerEvent: Double?
  /// SHA-256 and memcpy of one core, MB/s.
  var sha256MegabytesPerSecond = 0.0
  var memcpyMegabytesPerSecond = 0.0

  /// Writes lines to files of its own, each with an `fdatasync`, and notes how many a second.
  mutating func probeDisk(in folder: String, line: [UInt8], count: Int = 500) throws(Failure) {
    bareAppends.append(try Self.writes(of: line, count, over: 0, folder + "/bare"))
    bareOverwrites.append(try Self.writes(of: line, count, over: count * line.count, folder + "/bare"))
  }

  private static func writes(
    of line: [UInt8], _ count: Int, over zeros: Int, _ path: String
  ) throws(Failure) -> Double {
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .probe(path) }
    defer {
      close(file)
      unlink(path)
    }
    let filling = [UInt8](repeating: 0, count: zeros)
    guard write(file, filling, zeros) == zeros, lseek(file, 0, SEEK_SET) == 0, fsync(file) == 0 else {
      throw .probe(path)
    }
    let start = ContinuousClock.now
    for _ in 0..<count {
      guard write(file, line, line.count) == line.count, fdatasync(file) == 0 else { throw .probe(path) }
    }
    return Double(count) / Stopwatch.seconds(since: start)
  }

  /// What one core does with bytes in memory.
  mutating func probeProcessor() {
    let bytes = [UInt8](unsafeUninitializedCapacity: 64 << 20) { buffer, count in
      for index in buffer.indices { buffer[index] = UInt8(truncatingIfNeeded: index &* 31) }
      count = buffer.count
    }
    let megabytes = Double(bytes.count) / 1e6
    var start = ContinuousClock.now
    var digest = 0
    for byte in SHA256.hash(data: bytes) { digest += Int(byte) }
    sha256MegabytesPerSecond = megabytes / Stopwatch.seconds(since: start)
    var copy = [UInt8](repeating: 0, count: bytes.count)
    start = ContinuousClock.now
    copy.withUnsafeMutableBytes { target in bytes.withUnsafeBytes { target.copyMemory(from: $0) } }
    memcpyMegabytesPerSecond = megabytes / Stopwatch.seconds(since: start)
    precondition(digest > 0 && copy.last == bytes.last)
  }

  /// What `zstd -3` makes of all lines in one file; without the command nobody knows.
  mutating func probeZstd(ledger folder: String, events: Int) throws(Failure) {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/zstd") else { return }
    let output = folder + ".zstd"
    let pipe = "cat '\(folder)'/log/* | lz4 -dc | zstd -q -3 -c | wc -c"
    let child = try ChildProgram("/bin/sh", ["-c", pipe], in: "/", environment: [:], output: output)
    guard try child.wait().exitCode == 0,
      let bytes = Double(child.printed.trimmingCharacters(in: .whitespacesAndNewlines))
    else { throw .probe("zstd") }
    zstdBytesPerEvent = bytes / Double(events)
  }

  /// What `lz4` itself needs for the segments of a ledger.
  mutating func probeLZ4(ledger folder: String, events: Int, output: String) throws(Failure) {
    let log = folder + "/log"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: log)) ?? []  // none: nothing to measure
    let start = ContinuousClock.now
    for name in names.sorted() {
      let used = try ChildProgram(
        "/usr/bin/lz4", ["-dc", "\(log)/\(name)"], in: "/", environment: [:], output: "/dev/null"
      ).wait()
      guard used.exitCode == 0 else { throw .probe(name) }
    }
    let seconds = Stopwatch.seconds(since: start)
    lz4EventsPerSecond = Double(events) / seconds
  }
}

extension Failure {
  fileprivate static func probe(_ what: String) -> Self {
    Self(
      .benchmarkBroken, "\(what): \(String(cString: strerror(errno)))",
      remedy: "give the folder for temporary files room, and run it again")
  }
}
