/// One lane, that is one entity in one direction: whether calls go, and why not.
///
///     running ── held(reason) ── resumed ── held(reason) …
///
/// Several reasons may hold a lane at once; it goes on when the last is lifted, and shows the one that a person has
/// to deal with first.
package struct LaneLife: Lifecycle {
  /// When each reason ends by itself, in seconds since 1970; nil where somebody has to end it.
  package private(set) var holds: [LaneHold: Int64?] = [:]
  /// Whether it was held before and is open again.
  package private(set) var wasHeld = false

  /// A lane that nothing holds.
  package init() {}

  /// Why it is held; nil where it is open.
  package var reason: LaneHold? { LaneHold.allCases.first { holds[$0] != nil } }

  /// The name of the state, say `held`.
  package var state: String { reason != nil ? "held" : wasHeld ? "resumed" : "running" }

  /// What is owed now.
  package var next: NextStep {
    guard let reason else { return .nothing }
    if reason == .brake { return .ask(.brake) }
    // Nothing goes before the last of those that end by themselves; one that does not outlasts them.
    var last: Int64?
    for (_, end) in holds {
      guard let end else { return .wait(until: nil) }
      last = max(last ?? end, end)
    }
    return .wait(until: last)
  }

  /// Takes what happened; gives the fault of an event that cannot follow, which then changes nothing.
  package mutating func take(_ event: LaneEvent) -> LifecycleFault? {
    switch event {
    case .held(let reason, let end):
      // A budget or a breaker may be told a later end; the same reason and end is no news.
      if let held = holds[reason], held == end { return .begunAlready }
      holds.updateValue(end, forKey: reason)
      wasHeld = true
    case .lifted(let reason):
      guard holds.removeValue(forKey: reason) != nil else { return .notBegun }
    }
    return nil
  }
}

/// What happens to one lane.
package enum LaneEvent: Hashable, Sendable {
  /// It is held, until that second of our clock; nil where somebody has to end it.
  case held(LaneHold, until: Int64?)
  /// A reason is gone: its second has come, or somebody ended it.
  case lifted(LaneHold)
}

/// Why a lane takes no call, the one that a person has to deal with first standing first.
package enum LaneHold: String, Hashable, Sendable, CaseIterable {
  /// Writing to this side is switched off.
  case writesOff = "writes_off"
  /// The entity's first plan was not applied to its end.
  case notLoaded = "not_loaded"
  /// A run would have changed more than its share.
  case brake
  /// A person paused it.
  case paused
  /// The system failed too often.
  case breaker
  /// The calls of the day are used up.
  case budget
  /// Not at this time of day.
  case quietHours = "quiet_hours"
}
