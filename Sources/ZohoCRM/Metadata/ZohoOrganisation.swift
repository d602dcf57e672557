package import JSONText

/// The organisation behind a refresh token.
package struct ZohoOrganisation: Hashable, Sendable {
  /// The organisation verbatim.
  package let json: JSONValue
  /// What tells it from every other.
  package let id: String

  init?(_ json: JSONValue) {
    guard let id = RecordID.text(json["zgid"]) ?? RecordID.of(json) else { return nil }
    self.json = json
    self.id = id
  }

  /// Its name.
  package var name: String { json["company_name"]?.string ?? "" }
  /// `production`, `sandbox`, `developer` or `bigin`.
  package var type: String { json["type"]?.string ?? "production" }
  /// Its home currency, `EUR`.
  package var currency: String { json["iso_code"]?.string ?? "" }
  /// Its time zone.
  package var timeZone: String { json["time_zone"]?.string ?? "" }
  /// The edition as the licence names it.
  package var edition: String { json["license_details"]?["paid_type"]?.string ?? "free" }
}

/// A user of the organisation.
package struct ZohoUser: Hashable, Sendable {
  /// The user verbatim.
  package let json: JSONValue
  /// What owner fields are written with.
  package let id: String

  init?(_ json: JSONValue) {
    guard let id = RecordID.of(json) else { return nil }
    self.json = json
    self.id = id
  }

  /// The whole name.
  package var name: String { json["full_name"]?.string ?? "" }
  /// The address that crosswalks of owners name.
  package var email: String { json["email"]?.string ?? "" }
  /// Whether the user may sign in, as in `active`, `disabled`.
  package var status: String { json["status"]?.string ?? "" }
}
