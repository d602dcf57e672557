import ArgumentParser
import Diagnostics
import ProjectFiles
import Projections
import Sync

/// `plan`: what `apply` would do, read from both systems and written to neither.
struct PlanVerb: Verb {
  static let verb = "plan"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Read both systems and show what apply would do.",
    discussion: """
      Appends what it observed to the ledger, moves no watermark and writes to neither system. The plan is \
      kept under plans/ and bound to the configuration that made it.
      """)

  @OptionGroup var common: CommonOptions

  @Option(help: ArgumentHelp("Also write the lists as CSV into this folder.", valueName: "dir"))
  var report: String?

  @Flag(help: "Exit with 10 where changes are pending, with 11 where a person is needed.")
  var detailedExitcode = false

  @OptionGroup var clock: ClockOptions

  func answer(in console: Console) async throws(Failure) -> Answer {
    let folder = common.project
    if let report { try PlanReport.prepare(report) }
    let run = EngineRun(
      folder: folder, verb: Self.verb, console: console, acceptsClock: clock.acceptClock, meetsSystems: true)
    return try await run.answer { engine throws(Failure) in
      let plan = try await engine.plan()
      var answer = try PlanText(plan, paint: console.paint).answer()
      if detailedExitcode { answer.attention = plan.detailedExitCode }
      if let report { answer.lines += try await write(plan, into: report, console: console) }
      return answer
    }
  }

  private func write(_ plan: Plan, into report: String, console: Console) async throws(Failure) -> [String] {
    let project = try common.project.project()
    let view = try await common.project.view(console)
    let today = try await view.store.settings().jdeDay?.value ?? JDEDay.today(of: project)
    return try await PlanReport(plan: plan, view: view, rules: project.rules, today: today).write(
      into: report)
  }
}

extension Plan {
  /// 10 changes are pending, 11 a person is needed, 0 nothing to do.
  var detailedExitCode: Int32 {
    if counts[.review, default: 0] + counts[.conflict, default: 0] > 0 { return 11 }
    return appliedCount > 0 ? 10 : 0
  }
}
