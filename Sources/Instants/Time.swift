/// The clocks of a program: real in production, moved by hand in tests and simulations.
package protocol Time: Sendable {
  /// The wall clock: microseconds since 1970-01-01 UTC.
  func now() -> Int64
  /// A clock that only goes forwards, also while the machine sleeps: microseconds since some moment.
  func steady() -> Int64
  /// Waits; throws where the task is cancelled meanwhile.
  func sleep(for duration: Duration) async throws(CancellationError)
}

extension Time {
  /// The wall clock in whole seconds since 1970-01-01 UTC.
  package var seconds: Int64 { RFC3339.seconds(now()) }
}
