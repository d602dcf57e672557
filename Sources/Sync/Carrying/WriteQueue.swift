import Decisions

/// Collects intended writes until they fill a call: decisions come in pages of records, calls in hundreds of rows.
struct WriteQueue {
  /// Rows of one call, at most.
  let rowsMax: Int
  private var waiting: [WriteIntended.Action: [CarriedWrite]] = [:]

  /// An empty queue.
  init(rowsMax: Int) { self.rowsMax = rowsMax }

  /// Adds writes; gives those that fill whole calls, and those that go alone.
  mutating func add(_ writes: [CarriedWrite]) -> [CarriedWrite] {
    var ready = writes.filter(\.life.isConditional)
    for write in writes where !write.life.isConditional {
      waiting[write.intent.action, default: []].append(write)
    }
    for action in [WriteIntended.Action.insert, .update, .clearKey] {
      let count = (waiting[action]?.count ?? 0) / rowsMax * rowsMax
      guard count > 0 else { continue }
      ready += waiting[action]?.prefix(count) ?? []
      waiting[action]?.removeFirst(count)
    }
    return ready
  }

  /// What is left when there is no more to come.
  mutating func rest() -> [CarriedWrite] {
    let rest = (waiting[.insert] ?? []) + (waiting[.update] ?? []) + (waiting[.clearKey] ?? [])
    waiting = [:]
    return rest
  }
}
