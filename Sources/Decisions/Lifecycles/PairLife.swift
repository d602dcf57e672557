/// The pairing of one subject, from nobody to a linked record and away again.
///
///     unknown ─ waiting ─ asked ─ proposed ──────────── linked ─┬─ left ──────┐
///        │                                  reserved ──────┘    ├─ not shown ─┼─ returned ─ linked
///        └── link.removed, link.released ◀──────────────────────┴─ gone ──────┘
///
/// Beside it the set of records that it is kept apart from, which outlives every pairing.
package struct PairLife: Lifecycle {
  /// Where a pairing stands.
  package enum Stage: Hashable, Sendable {
    /// Not matched, or no longer.
    case unknown
    /// It hangs on another subject's pairing, say a contact on its account.
    case waiting
    /// A person is asked which record it is.
    case asked
    /// Found, and not to be linked before the first plan is applied.
    case proposed
    /// A create holds its keys.
    case reserved
    case linked
    /// Its record left the scope of the entity.
    case left(DeparturePolicy)
    /// Its record is in no read any more, and nobody said that it is deleted.
    case notShown
    /// Its record is deleted or merged.
    case gone(DeparturePolicy)
    /// Its record is back, and the next decision takes back what its absence brought.
    case returned
  }

  /// Where it stands, say `linked`.
  package private(set) var stage: Stage = .unknown
  /// The number of the newest pairing, counting up from 1; 0 before the first.
  package private(set) var generation = 0
  /// The linked or proposed record; nil where there is none.
  package private(set) var target: PairedRecord?
  /// The records that a person said it is not.
  package private(set) var apart: Set<PairedRecord> = []

  /// A subject that nobody has matched yet.
  package init() {}

  /// The name of the state, say `linked`.
  package var state: String {
    switch stage {
    case .unknown: "unknown"
    case .waiting: "waiting"
    case .asked: "asked"
    case .proposed: "proposed"
    case .reserved: "reserved"
    case .linked: "linked"
    case .left: "left"
    case .notShown: "not shown"
    case .gone: "gone"
    case .returned: "returned"
    }
  }

  /// Whether a pairing exists, whatever became of its record.
  package var isPaired: Bool {
    switch stage {
    case .linked, .left, .notShown, .gone, .returned: true
    case .unknown, .waiting, .asked, .proposed, .reserved: false
    }
  }

  /// What is owed now; a pairing with a record that is kept apart is to be ended, whatever else holds.
  package var next: NextStep {
    if let target, apart.contains(target) { return .abandon }
    return switch stage {
    case .unknown, .returned: .decideAgain
    case .waiting, .proposed, .reserved: .wait(until: nil)
    case .asked: .ask(.question(.match))
    case .linked: .nothing
    case .left(let policy): policy.next(asking: .left)
    case .notShown: .ask(.question(.notShown))
    case .gone(let policy): policy.next(asking: .gone)
    }
  }

  /// Takes what happened; gives the fault of an event that cannot follow, which then changes nothing.
  package mutating func take(_ event: PairEvent) -> LifecycleFault? {
    switch event {
    case .waits, .asked, .proposed: return takeSearch(event)
    case .questionClosed:
      guard stage == .asked else { return isPaired ? .begunAlready : .notBegun }
      stage = .unknown
    case .reserved(let number):
      guard !isPaired, stage != .reserved else { return .begunAlready }
      guard number > generation else { return .outOfOrder }
      (stage, generation, target) = (.reserved, number, nil)
    case .released:
      guard stage == .reserved || stage == .proposed else { return isPaired ? .begunAlready : .notBegun }
      (stage, target) = (.unknown, nil)
    case .made(let number, let record): return takeLink(number, record)
    case .moved(let record):
      guard isPaired else { return .notBegun }
      guard !apart.contains(record) else { return .keptApart }
      (stage, target) = (.linked, record)
    case .removed:
      guard isPaired else { return .notBegun }
      (stage, target) = (.unknown, nil)
    case .left, .notShown, .gone, .shown, .decided: return takeSight(event)
    case .keptApart(let record):
      guard apart.insert(record).inserted else { return .begunAlready }
    case .heldTogether(let record):
      guard apart.remove(record) != nil else { return .notBegun }
    }
    return nil
  }

  private mutating func takeSearch(_ event: PairEvent) -> LifecycleFault? {
    guard !isPaired, stage != .reserved else { return .begunAlready }
    switch event {
    case .proposed(let record):
      guard !apart.contains(record) else { return .keptApart }
      (stage, target) = (.proposed, record)
    case .asked: (stage, target) = (.asked, nil)
    default: (stage, target) = (.waiting, nil)
    }
    return nil
  }

  /// A create was given its number when it reserved; a found record gets its number now.
  private mutating func takeLink(_ number: Int, _ record: PairedRecord) -> LifecycleFault? {
    guard !isPaired else { return .begunAlready }
    guard stage == .reserved ? number == generation : number > generation else { return .outOfOrder }
    guard !apart.contains(record) else { return .keptApart }
    (stage, generation, target) = (.linked, number, record)
    return nil
  }

  private mutating func takeSight(_ event: PairEvent) -> LifecycleFault? {
    guard isPaired else { return .notBegun }
    switch (event, stage) {
    // What is deleted was looked at; that it left or is in no read says less.
    case (.left, .gone), (.notShown, .gone): return .endedAlready
    case (.left(let policy), _): stage = .left(policy)
    case (.notShown, _): stage = .notShown
    case (.gone(let policy), _): stage = .gone(policy)
    case (.shown, .left), (.shown, .notShown), (.shown, .gone): stage = .returned
    case (.decided, .returned): stage = .linked
    case (.decided, .linked): break
    case (.decided, _): return .waitsForAnother
    default: return .begunAlready
    }
    return nil
  }
}

