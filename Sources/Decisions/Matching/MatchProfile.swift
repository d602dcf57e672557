package import JSONText

/// What of a record matters for finding its counterpart.
package struct MatchProfile: Hashable, Sendable {
  /// The keys in order of trust; placeholders, role mailboxes and free mail are not among them.
  package let keys: [RawMatchKey]
  /// The name as the record shows it.
  package let name: String?
  /// The name without case, accents, punctuation and connecting words.
  package let normalisedName: String
  /// As the record shows it.
  package let postalCode: String?
  /// As the record shows it.
  package let city: String?
  /// ISO 3166 alpha-2 where it could be told.
  package let country: String?
  /// Contacts: the account that the record hangs on, by AN8 in JDE and by id in Zoho; nil elsewhere.
  package let account: String?
  /// The length to which JDE cuts names; nil where nothing is cut.
  package let nameLengthMax: Int?
  /// Names of people: the order of their parts does not count, and they have no legal form.
  package let isPerson: Bool

  /// A profile from its parts; the name is normalised here.
  package init(
    keys: [RawMatchKey], name: String?, postalCode: String? = nil, city: String? = nil,
    country: String? = nil, account: String? = nil, nameLengthMax: Int? = nil, isPerson: Bool = false
  ) {
    self.keys = keys
    self.name = name
    normalisedName = name.map { NormalisedName($0, isPerson: isPerson).text } ?? ""
    self.postalCode = postalCode
    self.city = city
    self.country = country
    self.account = account
    self.nameLengthMax = nameLengthMax
    self.isPerson = isPerson
  }

  /// The first key of a kind.
  package func key(_ kind: MatchKey.Kind) -> RawMatchKey? { keys.first { $0.key.kind == kind } }

  /// What of the record a question about its counterpart rests on: its name, its keys and its place.
  package var ground: JSONObject {
    var object = JSONObject()
    object["name"] = name.map { JSONValue($0) }
    let shown = keys.filter { $0.key.kind != .taxForm }.map { "\($0.key.kindText) \($0.key.value)" }
    object["keys"] = .array(shown.map { JSONValue($0) })
    object["place"] = .array([postalCode, city, country].map { $0.map { JSONValue($0) } ?? .null })
    return object
  }

  /// The normalised keys that a create reserves, so that two workers cannot create the same record twice.
  ///
  /// Only the reference: keys that companies of a group share are no proof of a double.
  package var reservations: [MatchKey] { keys.map(\.key).filter { $0.kind == .reference } }
}

/// The profile of a JDE record.
package func matchProfile(jde: CompositeRecord, mapping: EntityMapping) -> MatchProfile {
  var keys = [RawMatchKey(MatchKey(.reference, ReferenceForm.jde(jde.key)), raw: jde.key)]
  if let id = jde.reference.map(CanonicalText.trimmed), !id.isEmpty {
    keys.append(RawMatchKey(MatchKey(.reference, ReferenceForm.zoho(id)), raw: id))
  }
  keys += matchKeys(mapping, country: jde.location.country) { field in jde.field(field.id).mapped.text }
  return MatchProfile(
    keys: keys, name: jde.name, postalCode: jde.location.postalCode, city: jde.location.city,
    country: jde.location.country,
    account: mapping.jde.isKeyedByLine ? RecordKey(jde.key).addressNumber : nil,
    nameLengthMax: mapping.nameLengthMax, isPerson: mapping.isPerson)
}

/// The profile of a Zoho record.
package func matchProfile(zoho: ZohoRecord, mapping: EntityMapping) -> MatchProfile {
  let names = mapping.zohoLocationFields()
  func text(_ name: String?) -> String? { name.flatMap { zoho.value(named: $0).text } }
  let country = text(names.country).map(countryCode(of:))
  var keys = [RawMatchKey(MatchKey(.reference, ReferenceForm.zoho(zoho.id)), raw: zoho.id)]
  if let key = zoho.key(mapping).text {
    keys.append(RawMatchKey(MatchKey(.reference, ReferenceForm.jde(key)), raw: key))
  }
  keys += matchKeys(mapping, country: country) { field in zoho.value(of: field).text }
  let name = ZohoModule.nameFields(mapping.zoho.module).compactMap { text($0) }.joined(separator: " ")
  return MatchProfile(
    keys: keys, name: name.isEmpty ? nil : name, postalCode: text(names.postalCode), city: text(names.city),
    country: country,
    account: mapping.isPerson ? zoho.value(named: "Account_Name", type: .lookup).text : nil,
    nameLengthMax: mapping.nameLengthMax, isPerson: mapping.isPerson)
}

private func matchKeys(
  _ mapping: EntityMapping, country: String?, text: (MappedField) -> String?
) -> [RawMatchKey] {
  var keys: [RawMatchKey] = []
  for rule in mapping.matching.keys {
    switch rule {
    case .taxID(let id, let column):
      guard let raw = mapping.field(id).flatMap(text) else { continue }
      keys += taxKeys(raw, country: column == nil ? nil : country)
    case .email(let id, _, let withinAccount):
      guard let raw = mapping.field(id).flatMap(text),
        let mail = EmailKey.value(raw, freeMail: withinAccount ? [] : mapping.matching.freeMail)
      else { continue }
      keys.append(RawMatchKey(MatchKey(.email, mail), raw: raw))
    }
  }
  return keys
}

/// Within its country, or alone where one country's rules fit only; then what asks at most: the bare number and
/// the other forms of it.
private func taxKeys(_ raw: String, country: String?) -> [RawMatchKey] {
  guard let taxID = TaxID(raw, country: country) else { return [] }
  var keys: [MatchKey] = []
  if let country = taxID.country {
    keys.append(MatchKey(.taxID(country: country), taxID.company))
  } else if let country = taxID.onlyCountry {
    keys.append(MatchKey(.taxIDAlone(country: country), taxID.company))
  }
  keys.append(MatchKey(.taxNumber, taxID.company))
  keys += taxID.otherForms.map { MatchKey(.taxForm, $0) }
  return keys.map { RawMatchKey($0, raw: raw) }
}

/// How the two directions of a cross-reference are kept apart.
enum ReferenceForm {
  static func jde(_ key: String) -> String { "jde:" + key }
  static func zoho(_ id: String) -> String { "zoho:" + id }
}

extension EntityMapping {
  /// People rather than companies.
  var isPerson: Bool { zoho.module == "Contacts" || zoho.module == "Leads" }

  /// The length to which JDE cuts the record's name.
  var nameLengthMax: Int? {
    guard !isPerson, let name = ZohoModule.nameFields(zoho.module).first else { return nil }
    return fields.first { $0.zoho == name }?.lengthMax
  }
}
