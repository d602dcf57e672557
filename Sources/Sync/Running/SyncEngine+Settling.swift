import Decisions
import Diagnostics
import EventLog
import HTTPTransport
import Instants
import JDEdwards
import JSONText
import ProjectFiles
import Projections
import ZohoCRM

extension SyncEngine {
  /// Follows every write that an earlier run left open: answered ones are read back, the others are looked for.
  ///
  /// A write that was intended and has no answer may have arrived: the program can have died behind the call.
  func settleOpenWrites(facts: SystemFacts) async throws(Failure) {
    for mapping in project.rules.mappings {
      while true {
        let open = try await journal.store.operations(in: OperationState.open, limit: 50_000)
          .filter { $0.entity == mapping.entity }
        let tally = try await settle(open, mapping: mapping, facts: facts)
        guard tally.moved else { break }
        if let stop = tally.total.stop { throw stop }
      }
    }
  }

  private func settle(
    _ open: [OperationRow], mapping: EntityMapping, facts: SystemFacts
  ) async throws(Failure) -> (total: OutboxTally, moved: Bool) {
    guard !open.isEmpty else { return (OutboxTally(), false) }
    let before = try await journal.store.position()
    var tally = OutboxTally()
    let outbox = try await outbox(mapping, facts: facts, open: open)
    let answered = open.filter { $0.state == .answered }.compactMap { row -> Outbox.Applied? in
      guard let intent = row.intent, let id = row.target.id ?? intent.target.id else { return nil }
      return Outbox.Applied(intent: intent, zohoID: id, modifiedTime: row.modifiedTime)
    }
    try await outbox.readBack(answered, into: &tally)
    let lost = open.filter { $0.state != .answered }.compactMap(\.intent)
    try await noteLost(open.filter { $0.state == .intended }.compactMap(\.intent), outbox: outbox)
    var again: [WriteIntended] = []
    for page in lost.pages(of: WriteBatch.rowsMax) { again += try await outbox.probe(page, into: &tally) }
    report.take(tally)
    if !again.isEmpty { report.take(try await outbox.send(again)) }
    try await journal.catchUp()
    let settled = try await journal.store.position()
    // What only waits for its time-out is left for the next run.
    let left = try await journal.store.operations(in: OperationState.open, limit: 50_000)
      .filter { $0.entity == mapping.entity }
    return (tally, settled > before && left.count < open.count && !left.isEmpty)
  }

  private func noteLost(_ intents: [WriteIntended], outbox: Outbox) async throws(Failure) {
    guard !intents.isEmpty else { return }
    try await journal.note(
      intents.map { intent in
        outbox.answer(
          intent,
          WriteAnswered(
            operation: intent.operation, outcome: .unknown, errorClass: .unknown,
            message: "the run ended before an answer was recorded"))
      })
  }

  /// The outbox of an entity; `open` are writes of earlier runs, with the time at which they were intended.
  func outbox(
    _ mapping: EntityMapping, facts: SystemFacts, open: [OperationRow] = []
  ) async throws(Failure) -> Outbox {
    var sentAt: [String: Int64] = [:]
    for row in open {
      guard let event = try journal.reader.event(row.intendedSequence) else { continue }
      sentAt[row.operation] = RFC3339.seconds(of: event.at)
    }
    return Outbox(
      client: systems.zoho, journal: journal, mapping: mapping, personal: personal, facts: facts,
      fields: poller(movesWatermark: false).fields(of: mapping.zoho.module), now: environment.seconds,
      timeoutSeconds: systems.zoho.settings.limits.whole.components.seconds, sentAt: sentAt)
  }
}

extension RunReport {
  /// Adds what became of some writes.
  mutating func take(_ tally: OutboxTally) {
    created += tally.created
    updated += tally.updated
    confirmed += tally.confirmed
  }

  /// Takes over the calls that both clients have counted.
  mutating func take(_ systems: Systems) {
    callsJDE = systems.jde.calls
    callsZoho = systems.zoho.calls
  }
}
