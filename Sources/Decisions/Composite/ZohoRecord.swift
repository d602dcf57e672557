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
  /// API names of fields that show no more than a mask of a value that is known.
  package let masked: Set<String>

  /// A record from its parts.
  package init(
    id: String, modifiedTime: String?, record: JSONObject, hidden: Set<String> = [], masked: Set<String> = []
  ) {
    self.id = id
    self.modifiedTime = modifiedTime
    self.record = record
    self.hidden = hidden
    self.masked = masked
  }

  /// A record as an answer holds it; nil where it has no id.
  package init?(record: JSONObject, hidden: Set<String> = []) {
    guard let id = record["id"]?.string else { return nil }
    self.init(id: id, modifiedTime: record["Modified_Time"]?.string, record: record, hidden: hidden)
  }

  /// The same record, with the fields that may show null although they hold something.
  package func hiding(_ fields: Set<String>) -> ZohoRecord {
    ZohoRecord(id: id, modifiedTime: modifiedTime, record: record, hidden: fields, masked: masked)
  }

  /// The same record, with the fields that show no more than a mask.
  func masking(_ fields: Set<String>) -> ZohoRecord {
    ZohoRecord(id: id, modifiedTime: modifiedTime, record: record, hidden: hidden, masked: fields)
  }

  /// The instant of `modifiedTime` in seconds since 1970.
  package var modifiedSeconds: Int64? { modifiedTime.flatMap(RFC3339.seconds(of:)) }

  /// What the record shows in a field, canonical by its type; absent where that cannot be read.
  package func value(of field: MappedField) -> FieldValue { reading(of: field).value }

  /// What the record shows in the field with an API name; absent where that cannot be read.
  package func value(named name: String, type: FieldType = .text) -> FieldValue {
    reading(named: name, type: type).value
  }

  /// What the record shows in a field, or why that cannot be read.
  package func reading(of field: MappedField) -> CellReading { reading(named: field.zoho, type: field.type) }

  /// What the record shows in the field with an API name, canonical by its type, or why that cannot be read.
  ///
  /// Lookups are their id, numbers exact; a missing key and the null of a hidden field are absent, null, `""` and `[]`
  /// blank.
  package func reading(named name: String, type: FieldType = .text) -> CellReading {
    guard let json = record.value(named: name) else { return .shown(.absent) }
    if json.isNull { return .shown(hidden.contains(name) ? .absent : .blank) }
    if masked.contains(name) { return .unreadable(.partlyMasked) }
    switch type {
    case .money, .integer: return CellReading(number: json)
    case .lookup: return Self.lookup(json)
    case .multiSelect: return Self.choices(json)
    case .boolean:
      if case .bool(let isTrue) = json { return .shown(.value(isTrue ? "true" : "false")) }
    case .text, .email, .phone, .date, .taxID: break
    }
    let reading = Self.text(json, type)
    guard case .shown(.value(let text)) = reading else { return reading }
    switch type {
    case .email, .phone: return .shown(.value(CanonicalText.trimmed(text)))
    case .date: return CalendarDay(text).map { .shown(.value($0.text)) } ?? .unreadable(.displayDate)
    case .boolean:
      return FieldReader.truth(text).map { .shown(.value($0 ? "true" : "false")) } ?? .unreadable(.notOfType)
    case .text, .taxID, .money, .integer, .lookup, .multiSelect: return reading
    }
  }

  /// Whether a field is null because nobody may see it, whatever it holds.
  package func hides(_ field: MappedField) -> Bool {
    hidden.contains(field.zoho) && record.value(named: field.zoho)?.isNull == true
  }

  /// What the unique field of the mapping carries: our key.
  package func key(_ mapping: EntityMapping) -> FieldValue {
    guard let text = value(named: mapping.zoho.key).text else { return value(named: mapping.zoho.key) }
    let key = CanonicalText.trimmed(text)
    return key.isEmpty ? .blank : .value(key)
  }

  /// The key that a field shows, by its JSON; nil where it shows none, or nothing that can be read.
  package static func keyText(_ json: JSONValue) -> String? {
    let shown = ZohoRecord(id: "", modifiedTime: nil, record: ["key": json]).value(named: "key").text
    return shown.map(CanonicalText.trimmed).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A hash of what the record shows in the mapped fields and in our key: other edits leave it as it is.
  package func contentFingerprint(_ mapping: EntityMapping) -> String {
    var object = JSONObject()
    object.append("", key(mapping).json ?? JSONValue(false))
    for field in mapping.fields { object.append(field.id, value(of: field).json ?? JSONValue(false)) }
    return fingerprint(of: .object(object))
  }

  /// One text: a string with plain line ends, a number's digits, a switch, or the name of a lookup.
  private static func text(_ json: JSONValue, _ type: FieldType) -> CellReading {
    switch json {
    case .null: return .shown(.blank)
    case .bool(let isTrue): return .shown(.value(isTrue ? "true" : "false"))
    case .number(let number):
      return ExactDecimal.plain(number.digits).map { .shown(.value($0)) } ?? .unreadable(.outOfBounds)
    case .string(let string):
      let reading = CellReading(string, as: type)
      guard case .shown(.value(let text)) = reading else { return reading }
      return .shown(.value(CanonicalText.withPlainLineEnds(text)))
    case .array(let elements): return elements.isEmpty ? .shown(.blank) : .unreadable(.list)
    case .object(let object):
      guard type == .text, let name = object["name"] ?? object["id"] else { return .unreadable(.wrongKind) }
      return text(name.isNull ? object["id"] ?? .null : name, type)
    }
  }

  /// The id of `{"name":…,"id":…}`: digits, however they are written.
  private static func lookup(_ json: JSONValue) -> CellReading {
    switch json {
    case .object(let object):
      switch object["id"] {
      case .some(.string(let id)): return CellReading(id, as: .lookup)
      case .some(.number(let id)):
        return id.digits.utf8.allSatisfy(TaxID.isDigit)
          ? .shown(.value(id.digits)) : .unreadable(.outOfBounds)
      default: return .unreadable(.wrongKind)
      }
    case .array: return .unreadable(.list)
    case .string, .number, .bool, .null: return text(json, .lookup)
    }
  }

  /// The choices of a multi-select pick list, in whatever order and number they come; one text is one choice, or
  /// several divided by `;`.
  private static func choices(_ json: JSONValue) -> CellReading {
    guard case .array(let elements) = json else {
      let reading = text(json, .multiSelect)
      guard case .shown(.value(let text)) = reading else { return reading }
      return .shown(ChoiceSet(text: text).value)
    }
    var texts: [String] = []
    for element in elements {
      guard case .string(let string) = element else { return .unreadable(.wrongKind) }
      switch CellReading(string, as: .multiSelect) {
      case .unreadable(let reason): return .unreadable(reason)
      case .shown(let value):
        guard let text = value.text else { continue }
        // It would become two choices of the canonical text.
        guard !text.contains(where: \.isNewline) else { return .unreadable(.controlCharacter) }
        texts.append(text)
      }
    }
    return .shown(ChoiceSet(texts).value)
  }
}

/// The API names to ask Zoho for: key, mapped fields, owner, `Modified_Time`, `Modified_By` and what matching needs;
/// sorted.
package func zohoFieldNames(of mapping: EntityMapping) -> [String] {
  var names: Set<String> = ["Modified_By", "Modified_Time", "Owner", mapping.zoho.key]
  names.formUnion(mapping.fields.map(\.zoho))
  names.formUnion(ZohoModule.nameFields(mapping.zoho.module))
  let location = mapping.zohoLocationFields()
  names.formUnion([location.postalCode, location.city, location.country].compactMap(\.self))
  if mapping.zoho.module == "Contacts" { names.insert("Account_Name") }
  if case .mark(let values) = mapping.jde.onLeave { names.formUnion(values.keys) }
  return names.sorted()
}

/// What goes into a write: exact numbers, `{"id":…}` for lookups, arrays for multi-select pick lists, true and false,
/// null for a clear.
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
  case .multiSelect:
    return .array(ChoiceSet(canonical: text).choices.map { JSONValue($0) })
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
