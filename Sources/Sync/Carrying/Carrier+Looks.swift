import Decisions
import Diagnostics
import EventLog
import HTTPTransport
import Instants
import JSONText
import Projections

extension Carrier {
  /// Looks what became of writes whose outcome is not known.
  func look(
    for writes: [CarriedWrite], into tally: inout CarryTally
  ) async throws(Failure) -> [CarriedWrite] {
    guard !writes.isEmpty else { return [] }
    let seen = try await channel.look(for: writes)
    let now = channel.now
    let grounds = try await grounds(of: writes, seen)
    var moved = writes
    var drafts: [Draft] = []
    var places: [Int: Int] = [:]
    for index in moved.indices {
      let found = seen[moved[index].operation] ?? []
      let finding = finding(of: moved[index], found, grounds)
      let at = clock(of: moved[index], now)
      guard moved[index].life.take(.probed(finding, at: at)) == nil else { continue }
      if finding == .applied { moved[index].targetID = moved[index].targetID ?? found.first?.id }
      moved[index].doubtful =
        finding == .changed
        ? found.first.map { doubtfulPairs(of: moved[index].intent, seen: $0, mapping: mapping) } ?? [:] : [:]
      moved[index].shown = found.map(\.id)
      places[index] = drafts.count
      // Of another record than ours the id says nothing about the write's target.
      let probed = WriteProbed(
        operation: moved[index].operation, found: finding, id: finding == .applied ? found.first?.id : nil,
        at: RFC3339.text(seconds: at))
      drafts.append(draft(.writeProbed, moved[index], probed.json, cause: .sequence(moved[index].cause)))
      if finding == .applied {
        if moved[index].intent.action == .insert { tally.created += 1 } else { tally.updated += 1 }
      }
      _ = end(&moved[index], cause: .inCommit(drafts.count - 1), into: &drafts, &tally)
    }
    guard !drafts.isEmpty else { return moved }
    let receipt = try await journal.note(drafts)
    for (index, place) in places {
      moved[index].cause = receipt.first + UInt64(place)
      if moved[index].life.wasApplied { moved[index].proof = moved[index].cause }
    }
    return moved
  }

  private func finding(
    of write: CarriedWrite, _ found: [ZohoRecord], _ grounds: [String: ProbeGround]
  ) -> WriteFinding {
    guard found.count < 2 else { return .undecidable }
    let ground =
      found.first.flatMap { grounds[$0.id] } ?? ProbeGround(recordTime: nil, sentAt: write.sending?.date ?? 0)
    switch judgeProbe(
      of: write.intent, seen: found.first,
      ground: ProbeGround(
        recordTime: found.first?.modifiedSeconds, sentAt: write.sending?.date ?? 0, wasKnown: ground.wasKnown,
        isHeld: ground.isHeld), mapping: mapping)
    {
    case .applied: return .applied
    case .notApplied: return .notApplied
    case .changed: return .changed
    case .anotherRecord: return .anotherRecord
    case .gone, .unreadable: return .undecidable
    }
  }

  /// Of records that an insert may have made: whether they were known before, and whether another subject holds them.
  private func grounds(
    of writes: [CarriedWrite], _ seen: [String: [ZohoRecord]]
  ) async throws(Failure) -> [String: ProbeGround] {
    var grounds: [String: ProbeGround] = [:]
    for write in writes where write.intent.action == .insert {
      guard let record = seen[write.operation]?.first, grounds[record.id] == nil else { continue }
      let first = try await firstSequence(of: StreamKey.zoho(mapping.zoho.module, record.id))
      let holder = try await journal.state.holders(entity: mapping.entity, zohoIDs: [record.id])[record.id]
      grounds[record.id] = ProbeGround(
        recordTime: nil, sentAt: 0, wasKnown: first.map { $0 < write.intended } ?? false,
        isHeld: holder.map { $0 != write.intent.key } ?? false)
    }
    return grounds
  }

  /// The first event of a stream; nil where it has none.
  private func firstSequence(of stream: String) async throws(Failure) -> UInt64? {
    guard try await journal.ledger.lastSequence(of: stream) > 0 else { return nil }
    try journal.reader.refresh()
    var first: UInt64?
    try journal.reader.backwards(stream: stream) { event throws(Failure) in
      first = event.seq
      return true
    }
    return first
  }

