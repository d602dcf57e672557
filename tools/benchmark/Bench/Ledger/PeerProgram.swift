import Diagnostics
import Foundation
import JSONText

/// A store of events of somebody else's, measured by `tools/benchmark/peers.py`.
struct PeerProgram: Contestant {
  let name: String
  /// What the script calls it.
  private let peer: String

  /// All that the script knows.
  static let all = [
    PeerProgram(name: "PostgreSQL", peer: "postgres"), PeerProgram(name: "UmaDB", peer: "umadb"),
    PeerProgram(name: "eventsourcing", peer: "eventsourcing"),
  ]

  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("peers.py").path

  func version() async throws -> String {
    let folder = try BenchFolder()
    defer { folder.remove() }
    let child = try ChildProgram(
      "/usr/bin/env", ["python3", Self.script, peer, "--version"], in: "/", environment: [:],
      output: folder.path + "/printed")
    let used = try child.wait()
    guard used.exitCode == 0, let last = child.printed.split(separator: "\n").last else {
      throw Failure(
        .benchmarkBroken, "\(name) does not tell its version: \(child.printed.suffix(600))",
        remedy: "leave --peers away, or install what it says")
    }
    return String(last)
  }

  func measured(
    _ events: BenchEvents, _ scale: BenchScale, in folder: String
  ) async throws -> [Measure: Double] {
    let count = scale.events
    let file = folder + "/events.jsonl"
    try write(events, count, to: file)
    let output = folder + "/figures.json"
    let child = try ChildProgram(
      "/usr/bin/env",
      [
        "python3", Self.script, peer, "--events", file, "--folder", folder, "--single", "\(scale.single)",
        "--batch",
        "\(BenchScale.batch)", "--questions", "\(scale.questions)",
      ], in: folder, environment: [:], output: output)
    let used = try child.wait()
    let last = child.printed.split(separator: "\n").last.map(String.init) ?? ""
    guard used.exitCode == 0, let figures = try? JSONValue(parsing: last).object else {
      throw Failure(
        .benchmarkBroken, "\(name) could not be measured: \(child.printed.suffix(600))",
        remedy: "leave --peers away, or install what it says")
    }
    var found: [Measure: Double] = [:]
    for measure in Measure.allCases {
      if let value = figures[measure.rawValue]?.number { found[measure] = Double(value.digits) }
    }
    return found
  }

  private func write(_ events: BenchEvents, _ count: Int, to path: String) throws(Failure) {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else {
      throw Failure(.benchmarkBroken, "\(path) cannot be written", remedy: "make room, and run it again")
    }
    for start in stride(from: 0, to: count, by: 5_000) {
      var bytes: [UInt8] = []
      for index in start..<min(start + 5_000, count) {
        bytes += Array(#"{"kind":"\#(BenchEvents.kind)","stream":"\#(events.stream(index))","body":"#.utf8)
        bytes += events.body(index) + Array("}\n".utf8)
      }
      file.write(Data(bytes))
    }
    // Closing what was written: nothing can be lost that a peer would not miss at once.
    try? file.close()
  }
}
