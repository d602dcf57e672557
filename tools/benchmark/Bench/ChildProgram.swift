import Diagnostics
import Foundation
import Glibc

/// A program that runs beside this one, with its output in a file.
struct ChildProgram {
  /// What a program that has ended used.
  struct Usage {
    let exitCode: Int32
    /// Seconds from its start to its end.
    let seconds: Double
    /// Processor seconds, of the program and of the kernel for it.
    let processorSeconds: Double
    /// The most memory that it held at once, in MiB (`ru_maxrss`, getrusage(2)).
    let memoryMiB: Int
  }

  let name: String
  private let process: pid_t
  private let started: ContinuousClock.Instant
  private let output: String
  /// The reading end of what it prints, where that goes to no file.
  private let firstLine: Int32

  /// Starts a program; what it prints goes to the file `output`, or where that is empty to a pipe.
  init(
    _ path: String, _ arguments: [String], in folder: String, environment: [String: String], output: String
  ) throws(Failure) {
    name = (path as NSString).lastPathComponent
    self.output = output
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    var ends: [Int32] = [-1, -1]
    if output.isEmpty {
      guard pipe(&ends) == 0, fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 else {
        throw Failure(.benchmarkBroken, "no pipe can be made", remedy: "close what is open, and run it again")
      }
      posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    } else {
      posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      posix_spawn_file_actions_adddup2(&actions, 1, 2)
    }
    firstLine = ends[0]
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    var words = (["env", "--chdir", folder, path] + arguments).map { strdup($0) } + [nil]
    var settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (words + settings).forEach { free($0) } }
    var child: pid_t = 0
    started = .now
    // Glibc's module does not show the action that changes the folder (posix_spawn(3)): `env` does it.
    let status = posix_spawn(&child, "/usr/bin/env", &actions, nil, &words, &settings)
    if ends[1] >= 0 { close(ends[1]) }
    guard status == 0 else {
      throw Failure(
        .benchmarkBroken, "\(path) does not start: \(String(cString: strerror(status)))",
        remedy: "build it first: tools/bench does")
    }
    process = child
  }

  /// The path of a program that lies beside this one.
  static func beside(_ name: String) -> String {
    let own = Bundle.main.executablePath ?? CommandLine.arguments[0]
    return (own as NSString).deletingLastPathComponent + "/" + name
  }

  /// Waits for its end.
  func wait() throws(Failure) -> Usage {
    var status: Int32 = 0
    var used = rusage()
    while wait4(process, &status, 0, &used) < 0 {
      guard errno == EINTR else {
        throw Failure(.benchmarkBroken, "\(name) was lost", remedy: "run it again")
      }
    }
    let took = started.duration(to: .now)
    let processor = [used.ru_utime, used.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) / 1e6 }
    return Usage(
      exitCode: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F),
      seconds: Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18,
      processorSeconds: processor.reduce(0, +), memoryMiB: Int(used.ru_maxrss) / 1_024)
  }

  /// Ends it by its process id, and waits.
  func stop() throws(Failure) -> Usage {
    kill(process, SIGTERM)
    return try wait()
  }

  /// What it has printed so far.
  var printed: String {
    // A file that is not there yet holds nothing yet.
    (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
  }

  /// Its first line, which begins so; gives the rest of that line.
  func line(after beginning: String) throws(Failure) -> String {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(firstLine, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
    let text = String(decoding: line, as: UTF8.self)
    if text.hasPrefix(beginning) { return String(text.dropFirst(beginning.count)) }
    throw Failure(.benchmarkBroken, "\(name) did not start: \(text)", remedy: "run it again")
  }
}

extension Failure.Code {
  /// A measurement could not be made.
  static let benchmarkBroken = Self("benchmark-broken", exitCode: 1)
}
