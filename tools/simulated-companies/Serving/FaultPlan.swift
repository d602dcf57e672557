import JSONText

/// The faults that are switched on, with what each has seen so far.
struct FaultPlan: Sendable {
  private var entries: [Entry] = []
  private var dice: SeededDice

  private struct Entry: Sendable {
    let fault: Fault
    var matched = 0
    var struck = 0
  }

  /// No faults; chance comes from `seed`.
  init(seed: UInt64) { dice = SeededDice(seed: seed, purpose: 3, index: 0) }

  /// What is switched on, in order, with how many calls each fault matched and struck.
  var json: JSONValue {
    .array(
      entries.map { entry in
        [
          "kind": JSONValue(entry.fault.kind.name), "matched": JSONValue(entry.matched),
          "struck": JSONValue(entry.struck),
        ]
      })
  }

  /// Puts these faults in place of all others.
  mutating func replace(with faults: [Fault]) { entries = faults.map { Entry(fault: $0) } }

  /// Adds faults to those in place.
  mutating func add(_ faults: [Fault]) { entries += faults.map { Entry(fault: $0) } }

  /// The faults that strike a call, in order.
  mutating func strike(_ request: ImitatedRequest, rawQuery: String) -> [Fault.Kind] {
    guard !entries.isEmpty else { return [] }
    var struck: [Fault.Kind] = []
    for index in entries.indices {
      let fault = entries[index].fault
      guard Self.isLike(request, rawQuery: rawQuery, fault.match) else { continue }
      entries[index].matched += 1
      let count = entries[index].matched
      guard fault.match.nth.map({ $0 == count }) ?? true,
        fault.match.every.map({ $0 > 0 && count.isMultiple(of: $0) }) ?? true,
        fault.times.map({ entries[index].struck < $0 }) ?? true,
        fault.probability >= 1 || dice.hits(fault.probability)
      else { continue }
      entries[index].struck += 1
      struck.append(fault.kind)
    }
    return struck
  }

  private static func isLike(_ request: ImitatedRequest, rawQuery: String, _ match: Fault.Match) -> Bool {
    if let method = match.method, method != request.method { return false }
    if let path = match.path, !isLike(Array(request.path.utf8), pattern: Array(path.utf8)) { return false }
    if let text = match.body {
      return rawQuery.contains(text) || String(decoding: request.body, as: UTF8.self).contains(text)
    }
    return true
  }

  /// Whether a text fits a pattern in which `*` stands for anything.
  private static func isLike(_ text: [UInt8], pattern: [UInt8]) -> Bool {
    var (at, from) = (0, 0)
    var star: (pattern: Int, text: Int)?
    while at < text.count {
      if from < pattern.count, pattern[from] == UInt8(ascii: "*") {
        star = (from, at)
        from += 1
      } else if from < pattern.count, pattern[from] == text[at] {
        from += 1
        at += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        from = last.pattern + 1
        at = last.text + 1
      } else {
        return false
      }
    }
    return pattern[from...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
