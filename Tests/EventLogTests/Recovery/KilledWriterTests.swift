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
    var history = TrialHistory(seed: 3)
    for round in 0..<50 {
      let writer = try TrialProcess([
        "writer", folder, "--seed", "3", "--appenders", "\(appenders)", "--from", "\(round * 10_000 + 1)",
      ])
      _ = try #require(writer.line(beginning: "ready "))
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
    let printed = try Shell.run("lz4cat \(folder)/log/*.jsonl.lz4").output
    #expect(printed == history.lines.flatMap { $0 + [0x0A] })
  }
}