/// What happens to the pairing of one subject.
package enum PairEvent: Hashable, Sendable {
  /// `decision.made` that owes `parent`.
  case waits
  /// `question.asked` about the match.
  case asked
  /// `question.answered` or `.withdrawn`: it is matched again, with what was said.
  case questionClosed
  /// `link.proposed`.
  case proposed(PairedRecord)
  /// `link.reserved` with its generation.
  case reserved(generation: Int)
  /// `link.released`: the create ended without a record, or the ground of the proposal is gone.
  case released
  /// `link.made` with its generation.
  case made(generation: Int, PairedRecord)
  /// `link.moved`: the same pairing, with the record that a merge left.
  case moved(PairedRecord)
  /// `link.removed`.
  case removed
  /// `record.left`.
  case left(DeparturePolicy)
  /// `record.not_shown`.
  case notShown
  /// `record.deleted`, `record.merged`.
  case gone(DeparturePolicy)
  /// It is read again, or in scope again.
  case shown
  /// `decision.made` about a linked record.
  case decided
  /// `subject.stated` *apart*.
  case keptApart(PairedRecord)
  /// `subject.stated` *these two*, or the statement taken back.
  case heldTogether(PairedRecord)
}

/// A record of one side, say `zoho` `4876876000000589001`.
package struct PairedRecord: Hashable, Sendable {
  package let side: Side
  package let id: String

  package init(side: Side, id: String) {
    self.side = side
    self.id = id
  }
}

/// What a mapping wants of a pairing whose record went: `on_leave`, `on_delete`.
package enum DeparturePolicy: String, Hashable, Sendable, CaseIterable {
  /// The pairing stays as it is.
  case keep
  /// The other side is marked.
  case mark
  /// The pairing ends.
  case unlink
  /// A person says.
  case ask

  fileprivate func next(asking about: QuestionSubject) -> NextStep {
    switch self {
    case .keep: .nothing
    case .mark: .decideAgain
    case .unlink: .abandon
    case .ask: .ask(.question(about))
    }
  }
}
