import Foundation

/// A command of the machine, run to its end.
enum Command {
  /// What a command said, and its exit code.
  struct Outcome {
    let output: [UInt8]
    let errors: String
    let exitCode: Int32

    var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// Runs a command of the search path; input and output go through files, so that no pipe can fill up.
  static func run(_ name: String, _ arguments: [String], input: [UInt8] = []) throws -> Outcome {
    let folder = FileManager.default.temporaryDirectory.appending(path: "command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // clean-up: a left-over folder harms nobody
    let files = ["in", "out", "err"].map { folder.appending(path: $0) }
    try Data(input).write(to: files[0])
    for file in files[1...] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [name] + arguments
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return Outcome(
      output: [UInt8](try Data(contentsOf: files[1])),
      errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self),
      exitCode: process.terminationStatus)
  }
}
