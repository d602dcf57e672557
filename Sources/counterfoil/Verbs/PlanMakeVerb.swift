import ArgumentParser
import Diagnostics
import ProjectFiles
import Projections
import Sync

/// `plan make`, or `plan` alone: what `apply` would do, read from both systems and written to neither.
struct PlanMakeVerb: Verb {
  static let verb = "plan"
  static let configuration = CommandConfiguration(
    commandName: "make",
    abstract: "Read both systems and make a plan.",
    discussion: PlanVerb.configuration.discussion)

  @OptionGroup var common: CommonOptions

  @Option(help: ArgumentHelp("Also write the lists as CSV into this folder.", valueName: "dir"))
  var report: String?

  @OptionGroup var output: OutputOptions

  @Flag(
    help: "Write the lists as Excel opens them where the comma stands in numbers (semicolons, ids as text).")
  var excel = false

  @Option(help: ArgumentHelp("Only this entity.", valueName: "name"))
  var entity: String?

  @Flag(help: "Exit with 10 where changes are pending, with 11 where a person is needed.")
  var detailedExitcode = false

  @OptionGroup var clock: ClockOptions

  func validate() throws {
    guard excel, report == nil else { return }
    throw ValidationError("--excel says how the lists of --report DIR are written; name the folder")
  }

  func answer(in console: Console) async throws(Failure) -> Answer {
    let folder = common.project
    let files = try report.map { folder throws(Failure) in
      try ReportFiles(in: folder, mayReplace: output.force, isForExcel: excel)
    }
    if let entity { try folder.project().rules.requireEntity(entity) }
    let run = EngineRun(
      folder: folder, verb: Self.verb, console: console, acceptsClock: clock.acceptClock, meetsSystems: true)
    return try await run.answer { engine throws(Failure) in
      let plan = try await engine.plan(entity: entity)
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
