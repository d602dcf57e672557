/// Reads the fields of a mapping out of the rows of one record.
struct FieldReader {
  let addressNumber: String
  let selection: RowSelection
  let shape: JDEShape
  let crosswalks: [String: Crosswalk]
  /// The Zoho ids of the records that the address number is linked to, by entity.
  let links: [String: String]

  /// What JDE shows of a field, in its own form and in Zoho's.
  func read(_ field: MappedField) -> JDEField {
    switch field.source {
    case .constant(let text): return JDEField(text.isEmpty ? .blank : .value(text))
    case .link(let entity): return link(to: entity)
    case .columns(let columns, let separator):
      return mapped(joined(columns, separator: separator, type: field.type), field)
    case .firstOf(let columns): return mapped(first(of: columns, type: field.type), field)
    }
  }

  /// The owner of a created record.
  func owner(_ rule: OwnerRule) -> String? {
    guard let from = rule.from, let crosswalk = rule.crosswalk.flatMap({ crosswalks[$0] }),
      let owner = crosswalk.zoho(forCode: CanonicalText.trimmed(cell(from).text ?? ""))
    else { return rule.fallback }
    return owner
  }

  /// What a column shows; blank where its row is not there.
  func cell(_ name: ColumnName, type: FieldType = .text) -> FieldValue {
    guard let row = selection.row(name.source, shape: shape) else { return .blank }
    return type == .date ? row.dateCell(name.column) : row.cell(name.column)
  }

  private func link(to entity: String) -> JDEField {
    if let id = links[entity] { return JDEField(.value(id)) }
    return JDEField(
      value: .absent, mapped: .absent, issue: .waitsForLink(entity: entity, key: addressNumber))
  }

  /// The columns that are not blank; absent where any is.
  private func joined(_ columns: [ColumnName], separator: String, type: FieldType) -> FieldValue {
    if columns.count == 1, let only = columns.first { return cell(only, type: type) }
    var text = ""
    for column in columns {
      switch cell(column, type: type) {
      case .absent: return .absent
      case .blank: continue
      case .value(let part): text += text.isEmpty ? part : separator + part
      }
    }
    return text.isEmpty ? .blank : .value(text)
  }

  /// The first that is not blank; one that is not shown may hold a value, so nothing behind it counts.
  private func first(of columns: [ColumnName], type: FieldType) -> FieldValue {
    for column in columns {
      let value = cell(column, type: type)
      if value != .blank { return value }
    }
    return .blank
  }

  private func mapped(_ shown: FieldValue, _ field: MappedField) -> JDEField {
    guard let name = field.crosswalk else { return canonical(shown, field.type) }
    guard let crosswalk = crosswalks[name] else {
      return JDEField(value: shown, mapped: .absent, issue: .missingCrosswalk(name))
    }
    let code: String
    switch shown {
    case .absent: return .absent
    case .blank: code = ""
    case .value(let text): code = CanonicalText.trimmed(text).uppercased()
    }
    let value: FieldValue = code.isEmpty ? .blank : .value(code)
    if let text = crosswalk.zoho(forCode: code) {
      return JDEField(value: value, mapped: text.isEmpty ? .blank : .value(text))
    }
    if code.isEmpty { return JDEField(.blank) }
    let issue = MappingIssue.unknownCode(code, crosswalk: name, field.missing)
    if case .fallback(let text) = field.missing {
      return JDEField(value: value, mapped: text.isEmpty ? .blank : .value(text), issue: issue)
    }
    return JDEField(value: value, mapped: .absent, issue: issue)
  }

  private func canonical(_ shown: FieldValue, _ type: FieldType) -> JDEField {
    guard let text = shown.text else { return JDEField(shown) }
    switch type {
    case .text, .lookup, .date, .taxID: return JDEField(shown)
    case .email, .phone:
      let trimmed = CanonicalText.trimmed(text)
      return JDEField(trimmed.isEmpty ? .blank : .value(trimmed))
    case .money, .integer:
      guard let number = ExactDecimal(text) else {
        return JDEField(value: .absent, mapped: .absent, issue: .unreadable(type))
      }
      return JDEField(.value(number.text))
    case .boolean:
      guard let isTrue = Self.truth(text) else {
        return JDEField(value: .absent, mapped: .absent, issue: .unreadable(type))
      }
      return JDEField(value: shown, mapped: .value(isTrue ? "true" : "false"))
    }
  }

  /// JDE's ways to say yes and no.
  static func truth(_ text: String) -> Bool? {
    switch text.uppercased() {
    case "Y", "1", "T", "TRUE", "YES": true
    case "N", "0", "F", "FALSE", "NO": false
    default: nil
    }
  }
}
