import Foundation
import Glibc
import Testing

/// A run of the program `trial` as a process of its own, whose lines are read as they come.
final class TrialProcess {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var pending: [UInt8] = []

  /// The program lies beside the test bundle.
  static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("trial").path

  /// Starts the program; `launcher` is a command line that starts it.
  init(_ arguments: [String], launcher: [String] = []) throws {
    let words = launcher + [Self.program] + arguments
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
  }

  deinit { kill() }

  var id: Int32 { process.processIdentifier }

  /// The next line; nil once the process has ended and everything is read.
  func line() -> String? {
    while true {
      if let end = pending.firstIndex(of: 0x0A) {
        let line = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeSubrange(...end)
        return line
      }
      var part = [UInt8](repeating: 0, count: 1 << 16)
      let got = read(output.fileHandleForReading.fileDescriptor, &part, part.count)
      if got < 0 && errno == EINTR { continue }
      guard got > 0 else { return nil }
      pending += part[..<got]
    }
  }

  /// All lines up to the end of the process.
  func rest() -> [String] {
    var lines: [String] = []
    while let line = line() { lines.append(line) }
    return lines
  }

  /// Reads on until a line begins with some text; gives that line.
  func line(beginning start: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    var seen: [String] = []
    while let line = line() {
      if line.hasPrefix(start) { return line }
      seen.append(line)
    }
    Issue.record("no line began with \(start): \(seen.suffix(5))", sourceLocation: sourceLocation)
    throw CancellationError()
  }

  /// Tells a reader that it is enough.
  func closeInput() throws { try input.fileHandleForWriting.close() }

  /// Ends the process as a power-cut ends it: without a word.
  func kill() {
    if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
  }

  /// Waits for the end; gives the exit code.
  func exitCode() -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }
}

/// A line of a writer: an acknowledged commit.
struct Acknowledgement {
  let commit: Int
  let first: UInt64
  let last: UInt64

  init?(_ line: String) {
    let words = line.split(separator: " ")
    guard words.count == 3, let commit = Int(words[0]), let first = UInt64(words[1]),
      let last = UInt64(words[2])
    else { return nil }
    (self.commit, self.first, self.last) = (commit, first, last)
  }
}
