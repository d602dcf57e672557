package import JSONText

/// What Zoho says of one field; the members that the house acts on by name, the rest verbatim.
package struct ZohoField: Hashable, Sendable {
  /// One value of a pick list.
  package struct Choice: Hashable, Sendable {
    /// What people see.
    package let display: String
    /// What records hold.
    package let actual: String
  }

  /// The field verbatim.
  package let json: JSONValue
  /// The name that records use.
  package let apiName: String

  /// A field of a metadata answer; nil without a name.
  package init?(_ json: JSONValue) {
    guard let apiName = json["api_name"]?.string else { return nil }
    self.json = json
    self.apiName = apiName
  }

  /// The kind of its values, as in `text`, `picklist`, `currency`, `lookup`.
  package var dataType: String { json["data_type"]?.string ?? "" }
  /// The most characters or digits.
  package var length: Int? { json["length"]?.int }
  /// Whether the organisation made it.
  package var isCustom: Bool { json["custom_field"]?.bool ?? false }
  /// Whether a record cannot be without it.
  package var isMandatory: Bool { json["system_mandatory"]?.bool ?? false }
  /// Whether this user, or anybody, may not write it.
  package var isReadOnly: Bool {
    json["read_only"]?.bool == true || json["field_read_only"]?.bool == true
  }
  /// Whether Zoho refuses a second record with the same value: `unique` holds a member.
  package var isUnique: Bool { json["unique"]?.object.map { !$0.isEmpty } ?? false }
  /// Whether records can be addressed by it.
  package var isExternal: Bool { json["external"]?.object != nil }
  /// Whether privacy settings may hide its values from the API.
  package var isPrivate: Bool { json["private"]?.object.map { !$0.isEmpty } ?? false }
  /// Whether the API may change it.
  package var isUpdatable: Bool { json["operation_type"]?["api_update"]?.bool ?? !isReadOnly }
  /// The values of a pick list that are in use.
  package var choices: [Choice] {
    (json["pick_list_values"]?.array ?? []).compactMap { value in
      guard let actual = value["actual_value"]?.string, value["type"]?.string != "unused" else { return nil }
      return Choice(display: value["display_value"]?.string ?? actual, actual: actual)
    }
  }
}
