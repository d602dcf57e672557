import Decisions
import Diagnostics
import EventLog
import HTTPTransport
import Instants
import JDEdwards
import ProjectFiles
import Projections
import ZohoCRM

extension SyncEngine {
  /// Follows every write that an earlier run left open: answered ones are read back, the others are looked for.
  ///
  /// A write that was sent and has no answer may have arrived: the program can have died behind the call.
  func settleOpenWrites(facts: SystemFacts) async throws(Failure) {
    for mapping in project.rules.mappings {
      let open = try await journal.state.operations(in: OperationState.open, limit: Self.openMax)
        .filter { $0.entity == mapping.entity && $0.target.side == .zoho }
      guard !open.isEmpty else { continue }
      let tally = try await carrier(mapping, facts: facts).finish(open.compactMap(CarriedWrite.init))
      report.take(tally)
      if let stop = tally.stop { throw stop }
    }
  }

  /// Open writes that a run takes up: more than any crash leaves behind.
  static let openMax = 50_000

  /// What carries the writes of an entity to Zoho.
  func carrier(
    _ mapping: EntityMapping, facts: SystemFacts, newcomers: Newcomers? = nil
  ) -> Carrier {
    Carrier(
      channel: channel(mapping, facts: facts), journal: journal, rules: project.rules, mapping: mapping,
      personal: personal, pacing: environment.pacing, retries: systems.zoho.settings.retries,
      newcomers: newcomers)
  }

  /// The seam to the module of an entity.
  func channel(_ mapping: EntityMapping, facts: SystemFacts) -> any WriteChannel {
    ZohoChannel(
      client: systems.zoho, mapping: mapping,
      fields: poller(movesWatermark: false).fields(of: mapping.zoho.module),
      hidden: facts.hidden[mapping.zoho.module] ?? [], time: environment.ledger.time)
  }
}

extension RunReport {
  /// Adds what became of some writes.
  mutating func take(_ tally: CarryTally) {
    created += tally.created
    updated += tally.updated
    confirmed += tally.confirmed
  }

  /// Counts what was sent and answered with success.
  mutating func take(_ writes: [CarriedWrite]) {
    for write in writes where write.life.wasApplied {
      if write.intent.action == .insert { created += 1 } else { updated += 1 }
    }
  }

  /// Takes over the calls that both clients have counted.
  mutating func take(_ systems: Systems) {
    callsJDE = systems.jde.calls
    callsZoho = systems.zoho.calls
  }
}
