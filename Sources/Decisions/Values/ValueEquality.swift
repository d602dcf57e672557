import Instants

/// Whether both sides show the same: J=Z of the merge table, equal through the mapping.
///
/// `absent` agrees with nothing, not even itself: what was not observed proves nothing.
///
/// - Parameters:
///   - type: How the field's values are normalised.
///   - lengthMax: The JDE column's length: a JDE value of this length equals a longer Zoho value that starts with it.
///   - mapped: The JDE value in the form that Zoho would show.
///   - zoho: What Zoho shows.
///   - country: The ISO code of the record's country, as a hint for phones and tax ids.
///   - jdeScale: The decimals that JDE can hold, for amounts; nil where not known.
/// - Returns: True where nothing needs to be written.
package func valuesAgree(
  type: FieldType, lengthMax: Int?, jde mapped: FieldValue, zoho: FieldValue, country: String? = nil,
  jdeScale: Int? = nil
) -> Bool {
  switch (mapped, zoho) {
  case (.absent, _), (_, .absent): return false
  case (.blank, .blank): return true
  case (.blank, .value(let text)), (.value(let text), .blank): return CanonicalText.trimmed(text).isEmpty
  case (.value(let left), .value(let right)):
    if left == right { return true }
    switch type {
    case .money: return amountsAgree(left, right, jdeScale: jdeScale)
    case .text, .email:
      if textsAgree(type, left, right) { return true }
      guard let lengthMax else { return false }
      return isTruncation(left, of: right, lengthMax: lengthMax)
    default: return textsAgree(type, left, right, country: country)
    }
  }
}

/// Whether one side shows the same as before: J=B and Z=B of the merge table.
///
/// As strict as the type is: a new spelling of the same phone number is no change, a longer name is one.
package func isUnchanged(
  type: FieldType, _ before: FieldValue, _ now: FieldValue, country: String? = nil
) -> Bool {
  switch (before, now) {
  case (.absent, _), (_, .absent): false
  case (.blank, .blank): true
  case (.blank, .value), (.value, .blank): false
  case (.value(let left), .value(let right)): left == right || textsAgree(type, left, right, country: country)
  }
}

/// Whether `text` is what `lengthMax` characters of `longer` leave; JDE counts UTF-16 units, others characters.
package func isTruncation(_ text: String, of longer: String, lengthMax: Int) -> Bool {
  guard lengthMax > 0, !text.isEmpty, longer.utf16.count > lengthMax || longer.count > lengthMax else {
    return false
  }
  let cut = CanonicalText.rightTrimmed(text)
  if CanonicalText.rightTrimmed(String(longer.prefix(lengthMax))) == cut { return true }
  return CanonicalText.rightTrimmed(truncated(longer, toUnits: lengthMax)) == cut
}

/// As many whole characters as fit into `lengthMax` UTF-16 units.
package func truncated(_ text: String, toUnits lengthMax: Int) -> String {
  guard text.utf16.count > lengthMax else { return text }
  var end = text.startIndex
  var units = 0
  for index in text.indices {
    units += text[index].utf16.count
    guard units <= lengthMax else { break }
    end = text.index(after: index)
  }
  return String(text[..<end])
}

private func textsAgree(_ type: FieldType, _ left: String, _ right: String, country: String? = nil) -> Bool {
  switch type {
  case .text: return CanonicalText.trimmed(left) == CanonicalText.trimmed(right)
  case .email: return CanonicalText.trimmed(left).lowercased() == CanonicalText.trimmed(right).lowercased()
  case .phone:
    guard let left = PhoneNumber(left, country: country), let right = PhoneNumber(right, country: country)
    else {
      return false
    }
    return left.agrees(with: right)
  case .money, .integer:
    guard let left = ExactDecimal(left), let right = ExactDecimal(right) else { return false }
    return left == right
  case .date:
    guard let left = CalendarDay(left), let right = CalendarDay(right) else { return false }
    return left == right
  case .taxID:
    guard let left = TaxID(left, country: country), let right = TaxID(right, country: country) else {
      return false
    }
    return left.agrees(with: right)
  case .boolean: return left.lowercased() == right.lowercased()
  case .lookup: return false
  }
}

/// Amounts compare at the coarser side's scale.
///
/// An integer may be an amount with its zeros left out, so a side
/// counts as having two decimals at least, unless its column is known to be coarser.
private func amountsAgree(_ jde: String, _ zoho: String, jdeScale: Int?) -> Bool {
  guard let left = ExactDecimal(jde), let right = ExactDecimal(zoho) else { return false }
  let scale = min(jdeScale ?? max(left.scale, 2), max(right.scale, 2))
  return left.rounded(toScale: scale) == right.rounded(toScale: scale)
}
