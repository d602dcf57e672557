/// Whether a call is made once more, and after which wait: a state machine for one call, without clock or task.
///
/// Exponential with jitter: the wait lies between the half and the whole of `delayFirst * 2^n`, at most `delayMax`;
/// `Retry-After` is a floor under it. Writes are never repeated after anything that may have had an effect.
package struct Retries: Hashable, Sendable {
  /// What to do next.
  package enum Verdict: Hashable, Sendable {
    /// The answer stands, good or bad.
    case accept
    /// The same call again after this wait.
    case again(after: Duration)
    /// The trouble is of the passing kind, but patience is at its end.
    case giveUp
  }

  /// Whether asking twice does no harm.
  package enum Kind: Hashable, Sendable {
    case read
    case write
  }

  private let policy: RetryPolicy
  private let kind: Kind
  private var unreached = 0
  /// What attempts and waits have taken so far.
  private var spent: Duration = .zero
  /// The calls made so far.
  package private(set) var attempts = 0

  /// A call that has not been made yet.
  package init(policy: RetryPolicy, kind: Kind) {
    self.policy = policy
    self.kind = kind
  }

  /// What the next attempt may take: the call's own limits, and no more than is left of the question's time.
  package func limits(_ limits: HTTPCall.Limits) -> HTTPCall.Limits {
    var limits = limits
    // A second at least: a limit of zero is none.
    limits.whole = min(limits.whole, max(policy.wholeMax - spent, .seconds(1)))
    return limits
  }

  /// An attempt took so long, however it ended.
  package mutating func took(_ duration: Duration) { spent += max(duration, .zero) }

  /// The server answered with this status.
  ///
  /// 429 was refused before anything was done, so that a write may go again.
  package mutating func answered(
    _ status: Int, retryAfter: Duration?, random: inout some RandomNumberGenerator
  ) -> Verdict {
    attempts += 1
    switch status {
    case 429: return next(floor: retryAfter, random: &random)
    case 500, 502, 503, 504: return kind == .read ? next(floor: retryAfter, random: &random) : .accept
    default: return .accept
    }
  }

  /// There was no answer.
  package mutating func failed(_ problem: HTTPProblem, random: inout some RandomNumberGenerator) -> Verdict {
    attempts += 1
    guard problem.isPassing else { return .accept }
    if problem.reach == .notSent {
      unreached += 1
      if unreached >= policy.unreachedMax { return .giveUp }
    }
    return kind == .read || problem.reach == .notSent ? next(floor: nil, random: &random) : .accept
  }

  private mutating func next(floor: Duration?, random: inout some RandomNumberGenerator) -> Verdict {
    guard attempts < policy.attemptsMax else { return .giveUp }
    if let floor, floor > policy.retryAfterMax { return .giveUp }
    var delay = policy.delayFirst
    for _ in 1..<max(1, attempts) where delay < policy.delayMax { delay = min(delay * 2, policy.delayMax) }
    let half = delay / 2
    delay = half + half * Double.random(in: 0...1, using: &random)
    // A crowd that was sent away until the same instant must not come back at the same instant.
    if let floor { delay = max(delay, floor + half * Double.random(in: 0...1, using: &random)) }
    guard spent + delay < policy.wholeMax else { return .giveUp }
    spent += delay
    return .again(after: delay)
  }
}
