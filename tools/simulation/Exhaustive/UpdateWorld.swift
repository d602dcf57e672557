package import Decisions

/// One field of one linked record: a *source* whose value is to stand in a *target* too, and the updates that bring it
/// there through the real ``WriteLife``, judged by the real ``WriteSight``.
///
/// What decides is the smallest three-way rule; the product's own merge belongs to a larger world. The way back, from
/// target to source, is a single exact step here.
package struct UpdateWorld: ExhaustiveWorld {
  /// How the target takes updates.
  package enum Kind: String, Sendable, CaseIterable {
    /// Alone, under a condition on the record's own time, as Zoho's shared fields go.
    case conditional
    /// In a batch without condition; a repeat may go alone under one, as the fields go that JD Edwards owns.
    case batch
    /// Never under a condition, as into JD Edwards.
    case unconditional
  }

  /// How far the world goes.
  package struct Bounds: Sendable {
    package var kind = Kind.conditional
    /// Whether the target's people may not own the field: then the source's value goes over theirs.
    package var isSourceOwned = false
    /// Edits that people make on each side.
    package var edits = 1
    /// Edits of another field of the target's record: they move only its time.
    package var touches = 0
    /// What may go wrong with a call or a read, in all.
    package var faults = 1
    package var crashes = 0
    /// Distinct values, from 2 on; the first stands on both sides at the beginning.
    package var values = 2
    /// Seconds after its sending in which a call may still land.
    package var landing: Int64 = 2
    /// Whether a read may show another state of the same second, which is a named loss.
    package var lagsWithinSecond = false
    /// How often the pairing ends while a write is open.
    package var relinks = 0

    package init() {}
  }

  /// What a record of the target holds.
  package struct Stand: Hashable, Sendable {
    package var value: Int8
    package var time: Int64
    package var byPerson: Bool
  }

  /// What both sides agreed on last.
  package enum Base: Hashable, Sendable {
    case agreed(Int8)
    case doubtful
  }

  /// A call, or a copy of one, that may still land.
  package struct Copy: Hashable, Sendable {
    package var value: Int8
    /// The time that the record may not be past; nil without a condition.
    package var condition: Int64?
    package var lastSecond: Int64
  }

  /// What the network did with a call.
  package enum Fate: String, Hashable, Sendable, CaseIterable {
    case answered
    case lostBefore = "lost before it arrived"
    case lostAfter = "lost after it took effect"
    case late = "without an answer, and it may land late"
    case doubled = "answered, and a copy may land late"
    case withoutEffect = "answered with success, without effect"
    case throttled = "refused with 429"
  }

  package enum Act: Hashable, Sendable {
    case timePasses
    case sourceEdited(Int8)
    case targetEdited(Int8)
    case targetTouched
    case sourceRead
    case targetRead(lagging: Bool)
    case decided
    case readBeforeCall(lagging: Bool)
    case called(Fate)
    case answerTaken
    case lookedUp(lagging: Bool)
    case readBack(lagging: Bool)
    case ended
    case copyLanded(Int8)
    case crashed
    case relinked
    case personLooked
    case personChose(Side)
  }

  /// What the person of an open question took.
  package enum Side: String, Hashable, Sendable {
    case source
    case target
  }

  package struct State: Hashable, Sendable {
    var now: Int64 = 0
    package var source: Int8 = 0
    package var target = Stand(value: 0, time: -10, byPerson: false)
    /// The target's state before the last change: what a lagging read shows.
    var former = Stand(value: 0, time: -20, byPerson: false)
    // What the program knows durably.
    var sourceSeen: Int8 = 0
    package var seen = Stand(value: 0, time: -10, byPerson: false)
    var seenIsSettled = true
    var mustRead = false
    package var base = Base.agreed(0)
    package var life = WriteLife()
    var desired: Int8 = 0
    var before: Int8 = 0
    var sentAt: Int64 = 0
    /// The last second of the newest call, while no answer to it is written down: what the judges go by.
    var openUntil: Int64?
    /// Windows of writes that ended: nothing else is sent to the record before they close and it was read.
    package var bars = LandingWindow.closed
    /// Values of ended writes of which copies may land.
    package var copies: [Copy] = []
    package var question: Pair<Int8>?
    var word: Side?
    var hasEnded = false
    // What a crash forgets.
    var fresh: Int64?
    var answer: WriteAnswer?
    // What is in the air, and what may still happen.
    var air: [Copy] = []
    var edits = Pair<Int8>(source: 0, target: 0)
    var touches: Int8 = 0
    var faults: Int8 = 0
    var crashes: Int8 = 0
    var relinks: Int8 = 0
    // What the judges remember.
    /// A person's edit of the target that no read has shown.
    var isUnseen = false
    /// A person took our landed value back to the one from before, and no decision knows that it stood there.
    var isTakenBack = false
    /// What was desired has stood in the target.
    var hasLanded = false
    /// Values that stood on each side, as bits.
    var stood = Pair<Int16>(source: 1, target: 1)
    /// What people set last on each side; nil where nobody did, or a person's answer went over it.
    var lastWords = Pair<Int8?>(source: nil, target: nil)
    /// What a person took last, while nobody has edited anything since.
    var chosen: Int8?
    package var windows = NamedWindows()
  }

  /// Something of each side.
  package struct Pair<Value: Hashable & Sendable>: Hashable, Sendable {
    package var source: Value
    package var target: Value

    package init(source: Value, target: Value) {
      (self.source, self.target) = (source, target)
    }
  }

  package let bounds: Bounds

  package init(_ bounds: Bounds) {
    self.bounds = bounds
  }

  package var start: State {
    var state = State()
    state.edits = Pair(source: Int8(bounds.edits), target: Int8(bounds.edits))
    (state.touches, state.faults) = (Int8(bounds.touches), Int8(bounds.faults))
    (state.crashes, state.relinks) = (Int8(bounds.crashes), Int8(bounds.relinks))
    return renamed(state)
  }

  package func steps(from state: State) -> [WorldStep<State, Act>] {
    (program(state) + surroundings(state)).map { WorldStep($0.act, renamed($0.state), bad: $0.bad) }
  }

  package func windows(of state: State) -> NamedWindows { state.windows }
}

extension UpdateWorld.Act: CustomStringConvertible {
  package var description: String {
    switch self {
    case .timePasses: "time passes"
    case .sourceEdited(let value): "a person sets the source to \(value)"
    case .targetEdited(let value): "a person sets the target to \(value)"
    case .targetTouched: "a person edits another field of the target"
    case .sourceRead: "the source is read"
    case .targetRead(let lagging): "the target is read\(lagging ? ", and the read lags" : "")"
    case .decided: "it is decided"
    case .readBeforeCall(let lagging):
      "the target is read before the call\(lagging ? ", and the read lags" : "")"
    case .called(let fate): "the write is sent: \(fate.rawValue)"
    case .answerTaken: "the answer is written down"
    case .lookedUp(let lagging): "the call is looked up\(lagging ? ", and the read lags" : "")"
    case .readBack(let lagging): "the write is read back\(lagging ? ", and the read lags" : "")"
    case .ended: "the write ends, to be decided again"
    case .copyLanded(let value): "a call lands late: \(value)"
    case .crashed: "the program crashes"
    case .relinked: "the pairing ends"
    case .personLooked: "a person looks at the write and settles it"
    case .personChose(let side): "a person takes the value of the \(side.rawValue)"
    }
  }
}
