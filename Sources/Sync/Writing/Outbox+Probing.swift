import Decisions
import Diagnostics
import EventLog
import JSONText
import Projections
import ZohoCRM

extension Outbox {
  /// Looks what became of writes whose outcome is not known; answers those that may be sent again now.
  func probe(
    _ intents: [WriteIntended], into tally: inout OutboxTally
  ) async throws(Failure) -> [WriteIntended] {
    guard !intents.isEmpty else { return [] }
    let seen = try await look(for: intents)
    var drafts: [Draft] = []
    var applied: [Applied] = []
    var again: [WriteIntended] = []
    for intent in intents {
      let found = seen[intent.operation] ?? []
      let verdict: WriteProbed.Found =
        found.count > 1 ? .undecidable : judgeProbe(of: intent, seen: found.first, mapping: mapping)
      let probed = WriteProbed(operation: intent.operation, found: verdict, zohoID: found.first?.id)
      switch verdict {
      case .applied:
        drafts.append(draft(.writeProbed, intent, probed.json))
        guard let id = found.first?.id else { continue }
        if intent.action == .insert {
          drafts.append(
            Self.created(intent, id: id, mapping: mapping, personal: personal, cause: .sequence(journal.run)))
          tally.created += 1
        } else {
          tally.updated += 1
        }
        applied.append(Applied(intent: intent, zohoID: id, modifiedTime: nil))
      case .notApplied:
        guard mayBeSentAgain(intent) else { continue }
        drafts.append(draft(.writeProbed, intent, probed.json))
        again.append(intent)
      case .changed:
        drafts.append(draft(.writeProbed, intent, probed.json))
        drafts.append(ended(.writeAbandoned, intent, .stale, "something else is there: decided again"))
        tally.abandoned.insert(intent.key)
      case .undecidable:
        drafts.append(draft(.writeProbed, intent, probed.json))
        drafts += undecidable(intent, found: found)
      }
    }
    if !drafts.isEmpty { try await journal.note(drafts) }
    try await readBack(applied, into: &tally)
    return again
  }

  /// The records that an intent could have made or changed, as they stand now.
  private func look(for intents: [WriteIntended]) async throws(Failure) -> [String: [ZohoRecord]] {
    var seen: [String: [ZohoRecord]] = [:]
    let inserts = intents.filter { $0.action == .insert }
    if !inserts.isEmpty {
      let found = try await client.records(
        mapping.zoho.module, where: mapping.zoho.key, in: inserts.map(\.key), fields: fields)
      for intent in inserts {
        seen[intent.operation] = (found[intent.key] ?? []).compactMap(\.object)
          .compactMap { ZohoRecord(record: $0, hidden: hidden) }
      }
    }
    for page in intents.filter({ $0.action != .insert }).pages(of: ZohoClient.idsPerRead) {
      let rows = try await client.records(
        mapping.zoho.module, ids: page.compactMap(\.target.id), fields: fields)
      for record in rows.compactMap(\.object).compactMap({ ZohoRecord(record: $0, hidden: hidden) }) {
        for intent in page where intent.target.id == record.id { seen[intent.operation] = [record] }
      }
    }
    return seen
  }

  /// An update can be sent again at once, and an insert where Zoho itself refuses a second one.
  ///
  /// Elsewhere a lost insert may still land: it is looked for again after the longest time-out.
  private func mayBeSentAgain(_ intent: WriteIntended) -> Bool {
    intent.action != .insert || facts.enforcesKey(of: mapping) || isSettledForSure(intent)
  }

  private func isSettledForSure(_ intent: WriteIntended) -> Bool {
    guard let sent = sentAt[intent.operation] else { return false }
    return now - sent > timeoutSeconds
  }

  private func undecidable(_ intent: WriteIntended, found: [ZohoRecord]) -> [Draft] {
    guard found.count > 1 else {
      return [
        ended(.writeFailed, intent, .invalid, "Zoho no longer has the record \(intent.target.id ?? "")")
      ]
    }
    let asked = QuestionAsked.match(
      SubjectKey(entity: intent.entity, key: intent.key), module: mapping.zoho.module, reason: "many_right",
      ground: ["operation": JSONValue(intent.operation)],
      candidates: found.map { ["zoho_id": JSONValue($0.id)] })
    return [
      ended(.writeFailed, intent, .invalid, "Zoho has \(found.count) records with our key \(intent.key)"),
      Draft(
        kind: .questionAsked, stream: StreamKey.link(intent.entity, intent.key), body: asked.json,
        cause: .sequence(journal.run),
        isPersonal: personal.covers(entity: intent.entity)),
    ]
  }

  func ended(
    _ kind: EventKind, _ intent: WriteIntended, _ errorClass: ErrorClass, _ message: String
  ) -> Draft {
    draft(
      kind, intent,
      WriteEnded(
        operation: intent.operation, entity: intent.entity, key: intent.key, errorClass: errorClass,
        message: message
      ).json)
  }
}
