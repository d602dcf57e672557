/// A set of numbers as ranges in rising order that do not touch.
struct NumberRanges: Hashable, Sendable {
  let ranges: [ClosedRange<Int>]

  /// Every number.
  static let all = NumberRanges([Int.min...Int.max])

  /// The numbers of these ranges, which may come in any order and overlap.
  init(_ ranges: [ClosedRange<Int>]) {
    var merged: [ClosedRange<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound == Int.min || range.lowerBound - 1 <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    self.ranges = merged
  }

  /// The numbers that are in either.
  func union(_ other: NumberRanges) -> NumberRanges { NumberRanges(ranges + other.ranges) }

  /// The numbers that are in both.
  func intersection(_ other: NumberRanges) -> NumberRanges {
    var common: [ClosedRange<Int>] = []
    var (left, right) = (0, 0)
    while left < ranges.count, right < other.ranges.count {
      let (one, two) = (ranges[left], other.ranges[right])
      if one.overlaps(two) { common.append(one.clamped(to: two)) }
      if one.upperBound < two.upperBound { left += 1 } else { right += 1 }
    }
    return NumberRanges(common)
  }
}
