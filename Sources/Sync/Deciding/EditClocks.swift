import Decisions
import Projections

/// When a record of JD Edwards was edited last, for the tie rule `newer`.
struct EditClocks: Sendable {
  let instants: JDEInstant
  /// `polling.clock_tolerance`: times nearer than this do not say which side is newer.
  let toleranceSeconds: Int64

  /// When the newest edit of any of the rows was at the earliest and at the latest, in seconds since 1970; nil where
  /// nobody asks, or no row says it.
  func jdeEdit(of rows: [ProjectedRow], for mapping: EntityMapping) -> ClosedRange<Int64>? {
    guard mapping.fields.contains(where: { $0.tie == .newer }) else { return nil }
    let edits = rows.compactMap { instants.edit(of: $0.row) }
    guard let earliest = edits.map(\.earliest).max(), let latest = edits.map(\.latest).max() else {
      return nil
    }
    return earliest...latest
  }
}