  /// Reads what was answered with success: nothing is believed that was not read back.
  func readBack(
    _ writes: [CarriedWrite], into tally: inout CarryTally
  ) async throws(Failure) -> [CarriedWrite] {
    guard !writes.isEmpty else { return [] }
    let seen = try await channel.readBack(writes)
    let at = channel.now
    var moved = writes
    var drafts: [Draft] = []
    var places: [Int: Int] = [:]
    for index in moved.indices {
      moved[index].wasLookedAtInThisRun = true
      let wasAsked = moved[index].life.next == .ask(.notSeenYet)
      let record = seen[moved[index].operation]
      let judged = judge(moved[index], record, at: at)
      if case .confirmed(let pairs) = judged, let record {
        drafts += confirmation(of: moved[index], seen: record, pairs: pairs, at: drafts.count)
        _ = moved[index].life.take(.confirmed)
        tally.confirmed += 1
        // What did not take is decided again in this run, or nobody would hear of it before the next one.
        if pairs.values.contains(where: \.isDoubtful) { tally.again.insert(moved[index].intent.key) }
        continue
      }
      guard case .finding(let finding, let pairs, let doubt) = judged else { continue }
      moved[index].doubtful = pairs
      moved[index].doubt = doubt
      moved[index].shown = record.map { [$0.id] } ?? []
      if finding == .anotherRecord {
        // The answer was about something else: what the write has really made is looked up by its key.
        moved[index].shown = (try await channel.look(for: [moved[index]])[moved[index].operation] ?? []).map(
          \.id)
      }
      if finding == .notSeenYet { moved[index].repeatedUnder = record?.modifiedTime }
      guard moved[index].life.take(.probed(finding, at: at)) == nil else { continue }
      if let record { drafts.append(fetched(record)) }
      places[index] = drafts.count
      let probed = WriteProbed(
        operation: moved[index].operation, found: finding, id: nil, at: RFC3339.text(seconds: at))
      drafts.append(draft(.writeProbed, moved[index], probed.json, cause: .sequence(moved[index].cause)))
      let cause = EventReference.inCommit(drafts.count - 1)
      if moved[index].life.next == .ask(.notSeenYet), !wasAsked {
        let candidates = moved[index].targetID.map { id -> [JSONValue] in [["zoho_id": JSONValue(id)]] }
        drafts.append(
          ask(QuestionReason.notSeenYet.name, candidates ?? [], about: moved[index], cause: cause))
      }
      _ = end(&moved[index], cause: cause, into: &drafts, &tally)
    }
    guard !drafts.isEmpty else { return moved }
    let receipt = try await journal.note(drafts)
    for (index, place) in places { moved[index].cause = receipt.first + UInt64(place) }
    return moved
  }

  /// What a read-back comes to.
  private enum Judged {
    case confirmed(Base)
    /// With what the base takes, and in words what is in doubt.
    case finding(WriteFinding, Base, String? = nil)
  }

  private func judge(_ write: CarriedWrite, _ record: ZohoRecord?, at now: Int64) -> Judged {
    let answered = write.answeredTime.flatMap(RFC3339.seconds(of:))
    let verdict = judgeReadBack(
      of: write.intent, target: write.targetID ?? "", seen: record,
      time: RecordTime(
        record: record?.modifiedSeconds, answered: answered, sentAt: write.sending?.date, readAt: now),
      rules: ReadBackRules(mapping: mapping, crosswalks: rules.crosswalks))
    switch verdict.conclusion {
    case .confirmed: return .confirmed(verdict.pairs)
    case .anotherRecord: return .finding(.anotherRecord, [:])
    // Law 4: an insert that was answered with success and is not shown may show late, and is never sent again by itself.
    case .gone: return .finding(write.intent.action == .insert ? .notSeenYet : .undecidable, [:])
    // What is hidden confirms nothing and refutes nothing; whose record it is was seen.
    case .unreadable: return write.intent.action == .insert ? .finding(.undecidable, [:]) : .confirmed([:])
    case .lookAgain: return .finding(.notSeenYet, [:])
    case .decideAgain:
      // Law 3: a record that may move within its second once more is read again before it refutes anything.
      if let record, !isSettledRead(recordTime: record.modifiedSeconds, at: now) {
        return .finding(.unsettled, [:])
      }
      let isPartlyThere = verdict.fields.values.contains { $0.isThere }
      if isPartlyThere || write.intent.action == .insert { return .confirmed(verdict.pairs) }
      // A mark or our key that the system writes otherwise would be written again for ever: it waits for a person.
      let refuted = verdict.plain.filter { $0.value == .doubtful }.keys.sorted()
      guard !verdict.pairs.isEmpty || refuted.isEmpty else {
        return .finding(
          .undecidable, [:], "Zoho shows another \(refuted.joined(separator: ", ")) than was written")
      }
      return .finding(.changed, verdict.pairs)
    }
  }

  private func confirmation(
    of write: CarriedWrite, seen record: ZohoRecord, pairs: Base, at offset: Int
  ) -> [Draft] {
    var drafts = [fetched(record)]
    if write.intent.action == .insert {
      // A pairing that an insert makes exists once its key was read back.
      drafts.append(
        Draft(
          kind: .linkMade, stream: StreamKey.link(write.intent.entity, write.intent.key),
          body: LinkMade(
            entity: write.intent.entity, key: write.intent.key, generation: write.intent.generation,
            module: mapping.zoho.module, zohoID: record.id, how: LinkMade.created,
            explanation: ["operation": JSONValue(write.operation)]
          ).json, cause: .inCommit(offset), isPersonal: isPersonal))
    }
    let confirmed = WriteConfirmed(
      operation: write.operation, entity: write.intent.entity, key: write.intent.key,
      generation: write.intent.generation, id: record.id, pairs: pairs)
    drafts.append(
      draft(.writeConfirmed, write, confirmed.json, cause: .sequence(write.proof ?? write.cause)))
    return drafts
  }

  private func fetched(_ record: ZohoRecord) -> Draft {
    let module = mapping.zoho.module
    return Draft(
      kind: .recordFetched, stream: StreamKey.zoho(module, record.id),
      body: RecordObserved(record: record.record, hash: fingerprint(of: .object(record.record))).json,
      cause: .sequence(journal.run), sourceAt: record.modifiedSeconds.map { RFC3339.text(seconds: $0) },
      isPersonal: personal.covers(module: module))
  }
}

extension FieldReadBack {
  /// Whether what was written is there, in its own or in a named form.
  fileprivate var isThere: Bool {
    switch self {
    case .asWritten, .normalised: true
    case .notSeenYet, .changed, .doubtful, .unreadable: false
    }
  }
}
