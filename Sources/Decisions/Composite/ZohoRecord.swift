import Instants
package import JSONText

/// One record of a Zoho module as the API gave it.
package struct ZohoRecord: Hashable, Sendable {
  /// Zoho's id of the record.
  package let id: String
  /// As Zoho writes it, in the calling user's time zone; nil where it was not asked for.
  package let modifiedTime: String?
  /// The record verbatim.
  package let record: JSONObject
  /// API names of fields that Zoho hides from us (privacy, permission): their null means nothing.
  package let hidden: Set<String>

  /// A record from its parts.
  package init(id: String, modifiedTime: String?, record: JSONObject, hidden: Set<String> = []) {
    self.id = id
    self.modifiedTime = modifiedTime
    self.record = record
    self.hidden = hidden
  }

  /// A record as an answer holds it; nil where it has no id.
  package init?(record: JSONObject, hidden: Set<String> = []) {
    guard let id = record["id"]?.string else { return nil }
    self.init(id: id, modifiedTime: record["Modified_Time"]?.string, record: record, hidden: hidden)
  }

  /// The same record, with the fields that may show null although they hold something.
  package func hiding(_ fields: Set<String>) -> ZohoRecord {
    ZohoRecord(id: id, modifiedTime: modifiedTime, record: record, hidden: fields)
  }

  /// The instant of `modifiedTime` in seconds since 1970.
  package var modifiedSeconds: Int64? { modifiedTime.flatMap(RFC3339.seconds(of:)) }

  /// What the record shows in a field, canonical by its type: lookups by id, numbers exact, a missing key and
  /// the null of a hidden field absent, null and `""` blank.
  package func value(of field: MappedField) -> FieldValue { value(named: field.zoho, type: field.type) }

  /// What the record shows in the field with an API name.
  package func value(named name: String, type: FieldType = .text) -> FieldValue {
    guard let json = record.value(named: name) else { return .absent }
    switch json {
    case .null: return hidden.contains(name) ? .absent : .blank
    case .bool(let isTrue): return .value(isTrue ? "true" : "false")
    case .number(let number): return .value(ExactDecimal.plain(number.digits))
    case .string(let string): return Self.canonical(string.value, type)
    case .array(let elements): return Self.joined(elements)
    case .object(let object):
      if type == .lookup { return object["id"]?.string.map(FieldValue.value) ?? .blank }
      return (object["name"]?.string ?? object["id"]?.string).map(FieldValue.value) ?? .blank
    }
  }

  /// What the unique field of the mapping carries: our key.
  package func key(_ mapping: EntityMapping) -> FieldValue {
    guard let text = value(named: mapping.zoho.key).text else { return value(named: mapping.zoho.key) }
    let key = CanonicalText.trimmed(text)
    return key.isEmpty ? .blank : .value(key)
  }

  /// A hash of what the record shows in the mapped fields and in our key: other edits leave it as it is.
  package func contentFingerprint(_ mapping: EntityMapping) -> String {
    var object = JSONObject()
    object.append("", key(mapping).json ?? JSONValue(false))
    for field in mapping.fields { object.append(field.id, value(of: field).json ?? JSONValue(false)) }
    return fingerprint(of: .object(object))
  }

  private static func canonical(_ shown: String, _ type: FieldType) -> FieldValue {
    let text = CanonicalText.withPlainLineEnds(CanonicalText.rightTrimmed(shown))
    if text.isEmpty { return .blank }
    switch type {
    case .text, .lookup, .taxID: return .value(text)
    case .email, .phone:
      let trimmed = CanonicalText.trimmed(text)
      return trimmed.isEmpty ? .blank : .value(trimmed)
    case .money, .integer: return .value(ExactDecimal(text)?.text ?? text)
    case .date: return .value(CalendarDay(text)?.text ?? text)
    case .boolean: return .value(FieldReader.truth(text).map { $0 ? "true" : "false" } ?? text)
    }
  }

  /// A multi-select pick list as one text.
  private static func joined(_ elements: [JSONValue]) -> FieldValue {
    let texts = elements.compactMap { $0.string ?? $0["name"]?.string }
    return texts.isEmpty ? .blank : .value(texts.joined(separator: ";"))
  }
}

/// The API names to ask Zoho for: key, mapped fields, owner, `Modified_Time` and what matching needs; sorted.
package func zohoFieldNames(of mapping: EntityMapping) -> [String] {
  var names: Set<String> = ["Modified_Time", "Owner", mapping.zoho.key]
  names.formUnion(mapping.fields.map(\.zoho))
  names.formUnion(ZohoModule.nameFields(mapping.zoho.module))
  let location = mapping.zohoLocationFields()
  names.formUnion([location.postalCode, location.city, location.country].compactMap(\.self))
  if mapping.zoho.module == "Contacts" { names.insert("Account_Name") }
  if case .mark(let values) = mapping.jde.onLeave { names.formUnion(values.keys) }
  return names.sorted()
}

/// What goes into a write: exact numbers, `{"id":…}` for lookups, true and false, null for a clear.
package func zohoWriteValue(field: MappedField, value: FieldValue) -> JSONValue {
  guard let text = value.text else { return .null }
  switch field.type {
  case .money, .integer:
    guard let number = ExactDecimal(text).flatMap({ JSONNumber(digits: $0.text) }) else {
      return JSONValue(text)
    }
    return .number(number)
  case .boolean:
    return FieldReader.truth(text).map { JSONValue($0) } ?? JSONValue(text)
  case .lookup:
    return ["id": JSONValue(text)]
  case .text, .email, .phone, .date, .taxID:
    return JSONValue(text)
  }
}

/// The fields of a write to Zoho, in the order of the mapping: only those whose outcome writes there.
package func zohoRow(_ outcomes: [FieldOutcome], mapping: EntityMapping) -> JSONObject {
  var row = JSONObject()
  for outcome in outcomes {
    guard case .write(to: .zoho, let value) = outcome.action, let field = mapping.field(outcome.field) else {
      continue
    }
    row.append(field.zoho, zohoWriteValue(field: field, value: value))
  }
  return row
}
