import Decisions
package import Diagnostics
import EventLog
import Instants
import JSONText
import ProjectFiles
import Projections
import ZohoCRM

extension SyncEngine {
  /// Reads both sides and says what `apply` would do; keeps the plan under its hash and writes to neither system.
  ///
  /// `entity` narrows it to one, `contact`; what hangs on records of another that the plan does not make waits.
  package func plan(entity: String? = nil) async throws(Failure) -> Plan {
    let mappings = project.rules.mappings.filter { entity == nil || $0.entity == entity }
    _ = try await bind()
    try await poll(movesWatermark: false)
    var writer = try PlanWriter(
      in: PlanFolder(path: project.file.path("plans")), madeAt: RFC3339.text(seconds: environment.seconds),
      configuration: project.rules.hash, entities: mappings.map(\.entity))
    var planned: [String: [String: String]] = [:]
    for mapping in mappings {
      let numbers = try await allNumbers(mapping)
      let hasDependents = project.rules.mappings.contains { $0.hangsOn(mapping.entity) }
      var paired: [String: String] = [:]
      try await survey(mapping, numbers: numbers, planned: planned) { (evaluation) throws(Failure) in
        if case .waits = evaluation.verdict { writer.waiting += 1 }
        guard let item = PlanItem(evaluation, mapping: mapping) else { return }
        try writer.add(item, isContested: item.isContested(mapping))
        if hasDependents, item.action == .create || item.action == .link {
          paired[item.key] = item.zohoID ?? Evaluator.plannedID
        }
        progress.progress("planning \(mapping.entity)", done: writer.count, of: nil)
      }
      planned[mapping.entity] = paired
    }
    let plan = try writer.finish()
    try await journal.note([
      Draft(
        kind: .planMade, stream: StreamKey.command,
        body: PlanNoted(
          hash: plan.hash, entities: plan.entities, configuration: plan.configuration, items: plan.count,
          left: plan.appliedCount, isComplete: false
        ).json, cause: .sequence(journal.run))
    ])
    try await takeStock()
    return plan
  }
}

extension EntityMapping {
  /// Whether its records hang on those of another entity.
  func hangsOn(_ entity: String) -> Bool { fields.contains { $0.source.linkedEntity == entity } }
}
