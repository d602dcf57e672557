import Diagnostics
import ExhaustiveWorlds
import Foundation
import Glibc

/// The program `trial`: what `tools/trial` and the tests start.
package enum TrialProgram {
  private static let options: Set<String> = [
    "seed", "seeds", "appenders", "from", "commits", "rounds", "each", "target", "minutes", "seconds", "runs",
    "note",
    "plant", "hang-seconds", "edits", "faults", "crashes", "values",
  ]

  private static let usage = """
    trial writer FOLDER [--seed N] [--appenders K] [--from N] [--commits N]
    trial reader FOLDER [--seed N]
    trial ledger [--seeds A..B]
    trial kills [--rounds N] [--seed N]
    trial calls [--each N] [--seed N]
    trial room
    trial fuzz [--target NAME] [--minutes M] [--seed S] [--runs N] [--plant]
    trial exhaustive [--edits N] [--faults N] [--crashes N] [--values N]
    """

  /// Runs a command line; gives the exit code.
  package static func run(_ arguments: [String]) async -> Int32 {
    do {
      return try await run(TrialArguments(arguments, known: options, bare: ["plant"]))
    } catch {
      complain("trial: \(error.place.map { "\($0): " } ?? "")\(error.message)\n  fix: \(error.remedy)")
      return error.code.exitCode
    }
  }

  private static func run(_ arguments: TrialArguments) async throws(Failure) -> Int32 {
    let seed = UInt64(try arguments.number("seed", otherwise: 1))
    switch arguments.words.first {
    case "writer" where arguments.words.count == 2:
      var writer = TrialWriter(folder: arguments.words[1])
      writer.seed = seed
      writer.appenders = max(1, try arguments.number("appenders", otherwise: 1))
      writer.from = try arguments.number("from", otherwise: 1)
      writer.commits = try arguments.number("commits", otherwise: .max)
      try await writer.run()
      return 0
    case "reader" where arguments.words.count == 2:
      var reader = TrialReader(folder: arguments.words[1])
      reader.seed = seed
      return try reader.run() ? 0 : 1
    case "ledger" where arguments.words.count == 1:
      return await storm(over: try arguments.range("seeds", otherwise: 1...1_000))
    case "kills" where arguments.words.count == 1:
      let rounds = try arguments.number("rounds", otherwise: 1_000)
      return await onDisk { try await KillTrial(folder: $0 + "/ledger", rounds: rounds, seed: seed).run() }
    case "calls" where arguments.words.count == 1:
      guard CallTrial.isPossible else {
        throw .badTrial("strace is not there, or may not look at a process", remedy: "apt-get install strace")
      }
      let each = try arguments.number("each", otherwise: 5)
      return await onDisk { try await CallTrial(folder: $0, each: each, seed: seed).run() }
    case "room" where arguments.words.count == 1:
      return await onDisk { try await RoomTrial(folder: $0, seed: seed).run() }
    case "fuzz" where arguments.words.count == 1:
      return try fuzz(arguments)
    case "exhaustive" where arguments.words.count == 1:
      return try exhaustive(arguments)
    case "fuzz-child" where arguments.words.count == 2:
      let child = FuzzChild(
        target: try target(arguments.words[1]), seeds: try arguments.range("seeds", otherwise: 1...1),
        seconds: Double(try arguments.number("seconds", otherwise: 1)), note: arguments.text("note") ?? "")
      let result = await PlantedFault.$planted.withValue(try planted(arguments)) {
        () async -> Result<Void, Failure> in
        do throws(Failure) { return .success(try await child.run()) } catch { return .failure(error) }
      }
      try result.get()
      return 0
    default:
      throw .badTrial("no such trial: \(arguments.words.joined(separator: " "))", remedy: "use\n\(usage)")
    }
  }

  /// Gives readers changed input; the last line counts the targets that passed and those that failed.
  private static func fuzz(_ arguments: TrialArguments) throws(Failure) -> Int32 {
    var trial = FuzzTrial()
    if let name = arguments.text("target") { trial.targets = [try target(name)] }
    trial.seed = UInt64(try arguments.number("seed", otherwise: 1))
    if arguments.text("runs") != nil { trial.runs = UInt64(try arguments.number("runs", otherwise: 1)) }
    // A week is longer than anybody waits, and far from where numbers end.
    let minutes = min(
      10_080, try arguments.number("minutes", otherwise: arguments.text("runs") == nil ? 1 : 10_080))
    trial.seconds = Double(minutes) * 60
    trial.planted = try planted(arguments)
    trial.hangSeconds = try arguments.number("hang-seconds", otherwise: FuzzTrial.hangSeconds)
    do {
      return try trial.run() ? 0 : 1
    } catch let error as Failure {
      throw error
    } catch {
      throw .badTrial("no child can be started: \(error)", remedy: "build the program trial")
    }
  }

  /// Tries every story of the worlds of one write, up to their bounds or to those that are given.
  private static func exhaustive(_ arguments: TrialArguments) throws(Failure) -> Int32 {
    var trial = ExhaustiveTrial()
    trial.edits = try bound("edits", in: arguments)
    trial.faults = try bound("faults", in: arguments)
    trial.crashes = try bound("crashes", in: arguments)
    trial.values = try bound("values", in: arguments)
    return trial.run { TrialOutput.say($0) } ? 0 : 1
  }

  /// A bound that is small enough to be searched at all; nil where none is given.
  private static func bound(_ name: String, in arguments: TrialArguments) throws(Failure) -> Int? {
    guard arguments.text(name) != nil else { return nil }
    let number = try arguments.number(name, otherwise: 0)
    guard number <= 8, name != "values" || number >= 2 else {
      throw .badTrial(
        "--\(name) \(number) is no bound of a world", remedy: "write a number up to 8, 2 values at least")
    }
    return number
  }

  private static func target(_ name: String) throws(Failure) -> any FuzzTarget.Type {
    guard let target = FuzzTargets.named(name) else {
      let names = FuzzTargets.all.map { $0.name }.joined(separator: ", ")
      throw .badTrial("there is no target \(name)", remedy: "name one of \(names)")
    }
    return target
  }

  private static func planted(_ arguments: TrialArguments) throws(Failure) -> PlantedFault? {
    guard let text = arguments.text("plant") else { return nil }
    guard let fault = text.isEmpty ? .trap : PlantedFault(rawValue: text) else {
      throw .badTrial("no fault is called \(text)", remedy: "plant trap, hang or memory")
    }
    return fault
  }

  /// Runs worlds; the last line counts those that passed and those that failed.
  private static func storm(over seeds: ClosedRange<UInt64>) async -> Int32 {
    let counts = await Storm(seeds: seeds).run(
      failed: { seed, finding in
        TrialOutput.say("\(finding)\n  alone: tools/trial ledger --seeds \(seed)..\(seed)")
      },
      progress: { done in if done % 1_000 == 0 { TrialOutput.say("\(done) worlds of \(seeds.count)") } })
    TrialOutput.say("\(counts.passed) seeds passed, \(counts.failed) failed")
    return counts.failed == 0 ? 0 : 1
  }

  /// Runs a trial in a folder of its own, which stays where something was found.
  private static func onDisk(_ trial: (String) async throws -> Void) async -> Int32 {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "counterfoil-trial-\(getpid())"
    ).path
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try await trial(folder)
      try FileManager.default.removeItem(atPath: folder)
      TrialOutput.say("passed")
      return 0
    } catch {
      TrialOutput.say("failed: \(error)\n  look at \(folder)")
      return 1
    }
  }

  private static func complain(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    // Nothing can be done where standard error is gone.
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }
}
