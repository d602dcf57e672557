package import Foundation

/// Time and chance as the clients meet them: real in production, moved by hand in tests and simulations.
package protocol Pacing: Sendable {
  /// The wall clock.
  func now() -> Date
  /// Waits; throws where the task is cancelled meanwhile.
  func sleep(for duration: Duration) async throws(CancellationError)
  /// 64 random bits.
  func random() -> UInt64
}

/// The machine's clock, sleep and randomness.
package struct RealPacing: Pacing {
  /// The machine's own.
  package init() {}

  /// The machine's wall clock.
  package func now() -> Date { Date() }

  /// Waits on the machine's clock.
  package func sleep(for duration: Duration) async throws(CancellationError) {
    do { try await Task.sleep(for: duration) } catch { throw CancellationError() }
  }

  /// 64 bits of the system's generator.
  package func random() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }
}

/// A pacing's randomness as Swift's own functions take it.
package struct PacedRandomness: RandomNumberGenerator {
  private let pacing: any Pacing

  /// Draws from `pacing`.
  package init(_ pacing: any Pacing) { self.pacing = pacing }

  /// The next 64 bits.
  package mutating func next() -> UInt64 { pacing.random() }
}
