import EventLog
import Foundation

/// The real disk: a writer that is killed over and over while readers follow, and what is left each time.
struct KillTrial {
  let folder: String
  let rounds: Int
  let seed: UInt64

  /// Runs all rounds; throws what must not be.
  func run() async throws {
    var dice = Dice(seed: seed)
    var history = TrialHistory(seed: seed)
    _ = try await TrialLedger.open(folder).close()
    var readers: [TrialProcess] = []
    for round in 0..<rounds {
      if round % 50 == 0 {
        try Self.judge(readers, history.lines.count, "round \(round)")
        readers = try (0..<2).map { _ in try TrialProcess(["reader", folder, "--seed", "\(seed)"]) }
        TrialOutput.say("\(round) rounds, \(history.acknowledged) commits, \(history.lines.count) events")
      }
      let writer = try TrialProcess([
        "writer", folder, "--seed", "\(seed)", "--appenders", "\(dice.pick([1, 4]))",
        "--from", "\(round * 10_000 + 1)",
      ])
      var lines: [String] = []
      if dice.happens(90) {
        guard writer.line(beginning: "ready ") != nil else { throw TrialFinding("the writer does not open") }
        for _ in 0..<dice.roll(0...40) { if let line = writer.line() { lines.append(line) } }
      }
      writer.kill()
      lines += writer.rest()
      _ = writer.exitCode()
      try history.accept(lines, LedgerReader.open(at: folder), "round \(round)")
    }
    try Self.judge(readers, history.lines.count, "the end")
    try await TrialLedger.open(folder).close()
    try history.accept([], LedgerReader.open(at: folder), "the end")
    let findings = try verifyLedger(at: folder).findings
    guard findings.isEmpty else { throw TrialFinding("verify finds \(findings)") }
    TrialOutput.say(
      "\(rounds) kills, \(history.acknowledged) commits acknowledged, none lost; verify is clean")
  }

  /// Readers that have followed all the time must have come as far as one that looks for the first time.
  private static func judge(_ readers: [TrialProcess], _ events: Int, _ moment: String) throws {
    for reader in readers {
      try reader.closeInput()
      let verdict = reader.rest().last ?? "nothing"
      guard reader.exitCode() == 0, verdict == "fine \(events)" else {
        throw TrialFinding("\(moment): there are \(events) events, and a reader says \(verdict)")
      }
    }
  }
}
