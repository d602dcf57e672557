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

  /// A policy of these values: six attempts within about half a minute.
  package init(
    attemptsMax: Int = 6, unreachedMax: Int = 3, delayFirst: Duration = .milliseconds(500),
    delayMax: Duration = .seconds(30),
    retryAfterMax: Duration = .seconds(120)
  ) {
    self.attemptsMax = attemptsMax
    self.unreachedMax = unreachedMax
    self.delayFirst = delayFirst
    self.delayMax = delayMax
    self.retryAfterMax = retryAfterMax
  }
}
