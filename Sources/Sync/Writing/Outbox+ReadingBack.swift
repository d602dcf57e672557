import Decisions
import Diagnostics
import EventLog
import Instants
import JSONText
import Projections
import ZohoCRM

extension Outbox {
  /// That a record was made of an intent: the pairing that a create leads to.
  static func created(
    _ intent: WriteIntended, id: String, mapping: EntityMapping, personal: PersonalData,
    cause: EventReference
  ) -> Draft {
    Draft(
      kind: .linkMade, stream: StreamKey.link(intent.entity, intent.key),
      body: LinkMade(
        entity: intent.entity, key: intent.key, generation: intent.generation, module: mapping.zoho.module,
        zohoID: id, how: "created",
        explanation: ["operation": JSONValue(intent.operation)]
      ).json, cause: cause, isPersonal: personal.covers(entity: intent.entity))
  }

  /// Reads what was written, by the hundred, and confirms it: nothing is believed that was not read back.
  func readBack(_ applied: [Applied], into tally: inout OutboxTally) async throws(Failure) {
    for page in applied.pages(of: ZohoClient.idsPerRead) {
      let shown = try await client.records(mapping.zoho.module, ids: page.map(\.zohoID), fields: fields)
      let records = Dictionary(
        shown.compactMap { $0.object }.compactMap { ZohoRecord(record: $0, hidden: hidden) }.map {
          ($0.id, $0)
        },
        uniquingKeysWith: { first, _ in first })
      var drafts: [Draft] = []
      for write in page {
        guard let record = records[write.zohoID] else {
          // It was written and is gone: there is nothing to confirm, and nothing to wait for.
          drafts.append(
            ended(.writeFailed, write.intent, .invalid, "Zoho no longer shows the record \(write.zohoID)"))
          continue
        }
        drafts += confirmation(of: write, seen: record)
        tally.confirmed += 1
      }
      if !drafts.isEmpty { try await journal.note(drafts) }
    }
  }

  private func confirmation(of write: Applied, seen: ZohoRecord) -> [Draft] {
    let module = mapping.zoho.module
    let verdict = judgeReadBack(
      of: write.intent, seen: seen, answeredModifiedTime: write.modifiedTime, mapping: mapping)
    let observed = RecordObserved(record: seen.record, hash: fingerprint(of: .object(seen.record)))
    let fetched = Draft(
      kind: .recordFetched, stream: StreamKey.zoho(module, seen.id), body: observed.json,
      cause: .sequence(journal.run),
      sourceAt: seen.modifiedSeconds.map { RFC3339.text(seconds: $0) },
      isPersonal: personal.covers(module: module))
    let confirmed = WriteConfirmed(
      operation: write.intent.operation, entity: write.intent.entity, key: write.intent.key, zohoID: seen.id,
      pairs: verdict.pairs, normalised: verdict.normalised)
    return [fetched, draft(.writeConfirmed, write.intent, confirmed.json)]
  }
}
