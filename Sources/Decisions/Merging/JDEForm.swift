/// A Zoho value in the form that JDE would hold: the code, cut to the column's length; absent where no code
/// stands for it.
///
/// Of several codes for one value the one that JDE has already stays.
package func jdeForm(
  of value: FieldValue, field: MappedField, present: FieldValue, crosswalks: [String: Crosswalk]
) -> FieldValue {
  if let name = field.crosswalk {
    if field.type == .multiSelect, let text = value.text {
      return codes(of: ChoiceSet(canonical: text), present: present, crosswalks[name])
    }
    guard let code = crosswalks[name]?.code(forZoho: value.text ?? "", present: present.text) else {
      return value == .blank ? .blank : .absent
    }
    return code.isEmpty ? .blank : .value(code)
  }
  guard let text = value.text else { return value }
  switch field.type {
  case .text, .email:
    guard let lengthMax = field.lengthMax else { return value }
    return .value(CanonicalText.rightTrimmed(truncated(text, toUnits: lengthMax)))
  case .boolean:
    guard let isTrue = FieldReader.truth(text) else { return .absent }
    let usesDigits = present == .value("0") || present == .value("1")
    return .value(isTrue ? (usesDigits ? "1" : "Y") : (usesDigits ? "0" : "N"))
  case .phone, .money, .integer, .date, .taxID, .lookup, .multiSelect: return value
  }
}

/// The codes for a set of Zoho's values; absent where one of them has none.
///
/// Codes that JDE has already stay.
private func codes(of set: ChoiceSet, present: FieldValue, _ crosswalk: Crosswalk?) -> FieldValue {
  let held = ChoiceSet(canonical: present.text ?? "").choices
  var codes: [String] = []
  for value in set.choices {
    let kept = held.first { crosswalk?.zoho(forCode: $0) == value }
    guard let code = kept ?? crosswalk?.code(forZoho: value, present: nil) else { return .absent }
    codes.append(code)
  }
  return ChoiceSet(codes).value
}
