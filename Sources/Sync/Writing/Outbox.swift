import Decisions
import Diagnostics
import EventLog
import JSONText
import Projections
import ZohoCRM

/// Sends intended writes, and follows each to what is known of it.
///
///     intended ──call──> applied ──read back──> confirmed
///         │                 ^
///         │  may have       │ found
///         └─arrived──> unknown ──probe──> not applied ──> the same call again, never without a look before
///                           └──> changed: decided again     └──> not to be told yet: waits for the next run
struct Outbox: Sendable {
  let client: ZohoClient
  let journal: Journal
  let mapping: EntityMapping
  let personal: PersonalData
  let facts: SystemFacts
  /// The fields to ask for when reading back.
  let fields: [String]
  /// Seconds since 1970, and how long a call that was lost may still land.
  let now: Int64
  let timeoutSeconds: Int64
  /// When writes of earlier runs were intended, in seconds since 1970, by operation.
  var sentAt: [String: Int64] = [:]

  /// The module's fields whose null means nothing.
  var hidden: Set<String> { facts.hidden[mapping.zoho.module] ?? [] }

  /// A write is sent this often in one run, each time after a look.
  private static let attemptsMax = 3
  /// Calls under way side by side.
  private static let width = 3

  /// Sends some writes and reads them back.
  func send(_ intents: [WriteIntended]) async throws(Failure) -> OutboxTally {
    let batches = WriteBatch.batches(of: intents)
    let results = await withTaskGroup(of: Result<OutboxTally, Failure>.self) { group in
      var waiting = batches[...]
      var results: [Result<OutboxTally, Failure>] = []
      for _ in 0..<Self.width {
        if let batch = waiting.popFirst() { group.addTask { await settled(batch) } }
      }
      while let result = await group.next() {
        results.append(result)
        // A failure of the log or a system that takes no more: what is not sent yet stays intended.
        guard case .success(let tally) = result, tally.stop == nil, !Task.isCancelled else { continue }
        if let batch = waiting.popFirst() { group.addTask { await settled(batch) } }
      }
      return results
    }
    var total = OutboxTally()
    for result in results { total.add(try result.get()) }
    if let stop = total.stop { throw stop }
    return total
  }

  private func settled(_ batch: WriteBatch) async -> Result<OutboxTally, Failure> {
    await attempt { () async throws(Failure) in try await settle(batch) }
  }

  /// One call with everything that follows from it.
  private func settle(_ batch: WriteBatch) async throws(Failure) -> OutboxTally {
    var tally = OutboxTally()
    var open = batch.intents
    for _ in 0..<Self.attemptsMax where !open.isEmpty && tally.stop == nil {
      let answers = try await call(open, into: &tally)
      try await readBack(answers.applied, into: &tally)
      open = try await probe(answers.unknown, into: &tally)
    }
    return tally
  }
}

extension Outbox {
  /// A write that Zoho has, with the record it is about and the `Modified_Time` of the answer.
  struct Applied: Sendable {
    let intent: WriteIntended
    let zohoID: String
    let modifiedTime: String?
  }

  /// Makes the call and appends what was answered, each row by its own status.
  private func call(
    _ intents: [WriteIntended], into tally: inout OutboxTally
  ) async throws(Failure) -> (applied: [Applied], unknown: [WriteIntended]) {
    var drafts: [Draft] = []
    var applied: [Applied] = []
    var unknown: [WriteIntended] = []
    switch await request(intents) {
    case .answered(let rows, _):
      var named: [String: Int] = [:]
      for case .applied(let id, _) in rows.map(\.outcome) { named[id, default: 0] += 1 }
      for (intent, row) in zip(intents, rows) {
        let judged = RowJudgement(
          row, intent: intent, mapping: mapping, cause: .sequence(journal.run))
        if judged.isAboutAnother || judged.appliedID.map({ named[$0, default: 0] > 1 }) == true {
          // Rows exchanged, or one record for two: who believes that links a stranger. It is looked up.
          unknown.append(intent)
          drafts.append(
            answer(
              intent,
              WriteAnswered(
                operation: intent.operation, outcome: .unknown, errorClass: .unknown, code: "OTHER_RECORD",
                message: "Zoho answered about another record")))
          continue
        }
        drafts += judged.drafts(personal: personal)
        if let id = judged.appliedID {
          applied.append(Applied(intent: intent, zohoID: id, modifiedTime: judged.modifiedTime))
          if intent.action == .insert { tally.created += 1 } else { tally.updated += 1 }
        }
        if judged.isToBeDecidedAgain { tally.abandoned.insert(intent.key) }
      }
    case .unknown(let failure, _):
      unknown = intents
      for intent in intents {
        drafts.append(
          answer(
            intent,
            WriteAnswered(
              operation: intent.operation, outcome: .unknown, errorClass: .unknown, code: failure.code.name,
              message: failure.message)))
      }
    case .notSent(let failure), .refused(let failure, _):
      tally.stop = failure
      for intent in intents { drafts += rejected(intent, failure) }
    }
    try await journal.note(drafts)
    return (applied, unknown)
  }

  private func request(_ intents: [WriteIntended]) async -> WriteOutcome {
    let module = mapping.zoho.module
    let trigger = mapping.zoho.trigger
    guard let first = intents.first else { preconditionFailure("a call carries at least one row") }
    switch (first.action, first.target.id, first.unmodifiedSince) {
    case (.insert, _, _):
      return await client.insert(module, rows: intents.map(\.row), trigger: trigger)
    case (.update, let id?, let instant?), (.clearKey, let id?, let instant?):
      return await client.update(module, id: id, row: first.row, unmodifiedSince: instant, trigger: trigger)
    case (.update, _, _), (.clearKey, _, _):
      let rows = intents.map { intent in
        var row: JSONObject = ["id": JSONValue(intent.target.id ?? "")]
        for member in intent.row.members { row.members.append(member) }
        return row
      }
      return await client.update(module, rows: rows, trigger: trigger)
    }
  }

  /// Nothing was done; the write is parked and tried again by the next run where the class says so.
  private func rejected(_ intent: WriteIntended, _ failure: Failure) -> [Draft] {
    let errorClass = failure.errorClass
    return [
      answer(
        intent,
        WriteAnswered(
          operation: intent.operation, outcome: .rejected, errorClass: errorClass, code: failure.code.name,
          message: failure.message)),
      draft(
        .writeFailed, intent,
        WriteEnded(
          operation: intent.operation, entity: intent.entity, key: intent.key, errorClass: errorClass,
          message: failure.message
        ).json),
    ]
  }

  func answer(_ intent: WriteIntended, _ answered: WriteAnswered) -> Draft {
    draft(.writeAnswered, intent, answered.json)
  }

  func draft(_ kind: EventKind, _ intent: WriteIntended, _ body: JSONValue) -> Draft {
    Draft(
      kind: kind, stream: StreamKey.operation(intent.operation), body: body, cause: .sequence(journal.run),
      isPersonal: personal.covers(entity: intent.entity))
  }
}

extension Failure {
  /// The class that says how to go on after a call as a whole was not made or refused.
  fileprivate var errorClass: ErrorClass {
    switch code {
    case .zohoThrottled, .creditsExhausted: .throttle
    case .zohoRevoked, .zohoClientUnknown, .zohoWrongRegion: .auth
    case .zohoScopeMissing, .zohoNoPermission: .config
    case .zohoRefused: .invalid
    default: .transient
    }
  }
}
