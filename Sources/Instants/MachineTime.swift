import Glibc

/// The machine's clocks.
package struct MachineTime: Time {
  /// The machine's own.
  package init() {}

  /// `CLOCK_REALTIME`.
  package func now() -> Int64 { Self.microseconds(of: CLOCK_REALTIME) }

  /// `CLOCK_BOOTTIME`.
  package func steady() -> Int64 { Self.microseconds(of: CLOCK_BOOTTIME) }

  /// Waits on the machine's clock.
  package func sleep(for duration: Duration) async throws(CancellationError) {
    do { try await Task.sleep(for: duration) } catch { throw CancellationError() }
  }

  private static func microseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}
