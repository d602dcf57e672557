import Decisions

/// Collects intended writes until they fill a call: decisions come in pages of records, calls in hundreds of rows.
struct WriteQueue {
  private var waiting: [WriteIntended.Action: [WriteIntended]] = [:]

  /// Adds writes; gives those that fill whole calls, and those that go alone.
  mutating func add(_ intents: [WriteIntended]) -> [WriteIntended] {
    var ready = intents.filter { $0.unmodifiedSince != nil }
    for intent in intents where intent.unmodifiedSince == nil {
      waiting[intent.action, default: []].append(intent)
    }
    for action in [WriteIntended.Action.insert, .update, .clearKey] {
      let count = (waiting[action]?.count ?? 0) / WriteBatch.rowsMax * WriteBatch.rowsMax
      guard count > 0 else { continue }
      ready += waiting[action]?.prefix(count) ?? []
      waiting[action]?.removeFirst(count)
    }
    return ready
  }

  /// What is left when there is no more to come.
  mutating func rest() -> [WriteIntended] {
    let rest = (waiting[.insert] ?? []) + (waiting[.update] ?? []) + (waiting[.clearKey] ?? [])
    waiting = [:]
    return rest
  }
}
