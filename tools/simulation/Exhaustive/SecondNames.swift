/// New names for the seconds of a state: now is 0, seconds to come keep their distance, those of the past are drawn
/// together to gaps of at most `gapMax`.
///
/// Two states that differ only in how long ago things happened are then equal, as far as no rule can tell them apart.
package struct SecondNames: Sendable {
  private let now: Int64
  /// Seconds of the past, newest first.
  private var past: [Int64] = []
  private var names: [Int64] = []

  /// Names for those seconds, of which any may stand several times.
  package init(_ seconds: [Int64], now: Int64, gapMax: Int64) {
    self.now = now
    past.reserveCapacity(seconds.count)
    for second in seconds where second < now {
      // A handful at most: putting each in its place costs less than a set.
      var place = past.count
      while place > 0, past[place - 1] < second { place -= 1 }
      if place == 0 || past[place - 1] != second { past.insert(second, at: place) }
    }
    names.reserveCapacity(past.count)
    var (name, former) = (Int64(0), now)
    for second in past {
      name -= min(former - second, gapMax)
      names.append(name)
      former = second
    }
  }

  /// The new name of a second that something waits for: once it is over, it does not matter since when.
  package func deadline(_ second: Int64) -> Int64 { max(second - now, -1) }

  /// The new name of a second that was given.
  package subscript(second: Int64) -> Int64 {
    guard second < now, let place = past.firstIndex(of: second) else { return second - now }
    return names[place]
  }
}
