import Decisions
import EventLog
import GRDB
import Instants
import JSONText

extension EventFold {
  /// `write.intended`: the write is durable and may be sent; intended again under the same id, it is the same row.
  func writeIntended(_ event: StoredEvent) throws {
    let intent = try WriteIntended(json: event.json())
    var row = try writes.row(intent.operation, in: database) ?? WriteRow(intent, at: event.seq)
    let fault = row.life.take(
      .intended(
        intent.action, isConditional: intent.unmodifiedSince != nil,
        allowsCondition: intent.target.side == .zoho))
    if let fault { return try note(fault, row.subject, event) }
    row.renew(by: intent, decision: event.cause, body: event.bodyText, at: event.seq)
    writes.keep(row)
  }

  /// `call.sent`: what the writes that it carries are waiting for.
  func callSent(_ event: StoredEvent) throws {
    let sent = try CallSent(json: event.json())
    let landsUntil = sent.landsUntil.flatMap(RFC3339.seconds(of:))
    for operation in sent.operations {
      try advance(operation, by: .sent(attempt: sent.attempt, landsUntil: landsUntil), event) { row in
        row.sentSequence = event.seq
        row.serverDate = sent.serverDate
        row.sentAt = event.at
      }
    }
  }

  /// `write.answered`: applied waits for its read-back, refused for a change or another try, unknown for a look.
  func writeAnswered(_ event: StoredEvent) throws {
    let answer = try WriteAnswered(json: event.json())
    let says: WriteAnswer =
      switch answer.outcome {
      case .applied: .applied(time: answer.modifiedTime.flatMap(RFC3339.seconds(of:)))
      case .rejected: .refused(answer.errorClass ?? .invalid)
      case .unknown: .unknown
      }
    try advance(answer.operation, by: .answered(says), event) { row in
      row.answeredSequence = event.seq
      row.answers += 1
      row.targetID = answer.id ?? row.targetID
      row.modifiedTime = answer.modifiedTime
      row.errorClass = answer.errorClass?.rawValue
      row.code = answer.code
      row.message = answer.message
      if answer.outcome == .applied { row.proofSequence = event.seq }
    }
  }

  /// `write.probed`: what a look said of a write whose outcome was unknown, or a read-back that confirmed nothing.
  func writeProbed(_ event: StoredEvent) throws {
    let probe = try WriteProbed(json: event.json())
    let step = WriteEvent.probed(probe.found, at: probe.at.flatMap(RFC3339.seconds(of:)))
    try advance(probe.operation, by: step, event) { row in
      row.probe = probe.found.rawValue
      row.targetID = probe.id ?? row.targetID
      if probe.found == .applied { row.proofSequence = event.seq }
    }
  }

  /// `write.confirmed`: read back, the base takes the pairs; older failures of the same record are closed.
  func writeConfirmed(_ event: StoredEvent) throws {
    let confirmed = try WriteConfirmed(json: event.json())
    let row = try advance(confirmed.operation, by: .confirmed, event) { row in
      row.targetID = confirmed.id
      row.errorClass = nil
      row.code = nil
      row.message = nil
      row.intent = .forgotten
    }
    guard let row else { return }
    try endLeaving(confirmed.entity, confirmed.key, after: "unmark")
    try settleParked(confirmed, event)
    try moveBase(confirmed.pairs, confirmed.entity, confirmed.key, generation: confirmed.generation, event)
    // What the decision behind this write held back (the other direction) is not done by it.
    try clearHeld(confirmed.entity, confirmed.key, before: row.decisionSequence ?? row.intendedSequence)
  }

  /// A write that is confirmed closes the older ones of its record that were refused.
  private func settleParked(_ confirmed: WriteConfirmed, _ event: StoredEvent) throws {
    guard try !writes.isNoneParked(in: database) else { return }
    for row in try writes.rows(of: Subject(confirmed.entity, confirmed.key), in: database) {
      guard case .failed = row.life.stage, row.action != .clearKey else { continue }
      try advance(row.operation, by: .settled, event) { row in row.intent = .forgotten }
    }
  }

