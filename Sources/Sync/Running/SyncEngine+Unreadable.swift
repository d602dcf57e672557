import Decisions
import Diagnostics
import Projections

extension SyncEngine {
  /// A person who was asked may say that a record is new although its keys cannot be read, but nobody's word gives it a
  /// name; and where nothing was asked, the record waits for its keys.
  ///
  /// - Throws: `record-unreadable` with the field that stands in the way.
  func requireReadable(
    _ key: String, _ mapping: EntityMapping, isAsked: Bool
  ) async throws(Failure) {
    let owed = try await journal.state.owed(entity: mapping.entity, keys: [key])[key] ?? []
    let barring = owed.compactMap { row -> UnreadableField? in
      guard row.owed.side == .jde, let reason = UnreadableReason(rawValue: row.owed.detail) else {
        return nil
      }
      return UnreadableField(field: row.owed.field, side: .jde, reason: reason)
    }.filter { $0.bars(createIn: mapping, saidToBeNew: isAsked) }
    guard let first = barring.first else { return }
    throw .recordUnreadable("\(mapping.entity)/\(key)", field: first.field, because: first.reason.sentence)
  }
}
