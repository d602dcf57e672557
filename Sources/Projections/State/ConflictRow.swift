package import Decisions
import Diagnostics
import JSONText

/// A field on which a person must decide.
package struct ConflictRow: Hashable, Sendable {
  package let entity: String
  package let key: String
  package let field: String
  package let isOpen: Bool
  /// The row of the merge table that asked.
  package let rule: String
  package let jde: FieldValue
  package let zoho: FieldValue
  package let base: FieldPair?
  package let foundSequence: UInt64
  package let resolvedSequence: UInt64?
  /// How it was resolved; nil while it is open.
  package let how: String?
}

/// A decision that is not carried out.
package struct HeldRow: Hashable, Sendable {
  package let entity: String
  package let key: String
  package let sequence: UInt64
  package let action: String
  package let fingerprint: String
  package let decision: DecisionMade
}

extension ConflictRow {
  static let columns = "entity, key, field, state, rule, jde, zoho, base, found_seq, resolved_seq, how"

  init(_ cells: inout CellReader) throws(Failure) {
    entity = try cells.text()
    key = try cells.text()
    field = try cells.text()
    isOpen = try cells.text() == "open"
    rule = try cells.text()
    jde = FieldValue(json: try cells.json()["value"])
    zoho = FieldValue(json: try cells.json()["value"])
    base = try cells.optionalJSON().map(FieldPair.init(json:))
    foundSequence = try cells.sequence()
    resolvedSequence = try cells.optionalSequence()
    how = try cells.optionalText()
  }
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
