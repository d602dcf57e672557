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
    case .constant(let text):
      if field.type == .multiSelect { return JDEField(ChoiceSet(text: text).value) }
      return JDEField(text.isEmpty ? .blank : .value(text))
    case .link(let entity): return link(to: entity)
    case .columns(let columns, let separator):
      // The columns of a set are its choices, whatever stands between them in a text.
      let separator = field.type == .multiSelect ? "\n" : separator
      return mapped(joined(columns, separator: separator, type: field.type), field)
    case .firstOf(let columns): return mapped(first(of: columns, type: field.type), field)
    }
  }

  /// The owner of a created record.
  func owner(_ rule: OwnerRule) -> String? {
    guard let from = rule.from, let crosswalk = rule.crosswalk.flatMap({ crosswalks[$0] }),
      let owner = crosswalk.zoho(forCode: CanonicalText.trimmed(cell(from).value.text ?? ""))
    else { return rule.fallback }
    return owner
  }

  /// What a column shows; blank where its row is not there.
  func cell(_ name: ColumnName, type: FieldType = .text) -> CellReading {
    if let doubt = selection.doubts[name.source] { return doubt }
    guard let row = selection.row(name.source, shape: shape) else { return .shown(.blank) }
    return type == .date ? row.dayReading(name.column) : row.reading(name.column, as: type)
  }

  private func link(to entity: String) -> JDEField {
    if let id = links[entity] { return JDEField(.value(id)) }
    return JDEField(
      value: .absent, mapped: .absent, issue: .waitsForLink(entity: entity, key: addressNumber))
  }

  /// The columns that are not blank; absent where any is, unreadable where any cannot be read.
  private func joined(_ columns: [ColumnName], separator: String, type: FieldType) -> CellReading {
    if columns.count == 1, let only = columns.first { return cell(only, type: type) }
    var text = ""
    var isAbsent = false
    for column in columns {
      switch cell(column, type: type) {
      case .unreadable(let reason): return .unreadable(reason)
      case .shown(.absent): isAbsent = true
      case .shown(.blank): continue
      case .shown(.value(let part)): text += text.isEmpty ? part : separator + part
      }
    }
    if isAbsent { return .shown(.absent) }
    return .shown(text.isEmpty ? .blank : .value(text))
  }

  /// The first that is not blank; one that is not shown or not readable may hold a value, so nothing behind it counts.
  private func first(of columns: [ColumnName], type: FieldType) -> CellReading {
    for column in columns {
      let shown = cell(column, type: type)
      if shown != .shown(.blank) { return shown }
    }
    return .shown(.blank)
  }

  private func mapped(_ reading: CellReading, _ field: MappedField) -> JDEField {
    guard case .shown(let shown) = reading else { return .unreadable(reading.reason ?? .notOfType) }
    guard let name = field.crosswalk else { return canonical(shown, field.type) }
    guard let crosswalk = crosswalks[name] else {
      return JDEField(value: shown, mapped: .absent, issue: .missingCrosswalk(name))
    }
    if shown == .absent { return .absent }
    if field.type == .multiSelect, let text = shown.text {
      return mapped(ChoiceSet(text: text), field, crosswalk)
    }
    return mapped(code: CanonicalText.trimmed(shown.text ?? "").uppercased(), field, crosswalk)
  }

  private func mapped(code: String, _ field: MappedField, _ crosswalk: Crosswalk) -> JDEField {
    let value: FieldValue = code.isEmpty ? .blank : .value(code)
    if let text = crosswalk.zoho(forCode: code) {
      return JDEField(value: value, mapped: text.isEmpty ? .blank : .value(text))
    }
    if code.isEmpty { return JDEField(.blank) }
    let issue = MappingIssue.unknownCode(code, crosswalk: crosswalk.name, field.missing)
    if case .fallback(let text) = field.missing {
      return JDEField(value: value, mapped: text.isEmpty ? .blank : .value(text), issue: issue)
    }
    return JDEField(value: value, mapped: .absent, issue: issue)
  }

  /// Each code of a set through the crosswalk; one that it lacks holds up the whole set, as it would a single code.
  private func mapped(_ codes: ChoiceSet, _ field: MappedField, _ crosswalk: Crosswalk) -> JDEField {
    let parts = codes.choices.map { mapped(code: $0.uppercased(), field, crosswalk) }
    let value = ChoiceSet(parts.compactMap(\.value.text)).value
    let issue = parts.lazy.compactMap(\.issue).first
    if parts.contains(where: { $0.mapped == .absent }) {
      return JDEField(value: value, mapped: .absent, issue: issue)
    }
    return JDEField(value: value, mapped: ChoiceSet(parts.compactMap(\.mapped.text)).value, issue: issue)
  }

  private func canonical(_ shown: FieldValue, _ type: FieldType) -> JDEField {
    guard let text = shown.text else { return JDEField(shown) }
    switch type {
    case .text, .lookup, .date, .taxID: return JDEField(shown)
    case .email, .phone:
      let trimmed = CanonicalText.trimmed(text)
      return JDEField(trimmed.isEmpty ? .blank : .value(trimmed))
    case .money, .integer:
      // Several columns may be joined to something that is no number.
      guard let number = ExactDecimal(text) else { return .unreadable(.displayNumber) }
      return JDEField(.value(number.text))
    case .boolean:
      guard let isTrue = Self.truth(text) else { return .unreadable(.notOfType) }
      return JDEField(value: shown, mapped: .value(isTrue ? "true" : "false"))
    case .multiSelect: return JDEField(ChoiceSet(text: text).value)
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

extension JDEField {
  /// Nothing that can be read was observed.
  fileprivate static func unreadable(_ reason: UnreadableReason) -> JDEField {
    JDEField(value: .absent, mapped: .absent, issue: .unreadable(reason))
  }
}
