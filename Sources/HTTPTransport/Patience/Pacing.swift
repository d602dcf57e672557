package import Instants

/// Time and chance as the clients meet them: real in production, moved by hand in tests and simulations.
package struct Pacing: Sendable {
  /// The clocks, and how one waits.
  package let time: any Time
  /// 64 random bits.
  package let random: @Sendable () -> UInt64

  /// Hears of waits that a person would wonder about.
  let onLongPause: @Sendable (String, Duration) -> Void

  /// What is told: behind ten seconds people think that a program hangs.
  static let longPause = Duration.seconds(10)

  /// Time and chance of these sources; `onLongPause` hears of every wait of ten seconds and more, before it begins.
  package init(
    time: any Time, onLongPause: @escaping @Sendable (String, Duration) -> Void = { _, _ in },
    random: @escaping @Sendable () -> UInt64
  ) {
    self.time = time
    self.onLongPause = onLongPause
    self.random = random
  }

  /// The machine's clocks and the system's generator.
  package static let real = Pacing(time: MachineTime()) {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }

  /// The wall clock in whole seconds since 1970-01-01 UTC.
  package var seconds: Int { Int(time.seconds) }
}

/// A pacing's randomness as Swift's own functions take it.
package struct PacedRandomness: RandomNumberGenerator {
  private let pacing: Pacing

  /// Draws from `pacing`.
  package init(_ pacing: Pacing) { self.pacing = pacing }

  /// The next 64 bits.
  package mutating func next() -> UInt64 { pacing.random() }
}
