import Decisions

/// Writes that go to Zoho in one call.
struct WriteBatch: Sendable {
  let intents: [WriteIntended]

  /// Rows of one call, at most.
  static let rowsMax = 100

  /// Inserts and updates by the hundred; a contested update alone, under its condition.
  static func batches(of intents: [WriteIntended]) -> [WriteBatch] {
    let inserts = intents.filter { $0.action == .insert }
    let updates = intents.filter { $0.action != .insert && $0.unmodifiedSince == nil }
    let alone = intents.filter { $0.action != .insert && $0.unmodifiedSince != nil }
    return (inserts.pages(of: rowsMax) + updates.pages(of: rowsMax) + alone.map { [$0] }).map(WriteBatch.init)
  }
}
