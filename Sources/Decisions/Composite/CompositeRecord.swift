import JSONText

/// One business record of JD Edwards, joined from the rows of its tables, in the fields of its mapping.
package struct CompositeRecord: Hashable, Sendable {
  /// `4242`, or `4242.1` for a line of the who's-who.
  package let key: String
  /// Whether it belongs to its entity.
  package let presence: Presence
  /// What each mapped field shows, by field id.
  package let fields: [String: JDEField]
  /// The name for people and for matching.
  package let name: String?
  /// The first day after today (`yyyyMMdd`) on which another address becomes current; nil where none is known.
  package let earliestFutureDay: String?
  /// Where it is, from the address of today.
  package let location: RecordLocation
  /// The Zoho user that a created record gets (id or e-mail); nil leaves the owner to Zoho.
  package let owner: String?
  /// What the mapping's reference column carries: the id of the Zoho record that JDE's was made from.
  package let reference: String?
  /// Why the reference column cannot be read; nil where it can.
  package let referenceUnreadable: UnreadableReason?
  /// Why the column that the owner comes from cannot be read; nil where it can, or none is asked.
  package let ownerUnreadable: UnreadableReason?

  /// A record from its parts.
  package init(
    key: String, presence: Presence, fields: [String: JDEField], name: String? = nil,
    earliestFutureDay: String? = nil, location: RecordLocation = RecordLocation(), owner: String? = nil,
    reference: String? = nil, referenceUnreadable: UnreadableReason? = nil,
    ownerUnreadable: UnreadableReason? = nil
  ) {
    self.key = key
    self.presence = presence
    self.fields = fields
    self.name = name
    self.earliestFutureDay = earliestFutureDay
    self.location = location
    self.owner = owner
    self.reference = reference
    self.referenceUnreadable = referenceUnreadable
    self.ownerUnreadable = ownerUnreadable
  }

  /// The same record, with some of its fields shown otherwise.
  func replacing(_ shown: [String: JDEField]) -> CompositeRecord {
    CompositeRecord(
      key: key, presence: presence, fields: fields.merging(shown) { $1 }, name: name,
      earliestFutureDay: earliestFutureDay, location: location, owner: owner, reference: reference,
      referenceUnreadable: referenceUnreadable, ownerUnreadable: ownerUnreadable)
  }

  /// What a field shows; absent where the mapping has no such field.
  package func field(_ id: String) -> JDEField { fields[id] ?? .absent }

  /// The fields whose value did not get through the mapping, in the order of their ids.
  package var issues: [(field: String, issue: MappingIssue)] {
    fields.compactMap { id, field in field.issue.map { (id, $0) } }.sorted { $0.field < $1.field }
  }

  /// A hash of all that the record says: unchanged polls leave it as it is.
  package var contentFingerprint: String {
    var values = JSONObject()
    for (id, field) in fields.sorted(by: { $0.key < $1.key }) {
      values.append(
        id, .array([field.value.json ?? JSONValue(false), field.mapped.json ?? JSONValue(false)]))
    }
    var object = JSONObject()
    object.append("presence", JSONValue(presence.text))
    object.append("fields", .object(values))
    return fingerprint(of: .object(object))
  }
}

/// Whether a record belongs to its entity.
package enum Presence: Hashable, Sendable {
  case inScope
  /// It does not, and why: `AT1 is X`.
  case outOfScope(String)
  /// That cannot be said, and why; a person decides.
  case unclear(String)
  /// A row that it must have does not show, and which: row security hides without a word, so that this is no leaving.
  case notShown(String)
  /// What it is a member of does not show: `customer 4242`.
  case behind(String)

  /// A stable text: `in_scope`, `out_of_scope: …`, `unclear: …`, `not_shown: …`, `behind: …`.
  package var text: String {
    switch self {
    case .inScope: "in_scope"
    case .outOfScope(let reason): "out_of_scope: " + reason
    case .unclear(let reason): "unclear: " + reason
    case .notShown(let reason): "not_shown: " + reason
    case .behind(let record): "behind: " + record
    }
  }
}

/// Where a record is; it ranks match candidates and says how phones and tax ids are read.
package struct RecordLocation: Hashable, Sendable {
  /// As JDE shows it; nil where blank or not shown.
  package let postalCode: String?
  /// As JDE shows it; nil where blank or not shown.
  package let city: String?
  /// An ISO 3166 alpha-2 code where the country could be told, else its text in upper case.
  package let country: String?

  /// A place; nil for what is not known.
  package init(postalCode: String? = nil, city: String? = nil, country: String? = nil) {
    self.postalCode = postalCode
    self.city = city
    self.country = country
  }
}

/// What JD Edwards shows of one mapped field.
package struct JDEField: Hashable, Sendable {
  /// JDE's own canonical form: the code, not what it stands for.
  package let value: FieldValue
  /// The form that Zoho would show.
  package let mapped: FieldValue
  /// What kept the value from getting through the mapping as it is.
  package let issue: MappingIssue?

  /// A field from both its forms.
  package init(value: FieldValue, mapped: FieldValue, issue: MappingIssue? = nil) {
    self.value = value
    self.mapped = mapped
    self.issue = issue
  }

  /// A field that shows the same in both systems.
  package init(_ value: FieldValue) { self.init(value: value, mapped: value) }

  /// Nothing was observed.
  package static let absent = JDEField(.absent)
}

/// Why a value did not get through the mapping as it is.
package enum MappingIssue: Hashable, Sendable {
  /// A JDE code without a row in the crosswalk, and what the mapping says about that.
  case unknownCode(String, crosswalk: String, MissingRule)
  /// A Zoho value that no JDE code stands for.
  case unknownValue(String, crosswalk: String)
  /// The mapping names a crosswalk that is not there.
  case missingCrosswalk(String)
  /// The record that a lookup points to is not linked yet: entity and key.
  case waitsForLink(entity: String, key: String)
  /// What is shown cannot be read: nothing is decided from it, and it is told.
  case unreadable(UnreadableReason)

  /// Whether the whole record waits for a person.
  package var parksRecord: Bool {
    if case .unknownCode(_, _, .fail) = self { true } else { false }
  }
}
