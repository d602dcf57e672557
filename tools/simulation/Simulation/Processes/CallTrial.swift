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
    ("fdatasync", ["EIO", "ENOSPC"]), ("fsync", ["EIO"]), ("rename", ["EIO", "ENOSPC"]), ("unlink", ["EIO"]),
    ("mkdir", ["ENOSPC"]), ("lseek", ["EIO"]), ("getdents64", ["EIO"]), ("flock", ["EIO"]),
    ("close", ["EIO"]),
  ]

  /// Whether the machine has strace, and lets it look at a process.
  static var isPossible: Bool {
    (try? Shell.run("strace -o /dev/null true 2>/dev/null").exitCode) == 0  // no shell: no trial either
  }

  /// Runs all of them; throws what must not be.
  func run() async throws {
    var dice = Dice(seed: seed)
    var runs = 0
    for (call, errors) in Self.calls {
      var stopped = 0
      for injection in errors.map({ "error=\($0)" }) + ["signal=KILL"] {
        for _ in 0..<each {
          let occurrence = dice.roll(1...dice.pick([4, 20, 80]))
          runs += 1
          let isStopped = try await run(
            "\(call):\(injection):when=\(occurrence)", in: "\(folder)/\(runs)")
          if isStopped { stopped += 1 }
        }
      }
      TrialOutput.say(
        "\(call): \((errors.count + 1) * each) runs, \(stopped) of them did not reach their end")
    }
    TrialOutput.say("\(runs) runs with a call that failed or killed: nothing acknowledged was lost")
  }

  /// One run; gives whether the writer did not come to its end.
  func run(_ injection: String, in folder: String) async throws -> Bool {
    defer { try? FileManager.default.removeItem(atPath: folder) }  // a left-over folder harms nobody
    _ = try await TrialLedger.open(folder).close()
    let call = injection.prefix { $0 != ":" }
    let writer = try TrialProcess(
      ["writer", folder, "--seed", "\(seed)", "--appenders", "2", "--commits", "60"],
      launcher: [
        "/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(injection)",
      ])
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
    return isStopped
  }
}
