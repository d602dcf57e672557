package import Decisions
import Diagnostics

/// A field of a record that nothing is decided about, and why.
package struct OwedRow: Hashable, Sendable {
  package let entity: String
  package let key: String
  /// The side, the field, and the reason with its detail.
  package let owed: DecisionMade.Owed
  /// The decision that first said so.
  package let sinceSequence: UInt64
}

extension OwedRow {
  static let columns = "entity, key, side, field, reason, detail, since_seq"

  init(_ cells: inout CellReader) throws(Failure) {
    entity = try cells.text()
    key = try cells.text()
    owed = DecisionMade.Owed(
      side: try cells.choice(), field: try cells.text(), reason: try cells.text(), detail: try cells.text())
    sinceSequence = try cells.sequence()
  }
}
