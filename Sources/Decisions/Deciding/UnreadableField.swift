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
/// A field that decides nothing (owner `none`, `initial` once the record is linked) is not told. What only a create gives
/// (`initial`, the record's owner) and could not give is lost if nobody hears of it: it stays told until it can be read,
/// or Zoho shows a value.
/// - Parameters:
///   - mapping: The entity.
///   - jde: The record in JDE; one that is out of scope is not ours to tell about.
///   - zoho: The linked record; nil where there is none.
///   - owed: The fields of JDE that the record's last decision told.
/// - Returns: At most one entry for each field and side; never a value.
package func unreadableFields(
  mapping: EntityMapping, jde: CompositeRecord, zoho: ZohoRecord?, owed: Set<String> = []
) -> [UnreadableField] {
  if case .outOfScope = jde.presence { return [] }
  var found: [UnreadableField] = []
  for field in mapping.fields where field.owner != .none {
    let isPast =
      field.owner == .initial
      && zoho.map { !owed.contains(field.id) || $0.value(of: field).text != nil } ?? false
    if !isPast, let reason = jde.field(field.id).issue?.told {
      found.append(UnreadableField(field: field.id, side: .jde, reason: reason))
    }
    if field.owner != .initial, let reason = zoho?.reading(of: field).reason {
      found.append(UnreadableField(field: field.id, side: .zoho, reason: reason))
    }
  }
  if let reason = zoho.flatMap({ keyObjection($0, mapping, key: jde.key) }) {
    found.append(UnreadableField(field: UnreadableField.key, side: .zoho, reason: reason))
  }
  if zoho == nil, let reason = jde.referenceUnreadable {
    found.append(UnreadableField(field: UnreadableField.reference, side: .jde, reason: reason))
  }
  if let reason = jde.ownerUnreadable, zoho == nil || owed.contains(UnreadableField.owner) {
    found.append(UnreadableField(field: UnreadableField.owner, side: .jde, reason: reason))
  }
  return found
}

/// The fields by which a record of JDE's would be found, and that Zoho shows of none of its own.
///
/// Whether it stands there already nobody can say.
/// - Parameters:
///   - mapping: The entity.
///   - jde: The record in JDE.
///   - unseen: Fields of which Zoho shows nothing of the records that it may be.
/// - Returns: Those of which JDE shows a value, or one that cannot be read.
package func hiddenKeys(
  mapping: EntityMapping, jde: CompositeRecord, unseen: Set<String>
) -> [UnreadableField] {
  mapping.matching.keys.compactMap { rule in
    switch rule {
    case .taxID(let id, _), .email(let id, _, _):
      guard let field = mapping.field(id), unseen.contains(field.zoho), jde.field(id).value != .blank else {
        return nil
      }
      return UnreadableField(field: id, side: .zoho, reason: .masked)
    }
  }
}

extension MappingIssue {
  /// Why nothing is decided from what JDE shows; nil where something else tells it, or it only waits.
  fileprivate var told: UnreadableReason? {
    switch self {
    case .unreadable(let reason): reason
    case .unknownCode(_, _, .queue): .codeWithoutLine
    case .unknownCode, .unknownValue, .missingCrosswalk, .waitsForLink: nil
    }
  }
}

/// Why what stands in the field of our key is not our key; nil where it is, or nothing is there.
private func keyObjection(_ zoho: ZohoRecord, _ mapping: EntityMapping, key: String) -> UnreadableReason? {
  if let reason = zoho.reading(named: mapping.zoho.key).reason { return reason }
  return zoho.key(mapping).text.flatMap { $0 == key ? nil : .otherKey }
}

extension UnreadableField {
  /// The name of our own key among the fields.
  package static let key = "key"
  /// The name of the mapping's reference column among the fields.
  package static let reference = "reference"
  /// The name of the column that a new record's owner comes from, among the fields.
  package static let owner = "owner"

  /// Whether a record must not be created while this cannot be read.
  ///
  /// Missing is not "no": a record whose keys cannot be read may stand in Zoho already, and a second one cannot be
  /// taken back, unless a person has looked and says that it is new. Its name, which stops creates, and what Zoho insists
  /// on nobody's word can replace.
  package func bars(createIn mapping: EntityMapping, saidToBeNew: Bool) -> Bool {
    guard side == .jde else { return false }
    guard let zoho = mapping.field(field)?.zoho else { return field == Self.reference && !saidToBeNew }
    if ZohoModule.nameFields(mapping.zoho.module).contains(zoho)
      || ZohoModule.mandatoryFields(mapping.zoho.module).contains(zoho)
    {
      return true
    }
    let keys = mapping.matching.keys.map { rule in
      switch rule {
      case .taxID(let field, _), .email(let field, _, _): field
      }
    }
    return keys.contains(field) && !saidToBeNew
  }
}
