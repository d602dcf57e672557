/// One write from its intent to its end.
///
///     intended ── sent ──┬── applied ── confirmed
///        ▲               ├── unknown ── looked ──┐
///        │               └── refused             │
///        └────────── may go again ───────────────┘
///     any of them ── outdated (decide again) · asked ── failed · abandoned · settled
///
/// A value without a clock: it tells from which second on a step may be done, and judges by the seconds that its
/// events carry. What is durable is in it; what a crash forgets (a call in the air, a fresh read) is not.
package struct WriteLife: Lifecycle {
  /// Where a write stands.
  package enum Stage: Hashable, Sendable {
    /// Nothing was intended yet.
    case unborn
    /// It may leave.
    case intended
    /// A call is out. After a crash nobody waits for its answer: it is looked up.
    case sent
    /// The answer said nothing, or never came.
    case unknown
    /// A look found nothing of a call that may still land.
    case looked(LookPlan)
    /// Answered with success, or found: it is read back.
    case applied(ReadBackPlan)
    /// The system refused it.
    case refused(ErrorClass)
    /// The record is another than the decision saw; `isDoubtful`: and what it shows may come from this write.
    case outdated(isDoubtful: Bool)
    /// A person is asked.
    case asked(QuestionReason)
    /// It can do nothing any more, and its end is not written yet.
    case spent
    case confirmed
    case failed(ErrorClass?)
    case abandoned
    case settled
  }

  /// Where it stands, say `intended`.
  package internal(set) var stage: Stage = .unborn
  /// Whether it adds a record; only the look and the key then protect against a second one.
  package internal(set) var isInsert = false
  /// Whether its next call goes alone under a condition on the record's own time.
  package internal(set) var isConditional = false
  /// Whether the target knows such conditions.
  var allowsCondition = false
  /// How often it was sent, say 1.
  package internal(set) var attempts = 0
  /// It was intended, and no call of it ever left.
  package var isUnsent: Bool { stage == .intended && attempts == 0 }
  /// Why it is never sent again; nil while it may be.
  package internal(set) var successor: WriteSuccessor?
  /// Calls without an answer that no look has shown to be over.
  package internal(set) var unanswered = LandingWindow.closed
  /// Every call of it, answered ones too: so long a copy may land, and a value that equals ours and was not there
  /// before is nobody's edit.
  package internal(set) var copies = LandingWindow.closed
  /// Whether an attempt of it may have taken effect, whatever a look said of it: looks may lag.
  ///
  /// The read before its next call is then a look too, and told as one: where the record has moved since the last
  /// sending, its base is doubtful.
  package internal(set) var mayHaveLanded = false
  /// The plan of the read-backs that made an update go once more; it does so only once.
  var repeated: ReadBackPlan?

  /// A write of which nothing is known yet.
  package init() {}

  /// Until when every other write of this record waits: a call without an answer, that no condition protects, may
  /// still land, and one read after that is owed (law 5).
  ///
  /// A look after the last second closes it. For an insert it binds the subject, for there is no record yet, and
  /// counts answered calls too: a copy of one that was refused makes a record once what refused it is gone.
  package var barsRecord: LandingWindow {
    if isInsert, stage != .confirmed { return max(unanswered, copies) }
    return isConditional ? .closed : unanswered
  }

  /// Whether the pair's base is doubtful: no side counts as agreed until both agree or a person decided.
  package var leavesBaseDoubtful: Bool { stage == .outdated(isDoubtful: true) }

  /// Whether a record may stand in the target that this write has made.
  package var mayHaveMade: Bool { isInsert && (mayHaveLanded || stage == .sent) }

  /// Whether what it carries may stand in the target, or have stood there and been taken back, without a confirmation: a
  /// pairing that ends now leaves a doubtful base of its fields behind (law 6).
  package var mayStandUnconfirmed: Bool { mayHaveLanded && stage != .confirmed || stage == .sent }

  /// The name of the state, say `applied`.
  package var state: String {
    switch stage {
    case .unborn: "unborn"
    case .intended: "intended"
    case .sent: "sent"
    case .unknown: "unknown"
    case .looked: "looked"
    case .applied: "applied"
    case .refused: "refused"
    case .outdated: "outdated"
    case .asked: "asked"
    case .spent: "spent"
    case .confirmed: "confirmed"
    case .failed: "failed"
    case .abandoned: "abandoned"
    case .settled: "settled"
    }
  }

  /// What is owed now.
  package var next: NextStep {
    switch stage {
    case .unborn, .confirmed, .abandoned, .settled, .failed(nil): .nothing
    case .intended where attempts == 0: .send(isConditional: isConditional)
    case .intended: .sendAgain(isConditional: isConditional)
    case .sent, .unknown: .look(notBefore: successor == .generation ? copies.firstSecondAfter : nil)
    case .looked(let plan): .look(notBefore: plan.notBefore)
    case .applied(let plan): .readBack(notBefore: plan.notBefore)
    case .refused(let trouble) where !trouble.isTriedAgain: .ask(.refused(trouble))
    case .refused: isInsert ? .look(notBefore: nil) : .wait(until: nil)
    case .outdated: .decideAgain
    case .asked(let reason): .ask(reason)
    case .spent: .abandon
    case .failed(let trouble?): trouble.isTriedAgain ? .decideAgain : .ask(.refused(trouble))
    }
  }

  /// Under which reason the list of what is owed names it; nil where it goes on by itself at once, or is over.
  package var owed: WriteDuty? {
    switch stage {
    case .sent, .unknown, .looked: .unknown
    case .applied(let plan) where plan.keepsMoving: .keepsMoving
    case .applied(let plan): plan.notSeenYet > 0 ? .notSeenYet : nil
    case .refused(let trouble) where !trouble.isTriedAgain: .refused
    case .refused: isInsert ? .unknown : .lane
    case .asked: .question
    case .failed(let trouble?): trouble.isTriedAgain ? nil : .refused
    case .unborn, .intended, .outdated, .spent, .confirmed, .failed(nil), .abandoned, .settled: nil
    }
  }
}
