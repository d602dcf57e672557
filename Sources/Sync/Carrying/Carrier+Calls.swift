import Decisions
import Diagnostics
import EventLog
import HTTPTransport
import Instants
import JSONText

extension Carrier {
  /// Makes one call: durable before it leaves, and each row's answer by its own status.
  func call(_ batch: [CarriedWrite]) async throws(Failure) -> Sent {
    var writes = batch
    let attempt = (batch.first?.life.attempts ?? 0) + 1
    let now = channel.now
    let landsUntil = channel.terms.landsWithin.map { now + $0 }
    let left = pacing.time.steady()
    let (call, sequence) = try await announce(batch, attempt: attempt, at: now, landsUntil: landsUntil)
    for index in writes.indices {
      writes[index].sending = Sending(at: now, steady: left)
      writes[index].firstSentAt = writes[index].firstSentAt ?? now
      let fault = writes[index].life.take(.sent(attempt: attempt, landsUntil: landsUntil))
      precondition(fault == nil, "only what its life lets leave is sent")
    }
    let ending = await channel.send(writes, landsUntil: landsUntil)
    var drafts: [Draft] = []
    var trouble: Refusal?
    var isByRow = false
    let rows: [RowVerdict]
    switch ending {
    case .answered(let verdicts, let evidence):
      isByRow = true
      drafts.append(answered(call, sequence, evidence, nil))
      rows = believed(verdicts, for: writes)
    case .unknown(let failure, let evidence):
      drafts.append(answered(call, sequence, evidence, failure))
      rows = writes.map { _ in
        RowVerdict(outcome: .unknown, code: failure.code.name, message: failure.message, answer: nil)
      }
    case .refused(let refusal, let evidence):
      drafts.append(answered(call, sequence, evidence, refusal.failure))
      trouble = refusal
      rows = writes.map { _ in
        RowVerdict(
          outcome: .refused(refusal.errorClass), code: refusal.failure.code.name,
          message: refusal.failure.message, answer: nil)
      }
    }
    var places: [Int] = []
    for (index, row) in rows.enumerated() {
      places.append(drafts.count)
      if case .refused = row.outcome { writes[index].wasRowRefused = isByRow }
      writes[index].wasCallRefused = trouble != nil
      drafts += take(row, number: index, of: call, write: &writes[index])
    }
    let receipt = try await journal.note(drafts)
    for (index, place) in places.enumerated() where writes[index].life.wasApplied {
      writes[index].proof = receipt.first + UInt64(place)
    }
    return Sent(writes: writes, trouble: trouble)
  }

  /// `call.sent`, on disk before the first byte leaves.
  private func announce(
    _ batch: [CarriedWrite], attempt: Int, at now: Int64, landsUntil: Int64?
  ) async throws(Failure) -> (call: String, sequence: UInt64) {
    let operations = batch.map(\.operation)
    // The same writes are sent under the same number of attempts once, so that this names one call.
    let call = String(
      fingerprint(of: .array([JSONValue(attempt), .array(operations.map { JSONValue($0) })])).prefix(32))
    let sent = CallSent(
      call: call, side: channel.terms.side, kind: channel.terms.kind, operations: operations,
      attempt: attempt, serverDate: RFC3339.text(seconds: now),
      landsUntil: landsUntil.map { RFC3339.text(seconds: $0) })
    let receipt = try await journal.note([
      Draft(
        kind: .callSent, stream: StreamKey.call(call), body: sent.json,
        cause: .sequence(batch.map(\.intended).max() ?? journal.run), isPersonal: isPersonal)
    ])
    return (call, receipt.first)
  }

  private func answered(
    _ call: String, _ sent: UInt64, _ evidence: CallEvidence?, _ failure: Failure?
  ) -> Draft {
    let answered = CallAnswered(
      call: call, status: evidence?.status, headers: evidence?.headers ?? [:], body: evidence?.body,
      digest: evidence?.digest, message: failure?.message)
    return Draft(
      kind: .callAnswered, stream: StreamKey.call(call), body: answered.json, cause: .sequence(sent),
      isPersonal: isPersonal)
  }

