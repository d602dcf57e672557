import Decisions
package import Diagnostics
import EventLog
import JSONText
import ProjectFiles
import Projections

extension SyncEngine {
  /// Does exactly what a plan says, and lists the records that moved meanwhile.
  ///
  /// `planHash` is a plan's hash or its beginning, nil the newest; at most `limit` items are carried out; `only` names
  /// records (`customer/4242`, or `4242`), empty takes all.
  package func apply(planHash: String?, limit: Int?, only: [String]) async throws(Failure) -> RunReport {
    let plan = try await chosenPlan(planHash)
    guard plan.configuration == project.rules.hash else { throw .stalePlan(plan.hash) }
    guard project.file.writes.zoho else { throw .writesOff(in: "counterfoil.yaml") }
    let chosen = try choose(plan.items, only: only)
    let facts = try await bind()
    try await settleOpenWrites(facts: facts)
    try await poll(movesWatermark: true)
    var todo = limit ?? Int.max
    for mapping in project.rules.mappings {
      let items = chosen.filter { $0.entity == mapping.entity }
      try await apply(items, mapping: mapping, facts: facts, todo: &todo)
    }
    try await concludePlan(plan)
    try await takeStock()
    return report
  }

  private func chosenPlan(_ hash: String?) async throws(Failure) -> Plan {
    let folder = PlanFolder(path: project.file.path("plans"))
    if let hash { return try folder.plan(hash) }
    guard let newest = try await journal.store.newestPlan() else { throw .noPlan(in: folder.path) }
    return try folder.plan(newest.hash)
  }

  private func choose(_ items: [PlanItem], only: [String]) throws(Failure) -> [PlanItem] {
    guard !only.isEmpty else { return items }
    for name in only where !items.contains(where: { $0.record == name || $0.key == name }) {
      throw .unknownRecord(name)
    }
    return items.filter { only.contains($0.record) || only.contains($0.key) }
  }

  /// Carries out the items of one entity, in runs that keep within the limit.
  private func apply(
    _ items: [PlanItem], mapping: EntityMapping, facts: SystemFacts, todo: inout Int
  ) async throws(Failure) {
    let policy = WritePolicy(isZohoEnabled: true, loaded: [], isApplying: true)
    let planned = Dictionary(items.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    let matches = try await matchBook(for: mapping, items: items)
    var done = 0
    for page in numbers(of: items).pages(of: numbersPerPage) {
      var moved: [String] = []
      var left = todo
      try await carryOut(mapping, numbers: page, policy: policy, facts: facts, matches: matches) {
        evaluation in
        guard let item = planned[evaluation.key], let now = PlanItem(evaluation, mapping: mapping) else {
          return false
        }
        guard now.fingerprint == item.fingerprint else {
          moved.append(item.record)
          return false
        }
        guard item.action.isApplied else { return true }
        left -= 1
        return left >= 0
      }
      todo = max(0, left)
      report.skippedMoved += Set(moved).sorted()
      done += page.count
      progress.progress("applying \(mapping.entity)", done: done, of: items.count)
    }
  }

  /// The numbers of some items, each once, in order.
  private func numbers(of items: [PlanItem]) -> [Int] {
    Set(items.compactMap { number(ofKey: $0.key) }).sorted()
  }

  /// Matching is decided again at `apply`: a record that appeared meanwhile is a match to look at.
  private func matchBook(for mapping: EntityMapping, items: [PlanItem]) async throws(Failure) -> MatchBook? {
    guard items.contains(where: { $0.action == .create || $0.action == .link || $0.action == .review }) else {
      return nil
    }
    return try await MatchBook(mapping: mapping, evaluator: evaluator(), progress: progress)
  }

  /// Records how far the plan came; applied to its end, its entities may be created without a plan from now on.
  private func concludePlan(_ plan: Plan) async throws(Failure) {
    var left = 0
    for mapping in project.rules.mappings {
      let items = plan.items.filter { $0.entity == mapping.entity && $0.action.isApplied }
      let fingerprints = Dictionary(
        items.map { ($0.key, $0.fingerprint) }, uniquingKeysWith: { first, _ in first })
      let matches = try await matchBook(for: mapping, items: items)
      let evaluator = evaluator()
      for page in numbers(of: items).pages(of: numbersPerPage) {
        for evaluation in try await evaluator.evaluate(mapping, numbers: page, matches: matches) {
          guard let planned = fingerprints[evaluation.key], evaluation.standing.failed == nil,
            let now = PlanItem(evaluation, mapping: mapping), now.fingerprint == planned
          else { continue }
          left += 1
        }
      }
    }
    report.left = left
    let noted = PlanNoted(
      hash: plan.hash, entities: plan.entities, configuration: plan.configuration,
      items: plan.items.count { $0.action.isApplied } - left, left: left, isComplete: left == 0)
    try await journal.note([
      Draft(kind: .planApplied, stream: StreamKey.command, body: noted.json, cause: .sequence(journal.run))
    ])
    try await journal.catchUp()
  }
}
