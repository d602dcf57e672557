/// A field of a record whose value one side shows and nobody can read.
package struct UnreadableField: Hashable, Sendable {
  /// The field's id in the mapping: `tax`.
  package let field: String
  /// The side that shows it.
  package let side: Side
  package let reason: UnreadableReason

  /// A field from its parts.
  package init(field: String, side: Side, reason: UnreadableReason) {
    self.field = field
    self.side = side
    self.reason = reason
  }
}

/// The fields of a record that cannot be read, in the order of the mapping, JDE's side before Zoho's.
///
/// A field that decides nothing (owner `none`, `initial` once the record is linked) is not told.
/// - Parameters:
///   - mapping: The entity.
///   - jde: The record in JDE; one that is out of scope is not ours to tell about.
///   - zoho: The linked record; nil where there is none.
/// - Returns: At most one entry for each field and side; never a value.
package func unreadableFields(
  mapping: EntityMapping, jde: CompositeRecord, zoho: ZohoRecord?
) -> [UnreadableField] {
  if case .outOfScope = jde.presence { return [] }
  var found: [UnreadableField] = []
  for field in mapping.fields where field.owner != .none && (field.owner != .initial || zoho == nil) {
    if case .unreadable(let reason) = jde.field(field.id).issue {
      found.append(UnreadableField(field: field.id, side: .jde, reason: reason))
    }
    if let reason = zoho?.reading(of: field).reason {
      found.append(UnreadableField(field: field.id, side: .zoho, reason: reason))
    }
  }
  if zoho == nil, let reason = jde.referenceUnreadable {
    found.append(UnreadableField(field: UnreadableField.reference, side: .jde, reason: reason))
  }
  return found
}

extension UnreadableField {
  /// The name of the mapping's reference column among the fields.
  package static let reference = "reference"

  /// Whether a record must not be created while this cannot be read.
  ///
  /// Missing is not "no": a record whose keys cannot be read may stand in Zoho already, and a second one cannot be
  /// taken back. The same holds for its name, which stops creates, and for what Zoho insists on.
  func bars(createIn mapping: EntityMapping) -> Bool {
    guard side == .jde else { return false }
    if field == Self.reference { return true }
    let keys = mapping.matching.keys.map { rule in
      switch rule {
      case .taxID(let field, _), .email(let field, _, _): field
      }
    }
    guard !keys.contains(field), let zoho = mapping.field(field)?.zoho else { return true }
    return ZohoModule.nameFields(mapping.zoho.module).contains(zoho)
      || ZohoModule.mandatoryFields(mapping.zoho.module).contains(zoho)
  }
}
