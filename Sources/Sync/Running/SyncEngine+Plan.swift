import Decisions
package import Diagnostics
import EventLog
import JSONText
import ProjectFiles
import Projections
import ZohoCRM

extension SyncEngine {
  /// Reads both sides and says what `apply` would do; keeps the plan under its hash and writes to neither system.
  package func plan() async throws(Failure) -> Plan {
    _ = try await bind()
    try await poll(movesWatermark: false)
    var items: [PlanItem] = []
    var waiting = 0
    var planned: [String: Set<String>] = [:]
    for mapping in project.rules.mappings {
      let numbers = try await allNumbers(mapping)
      let before = items.count
      try await survey(mapping, numbers: numbers, planned: planned) { (evaluation) throws(Failure) in
        if case .waits = evaluation.verdict { waiting += 1 }
        if let item = PlanItem(evaluation, mapping: mapping) { items.append(item) }
        progress.progress("planning \(mapping.entity)", done: items.count - before, of: nil)
      }
      let made = items[before...].filter { $0.action == .create || $0.action == .link }
      planned[mapping.entity] = Set(made.map(\.key))
    }
    let cost = WriteCost(items)
    let plan = Plan(
      madeAt: UTCText.seconds(environment.seconds), configuration: project.rules.hash,
      entities: project.rules.mappings.map(\.entity), items: items, waiting: waiting, calls: cost.calls,
      credits: cost.credits)
    try PlanFolder(path: project.file.path("plans")).keep(plan)
    try await journal.note([
      Draft(
        kind: .planMade, stream: StreamKey.command,
        body: PlanNoted(
          hash: plan.hash, entities: plan.entities, configuration: plan.configuration, items: items.count,
          left: items.count { $0.action.isApplied }, isComplete: false
        ).json, cause: .sequence(journal.run))
    ])
    try await journal.catchUp()
    return plan
  }
}

/// The calls and credits of Zoho that some items cost: inserts and updates by the hundred, and their read-backs.
struct WriteCost {
  let calls: Int
  let credits: Int

  init(_ items: [PlanItem]) {
    var calls = 0
    var credits = 0
    let writes = Dictionary(grouping: items.filter { $0.action.isApplied }) {
      "\($0.module) \($0.action == .create)"
    }
    for rows in writes.values.map(\.count) {
      let full = rows / ZohoClient.rowsPerWrite
      let rest = rows % ZohoClient.rowsPerWrite
      let batches = full + (rest > 0 ? 1 : 0)
      calls += 2 * batches
      credits += full * CreditCost.write(rows: ZohoClient.rowsPerWrite) + batches * CreditCost.read
      if rest > 0 { credits += CreditCost.write(rows: rest) }
    }
    self.calls = calls
    self.credits = credits
  }
}
