/// A small world of which every story is tried, up to its bounds.
///
/// Its states are values; states that differ only in the names of seconds are one. The product's own functions
/// decide in it what the program does; people, the systems and the network do whatever the bounds leave them.
package protocol ExhaustiveWorld: Sendable {
  /// Everything that decides how a story can go on, and what its judges remember.
  associatedtype State: Hashable & Sendable
  /// What can happen in one step.
  associatedtype Act: Hashable & Sendable & CustomStringConvertible

  /// The world before anything happened.
  var start: State { get }
  /// What can happen next.
  func steps(from state: State) -> [WorldStep<State, Act>]
  /// The state without people, faults and crashes to come; nil while calls are in the air, of which nobody knows
  /// whether they land.
  func calmed(_ state: State) -> State?
  /// What the program does next where nobody disturbs it, or that time passes; nil at rest.
  func calmStep(from state: State) -> WorldStep<State, Act>?
  /// What a person may answer where the program asks.
  func answers(in state: State) -> [WorldStep<State, Act>]
  /// What is wrong with a world at rest; nil where all is well.
  func judge(_ state: State) -> String?
  /// The losses that the story of a state has met and that the texts name, say `W1`.
  func windows(of state: State) -> NamedWindows
}

/// One step of a story.
package struct WorldStep<State: Hashable & Sendable, Act: Hashable & Sendable>: Sendable {
  package let act: Act
  package let state: State
  /// What is bad about it, in plain words; nil where nothing is.
  package let bad: String?

  package init(_ act: Act, _ state: State, bad: String? = nil) {
    self.act = act
    self.state = state
    self.bad = bad
  }
}

/// A loss that no rule can prevent, which the texts name and the trials count.
package enum NamedWindow: UInt8, Hashable, Sendable, CaseIterable {
  /// An edit between the last read and the landing of a call without a condition, or of any copy of it.
  case beforeLanding = 1
  /// A state of one second that a lagging read shows.
  case sameSecond = 2
  /// No unique key enforced: an insert doubled, or a key typed between look and landing.
  case keyNotEnforced = 3
  /// A key taken off by a person while an insert of ours can still land.
  case keyTakenOff = 5
  /// An insert that took effect although it was refused with 429, reads that lag behind it, and no key that is
  /// enforced and stands on it.
  case laggingAfterRefusal = 6

  /// Its name in the texts, say `W1`.
  package var name: String { "W\(rawValue)" }
}

/// Named losses that a story has met.
package struct NamedWindows: Hashable, Sendable {
  private var bits: UInt8 = 0

  /// None.
  package init() {}

  /// Whether none was met.
  package var isEmpty: Bool { bits == 0 }

  /// Those that were met, in the order of their numbers.
  package var all: [NamedWindow] { NamedWindow.allCases.filter { contains($0) } }

  /// Whether it was met.
  package func contains(_ window: NamedWindow) -> Bool { bits & (1 << window.rawValue) != 0 }

  /// Counts it as met.
  package mutating func insert(_ window: NamedWindow) { bits |= 1 << window.rawValue }
}
