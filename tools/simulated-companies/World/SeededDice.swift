/// The simulators' source of chance: SplitMix64, so that the same seed makes the same world everywhere.
package struct SeededDice: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Dice that start from `seed`.
  package init(seed: UInt64) { state = seed }

  /// Dice for one thing among many: the same (seed, purpose, index) always rolls the same numbers.
  package init(seed: UInt64, purpose: UInt64, index: Int) {
    var mixer = SeededDice(seed: seed ^ (purpose &* 0xD6E8_FEB8_6659_FD93))
    let base = mixer.next()
    self.init(seed: base ^ (UInt64(truncatingIfNeeded: index) &* 0xA076_1D64_78BD_642F))
    _ = next()
  }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number below `bound`, which is at least 1.
  package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// A number of `range`.
  package mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// True in `percent` of 100 rolls.
  package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// True with a probability between 0 and 1.
  package mutating func hits(_ probability: Double) -> Bool {
    Double(next() >> 11) * 0x1p-53 < probability
  }

  /// One of `choices`, which are not empty.
  package mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }

  /// `count` decimal digits, the first of them not 0.
  package mutating func digits(_ count: Int) -> [Int] {
    (0..<count).map { $0 == 0 ? within(1...9) : below(10) }
  }
}
