import Decisions
import Diagnostics
import HTTPTransport
import Instants
import JSONText
import ZohoCRM

/// Writes to one module of Zoho.
struct ZohoChannel: WriteChannel {
  let client: ZohoClient
  let mapping: EntityMapping
  /// The fields to ask for when reading.
  let fields: [String]
  /// The module's fields whose null means nothing.
  let hidden: Set<String>
  let time: any Time

  var terms: ChannelTerms {
    ChannelTerms(
      side: .zoho, system: ZohoSettings.system, kind: mapping.zoho.module, rowsMax: ZohoClient.rowsPerWrite,
      landsWithin: client.settings.limits.whole.components.seconds, width: 3)
  }

  var now: Int64 { time.seconds - Int64(client.secondsAhead ?? 0) }

  func send(_ writes: [CarriedWrite], landsUntil: Int64?) async -> CallEnding {
    // Of the second that has begun, nothing is counted on.
    switch await request(writes, within: landsUntil.map { .seconds(max(0, $0 - now - 1)) }) {
    case .answered(let rows, let evidence):
      return .answered(zip(writes, rows).map(verdict), CallEvidence(evidence))
    case .unknown(let failure, let evidence): return .unknown(failure, evidence.map(CallEvidence.init))
    case .notSent(let failure):
      return .refused(
        Refusal(failure: failure, errorClass: errorClass(of: failure), retryAfter: nil), nil)
    case .refused(let failure, let evidence):
      let refusal = Refusal(
        failure: failure, errorClass: errorClass(of: failure), retryAfter: evidence.retryAfter)
      return .refused(refusal, CallEvidence(evidence))
    }
  }

  private func request(_ writes: [CarriedWrite], within limit: Duration?) async -> WriteOutcome {
    let module = mapping.zoho.module
    let trigger = mapping.zoho.trigger
    guard let first = writes.first else { preconditionFailure("a call carries at least one row") }
    if first.intent.action == .insert {
      return await client.insert(module, rows: writes.map(\.intent.row), trigger: trigger, within: limit)
    }
    if first.life.isConditional, let id = first.targetID, let instant = first.condition {
      return await client.update(
        module, id: id, row: first.intent.row, unmodifiedSince: instant, trigger: trigger, within: limit)
    }
    let rows = writes.map { write in
      var row: JSONObject = ["id": JSONValue(write.targetID ?? "")]
      for member in write.intent.row.members { row.members.append(member) }
      return row
    }
    return await client.update(module, rows: rows, trigger: trigger, within: limit)
  }

  private func verdict(_ write: CarriedWrite, _ row: RowAnswer) -> RowVerdict {
    switch row.outcome {
    case .applied(let id, let time):
      return RowVerdict(outcome: .applied(id: id, time: time), answer: row.json)
    case .stale:
      return RowVerdict(
        outcome: .refused(.stale), code: "ALREADY_MODIFIED", message: "the record was changed meanwhile",
        answer: row.json)
    case .rejected(let errors): return refused(write, errors, row.json)
    }
  }

  private func refused(_ write: CarriedWrite, _ errors: [RowError], _ answer: JSONValue) -> RowVerdict {
    let first = errors.first
    let message = errors.map { [$0.field, $0.message].compactMap(\.self).joined(separator: ": ") }
      .joined(separator: "; ")
    // "A record with our key exists": it may be this very write, arrived before, or one on which somebody typed the
    // key. The look tells them apart.
    let isOwnKey =
      write.intent.action == .insert && errors.allSatisfy { $0.code == "DUPLICATE_DATA" }
      && errors.contains { $0.field == mapping.zoho.key && $0.duplicateID != nil }
    if isOwnKey {
      return RowVerdict(outcome: .unknown, code: "DUPLICATE_DATA", message: message, answer: answer)
    }
    let errorClass = first?.isQuota == true ? .throttle : Self.errorClass(of: first?.code ?? "")
    let stranger = errors.first { $0.duplicateID != nil }
    return RowVerdict(
      outcome: .refused(errorClass), code: first?.code ?? "UNKNOWN", message: message,
      stranger: stranger.flatMap { error in
        error.duplicateID.map { RowVerdict.Stranger(id: $0, field: error.field) }
      }, answer: answer)
  }

