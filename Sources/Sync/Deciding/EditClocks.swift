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
    let edits = edits(of: rows.map(\.row))
    return EditTimes(
      jde: edits.values.newest, jdeByTable: edits, zohoSeconds: zoho?.modifiedSeconds,
      toleranceSeconds: toleranceSeconds)
  }

  /// When rows were edited last, table by table; in the hour that JDE's clock shows twice two instants.
  func edits(of rows: [TableRow]) -> [String: ClosedRange<Int64>] {
    var edits: [String: [ClosedRange<Int64>]] = [:]
    for row in rows {
      guard let edit = instants.edit(of: row) else { continue }
      edits[row.table, default: []].append(edit.earliest...edit.latest)
    }
    return edits.compactMapValues(\.newest)
  }
}
