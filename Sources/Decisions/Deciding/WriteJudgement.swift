import JSONText

/// What a look at the record says of a write whose outcome is not known, from its values alone; what takes the record's
/// time and identity into account is ``judgeProbe(of:seen:ground:mapping:country:)``.
///
/// `seen` is the record as it stands now: for an insert, the one that carries our key; nil where there is none.
package func judgeProbe(
  of intent: WriteIntended, seen: ZohoRecord?, mapping: EntityMapping
)
  -> WriteProbed.Found
{
  switch intent.action {
  case .insert:
    return seen == nil ? .notApplied : .applied
  case .update, .clearKey:
    guard let seen else { return .undecidable }
    let written = writtenFields(of: intent, mapping: mapping)
    let agreed = written.filter { field, pair in
      valuesAgree(type: field.type, lengthMax: nil, jde: pair.zoho, zoho: seen.value(of: field))
    }
    let showsPlain = plainMembers(of: intent, mapping: mapping).allSatisfy { member in
      shows(member.value, seen.record[member.key.value])
    }
    if agreed.count == written.count, showsPlain { return .applied }
    let isAsBefore = written.allSatisfy { field, _ in
      valuesAgree(
        type: field.type, lengthMax: nil, jde: intent.before[field.id] ?? .blank, zoho: seen.value(of: field))
    }
    return isAsBefore ? .notApplied : .changed
  }
}

/// What the base takes once a write was read back.
package struct WriteVerdict: Hashable, Sendable {
  package let pairs: Base
  /// Fields that the system shows otherwise than written though nobody else touched the record.
  package let normalised: [String]
}

/// Compares what was read back with what was written, from the answer's time alone; what can refute is
/// ``judgeReadBack(of:target:seen:time:rules:)``.
///
/// The same `Modified_Time` as in the answer means that the system normalised our value: the pair takes what
/// it shows. A later one means a new edit: the base takes what we wrote, and the edit is decided on its own. Where
/// no answer of ours is known (`answeredModifiedTime` nil: the record was found), what differs has no base: it may
/// be somebody else's value.
package func judgeReadBack(
  of intent: WriteIntended, seen: ZohoRecord, answeredModifiedTime: String?, mapping: EntityMapping
) -> WriteVerdict {
  var pairs: Base = [:]
  var normalised: [String] = []
  let isUntouched = answeredModifiedTime == seen.modifiedTime
  for (id, pair) in intent.pairs {
    guard let field = mapping.field(id) else {
      pairs[id] = pair
      continue
    }
    let shown = seen.value(of: field)
    if shown == .absent || valuesAgree(type: field.type, lengthMax: nil, jde: pair.zoho, zoho: shown) {
      pairs[id] = FieldPair(jde: pair.jde, zoho: shown == .absent ? pair.zoho : shown)
    } else if answeredModifiedTime == nil {
      continue
    } else if isUntouched {
      pairs[id] = FieldPair(jde: pair.jde, zoho: shown)
      normalised.append(id)
    } else {
      pairs[id] = pair
    }
  }
  return WriteVerdict(pairs: pairs, normalised: normalised.sorted())
}

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
