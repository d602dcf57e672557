import JSONText

/// Credits spent in the last 24 hours, in slices of ten minutes.
///
/// A value: time comes in as a parameter.
struct CreditWindow: Hashable, Sendable {
  static let sliceSeconds = 600
  static let daySeconds = 86_400

  /// What one slice of a stored window may hold: no edition has so many a day, and a day of them is far from 2^63.
  private static let storedMax = 1_000_000_000_000

  /// Credits by slice; the slice is the second since 1970 divided by its length.
  private(set) var slices: [Int: Int] = [:]

  init() {}

  /// Reads a stored window; what cannot be read counts as nothing spent.
  init(_ entry: [UInt8]?, owner: String) {
    guard let entry, let json = Self.parsed(entry), json["v"]?.int == 1, json["owner"]?.string == owner else {
      return
    }
    for slice in json["slices"]?.array ?? [] {
      guard let index = slice[0]?.int, let spent = slice[1]?.int, (0...Self.storedMax).contains(index),
        (0...Self.storedMax).contains(spent)
      else { continue }
      slices[index] = spent
    }
  }

  func entry(owner: String) -> [UInt8] {
    let list = slices.sorted { $0.key < $1.key }.map { slice -> JSONValue in
      [.number(slice.key), .number(slice.value)]
    }
    let json: JSONValue = ["v": 1, "owner": .string(owner), "slices": .array(list)]
    return json.bytes
  }

  mutating func spend(_ credits: Int, at second: Int) {
    slices[second / Self.sliceSeconds, default: 0] += credits
  }

  mutating func add(_ other: CreditWindow) {
    for (slice, spent) in other.slices { slices[slice, default: 0] += spent }
  }

  /// Forgets what is older than a day.
  mutating func prune(at second: Int) {
    let oldest = (second - Self.daySeconds) / Self.sliceSeconds
    slices = slices.filter { $0.key >= oldest }
  }

  /// Credits spent in the 24 hours before `second`; a slice counts until the last of its credits is a day old.
  func spent(at second: Int) -> Int {
    let oldest = (second - Self.daySeconds) / Self.sliceSeconds
    return slices.reduce(0) { $1.key >= oldest ? $0 + $1.value : $0 }
  }

  /// The second from which so many credits fit under the limit again; nil where they never do.
  func freeAt(_ credits: Int, limit: Int, from second: Int) -> Int? {
    guard credits <= limit else { return nil }
    var left = spent(at: second)
    for (slice, spent) in slices.sorted(by: { $0.key < $1.key }) where left + credits > limit {
      guard slice >= (second - Self.daySeconds) / Self.sliceSeconds else { continue }
      left -= spent
      if left + credits <= limit { return (slice + 1) * Self.sliceSeconds + Self.daySeconds }
    }
    return second
  }

  private static func parsed(_ bytes: [UInt8]) -> JSONValue? {
    do throws(JSONSyntaxError) { return try JSONValue(parsing: bytes) } catch { return nil }
  }
}
