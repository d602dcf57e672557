import Diagnostics

/// A key that a create holds.
package struct ReservationRow: Hashable, Sendable {
  package let stream: String
  package let entity: String
  package let key: String
  /// The pairing that the create leads to.
  package let generation: Int
  /// When it was reserved.
  package let sequence: UInt64
}

extension ReservationRow {
  static let columns = "stream, entity, key, generation, seq"

  init(_ cells: inout CellReader) throws(Failure) {
    stream = try cells.text()
    entity = try cells.text()
    key = try cells.text()
    generation = try cells.count()
    sequence = try cells.sequence()
  }
}
