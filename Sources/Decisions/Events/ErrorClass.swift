/// What kind of trouble kept a write from being done, and so how it goes on.
package enum ErrorClass: String, Hashable, Sendable, CaseIterable {
  /// The system does not know us any more.
  case auth
  /// The system takes no more for now: too many calls, or a budget is used up.
  case throttle
  /// It may work in a moment without anybody doing anything.
  case transient
  /// The record was changed meanwhile: the decision is out of date.
  case stale
  /// The system refuses what was written.
  case invalid
  /// Rights or settings are missing.
  case config
  /// It is not known whether it was done.
  case unknown

  /// Whether the next run goes on with it by itself; the others wait for a change or a person.
  package var isTriedAgain: Bool {
    switch self {
    case .auth, .throttle, .transient, .stale, .unknown: true
    case .invalid, .config: false
    }
  }
}
