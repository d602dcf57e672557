package import Diagnostics

/// One field of an entity in both systems, and who may change it.
package struct MappedField: Hashable, Sendable {
  /// Unique in the entity; given by the file, else derived from the Zoho field.
  package let id: String
  /// Fields of one group merge as one.
  package let group: String?
  /// Where its JDE value comes from.
  package let source: FieldSource
  /// The API name of the Zoho field.
  package let zoho: String
  /// Who may change it.
  package let owner: FieldOwner
  /// What decides when both sides moved and `owner` is `both`.
  package let tie: TieRule
  /// Who wins the first load of `owner: both`; nil makes a difference a conflict.
  package let first: Side?
  /// What happens to an edit of the side that does not own it.
  package let foreignEdit: ForeignEditRule
  /// Whether a blank may go over a value.
  package let allowsClear: Bool
  /// How its values are normalised and compared.
  package let type: FieldType
  /// The crosswalk between JDE codes and Zoho's values; nil where values are the same.
  package let crosswalk: String?
  /// What happens to a code that its crosswalk does not know.
  package let missing: MissingRule
  /// The JDE column's length: a JDE value of this length equals a longer Zoho value that starts with it.
  package let lengthMax: Int?
  /// Its values are personal: events that carry them get a salt.
  package let isPersonal: Bool
  /// False where values cannot flow back to JD Edwards (`value`, `else`, a link).
  package let isReversible: Bool
  /// Where the field stands in the mapping file.
  package let place: SourcePlace

  /// A field from its parts.
  package init(
    id: String, group: String?, source: FieldSource, zoho: String, owner: FieldOwner, tie: TieRule,
    first: Side?, foreignEdit: ForeignEditRule, allowsClear: Bool, type: FieldType, crosswalk: String?,
    missing: MissingRule, lengthMax: Int?, isPersonal: Bool, isReversible: Bool, place: SourcePlace
  ) {
    self.id = id
    self.group = group
    self.source = source
    self.zoho = zoho
    self.owner = owner
    self.tie = tie
    self.first = first
    self.foreignEdit = foreignEdit
    self.allowsClear = allowsClear
    self.type = type
    self.crosswalk = crosswalk
    self.missing = missing
    self.lengthMax = lengthMax
    self.isPersonal = isPersonal
    self.isReversible = isReversible
    self.place = place
  }
}

/// Where a field's JDE value comes from.
package enum FieldSource: Hashable, Sendable {
  /// The columns that are not blank, joined by the separator; one column is itself.
  case columns([ColumnName], separator: String)
  /// The first column that is not blank (`jde: …, else: …`).
  case firstOf([ColumnName])
  /// The same text for every record.
  case constant(String)
  /// A lookup: the Zoho id of the record that this AN8 is linked to in another entity.
  case link(entity: String)

  /// The entity of a lookup, as `customer`; nil for anything else.
  package var linkedEntity: String? {
    guard case .link(let entity) = self else { return nil }
    return entity
  }
}

/// Who may change a field.
package enum FieldOwner: String, Hashable, Sendable, CaseIterable {
  case jde
  case zoho
  case both
  /// Copied once, at create.
  case initial
  /// Recorded, never written.
  case none
}

/// What decides a field of `owner: both` when both sides moved.
package enum TieRule: String, Hashable, Sendable, CaseIterable {
  case jde
  case zoho
  case newer
  case review
}

/// What happens when the side that does not own a field changes it.
package enum ForeignEditRule: String, Hashable, Sendable, CaseIterable {
  case revert
  case report
}

/// How values of a field are normalised and compared.
package enum FieldType: String, Hashable, Sendable, CaseIterable {
  case text
  case email
  case phone
  case money
  case integer
  case date
  case taxID = "tax_id"
  case boolean
  case lookup
  /// A multi-select pick list: a set of texts, whose order says nothing (see `ChoiceSet`).
  case multiSelect = "multi_select"
}

/// What happens to a code that a crosswalk does not know.
package enum MissingRule: Hashable, Sendable {
  /// The field waits (it is treated as not observed), and is listed.
  case queue
  /// This value is written instead.
  case fallback(String)
  /// The record is parked.
  case fail
}
