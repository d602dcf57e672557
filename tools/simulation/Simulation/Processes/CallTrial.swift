import EventLog
import Foundation

/// The real disk: system calls of a writer fail, or end it, at sampled occurrences, under `strace -e inject`.
struct CallTrial {
  let folder: String
  /// Occurrences for each call and each way of failing.
  let each: Int
  let seed: UInt64

  /// The calls that a writer makes, and how they can fail.
  static let calls: [(name: String, errors: [String])] = [
    ("openat", ["EIO", "ENOSPC", "EACCES"]), ("pread64", ["EIO"]), ("pwrite64", ["EIO", "ENOSPC", "EDQUOT"]),
    ("fdatasync", ["EIO", "ENOSPC"]), ("fsync", ["EIO", "ENOSPC"]), ("renameat", ["EIO", "ENOSPC"]),
    ("unlinkat", ["EIO"]),
    ("mkdirat", ["ENOSPC"]), ("lseek", ["EIO"]), ("getdents64", ["EIO"]), ("flock", ["EIO"]),
    ("close", ["EIO"]), ("ftruncate", ["EIO", "ENOSPC"]), ("newfstatat", ["EIO"]),
  ]

  /// Whether the machine has strace, and lets it look at a process.
  static var isPossible: Bool {
    (try? Shell.run("strace -o /dev/null true 2>/dev/null").exitCode) == 0  // no shell: no trial either
  }

  /// Runs all of them; throws what must not be.
  func run() async throws {
    var dice = Dice(seed: seed)
    var (runs, allStruck) = (0, 0)
    for (call, errors) in Self.calls {
      var (stopped, struck) = (0, 0)
      // Killed at once, and while its other threads are held in calls whose effect is there and not told yet.
      let held = call == "fdatasync" ? "pwrite64" : "fdatasync"
      let kills: [(what: String, holding: String?)] = [("signal=KILL", nil), ("signal=KILL", held)]
      let injections = errors.map { (what: "error=\($0)", holding: nil) } + kills
      for injection in injections {
        for round in 0..<each {
          // Some calls are made once in the life of a writer.
          let occurrence = round == 0 ? 1 : dice.roll(1...dice.pick([4, 20, 80]))
          runs += 1
          let outcome = try await run(
            "\(call):\(injection.what):when=\(occurrence)", holding: injection.holding,
            in: "\(folder)/\(runs)")
          if outcome.isStopped { stopped += 1 }
          if outcome.hasStruck { struck += 1 }
        }
      }
      TrialOutput.say(
        "\(call): struck in \(struck) of \(injections.count * each) runs, \(stopped) did not reach their end"
      )
      guard struck > 0 else { throw TrialFinding("\(call): not one of the failures struck") }
      allStruck += struck
    }
    TrialOutput.say(
      "a call failed or killed in \(allStruck) of \(runs) runs: nothing acknowledged was lost")
  }

  /// Leaves half a commit at the end of the log, so that the writer begins with taking it off.
  private static func tear(_ folder: String) throws {
    let log = folder + "/log"
    guard let name = try FileManager.default.contentsOfDirectory(atPath: log).max(),
      let file = FileHandle(forWritingAtPath: "\(log)/\(name)")
    else { throw TrialFinding("\(log) holds no segment") }
    try file.seekToEnd()
    try file.write(contentsOf: Data("Q*M\u{18}half a commit".utf8))
    try file.close()
  }

  /// One run; gives whether the writer did not come to its end, and whether it made the call that was to fail.
  func run(
    _ injection: String, holding held: String? = nil, in folder: String
  ) async throws -> (isStopped: Bool, hasStruck: Bool) {
    let trace = folder + ".strace"
    defer {
      // Left-overs harm nobody.
      try? FileManager.default.removeItem(atPath: folder)
      try? FileManager.default.removeItem(atPath: trace)
    }
    _ = try await TrialLedger.open(folder).close()
    try Self.tear(folder)
    let call = injection.prefix { $0 != ":" }
    let writer = try TrialProcess(
      ["writer", folder, "--seed", "\(seed)", "--appenders", "2", "--commits", "60"],
      launcher: [
        "/usr/bin/strace", "-f", "-qq", "-o", trace, "-e", "trace=\(call)\(held.map { ",\($0)" } ?? "")",
        "-e", "inject=\(injection)",
      ] + (held.map { ["-e", "inject=\($0):delay_exit=5000"] } ?? []))
    let lines = writer.rest()
    let isStopped = writer.exitCode() != 0
    var history = TrialHistory(seed: seed)
    try history.accept(lines, LedgerReader.open(at: folder), injection)
    let ledger = try await TrialLedger.open(folder)
    guard case .appended = try await ledger.append(TrialCommit(9_999, seed: seed).events) else {
      throw TrialFinding("\(injection): the ledger does not go on")
    }
    try await ledger.close()
    try history.accept([], LedgerReader.open(at: folder), injection)
    let findings = try verifyLedger(at: folder).findings
    guard findings.isEmpty else { throw TrialFinding("\(injection): verify finds \(findings)") }
    let traced = try String(contentsOfFile: trace, encoding: .utf8)
    return (isStopped, traced.contains("(INJECTED)") || traced.contains("killed by SIGKILL"))
  }
}
