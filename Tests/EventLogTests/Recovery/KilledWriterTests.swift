import EventLog
import Foundation
import Simulation
import TestSupport
import Testing

@Suite("A writer that is killed with SIGKILL", .temporaryFolder, .timeLimit(.minutes(2)))
struct KilledWriterTests {
  private var folder: String { TemporaryFolder.current.path + "/ledger" }

  @Test(
    "at a random moment, fifty times over, loses no acknowledged event and leaves no commit by halves",
    arguments: [1, 4])
  func rounds(appenders: Int) async throws {
    var random = SeededGenerator(seed: UInt64(appenders))
    var history = History(seed: 3)
    for round in 0..<50 {
      let writer = try TrialProcess([
        "writer", folder, "--seed", "3", "--appenders", "\(appenders)", "--from", "\(round * 10_000 + 1)",
      ])
      _ = try writer.line(beginning: "ready ")
      var lines: [String] = []
      for _ in 0..<Int.random(in: 0...30, using: &random) { lines.append(try #require(writer.line())) }
      writer.kill()
      lines += writer.rest()  // what was acknowledged before the kill struck
      try history.accept(lines, LedgerReader.open(at: folder), "round \(round)")
    }
    let ledger = try await TrialLedger.open(folder)
    try await ledger.close()
    try history.accept([], LedgerReader.open(at: folder), "the end")
    #expect(try verifyLedger(at: folder).findings == [])
    #expect(history.acknowledged > 300)
    let printed = try Shell.output("lz4cat \(folder)/log/*.jsonl.lz4")
    #expect(printed == history.lines.flatMap { $0 + [0x0A] })
  }
}

/// What a ledger has shown so far, and what was acknowledged: both must stay.
struct History {
  private(set) var lines: [[UInt8]] = []
  private(set) var acknowledged = 0
  private var check: TrialCheck

  init(seed: UInt64) { check = TrialCheck(seed: seed) }

  /// Takes in what a writer printed and what a reader shows after it.
  mutating func accept(_ printed: [String], _ reader: LedgerReader, _ moment: String) throws {
    let shown = try reader.trialLines()
    try #require(shown.count >= lines.count, "\(moment): the log shrank")
    try #require(Array(shown.prefix(lines.count)) == lines, "\(moment): an event was changed")
    for line in shown.dropFirst(lines.count) { try check.take(line) }
    lines = shown
    try #require(check.isBetweenCommits, "\(moment): half a commit is shown")
    for acknowledgement in printed.compactMap(Acknowledgement.init) {
      acknowledged += 1
      try #require(
        check.firsts[acknowledgement.commit] == acknowledgement.first,
        "\(moment): commit \(acknowledgement.commit) was acknowledged at \(acknowledgement.first)")
    }
  }
}

/// Commands of the system.
enum Shell {
  /// Everything that a command line prints.
  static func output(_ command: String) throws -> [UInt8] {
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", command]
    let pipe = Pipe()
    shell.standardOutput = pipe
    try shell.run()
    let printed = try pipe.fileHandleForReading.readToEnd()
    shell.waitUntilExit()
    return printed.map { [UInt8]($0) } ?? []
  }
}
