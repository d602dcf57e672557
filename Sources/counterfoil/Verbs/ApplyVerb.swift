import ArgumentParser
import Diagnostics
import Sync

/// `apply`: exactly the plan, as far as nothing has moved.
struct ApplyVerb: Verb {
  static let verb = "apply"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Do what a plan says.",
    discussion: """
      Refuses the whole plan where mappings or policy changed after it was made; skips and lists single records \
      that moved. May be repeated, also after a kill, until nothing is left.
      """)

  @OptionGroup var common: CommonOptions

  @Argument(help: ArgumentHelp("The plan's hash, or its beginning (default: the newest).", valueName: "plan"))
  var hash: String?

  @Option(help: ArgumentHelp("Do at most so many records.", valueName: "n"))
  var limit: Int?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Only this record, or these: customer/4242.", valueName: "record"))
  var only: [String] = []

  @OptionGroup var clock: ClockOptions

  func validate() throws {
    guard let limit, limit < 1 else { return }
    throw ValidationError("--limit \(limit) does nothing; a number from 1 is wanted")
  }

  func answer(in console: Console) async throws(Failure) -> Answer {
    let run = EngineRun(
      folder: common.project, verb: Self.verb, console: console, acceptsClock: clock.acceptClock,
      meetsSystems: true)
    return try await run.answer { engine throws(Failure) in
      ReportText(try await engine.apply(planHash: hash, limit: limit, only: only), verb: Self.verb).answer
    }
  }
}
