package import Foundation
import Synchronization

/// How far our clock is ahead of a server's, by the `Date` field of its newest answer.
package final class ServerClock: Sendable {
  private let ahead = Mutex<Int?>(nil)

  /// A server that has not answered yet.
  package init() {}

  /// Seconds, to within the time that an answer takes; below zero where our clock is behind, nil where no answer had a date.
  package var secondsAhead: Int? { ahead.withLock { $0 } }

  /// Takes note of an answer that came at `now`, of whatever status.
  package func note(_ answer: HTTPAnswer, now: Date) {
    guard let seconds = answer.date.flatMap({ Int(exactly: (now.timeIntervalSince($0)).rounded()) }) else {
      return
    }
    ahead.withLock { $0 = seconds }
  }
}
