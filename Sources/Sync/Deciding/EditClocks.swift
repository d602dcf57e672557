import Decisions
import Instants
import Projections

/// When a record of JD Edwards was edited last, for the tie rule `newer`.
struct EditClocks: Sendable {
  let instants: JDEInstant
  /// `polling.clock_tolerance`: times nearer than this do not say which side is newer.
  let toleranceSeconds: Int64

  /// The newest edit of any of the rows, in seconds since 1970; nil where nobody asks, or no row says it.
  func jdeSeconds(of rows: [ProjectedRow], for mapping: EntityMapping) -> Int64? {
    guard mapping.fields.contains(where: { $0.tie == .newer }) else { return nil }
    return rows.compactMap { instants.changed($0.row).flatMap(RFC3339.seconds(of:)) }.max()
  }
}
