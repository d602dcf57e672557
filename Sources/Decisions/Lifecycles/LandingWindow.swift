/// How long calls that were sent may still land at their target, by the target's clock.
package enum LandingWindow: Hashable, Sendable, Comparable {
  /// None can: nothing was sent, or every call was answered, or one was looked up after its last second.
  case closed
  /// Up to that second and in it, say 1764633900.
  case until(Int64)
  /// No end is known: a queue has it, or an orchestration that answered 202.
  case unbounded

  /// The window of one call; nil where no end is known.
  package init(landsUntil: Int64?) {
    self = landsUntil.map { .until($0) } ?? .unbounded
  }

  /// Whether a call may land at that second or later; a second that nobody knows proves nothing.
  package func isOpen(at second: Int64?) -> Bool {
    switch self {
    case .closed: false
    case .until(let last): second.map { $0 <= last } ?? true
    case .unbounded: true
    }
  }

  /// The first second at which nothing lands any more; nil where that is known already, or never.
  package var firstSecondAfter: Int64? {
    guard case .until(let last) = self else { return nil }
    return last + 1
  }
}
