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

  @OptionGroup var output: OutputOptions

  @Flag(help: "Exit with 10 where changes are pending, with 11 where a person is needed.")
  var detailedExitcode = false

  @OptionGroup var clock: ClockOptions

  func answer(in console: Console) async throws(Failure) -> Answer {
    let folder = common.project
    let files = try report.map { folder throws(Failure) in
      try ReportFiles(in: folder, mayReplace: output.force)
    }
    let run = EngineRun(
      folder: folder, verb: Self.verb, console: console, acceptsClock: clock.acceptClock, meetsSystems: true)
    return try await run.answer { engine throws(Failure) in
      let plan = try await engine.plan()
      var answer = try PlanText(plan, paint: console.paint).answer()
      if detailedExitcode { answer.attention = plan.detailedExitCode }
      if let files { answer.lines += try await write(plan, into: files, console: console) }
      return answer
    }
  }

  private func write(
    _ plan: Plan, into files: ReportFiles, console: Console
  ) async throws(Failure) -> [String] {
    let project = try common.project.project()
    let view = try await common.project.view(console)
    let today = try await view.store.settings().jdeDay?.value ?? JDEDay.today(of: project)
    return try await PlanReport(plan: plan, view: view, rules: project.rules, today: today).write(
      into: files)
  }
}

extension Plan {
  /// 10 changes are pending, 11 a person is needed, 0 nothing to do.
  var detailedExitCode: Int32 {
    if counts[.review, default: 0] + counts[.conflict, default: 0] + unreadable > 0 { return 11 }
    return appliedCount > 0 ? 10 : 0
  }
}
