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
    let chosen = try ChosenItems(plan, only: only)
    let facts = try await bind()
    try await settleOpenWrites(facts: facts)
    try await poll(movesWatermark: true)
    var todo = limit ?? Int.max
    for mapping in project.rules.mappings {
      try await apply(
        chosen.items(of: mapping.entity), of: plan, mapping: mapping, facts: facts, todo: &todo)
    }
    try await concludePlan(plan)
    try await takeStock()
    return report
  }

  private func chosenPlan(_ hash: String?) async throws(Failure) -> Plan {
    let folder = PlanFolder(path: project.file.path("plans"))
    if let hash { return try folder.plan(hash) }
    guard let newest = try await journal.state.newestPlan() else { throw .noPlan(in: folder.path) }
    return try folder.plan(newest.hash)
  }

  /// Carries out the items of one entity, in runs that keep within the limit.
  private func apply(
    _ items: [String: ChosenItem], of plan: Plan, mapping: EntityMapping, facts: SystemFacts, todo: inout Int
  ) async throws(Failure) {
    guard !items.isEmpty else { return }
    let madeAt = try await journal.state.plan(hash: plan.hash)?.madeSequence ?? 0
    let policy = WritePolicy(isZohoEnabled: true, loaded: [], isApplying: true)
    let matches = try await matchBook(for: mapping, items: items)
    var moved: Set<String> = []
    var left = todo
    var begun: Set<String> = []
    try await carryOut(
      mapping, numbers: numbers(of: items), policy: policy, facts: facts, matches: matches
    ) { evaluation in
      guard let item = items[evaluation.key], let now = PlanItem(evaluation, mapping: mapping) else {
        return false
      }
      guard now.carriesOut(item, mapping: mapping) else {
        // Done by an earlier run of this plan: what is left of it is another decision's.
        let isDone =
          evaluation.link.map { link in
            item.action == .create || item.action == .link
              || (item.action.isApplied && link.baseSequence > madeAt)
          } ?? false
        if !isDone || now.action.isApplied { moved.insert("\(mapping.entity)/\(evaluation.key)") }
        return false
      }
      guard item.action.isApplied else { return true }
      // What is decided again in the same run is no further item.
      if begun.contains(evaluation.key) { return true }
      guard left > 0 else { return false }
      left -= 1
      begun.insert(evaluation.key)
      return true
    }
    todo = max(0, left)
    report.skippedMoved += moved.sorted()
  }

  /// The numbers of some items, each once, in order.
  private func numbers(of items: [String: ChosenItem]) -> [Int] {
    Set(items.keys.compactMap { number(ofKey: $0) }).sorted()
  }

  /// What a plan does to records without a pairing.
  private static let unlinkedActions: Set<PlanItem.Action> = [.create, .link, .review, .clearKey, .owed]

  /// Matching is decided again at `apply`: a record that appeared meanwhile is a match to look at.
  private func matchBook(
    for mapping: EntityMapping, items: [String: ChosenItem]
  ) async throws(Failure) -> MatchBook? {
    guard items.values.contains(where: { Self.unlinkedActions.contains($0.action) })
    else { return nil }
    return try await MatchBook(mapping: mapping, evaluator: evaluator(), progress: progress)
  }

  /// Records how far the plan came; applied to its end, its entities may be created without a plan from now on.
  private func concludePlan(_ plan: Plan) async throws(Failure) {
    var left = 0
    let all = try ChosenItems(plan, only: [])
    var stuck = Set(report.skippedMoved)
    for mapping in project.rules.mappings {
      left += try await leftToDo(all, mapping, stuck: &stuck)
    }
    report.left = left
    if left == 0 { freed.formUnion(plan.entities.map { StreamKey.metadata("counterfoil", $0) }) }
    let noted = PlanNoted(
      hash: plan.hash, entities: plan.entities, configuration: plan.configuration,
      items: plan.appliedCount - left, left: left, isComplete: left == 0)
    try await journal.note([
      Draft(kind: .planApplied, stream: StreamKey.command, body: noted.json, cause: .sequence(journal.run))
    ])
  }

  /// How many items of an entity are still to be carried out.
  ///
  /// A create is done once the record is paired, a link once its fields were written as well; an update while it would
  /// still be decided the same is not.
  /// What is `stuck` (refused, or moved since the plan) is not: it waits for a person, and so does what hangs on it.
  private func leftToDo(
    _ all: ChosenItems, _ mapping: EntityMapping, stuck: inout Set<String>
  ) async throws(Failure) -> Int {
    let items = all.items(of: mapping.entity).filter { $0.value.action.isApplied }
    var open = items
    let pairings = items.filter { $0.value.action == .create || $0.value.action == .link }
    for keys in pairings.keys.sorted().pages(of: 1_000) {
      for (key, link) in try await journal.state.links(entity: mapping.entity, keys: keys)
      where link.state == .linked && (items[key]?.action == .create || link.baseSequence > link.madeSequence)
      {
        open[key] = nil
      }
    }
    open = open.filter { !stuck.contains("\(mapping.entity)/\($0.key)") }
    var left = 0
    try await evaluator().eachPage(mapping, numbers: numbers(of: open), matches: nil) {
      (_, evaluations) throws(Failure) in
      for evaluation in evaluations {
        guard let item = open[evaluation.key] else { continue }
        guard evaluation.standing.failed == nil else {
          stuck.insert("\(mapping.entity)/\(evaluation.key)")
          continue
        }
        if case .waits = evaluation.verdict {
          let hangsOnPlan = mapping.fields.compactMap(\.source.linkedEntity).contains { entity in
            all.items(of: entity)["\(evaluation.number)"]?.action.isApplied == true
              && !stuck.contains("\(entity)/\(evaluation.number)")
          }
          left += hangsOnPlan ? 1 : 0
          continue
        }
        let isUnpaired = (item.action == .create || item.action == .link) && evaluation.link == nil
        if isUnpaired || PlanItem(evaluation, mapping: mapping)?.carriesOut(item, mapping: mapping) == true {
          left += 1
        }
      }
    }
    return left
  }
}
