import Foundation
import Glibc

/// A run of the program `trial` as a process of its own, whose lines are read as they come.
package final class TrialProcess {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var pending: [UInt8] = []

  /// The program: it lies beside the one that runs, be that itself or a test bundle.
  package static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("trial").path

  /// Starts the program; `launcher` is a command line that starts it, `environment` what is set for it beside ours.
  package init(
    _ arguments: [String], launcher: [String] = [], environment: [String: String] = [:]
  ) throws {
    let words = launcher + [Self.program] + arguments
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
  }

  deinit { kill() }

  /// The process.
  package var id: Int32 { process.processIdentifier }

  /// What comes of waiting for a line.
  package enum Waiting: Hashable, Sendable {
    case line(String)
    /// Nothing came in that time.
    case silence
    /// The process has ended and everything is read.
    case end
  }

  /// The next line; nil once the process has ended and everything is read.
  package func line() -> String? {
    // Without a limit there is a line or the end.
    guard case .line(let line) = line(within: -1) else { return nil }
    return line
  }

  /// The next line, waited for so many milliseconds at most; for ever where that is below 0.
  package func line(within milliseconds: Int32) -> Waiting {
    while true {
      if let end = pending.firstIndex(of: 0x0A) {
        let line = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeSubrange(...end)
        return .line(line)
      }
      let file = output.fileHandleForReading.fileDescriptor
      var look = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
      let ready = poll(&look, 1, milliseconds)
      if ready < 0 && errno == EINTR { continue }
      guard ready != 0 else { return .silence }
      var part = [UInt8](repeating: 0, count: 1 << 16)
      let got = read(file, &part, part.count)
      if got < 0 && errno == EINTR { continue }
      guard got > 0 else { return .end }
      pending += part[..<got]
    }
  }

  /// All lines up to the end of the process.
  package func rest() -> [String] {
    var lines: [String] = []
    while let line = line() { lines.append(line) }
    return lines
  }

  /// Reads on until a line begins with some text; gives that line, nil where none does.
  package func line(beginning start: String) -> String? {
    while let line = line() {
      if line.hasPrefix(start) { return line }
    }
    return nil
  }

  /// Tells a reader that it is enough.
  package func closeInput() throws { try input.fileHandleForWriting.close() }

  /// Ends the process as a power cut ends it: without a word.
  package func kill() {
    if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
  }

  /// Waits for the end; gives the exit code, or 128 and the signal.
  package func exitCode() -> Int32 {
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
      ? 128 + process.terminationStatus : process.terminationStatus
  }
}

/// Commands of the system.
package enum Shell {
  /// Runs a command line; gives everything that it prints, and its exit code.
  package static func run(_ command: String) throws -> (output: [UInt8], exitCode: Int32) {
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", command]
    let pipe = Pipe()
    shell.standardOutput = pipe
    try shell.run()
    let printed = try pipe.fileHandleForReading.readToEnd()
    shell.waitUntilExit()
    return (printed.map { [UInt8]($0) } ?? [], shell.terminationStatus)
  }
}
