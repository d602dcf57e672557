import JSONText

/// Watches for inserts that are sent again although the earlier one arrived, with no look in between.
struct RepeatWatch: Sendable {
  /// By module and key: the call of the last insert whose outcome a careful caller looks up first.
  private var open: [String: [String: Int]] = [:]
  private(set) var found: [Found] = []

  struct Found: Sendable {
    let module: String
    let key: String
    let first: Int
    let second: Int
  }

  /// Whether any insert waits for a look.
  var isWatching: Bool { open.values.contains { !$0.isEmpty } }

  /// An insert of a key arrived; `isSettled` where it was refused and the caller is told so.
  mutating func inserted(_ key: String, module: String, call: Int, isSettled: Bool) {
    if let first = open[module]?[key], first != call {
      found.append(Found(module: module, key: key, first: first, second: call))
    }
    if !isSettled { open[module, default: [:]][key] = call }
  }

  /// Somebody looked for these keys.
  mutating func looked(for keys: [String], module: String) {
    for key in keys { open[module]?[key] = nil }
  }

  /// Somebody looked at the whole module.
  mutating func lookedAtAll(module: String) { open[module] = nil }

  /// What was found, for the control endpoint.
  var json: JSONValue {
    .array(
      found.map {
        [
          "module": JSONValue($0.module), "key": JSONValue($0.key), "first_call": JSONValue($0.first),
          "second_call": JSONValue($0.second),
        ]
      })
  }
}
