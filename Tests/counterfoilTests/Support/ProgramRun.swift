import Foundation
import JSONText
import Synchronization
import Testing

/// One run of the built program, as a user runs it: its own process, its own output, its exit code.
struct ProgramRun {
  let output: String
  let errors: String
  let exitCode: Int32

  /// The program lies beside the test bundle.
  static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("counterfoil")

  /// Runs the program in a folder and waits for its end; `launcher` is a command line that starts it.
  init(
    _ arguments: [String], in folder: URL, environment: [String: String] = [:], launcher: [String] = [],
    whileRunning: (RunningProgram) async throws -> Void = { _ in }
  ) async throws {
    let outputFile = try Self.captureFile()
    let errorFile = try Self.captureFile()
    let process = Process()
    let words = launcher + [Self.program.path] + arguments
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = outputFile.handle
    process.standardError = errorFile.handle
    let outside = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "COUNTERFOIL_KEY": Self.cacheKey]
    process.environment = outside.merging(environment) { $1 }
    let (ends, continuation) = AsyncStream.makeStream(of: Void.self)
    let hasEnded = EndFlag()
    process.terminationHandler = { _ in
      hasEnded.isUp.store(true, ordering: .releasing)
      continuation.finish()
    }
    try process.run()
    let running = RunningProgram(id: process.processIdentifier, output: outputFile.url, hasEnded: hasEnded)
    do {
      try await whileRunning(running)
    } catch let ended as RunningProgram.Ended {
      Issue.record("\(ended): \(try errorFile.text())")
    }
    for await _ in ends {}
    exitCode =
      process.terminationReason == .uncaughtSignal
      ? 128 + process.terminationStatus : process.terminationStatus
    output = try outputFile.text()
    errors = try errorFile.text()
  }

  /// The key of the sealed cache, so that no test needs a home folder.
  private static let cacheKey = Data(repeating: 7, count: 32).base64EncodedString()

  /// The envelope that `--json` prints.
  var envelope: JSONValue {
    get throws { try JSONValue(parsing: output) }
  }

  /// A file in which output is collected; no pipe that could fill up.
  private struct Capture {
    let url: URL
    let handle: FileHandle

    func text() throws -> String {
      try handle.close()
      defer { try? FileManager.default.removeItem(at: url) }  // clean-up: a left-over file harms nobody
      return try String(contentsOf: url, encoding: .utf8)
    }
  }

  private static func captureFile() throws -> Capture {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "counterfoil-run-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: url.path, contents: nil)
    return Capture(url: url, handle: try FileHandle(forWritingTo: url))
  }
}

/// A program that has not ended yet.
struct RunningProgram: Sendable {
  /// The process.
  let id: Int32
  fileprivate let output: URL
  fileprivate let hasEnded: EndFlag

  /// What was waited for cannot come any more.
  struct Ended: Error {}

  /// Waits until the program has printed this text.
  func hasPrinted(_ text: String) async throws {
    try await waits { try String(contentsOf: output, encoding: .utf8).contains(text) }
  }

  /// Waits until something is so; throws where the program ends without it, or nobody wants to know any more.
  func waits(until isSo: () throws -> Bool) async throws {
    while true {
      let isLast = hasEnded.isUp.load(ordering: .acquiring)
      if try isSo() { return }
      if isLast { throw Ended() }
      try Task.checkCancellation()
      await Task.yield()
    }
  }
}

/// Something that happens once, seen from several threads.
final class EndFlag: Sendable {
  let isUp = Atomic(false)
}

extension ProgramRun {
  /// Expects exactly one message in the house's form: what, where, remedy, and the exit code.
  func expectFailure(
    _ message: String, fix: String, exitCode: Int32, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let lines = errors.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(self.exitCode == exitCode, "\(errors)", sourceLocation: sourceLocation)
    #expect(lines.count == 3 && lines.last == "", "two lines: \(errors)", sourceLocation: sourceLocation)
    #expect(lines.first?.hasPrefix("counterfoil: ") == true, "\(errors)", sourceLocation: sourceLocation)
    #expect(lines.first?.contains(message) == true, "\(errors)", sourceLocation: sourceLocation)
    #expect(
      lines.dropFirst().first?.hasPrefix("  fix: ") == true, "\(errors)", sourceLocation: sourceLocation)
    #expect(lines.dropFirst().first?.contains(fix) == true, "\(errors)", sourceLocation: sourceLocation)
    #expect(output.isEmpty, "nothing but the message: \(output)", sourceLocation: sourceLocation)
  }
}
