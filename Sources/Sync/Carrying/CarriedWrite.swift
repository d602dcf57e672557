import Decisions
import Instants
import Projections

/// A write on its way: what is intended, what became of it so far, and the events that later ones follow from.
struct CarriedWrite: Sendable {
  let intent: WriteIntended
  /// Its `write.intended`.
  let intended: UInt64
  var life: WriteLife
  /// The record, once it is known.
  var targetID: String?
  /// Its newest sending; nil where it never left.
  var sending: Sending?
  /// The record's own time that the answer named.
  var answeredTime: String?
  /// The record's own time that a read-back showed beside the value from before: the repeat goes under it.
  var repeatedUnder: String?
  /// The newest `write.probed`, else the intent: what an answer follows from.
  var cause: UInt64
  /// The answer or look that says that it was applied: what a confirmation follows from.
  var proof: UInt64?

  /// What the base takes where it ends without a confirmation.
  var doubtful: Base = [:]
  /// The records that the newest look showed.
  var shown: [String] = []
  /// What a read-back left in doubt, in words.
  var doubt: String?
  /// Why the system refused it, in its words, and the kind of trouble.
  var refusal: String?
  var refusedFor: ErrorClass?
  /// The target's date when it was first sent in this run.
  var firstSentAt: Int64?
  /// It was decided in this run, so that what it says is today's; an older one is decided again instead of being sent.
  let isFresh: Bool
  /// The row by itself was refused, not the call: sending it again at once would not help.
  var wasRowRefused = false
  /// The call as a whole was refused, and nothing of it done: after a look it may go again at once.
  var wasCallRefused = false
  /// A record came into the target that may be the one which this insert would make.
  var isMet = false
  /// It was read back in this run already.
  var wasLookedAtInThisRun = false

  /// A write that was just intended; `former` is where the same one stood before: its attempts count on.
  init(_ intent: WriteIntended, intended: UInt64, former: OperationRow? = nil) {
    self.intent = intent
    self.intended = intended
    isFresh = true
    targetID = intent.target.id
    cause = intended
    life = former?.life ?? WriteLife()
    sending = former.flatMap(Sending.init)
    _ = life.take(
      .intended(
        intent.action, isConditional: intent.unmodifiedSince != nil,
        allowsCondition: intent.target.side == .zoho))
  }

  /// A write of an earlier run; nil for one whose intent is no longer kept.
  init?(_ row: OperationRow) {
    guard let intent = row.intent else { return nil }
    self.intent = intent
    isFresh = false
    intended = row.intendedSequence
    life = row.life
    targetID = row.target.id
    sending = Sending(row)
    answeredTime = row.modifiedTime
    cause = row.intendedSequence
    proof = row.proofSequence
  }

  var operation: String { intent.operation }
}

/// When a call left, by the target's date and by our own clock.
struct Sending: Sendable {
  /// A moment by our own clocks.
  enum OurClock {
    /// In this run: microseconds of the clock that only goes forwards.
    case steady(Int64)
    /// In an earlier one: seconds since 1970.
    case wall(Int64)
  }

  /// The target's date, in seconds since 1970.
  let date: Int64
  let ours: OurClock

  /// A call that leaves in this run.
  init(at date: Int64, steady: Int64) {
    self.date = date
    ours = .steady(steady)
  }

  /// The newest sending of a write of an earlier run; nil where it never left.
  init?(_ row: OperationRow) {
    guard let date = row.serverDate.flatMap(RFC3339.seconds(of:)),
      let ours = row.sentAt.flatMap(RFC3339.seconds(of:))
    else { return nil }
    self.date = date
    self.ours = .wall(ours)
  }

  /// The target's clock as far as its write may count on it, where the target's answers say that it is `now`.
  ///
  /// Not further than our own clock has gone since the sending: one `Date` that jumps must not end the wait for a call
  /// that may still land. A wall clock that was set back meanwhile tells nothing.
  func seconds(_ now: Int64, by time: any Time) -> Int64 {
    switch ours {
    case .steady(let then): min(now, date + (time.steady() - then) / 1_000_000)
    case .wall(let then): time.seconds < then ? now : min(now, date + time.seconds - then)
    }
  }
}

/// Whether a read of a record proves its state of that second: its own time has surely passed by the target's clock
/// (law 3).
///
/// A time that the record does not show, or that lies ahead, proves nothing and hinders nothing: contents decide.
func isSettledRead(recordTime: Int64?, at now: Int64) -> Bool {
  guard let recordTime, recordTime <= now + 1 else { return true }
  return isSecondOver(recordTime, readAt: now)
}
