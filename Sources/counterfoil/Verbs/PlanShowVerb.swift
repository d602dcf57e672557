import ArgumentParser
import Diagnostics
import ProjectFiles
import Projections
import Sync

/// `plan show`: a kept plan again, as it was made.
struct PlanShowVerb: Verb {
  static let verb = "plan show"
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a kept plan again, or the part that is about one entity or action.")

  @OptionGroup var common: CommonOptions

  @Argument(help: ArgumentHelp("The plan's hash, or its beginning (default: the newest).", valueName: "plan"))
  var hash: String?

  @Option(help: ArgumentHelp("Only this entity.", valueName: "name"))
  var entity: String?

  @Option(
    help: ArgumentHelp(
      "Only this: \(PlanItem.Action.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "action"))
  var action: PlanItem.Action?

  func answer(in console: Console) async throws(Failure) -> Answer {
    let project = try common.project.project()
    if let entity { try project.rules.requireEntity(entity) }
    let plans = PlanFolder(path: project.file.path("plans"))
    var wanted = hash
    if wanted == nil { wanted = try await common.project.view(console).store.newestPlan()?.hash }
    guard let wanted else { throw .noPlan(in: plans.path) }
    return try PlanText(try plans.plan(wanted), paint: console.paint)
      .answer { (entity == nil || $0.entity == entity) && (action == nil || $0.action == action) }
  }
}

extension PlanItem.Action: ExpressibleByArgument {}
