/// What a system says of the field that a value is written to, as far as it changes what is shown of it.
package struct TargetField: Hashable, Sendable {
  /// The length at which it cuts a text, say 40; nil where that is not known, and then nothing is taken for a cut.
  package let lengthMax: Int?
  /// The labels of its choices, those of one choice together: `[["Net 30", "30 days net"]]`.
  package let labels: [[String]]

  /// A field from what is known of it.
  package init(lengthMax: Int? = nil, labels: [[String]] = []) {
    self.lengthMax = lengthMax
    self.labels = labels
  }

  /// Nothing is known of it.
  package static let unknown = TargetField()
}

/// The named form that a system made of what was written to it; nil where what it shows is no such form (law 4).
///
/// It has a direction: `Meier ` becomes `Meier`, never the reverse, because what a system adds a person may have
/// added. What is asked are two values that do not agree; a named form makes them one value for nobody but the pair
/// that records it.
///
/// | name | what was done to the text |
/// |---|---|
/// | `white_space` | left out at the ends, a run of it made one blank or one line end |
/// | `case` | letters in another case, nothing else |
/// | `cut` | left out behind the length at which the target is known to cut |
/// | `removed_characters` | controls and characters without a glyph left out; emoji and signs are never |
/// | `rounded` | a number with fewer digits behind the point, halves away from zero |
/// | `phone` | the same telephone spelled otherwise, read from the record's country |
/// | `label` | another label of the same choice, by what the target says of its choices |
///
/// - Parameters:
///   - written: What the write carried, in the target's form.
///   - shown: What the target shows.
///   - field: The field.
///   - country: The ISO code of the record's country; nil where not known.
///   - target: What the target says of the field.
/// - Returns: The name as `FieldPair.normalised` holds it.
package func namedNormalisation(
  of written: FieldValue, shown: FieldValue, field: MappedField, country: String? = nil,
  target: TargetField = .unknown
) -> String? {
  // A value that is gone is none of these forms.
  guard let written = written.text, let shown = shown.text, !sameBytes(written, shown) else { return nil }
  if target.labels.contains(where: { $0.contains(written) && $0.contains(shown) }) { return "label" }
  switch field.type {
  case .phone: return isPhone(written, spelledAs: shown, country: country) ? "phone" : nil
  case .money, .integer: return isNumber(written, roundedTo: shown) ? "rounded" : nil
  case .text:
    if isText(written, spacedAs: shown) { return "white_space" }
    if isText(written, casedAs: shown) { return "case" }
    if isText(written, cutTo: shown, at: [target.lengthMax, field.lengthMax]) { return "cut" }
    return isText(written, strippedTo: shown) ? "removed_characters" : nil
  case .email, .date, .taxID, .boolean, .lookup, .multiSelect: return nil
  }
}

/// Swift's own equality takes two compositions of é for one.
private func sameBytes(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

/// Words with the white space before each, and that behind the last.
private func spaced(_ text: String) -> (gaps: [[Unicode.Scalar]], words: [[Unicode.Scalar]]) {
  var gaps: [[Unicode.Scalar]] = [[]]
  var words: [[Unicode.Scalar]] = []
  var isInWord = false
  for scalar in text.unicodeScalars {
    if scalar.properties.isWhitespace {
      if isInWord { gaps.append([]) }
      isInWord = false
      gaps[gaps.count - 1].append(scalar)
    } else {
      if !isInWord { words.append([]) }
      isInWord = true
      words[words.count - 1].append(scalar)
    }
  }
  if isInWord { gaps.append([]) }
  return (gaps, words)
}

private func isText(_ written: String, spacedAs shown: String) -> Bool {
  let (before, after) = (spaced(written), spaced(shown))
  guard !before.words.isEmpty, before.words == after.words else { return false }
  return zip(before.gaps, after.gaps).enumerated().allSatisfy { place, gaps in
    let (gap, left) = gaps
    if gap == left { return true }
    if place == 0 || place == before.gaps.count - 1 { return left.isEmpty }
    return left == [" "] || left == ["\n"] && gap.contains("\n")
  }
}

private func isText(_ written: String, casedAs shown: String) -> Bool {
  // ß in capitals is SS, which does not come back.
  sameBytes(written.lowercased(), shown.lowercased()) || sameBytes(written.uppercased(), shown)
}

private func isText(_ written: String, cutTo shown: String, at lengths: [Int?]) -> Bool {
  lengths.contains { length in length.map { isTruncation(shown, of: written, lengthMax: $0) } ?? false }
}

private func isText(_ written: String, strippedTo shown: String) -> Bool {
  var rest = shown.unicodeScalars[...]
  for scalar in written.unicodeScalars {
    if scalar == rest.first {
      rest = rest.dropFirst()
    } else if !isDropped(scalar) {
      return false
    }
  }
  return rest.isEmpty && !shown.isEmpty
}

/// Controls but for the white space among them, and characters that nobody sees: systems drop them unasked.
private func isDropped(_ scalar: Unicode.Scalar) -> Bool {
  if SignificantText.isInvisible(scalar) { return true }
  return scalar.properties.generalCategory == .control && !scalar.properties.isWhitespace
}

private func isNumber(_ written: String, roundedTo shown: String) -> Bool {
  guard let written = ExactDecimal(written), let shown = ExactDecimal(shown), shown.scale < written.scale
  else { return false }
  return written.rounded(toScale: shown.scale) == shown
}

private func isPhone(_ written: String, spelledAs shown: String, country: String?) -> Bool {
  guard let written = PhoneNumber(written, country: country), let shown = PhoneNumber(shown, country: country)
  else { return false }
  return written.agrees(with: shown)
}
