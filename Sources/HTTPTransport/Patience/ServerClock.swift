import Synchronization

/// How far our clock is ahead of a server's, by the `Date` field of its newest answer.
package final class ServerClock: Sendable {
  private let ahead = Mutex<Int?>(nil)

  /// A server that has not answered yet.
  package init() {}

  /// Seconds, to within the time that an answer takes; below zero where our clock is behind, nil where no answer had a date.
  package var secondsAhead: Int? { ahead.withLock { $0 } }

  /// Takes note of an answer of whatever status that came at `now`, in seconds since 1970-01-01 UTC.
  package func note(_ answer: HTTPAnswer, now: Int) {
    guard let date = answer.date else { return }
    ahead.withLock { $0 = now - Int(date) }
  }
}
