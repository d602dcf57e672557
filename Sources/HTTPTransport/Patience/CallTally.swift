import Synchronization

/// How many calls of which kind went out, so that a run can print its figures.
package final class CallTally: Sendable {
  private let counts = Mutex<[String: Int]>([:])

  /// No calls yet.
  package init() {}

  /// One more call of this kind, `query/F0101` or `insert/Accounts`.
  package func count(_ kind: String) { counts.withLock { $0[kind, default: 0] += 1 } }

  /// The calls so far by kind.
  package var snapshot: [String: Int] { counts.withLock { $0 } }
}
