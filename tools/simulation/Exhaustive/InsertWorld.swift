package import Decisions

/// One subject that is to get one record in a target, by inserts through the real ``WriteLife``.
///
/// Beside it stands a *stranger*, a record of another company on which a person may type our key.
package struct InsertWorld: ExhaustiveWorld {
  /// How far the world goes.
  package struct Bounds: Sendable {
    /// Whether the target refuses a second record with our key.
    package var isKeyEnforced = true
    /// Keys that people type or take off.
    package var acts = 1
    package var faults = 1
    package var crashes = 0
    /// Seconds after its sending in which a call may still land.
    package var landing: Int64 = 2
    /// Seconds by which a read may lag: so much later than the last landing a look proves something, and so much
    /// longer is the window that a sending names.
    package var lag: Int64 = 1
    /// Whether a copy of a call may land beside it.
    package var doubles = true
    /// How often the pairing ends while the insert is open.
    package var relinks = 0

    package init() {}
  }

  /// A record of the target; the first is the stranger, the others are ours.
  package struct Entry: Hashable, Sendable {
    package var exists = false
    package var showsKey = false
    /// The second of its last change.
    package var time: Int64 = -10
    /// The second in which it was made.
    package var madeAt: Int64 = -10
  }

  /// What the network did with a call.
  package enum Fate: String, Hashable, Sendable, CaseIterable {
    case answered
    case lostBefore = "lost before it arrived"
    case lostAfter = "lost after it took effect"
    case late = "without an answer, and it may land late"
    case doubled = "answered, and a copy may land late"
    case exchanged = "answered with the stranger's id"
    case withoutEffect = "answered with success, without effect"
    case throttledBefore = "refused with 429"
    case throttledAfter = "refused with 429, after it took effect"
  }

  package enum Act: Hashable, Sendable {
    case timePasses
    case decided
    case matched(lagging: Bool)
    case called(Fate)
    case answerTaken
    case lookedUp(lagging: Bool)
    case readBack(lagging: Bool)
    case ended
    case copyLanded
    case keyTyped
    case keyTakenOff(Int)
    case crashed
    case relinked
    case personSettled(isNew: Bool)
  }

  /// An answer that is not written down yet, with the record that it names.
  package struct Answer: Hashable, Sendable {
    var says: WriteAnswer
    var record: Int8?
  }

  package struct State: Hashable, Sendable {
    var now: Int64 = 0
    package var stranger = Entry(exists: true, showsKey: false)
    package var first = Entry()
    package var second = Entry()
    package var life = WriteLife()
    /// The record that an answer or a look named.
    var named: Int8?
    var sentAt: Int64 = 0
    /// The last second of the newest call, while no answer to it is written down: what the judges go by.
    var openUntil: Int64?
    package var linked: Int8?
    /// It is over: linked, or a person has it.
    package var isDone = false
    /// A person said that the stranger is another, and that ours is new.
    var isApart = false
    package var bars = LandingWindow.closed
    var hasEnded = false
    /// A crash forgets: it was just matched by all keys.
    var isMatched = false
    /// A call took effect that was answered with 429: no window protects against a read that lags then.
    var hasLandedRefused = false
    /// A crash forgets: an answer that is not written down yet.
    var answer: Answer?
    /// The last seconds of the calls that may still land.
    var air: [Int64] = []
    var acts: Int8 = 0
    var faults: Int8 = 0
    var crashes: Int8 = 0
    var relinks: Int8 = 0
    package var windows = NamedWindows()

    /// A record by its place: 0 is the stranger.
    subscript(_ place: Int8) -> Entry {
      get { place == 0 ? stranger : place == 1 ? first : second }
      set {
        switch place {
        case 0: stranger = newValue
        case 1: first = newValue
        default: second = newValue
        }
      }
    }

    /// The records that show our key.
    var keyed: [Int8] { (0..<3).filter { self[$0].exists && self[$0].showsKey } }
  }

  package let bounds: Bounds

  package init(_ bounds: Bounds) {
    self.bounds = bounds
  }

  package var start: State {
    var state = State()
    (state.acts, state.faults) = (Int8(bounds.acts), Int8(bounds.faults))
    (state.crashes, state.relinks) = (Int8(bounds.crashes), Int8(bounds.relinks))
    return renamed(state)
  }

  package func steps(from state: State) -> [WorldStep<State, Act>] {
    (program(state) + surroundings(state)).map { WorldStep($0.act, renamed($0.state), bad: $0.bad) }
  }

  package func windows(of state: State) -> NamedWindows { state.windows }
}

extension InsertWorld.Act: CustomStringConvertible {
  package var description: String {
    switch self {
    case .timePasses: "time passes"
    case .decided: "a create is decided"
    case .matched(let lagging): "it is matched by all keys\(lagging ? ", and the read lags" : "")"
    case .called(let fate): "the insert is sent: \(fate.rawValue)"
    case .answerTaken: "the answer is written down"
    case .lookedUp(let lagging): "our key is looked up\(lagging ? ", and the read lags" : "")"
    case .readBack(let lagging): "the record is read back\(lagging ? ", and the read lags" : "")"
    case .ended: "the insert ends"
    case .copyLanded: "a call lands late"
    case .keyTyped: "a person types our key on the stranger"
    case .keyTakenOff(let place): "a person takes our key off record \(place)"
    case .crashed: "the program crashes"
    case .relinked: "the pairing ends"
    case .personSettled(let isNew): isNew ? "a person says that ours is new" : "a person settles it"
    }
  }
}