  func look(for writes: [CarriedWrite]) async throws(Failure) -> [String: [ZohoRecord]] {
    var seen: [String: [ZohoRecord]] = [:]
    let inserts = writes.filter { $0.intent.action == .insert }
    for page in inserts.pages(of: ZohoClient.idsPerRead) {
      let found = try await client.records(
        mapping.zoho.module, where: mapping.zoho.key, in: page.map(\.intent.key), fields: fields)
      for write in page {
        seen[write.operation] = (found[write.intent.key] ?? []).compactMap(\.object)
          .compactMap { ZohoRecord(record: $0, hidden: hidden) }
      }
    }
    let updates = writes.filter { $0.intent.action != .insert }
    for (operation, record) in try await readBack(updates) { seen[operation] = [record] }
    return seen
  }

  func changes(since second: Int64) async throws(Failure) -> TargetChanges {
    let query = RecordQuery(
      mapping.zoho.module, fields: [mapping.zoho.key], modifiedSince: RFC3339.text(seconds: second))
    var cursor = client.listing(query)
    var changes = TargetChanges()
    while let page = try await cursor.nextPage() {
      changes.date = changes.date ?? page.serverDate
      for row in page.rows.compactMap(\.object) {
        guard let record = ZohoRecord(record: row, hidden: hidden) else {
          throw .keyMissing(table: mapping.zoho.module)
        }
        changes.rows.append(
          TargetChanges.Row(id: record.id, key: record.key(mapping).text, time: record.modifiedTime))
      }
    }
    return changes
  }

  func records(_ ids: [String]) async throws(Failure) -> [JSONObject] {
    try await client.records(mapping.zoho.module, justListed: ids, fields: fields).compactMap(\.object)
  }

  func readBack(_ writes: [CarriedWrite]) async throws(Failure) -> [String: ZohoRecord] {
    var seen: [String: ZohoRecord] = [:]
    for page in writes.filter({ $0.targetID != nil }).pages(of: ZohoClient.idsPerRead) {
      let rows = try await client.records(
        mapping.zoho.module, ids: page.compactMap(\.targetID), fields: fields)
      var records: [String: ZohoRecord] = [:]
      for record in rows.compactMap(\.object).compactMap({ ZohoRecord(record: $0, hidden: hidden) }) {
        records[record.id] = record
      }
      for write in page { seen[write.operation] = write.targetID.flatMap { records[$0] } }
    }
    return seen
  }

  /// How a refused row goes on: locked and the like by itself, rights by an administrator, the rest by a change.
  private static func errorClass(of code: String) -> ErrorClass {
    switch code {
    case "RECORD_LOCKED", "RECORD_IN_BLUEPRINT", "NOT_APPROVED", "INTERNAL_ERROR": .transient
    case "NO_PERMISSION", "AUTHORIZATION_FAILED", "NOT_ALLOWED", "CANNOT_PERFORM_ACTION": .config
    default: .invalid
    }
  }

  /// The class that says how to go on after a call as a whole was not made or refused.
  func errorClass(of failure: Failure) -> ErrorClass {
    switch failure.code {
    case .zohoThrottled, .creditsExhausted: .throttle
    case .zohoRevoked, .zohoClientUnknown, .zohoWrongRegion: .auth
    case .zohoScopeMissing, .zohoNoPermission: .config
    case .zohoRefused: .invalid
    default: .transient
    }
  }
}

extension CarriedWrite {
  /// The instant under which a conditional update goes: what the decision saw, or what its read-backs showed.
  fileprivate var condition: String? { repeatedUnder ?? intent.unmodifiedSince }
}

extension CallEvidence {
  fileprivate init(_ evidence: WriteEvidence) {
    self.init(
      status: evidence.status, headers: evidence.headers, body: evidence.body, digest: evidence.digest)
  }
}