  /// What the rows say, less what cannot be.
  ///
  /// An answer about another record than the one that was written, or one record for two rows: who believes that links
  /// a stranger. It is looked up.
  private func believed(_ rows: [RowVerdict], for writes: [CarriedWrite]) -> [RowVerdict] {
    var named: [String: Int] = [:]
    for case .applied(let id, _) in rows.map(\.outcome) { named[id, default: 0] += 1 }
    return zip(rows, writes).map { row, write in
      guard case .applied(let id, _) = row.outcome,
        named[id, default: 0] > 1 || (write.intent.action != .insert && id != write.targetID)
      else { return row }
      return RowVerdict(
        outcome: .unknown, code: "OTHER_RECORD", message: "the answer is about another record",
        answer: row.answer)
    }
  }

  /// The events of one row.
  private func take(
    _ row: RowVerdict, number: Int, of call: String, write: inout CarriedWrite
  ) -> [Draft] {
    let operation = write.operation
    let (answered, event): (WriteAnswered, WriteEvent)
    switch row.outcome {
    case .applied(let id, let said):
      // A time that lies ahead of the system's own clock says nothing (law 3): who waited for it would wait for ever.
      let time = said.flatMap { (RFC3339.seconds(of: $0) ?? 0) > channel.now + 1 ? nil : $0 }
      write.targetID = id
      write.answeredTime = time
      answered = WriteAnswered(
        operation: operation, call: call, row: number, outcome: .applied, id: id, modifiedTime: time,
        answer: row.answer)
      event = .answered(.applied(time: time.flatMap(RFC3339.seconds(of:))))
    case .refused(let trouble):
      write.refusedFor = trouble
      write.refusal = [row.code, row.message].compactMap(\.self).joined(separator: " ")
      answered = WriteAnswered(
        operation: operation, call: call, row: number, outcome: .rejected, errorClass: trouble,
        code: row.code, message: row.message, answer: row.answer)
      event = .answered(.refused(trouble))
    case .unknown:
      answered = WriteAnswered(
        operation: operation, call: call, row: number, outcome: .unknown, errorClass: .unknown,
        code: row.code, message: row.message, answer: row.answer)
      event = .answered(.unknown)
    }
    _ = write.life.take(event)
    var drafts = [draft(.writeAnswered, write, answered.json, cause: .sequence(write.cause))]
    if let stranger = row.stranger {
      // Somebody else's record holds a value that must be unique: a match to look at, never an overwrite.
      let candidate: JSONValue = [
        "zoho_id": JSONValue(stranger.id), "keys": [JSONValue(stranger.field ?? "")],
      ]
      drafts.append(ask("already_linked", [candidate], about: write))
    }
    return drafts
  }

  /// Whether the records that this carries have personal fields.
  var isPersonal: Bool { personal.covers(entity: mapping.entity) }

  /// An event of a write.
  func draft(_ kind: EventKind, _ write: CarriedWrite, _ body: JSONValue, cause: EventReference) -> Draft {
    Draft(
      kind: kind, stream: StreamKey.operation(write.operation), body: body, cause: cause,
      isPersonal: isPersonal)
  }

  /// A question about the record of a write.
  func ask(
    _ reason: String, _ candidates: [JSONValue], about write: CarriedWrite, cause: EventReference? = nil
  ) -> Draft {
    let asked = QuestionAsked.match(
      SubjectKey(entity: write.intent.entity, key: write.intent.key), module: mapping.zoho.module,
      reason: reason, ground: ["operation": JSONValue(write.operation)], candidates: candidates)
    return Draft(
      kind: .questionAsked, stream: StreamKey.link(write.intent.entity, write.intent.key),
      body: asked.json, cause: cause ?? .sequence(write.cause), isPersonal: isPersonal)
  }
}
