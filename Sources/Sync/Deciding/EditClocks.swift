import Decisions

/// When a record of JD Edwards was edited last, for the tie rule `newer`.
struct EditClocks: Sendable {
  let instants: JDEInstant
  /// `polling.clock_tolerance`: times nearer than this do not say which side is newer.
  let toleranceSeconds: Int64

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
