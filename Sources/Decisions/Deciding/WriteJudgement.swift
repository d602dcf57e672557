import JSONText

/// The fields that the row of an intent writes, with what both sides should show of them.
func writtenFields(of intent: WriteIntended, mapping: EntityMapping) -> [(MappedField, FieldPair)] {
  mapping.fields.compactMap { field in
    guard intent.row[field.zoho] != nil, let pair = intent.pairs[field.id] else { return nil }
    return (field, pair)
  }
}

/// What a row writes beside the mapped fields: our key, the mark of a record that left its scope, an owner.
func plainMembers(of intent: WriteIntended, mapping: EntityMapping) -> [JSONObject.Member] {
  let mapped = Set(writtenFields(of: intent, mapping: mapping).map(\.0.zoho))
  return intent.row.members.filter { !mapped.contains($0.key.value) }
}

/// Whether Zoho shows a plain value as it was written; a lookup is the same by its id.
func shows(_ written: JSONValue, _ shown: JSONValue?) -> Bool {
  guard let shown else { return false }
  if let id = written["id"]?.string { return shown["id"]?.string == id }
  return shown == written
}
