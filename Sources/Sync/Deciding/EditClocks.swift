import Decisions
import Projections

/// When a record of JD Edwards was edited last, for the tie rule `newer`.
struct EditClocks: Sendable {
  let instants: JDEInstant
  /// `polling.clock_tolerance`: times nearer than this do not say which side is newer.
  let toleranceSeconds: Int64

  /// When both sides were edited last, JDE's rows table by table; not known where nobody asks.
  func times(of rows: [ProjectedRow], and zoho: ZohoRecord?, for mapping: EntityMapping) -> EditTimes {
    guard mapping.fields.contains(where: { $0.tie == .newer }) else { return .unknown }
    var edits: [String: [ClosedRange<Int64>]] = [:]
    for row in rows {
      guard let edit = instants.edit(of: row.row) else { continue }
      edits[row.row.table, default: []].append(edit.earliest...edit.latest)
    }
    return EditTimes(
      jde: edits.values.flatMap(\.self).newest, jdeByTable: edits.compactMapValues(\.newest),
      zohoSeconds: zoho?.modifiedSeconds, toleranceSeconds: toleranceSeconds)
  }
}