  /// `write.failed`, `write.settled` and `write.abandoned`: the end of a write that was not confirmed.
  func writeEnded(_ event: StoredEvent, as kind: EventKind) throws {
    let ended = try WriteEnded(json: event.json())
    let end: WriteEvent =
      switch kind {
      case .writeSettled: .settled
      case .writeAbandoned: .abandoned
      default: .failed(ended.errorClass)
      }
    let hasTakenEffect = try writes.row(ended.operation, in: database)?.life.leavesBaseDoubtful ?? false
    let row = try advance(ended.operation, by: end, event) { row in
      row.errorClass = ended.errorClass?.rawValue
      row.message = ended.message
      if kind != .writeFailed { row.intent = .forgotten }
    }
    guard let row else { return }
    try moveBase(ended.pairs, ended.entity, ended.key, generation: ended.generation, event)
    // What ended without effect carried nothing out: a person's word that it was about still stands. What may have taken
    // effect used it up, and who edited the field since is not overruled by it.
    if kind != .writeSettled, !hasTakenEffect { try freeStatements(ofDecisionBehind: row) }
    // A record that left and whose mark did not arrive has not been dealt with; nor has one that came back and whose
    // mark was not taken off.
    try endLeaving(ended.entity, ended.key, after: kind == .writeSettled ? "unmark" : "mark")
  }

  /// The pairing that writes were made for has ended: they are looked up where they were sent, and never sent again.
  ///
  /// Taking our key off a former record is an operation of what a person said, and outlives every pairing.
  func supersede(_ entity: String, _ key: String, before generation: Int, _ event: StoredEvent) throws {
    // The first pairing has none before it.
    guard generation > 1 else { return }
    for row in try writes.rows(of: Subject(entity, key), in: database) {
      guard row.generation < generation, row.action != .clearKey, row.isUnended,
        row.life.successor != .generation
      else { continue }
      try advance(row.operation, by: .superseded(by: .generation), event) { _ in }
      try doubtBase(of: row, event)
    }
  }

  /// What a write of an ended pairing carried may have stood in the record and been taken back: who pairs the two again
  /// takes up its base as a doubtful one in these fields (law 6).
  private func doubtBase(of row: WriteRow, _ event: StoredEvent) throws {
    guard row.life.mayStandUnconfirmed, let target = row.targetID,
      let intent = try writes.intent(of: row, in: database)
    else { return }
    func doubted(_ table: String) throws -> String? {
      let stored = try database.first(
        "SELECT base FROM \(table) WHERE entity = ? AND key = ? AND zoho_id = ?",
        [row.subject.entity, row.subject.key, target]
      ) { cells in Base(json: try cells.json()) }
      guard var base = stored else { return nil }
      for field in intent.pairs.keys { base[field] = base[field]?.doubtful }
      return base == stored ? nil : base.json.text
    }
    if let base = try doubted("links") {
      try database.run(
        "UPDATE links SET base = ?, base_seq = ? WHERE entity = ? AND key = ?",
        [base, event.seq.cell, row.subject.entity, row.subject.key])
    }
    // The pair may have ended before.
    if let base = try doubted("pairs") {
      try database.run(
        "UPDATE pairs SET base = ? WHERE entity = ? AND key = ? AND zoho_id = ?",
        [base, row.subject.entity, row.subject.key, target])
    }
  }
}

extension EventFold {
  /// The record that a write is about.
  struct Subject: Hashable {
    let entity: String
    let key: String

    init(_ entity: String, _ key: String) {
      self.entity = entity
      self.key = key
    }
  }

  /// Lets the life of a write take an event, and then its row what `change` says; gives the row.
  ///
  /// Nil where the event cannot follow: that is noted and changes nothing.
  @discardableResult
  private func advance(
    _ operation: String, by step: WriteEvent, _ event: StoredEvent, _ change: (inout WriteRow) -> Void
  ) throws -> WriteRow? {
    guard var row = try writes.row(operation, in: database) else { return nil }
    if let fault = row.life.take(step) {
      try note(fault, row.subject, event)
      return nil
    }
    row.lastSequence = event.seq
    change(&row)
    writes.keep(row)
    return row
  }

  /// An event that cannot follow stops nothing: it is listed, and `status` counts it.
  private func note(_ fault: LifecycleFault, _ subject: Subject, _ event: StoredEvent) throws {
    try database.run(
      """
      INSERT INTO faults (seq, stream, entity, key, life_cycle, fault) VALUES (?, ?, ?, ?, 'write', ?)
      ON CONFLICT DO NOTHING
      """, [event.seq.cell, event.stream, subject.entity, subject.key, fault.rawValue])
  }
}
