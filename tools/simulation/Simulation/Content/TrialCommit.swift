package import EventLog

/// A commit whose every byte anybody can work out from its number: what trials write, and what they look for.
package struct TrialCommit: Hashable, Sendable {
  /// Which one it is, 1, 2, 3 …; each is appended at most once.
  package let number: Int
  /// How many events it has.
  package let count: Int
  private let seed: UInt64

  /// Streams that commits write to.
  package static let streams = 6

  /// Commit `number` of a trial with a seed.
  package init(_ number: Int, seed: UInt64) {
    self.number = number
    self.seed = seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(number)
    var dice = Dice(seed: self.seed)
    count = dice.happens(10) ? dice.roll(8...24) : dice.roll(1...5)
  }

  /// The events to append.
  package var events: [NewEvent] {
    (0..<count).map { index in
      NewEvent(
        kind: "trial.written", stream: stream(index), cause: index > 0 ? .inCommit(0) : nil,
        run: .sequence(1), isPersonal: isPersonal(index), body: Array(body(index).utf8))
    }
  }

  /// The stream that one of its events is about.
  package func stream(_ index: Int) -> String {
    "trial/\((Int(truncatingIfNeeded: seed >> 8) & 0xFFFF + index * 5) % Self.streams)"
  }

  private func isPersonal(_ index: Int) -> Bool { (number + index) % 11 == 0 }

  private func body(_ index: Int) -> String {
    var dice = Dice(seed: seed ^ UInt64(index + 1))
    let length = dice.roll(0...40)
    let name = String((0..<length).map { _ in dice.pick(Array("abcdefghij \"\\äß")) })
    let escaped = name.reduce(into: "") { $0 += $1 == "\"" || $1 == "\\" ? "\\\($1)" : String($1) }
    return
      #"{"commit":\#(number),"index":\#(index),"of":\#(count),"limit":12\#(index).50,"name":"\#(escaped)"}"#
  }

  /// The line that event `index` must be, without its newline; `at` and `salt` are taken as they are found.
  func line(_ index: Int, first: UInt64, previous: UInt64, at: String, salt: String) -> String {
    let number = first + UInt64(index)
    var line = #"{"seq":\#(number),"at":"\#(at)","kind":"trial.written","stream":"\#(stream(index))""#
    if previous > 0 { line += #","prev":\#(previous)"# }
    if index > 0 { line += #","cause":\#(first)"# }
    line += #","run":1"#
    if isPersonal(index) { line += #","salt":"\#(salt)""# }
    return line + #","body":\#(body(index))}"#
  }
}
