package import Decisions
import Diagnostics
import JSONText

/// A decision that is not carried out.
package struct HeldRow: Hashable, Sendable {
  package let entity: String
  package let key: String
  package let sequence: UInt64
  package let action: String
  package let fingerprint: String
  package let decision: DecisionMade
}

extension HeldRow {
  static let columns = "entity, key, seq, action, fingerprint, decision"

  init(_ cells: inout CellReader) throws(Failure) {
    entity = try cells.text()
    key = try cells.text()
    sequence = try cells.sequence()
    action = try cells.text()
    fingerprint = try cells.text()
    decision = try DecisionMade(json: try cells.json())
  }
}
