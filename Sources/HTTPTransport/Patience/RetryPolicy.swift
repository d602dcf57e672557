/// How patient a client is with a system that is busy or stumbles.
package struct RetryPolicy: Hashable, Sendable {
  /// The most calls in all, the first one counted.
  package var attemptsMax: Int
  /// The most calls that do not even reach the server: who mistypes an address should not wait long.
  package var unreachedMax: Int
  /// The wait after the first refusal; each further one doubles it.
  package var delayFirst: Duration
  /// The longest wait that the doubling leads to.
  package var delayMax: Duration
  /// The longest `Retry-After` that is waited for; a longer one is given up at once.
  package var retryAfterMax: Duration
  /// The longest time that one question may take, its attempts and the waits between them taken together.
  ///
  /// Each attempt has limits of its own (`HTTPCall.Limits`), but a server that lets every answer drip would hold
  /// a question for all of them one after the other.
  package var wholeMax: Duration
  /// The longest time that a call waits for its turn among our own; it counts for itself, since the server has no part in
  /// it.
  package var turnMax: Duration

  /// A policy of these values: six attempts within about half a minute.
  ///
  /// 900 s in all are five waits of the longest `Retry-After` (600 s) and one call of the longest time (300 s). An hour
  /// for its turn are four such questions before it.
  package init(
    attemptsMax: Int = 6, unreachedMax: Int = 3, delayFirst: Duration = .milliseconds(500),
    delayMax: Duration = .seconds(30),
    retryAfterMax: Duration = .seconds(120), wholeMax: Duration = .seconds(900),
    turnMax: Duration = .seconds(3_600)
  ) {
    self.attemptsMax = attemptsMax
    self.unreachedMax = unreachedMax
    self.delayFirst = delayFirst
    self.delayMax = delayMax
    self.retryAfterMax = retryAfterMax
    self.wholeMax = wholeMax
    self.turnMax = turnMax
  }
}
