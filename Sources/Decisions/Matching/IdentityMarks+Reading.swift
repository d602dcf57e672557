package import JSONText

/// The marks of a JDE record.
package func identityMarks(jde: CompositeRecord, mapping: EntityMapping) -> IdentityMarks {
  marks(
    mapping, name: jde.name, postalCode: jde.location.postalCode, city: jde.location.city,
    country: jde.location.country
  ) { jde.field($0.id).mapped.text }
}

/// The marks of a Zoho record.
package func identityMarks(zoho: ZohoRecord, mapping: EntityMapping) -> IdentityMarks {
  let places = mapping.zohoLocationFields()
  func text(_ name: String?) -> String? { name.flatMap { zoho.value(named: $0).text } }
  let names = ZohoModule.nameFields(mapping.zoho.module).compactMap { text($0) }
  return marks(
    mapping, name: names.isEmpty ? nil : names.joined(separator: " "), postalCode: text(places.postalCode),
    city: text(places.city), country: text(places.country).map(countryCode(of:))
  ) { zoho.value(of: $0).text }
}

/// The marks that a row for Zoho carries, say that of an insert.
package func identityMarks(row: JSONObject, mapping: EntityMapping) -> IdentityMarks {
  identityMarks(zoho: ZohoRecord(id: "", modifiedTime: nil, record: row), mapping: mapping)
}

private func marks(
  _ mapping: EntityMapping, name: String?, postalCode: String?, city: String?, country: String?,
  text: (MappedField) -> String?
) -> IdentityMarks {
  let (taxField, usesCountry) = mapping.taxField
  let tax = taxField.flatMap(text).flatMap { TaxID($0, country: usesCountry ? country : nil) }
  let place = LocationForm(MatchProfile(keys: [], name: nil, postalCode: postalCode, city: city))
  return IdentityMarks(
    name: name.flatMap { identifyingName($0, mapping) }, taxNumber: tax?.number, taxCountry: tax?.country,
    email: mapping.emailField.flatMap(text).flatMap { EmailAddress($0)?.text },
    postalCode: place.postalCode.isEmpty ? nil : place.postalCode,
    city: place.city.isEmpty ? nil : place.city)
}

/// A name as both sides can show it: JDE cuts it at the length of its column.
private func identifyingName(_ name: String, _ mapping: EntityMapping) -> String? {
  let shown = mapping.nameLengthMax.map { truncated(name, toUnits: $0) } ?? name
  let form = NormalisedName(shown, isPerson: mapping.isPerson)
  let text = form.core.isEmpty ? form.signs : form.core
  return text.isEmpty ? nil : text
}

extension EntityMapping {
  /// The kinds of marks of which a field is as asked; those that no field gives are not.
  func marks(where isMeant: (MappedField) -> Bool) -> Set<IdentityMarks.Mark> {
    let names = ZohoModule.nameFields(zoho.module)
    let places = zohoLocationFields()
    let (tax, email) = (taxField.field?.id, emailField?.id)
    var found: Set<IdentityMarks.Mark> = []
    for field in fields where isMeant(field) {
      if names.contains(field.zoho) { found.insert(.name) }
      if field.id == tax { found.insert(.taxNumber) }
      if field.id == email { found.insert(.email) }
      if field.zoho == places.postalCode || field.zoho == places.city { found.insert(.place) }
    }
    return found
  }

  /// The field of the tax number, and whether the record's country says how it is read: as matching uses it, else the
  /// first that is one by its type.
  fileprivate var taxField: (field: MappedField?, usesCountry: Bool) {
    for case .taxID(let id, let column) in matching.keys { return (field(id), column != nil) }
    return (fields.first { $0.type == .taxID }, true)
  }

  /// The field of the e-mail address: as matching uses it, else the first that is one by its type.
  fileprivate var emailField: MappedField? {
    for case .email(let id, _, _) in matching.keys { return field(id) }
    return fields.first { $0.type == .email }
  }
}

extension MappedField {
  /// Whether records are known by it one by one.
  func isTaxNumberOrEmail(in mapping: EntityMapping) -> Bool {
    id == mapping.taxField.field?.id || id == mapping.emailField?.id
  }
}
