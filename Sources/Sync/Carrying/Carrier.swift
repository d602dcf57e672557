import Decisions
import Diagnostics
import EventLog
import HTTPTransport
import Instants
import JSONText
import ProjectFiles
import Projections

/// Carries intended writes to their target, and follows each to its end.
///
/// At every step `WriteLife` says what is owed, the channel does it, and an event says what came of it:
///
///     write.intended ──> call.sent ──> (the call) ──> call.answered, write.answered
///                            ▲                              │
///              may go again  │                              ├── unknown ──> look ──> write.probed
///                            └──────────────────────────────┤
///                                                           └── applied ──> read back ──> write.confirmed
///
/// A crash at any point leaves a write that the next run takes up where the log has it.
struct Carrier: Sendable {
  let channel: any WriteChannel
  let journal: Journal
  let rules: SyncRules
  let mapping: EntityMapping
  let personal: PersonalData
  let pacing: Pacing
  let retries: RetryPolicy
  /// What comes into the target meanwhile; nil where nothing is created that was matched in this run.
  let newcomers: Newcomers?

  /// Seconds that a run waits for a look or a read-back, at most: the longest wait of a read-back (law 4) and a bit.
  private static let patience: Int64 = 10

  /// Sends what its life lets leave, in calls side by side; what came of each stands in its life again.
  func send(_ writes: [CarriedWrite]) async throws(Failure) -> (writes: [CarriedWrite], trouble: Refusal?) {
    let results = await withTaskGroup(of: Result<Sent, Failure>.self) { group in
      var waiting = batches(of: writes.filter(\.isToBeSent))[...]
      var results: [Result<Sent, Failure>] = []
      for _ in 0..<channel.terms.width {
        if let batch = waiting.popFirst() {
          group.addTask { await attempt { () async throws(Failure) in try await matchAndCall(batch) } }
        }
      }
      while let result = await group.next() {
        results.append(result)
        // A failure of the log, or a system that takes no more: what is not sent yet stays as it is.
        guard case .success(let sent) = result, sent.trouble == nil, !Task.isCancelled else { continue }
        if let batch = waiting.popFirst() {
          group.addTask { await attempt { () async throws(Failure) in try await matchAndCall(batch) } }
        }
      }
      return results + [.success(Sent(writes: waiting.flatMap(\.self), trouble: nil))]
    }
    var sent = writes.filter { !$0.isToBeSent }
    var trouble: Refusal?
    for result in results {
      let one = try result.get()
      sent += one.writes
      trouble = trouble ?? one.trouble
    }
    return (sent, trouble)
  }

  /// What one call came to.
  struct Sent: Sendable {
    let writes: [CarriedWrite]
    let trouble: Refusal?
  }

  /// One call, without the inserts that a record may be which came into the target meanwhile: those go nowhere.
  private func matchAndCall(_ batch: [CarriedWrite]) async throws(Failure) -> Sent {
    guard let newcomers else { return try await call(batch) }
    guard batch.first?.intent.action == .insert else {
      await newcomers.expect(changesBy: batch)
      return try await call(batch)
    }
    switch try await newcomers.met(by: batch) {
    case .failure(let failure):
      let refusal = Refusal(
        failure: failure, errorClass: channel.errorClass(of: failure), retryAfter: nil)
      return Sent(writes: batch, trouble: refusal)
    case .success(let met):
      var kept = batch.filter { met.contains($0.operation) }
      for index in kept.indices { kept[index].isMet = true }
      let rest = batch.filter { !met.contains($0.operation) }
      guard !rest.isEmpty else { return Sent(writes: kept, trouble: nil) }
      let sent = try await call(rest)
      return Sent(writes: sent.writes + kept, trouble: sent.trouble)
    }
  }

  /// Inserts and updates by the hundred; what goes under a condition, or once more, goes alone.
  ///
  /// What was refused with its whole call goes again as it went.
  private func batches(of writes: [CarriedWrite]) -> [[CarriedWrite]] {
    func isAlone(_ write: CarriedWrite) -> Bool {
      write.life.isConditional || (write.life.attempts > 0 && !write.wasCallRefused)
    }
    // One call names one number of attempts.
    let together = Dictionary(grouping: writes.filter { !isAlone($0) }, by: \.life.attempts)
    let calls = together.sorted { $0.key < $1.key }.flatMap { _, writes in
      let inserts = writes.filter { $0.intent.action == .insert }
      let updates = writes.filter { $0.intent.action != .insert }
      return inserts.pages(of: channel.terms.rowsMax) + updates.pages(of: channel.terms.rowsMax)
    }
    return calls + writes.filter(isAlone).map { [$0] }
  }
}

