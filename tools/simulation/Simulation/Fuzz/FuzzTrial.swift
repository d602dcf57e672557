import Diagnostics
import Foundation
import Glibc

/// Gives each target to children that may die, and tells which seed one died of.
///
///     fuzz ──> child (target, seeds) ──> note: the seed that is on
///       │         └─ lines: broken…, runs…           found: a law
///       ├─ the child ended by a signal               found: the seed of the note; a new child goes on behind it
///       └─ the note stands still for hangSeconds     found: killed; a new child goes on behind it
package struct FuzzTrial: Sendable {
  /// How long a run may take: a person would call it hanging.
  package static let hangSeconds = 20

  /// What is tried.
  package var targets: [any FuzzTarget.Type] = FuzzTargets.all
  /// The first seed.
  package var seed: UInt64 = 1
  /// How many seeds a target gets; nil for as many as the time allows.
  package var runs: UInt64?
  /// How long a target runs at most.
  package var seconds = 60.0
  /// A fault that must be found.
  package var planted: PlantedFault?
  /// How long a run may take.
  package var hangSeconds = Self.hangSeconds

  /// After so many a target is given up: they are most likely one.
  static let findingsMax = 5

  /// A trial of every target for a minute.
  package init() {}

  /// Runs the targets one after the other; gives whether nothing was found.
  package func run() throws -> Bool {
    var (passed, failed) = (0, 0)
    for target in targets {
      let tally = try run(target)
      TrialOutput.say("\(target.name): \(tally.runs) runs, \(tally.findings) found")
      if tally.findings == 0 && tally.runs > 0 { passed += 1 } else { failed += 1 }
    }
    TrialOutput.say("\(passed) passed, \(failed) failed")
    return failed == 0
  }

  private func run(_ target: any FuzzTarget.Type) throws -> (runs: UInt64, findings: Int) {
    let note = FileManager.default.temporaryDirectory
      .appendingPathComponent("counterfoil-fuzz-\(getpid())-\(target.name)").path
    defer { unlink(note) }
    let end = ContinuousClock.now + .seconds(seconds)
    let last = runs.map { seed.addingReportingOverflow(max(1, $0) - 1) }.map {
      $0.overflow ? .max : $0.partialValue
    }
    var (next, done, findings): (UInt64?, UInt64, Int) = (seed, 0, 0)
    while let first = next, first <= last ?? .max, findings < (planted == nil ? Self.findingsMax : 1) {
      let left = (end - .now) / .seconds(1)
      guard left > 0 else { break }
      unlink(note)
      let ending = try follow(target, seeds: first...(last ?? .max), seconds: left, note: note)
      for finding in ending.broken { tell(finding, target) }
      findings += ending.broken.count
      guard let died = ending.died else {
        done += ending.runs
        break
      }
      findings += 1
      tell(died, target)
      done += died.seed - first + 1
      next = died.seed == .max ? nil : died.seed + 1
    }
    return (done, findings)
  }

  private func tell(_ finding: Finding, _ target: any FuzzTarget.Type) {
    TrialOutput.say(
      "FOUND \(target.name): seed \(finding.seed) \(finding.what)\n"
        + "  alone: tools/trial fuzz --target \(target.name) --seed \(finding.seed) --runs 1"
        + (planted.map { " --plant \($0.rawValue)" } ?? ""))
  }

  private struct Finding {
    let seed: UInt64
    let what: String
  }

  private struct Ending {
    var runs: UInt64 = 0
    var broken: [Finding] = []
    var died: Finding?
  }

  /// One child from its beginning to its end.
  private func follow(
    _ target: any FuzzTarget.Type, seeds: ClosedRange<UInt64>, seconds: Double, note: String
  ) throws -> Ending {
    var words = [
      "fuzz-child", target.name, "--seeds", "\(seeds.lowerBound)..\(seeds.upperBound)", "--seconds",
      String(Int(seconds.rounded(.up))), "--note", note,
    ]
    if let planted { words += ["--plant", planted.rawValue] }
    // A backtrace is made by another process, which takes longer than a run may and keeps the pipe open.
    let child = try TrialProcess(words, environment: ["SWIFT_BACKTRACE": "enable=no"])
    var ending = Ending()
    var lastWords = ""
    var hung: UInt64?
    var (seen, since): (UInt64?, ContinuousClock.Instant) = (nil, .now)
    loop: while true {
      switch child.line(within: 500) {
      case .line(let line):
        let words = line.split(separator: " ", maxSplits: 2)
        if words.count == 3, words[0] == "broken", let seed = UInt64(words[1]) {
          ending.broken.append(Finding(seed: seed, what: "breaks a law: \(words[2])"))
        } else if words.count == 2, words[0] == "runs", let runs = UInt64(words[1]) {
          ending.runs = runs
        } else if !line.isEmpty {
          lastWords = line
        }
      case .silence: break
      case .end: break loop
      }
      let seed = Self.noted(note)
      if seed != seen { (seen, since) = (seed, .now) }
      if let seed, ContinuousClock.now - since > .seconds(hangSeconds) {
        hung = seed
        child.kill()
        break loop
      }
    }
    let code = child.exitCode()
    if let hung {
      ending.died = Finding(seed: hung, what: "does not end within \(hangSeconds) s")
    } else if code != 0 {
      guard let seed = Self.noted(note) else {
        throw Failure.badTrial(
          "the child of \(target.name) ended at once: \(lastWords)", remedy: "run it alone")
      }
      let how = code > 128 ? "signal \(code - 128)" : "exit code \(code)"
      ending.died = Finding(seed: seed, what: "ends the process (\(how)) \(lastWords)")
    }
    return ending
  }

  private static func noted(_ path: String) -> UInt64? {
    // The file is there from the child's first run on.
    FileManager.default.contents(atPath: path).flatMap { UInt64(String(decoding: $0, as: UTF8.self)) }
  }
}