extension Carrier {
  /// Follows writes as far as this run can: looks, read-backs, and what may go again.
  ///
  /// What has to wait for longer than a few seconds is left for a later run.
  ///
  /// - Parameters:
  ///   - writes: What was sent in this run, or left open by an earlier one.
  ///   - trouble: Why the calls before were not done; nil where they were.
  /// - Returns: What became of them, and what is to be decided again.
  /// - Throws: What the log or a read of the target throws; an interruption while it waits.
  func finish(
    _ writes: [CarriedWrite], after trouble: Refusal? = nil
  ) async throws(Failure) -> CarryTally {
    var tally = CarryTally()
    var open = writes
    var patience = Retries(policy: retries, kind: .read)
    var random = PacedRandomness(pacing)
    func meet(_ trouble: Refusal?) async throws(Failure) {
      guard let trouble else { return }
      switch patience.verdict(on: trouble, random: &random) {
      case .again(let delay): try await pause(delay)
      case .accept, .giveUp: tally.stop = trouble.failure
      }
    }
    try await meet(trouble)
    while !open.isEmpty {
      open = try await conclude(open, into: &tally)
      let now = channel.now
      func isDue(_ write: CarriedWrite) -> Bool { write.isDue(at: clock(of: write, now)) }
      // Behind a refusal that waiting does not mend, only what is there already is read.
      let isStopped = tally.stop != nil
      open.removeAll { isStopped && !$0.isToBeReadBack }
      let due = open.filter(isDue)
      guard !due.isEmpty else {
        let waits = open.compactMap { write in write.dueAt.map { $0 - clock(of: write, now) } }
        guard let wait = waits.min(), wait <= Self.patience else { break }
        try await pause(.seconds(max(1, wait)))
        continue
      }
      let rest = open.filter { !isDue($0) }
      var moved: [CarriedWrite] = []
      moved += try await readBack(due.filter(\.isToBeReadBack), into: &tally)
      moved += try await look(for: due.filter(\.isToBeLookedUp), into: &tally)
      let ready = due.filter(\.isToBeSent)
      if !ready.isEmpty {
        let sent = try await send(ready)
        moved += sent.writes
        for write in sent.writes where write.life.wasApplied {
          if write.intent.action == .insert { tally.created += 1 } else { tally.updated += 1 }
          // It goes on: only a system that takes nothing at all is given up.
          patience = Retries(policy: retries, kind: .read)
        }
        try await meet(sent.trouble)
      }
      open = moved + rest
    }
    return tally
  }

  /// The clock by which the next step of a write is due: what may still land waits by ours too.
  func clock(of write: CarriedWrite, _ now: Int64) -> Int64 {
    write.isToBeReadBack ? now : write.sending?.seconds(now, by: pacing.time) ?? now
  }

  private func pause(_ duration: Duration) async throws(Failure) {
    try await pacing.pause(duration, system: channel.terms.system)
  }

  /// Writes the end of what is at its end; gives what is still under way in this run.
  private func conclude(
    _ writes: [CarriedWrite], into tally: inout CarryTally
  ) async throws(Failure) -> [CarriedWrite] {
    var open: [CarriedWrite] = []
    var drafts: [Draft] = []
    for var write in writes where !end(&write, into: &drafts, &tally) && !write.isAtRest {
      open.append(write)
    }
    if !drafts.isEmpty { try await journal.note(drafts) }
    return open
  }
}

extension Retries {
  /// Whether what was refused may go again, and when: after the wait that the system asks for, at once with a new
  /// token, and not at all where waiting helps nobody.
  fileprivate mutating func verdict(
    on refusal: Refusal, random: inout some RandomNumberGenerator
  ) -> Verdict {
    guard refusal.failure.code != .creditsExhausted, refusal.failure.code != .interrupted else {
      return .giveUp
    }
    switch refusal.errorClass {
    case .throttle: return answered(429, retryAfter: refusal.retryAfter, random: &random)
    case .transient: return answered(503, retryAfter: refusal.retryAfter, random: &random)
    case .auth where attempts == 0:
      _ = answered(401, retryAfter: nil, random: &random)
      return .again(after: .zero)
    case .auth, .config, .invalid, .stale, .unknown: return .giveUp
    }
  }
}

extension CarriedWrite {
  var isToBeReadBack: Bool {
    switch life.next {
    case .readBack: true
    // Once a run: what shows itself late is taken all the same.
    case .ask(.notSeenYet): !wasLookedAtInThisRun
    default: false
    }
  }

  var isToBeLookedUp: Bool {
    if case .look = life.next { true } else { false }
  }

  var isToBeSent: Bool {
    switch life.next {
    case .send, .sendAgain, .wait(until: nil): true
    default: false
    }
  }

  /// When its next step is due, by the target's clock; nil where that is no instant.
  var dueAt: Int64? {
    switch life.next {
    case .readBack(let instant), .look(let instant), .wait(until: let instant): instant
    default: nil
    }
  }

  func isDue(at now: Int64) -> Bool {
    guard isToBeReadBack || isToBeLookedUp || isToBeSent else { return false }
    return dueAt.map { $0 <= now } ?? true
  }

  /// Nothing is to be done for it in this run.
  var isAtRest: Bool {
    switch life.next {
    case .nothing: true
    case .ask(.notSeenYet): wasLookedAtInThisRun
    case .ask: true
    default: false
    }
  }
}
