import JSONText
import SimulatedCompanies

/// Judges a value for a field, and gives the text that it is kept as.
struct FieldCheck: Sendable {
  let quirks: ZohoQuirks
  let lookups: ZohoLookups

  /// The JSON text that a field will hold; nil where the value empties it.
  func text(of value: JSONValue, for field: ZohoField) throws(RowError) -> String? {
    if value.isNull { return nil }
    switch field.kind {
    case .text, .textarea, .phone, .email, .website, .picklist, .profileImage, .autonumber, .bigint:
      return try string(value, field)
    case .currency, .double, .percent: return try number(value, field)
    case .integer:
      guard let number = value.number, let int = number.int, String(abs(int)).count <= field.length else {
        throw .wrongType(field.name, expected: "integer")
      }
      return number.digits
    case .boolean:
      guard let flag = value.bool else { throw .wrongType(field.name, expected: "boolean") }
      return flag ? "true" : nil
    case .date:
      guard let text = value.string, text.utf8.count == 10,
        CivilDate(compact: text.filter { $0 != "-" }) != nil
      else { throw .wrongType(field.name, expected: "date") }
      return JSONValue(text).text
    case .datetime:
      guard let text = value.string, WallTime(iso: text) != nil, !text.contains(".") else {
        throw .wrongType(field.name, expected: "datetime")
      }
      return JSONValue(text).text
    case .multiselect:
      guard let choices = value.array, choices.allSatisfy({ $0.string != nil }) else {
        throw .wrongType(field.name, expected: "jsonarray")
      }
      return choices.isEmpty ? nil : value.text
    case .lookup(let module): return try lookup(value, field, module: module)
    case .userLookup, .ownerLookup:
      guard let id = (value["id"] ?? value).idText, ZohoUser.position(id: id) != nil else {
        throw .invalid(field.name)
      }
      return id
    }
  }

  private func string(_ value: JSONValue, _ field: ZohoField) throws(RowError) -> String? {
    guard case .string(let written) = value else {
      throw .wrongType(field.name, expected: field.kind.dataType)
    }
    let blank = UInt8(ascii: " ")
    var text = written.value
    let isPadded = text.utf8.first == blank || text.utf8.last == blank
    if isPadded, quirks.textBlanks != .kept, field.kind != .textarea { text = text.trimmingBlanks }
    if quirks.textBlanks == .collapsed, field.kind != .textarea {
      text = text.split(separator: " ").joined(separator: " ")
    }
    if text.isEmpty { return nil }
    if text.utf8.count > field.length, text.count > field.length {
      guard quirks.longTexts == .cut else { throw .tooLong(field.name, most: field.length) }
      text = String(text.prefix(field.length))
    }
    switch field.kind {
    case .phone where !isPhone(text): throw .wrongType(field.name, expected: "phone")
    case .email where !Self.isMail(text): throw .wrongType(field.name, expected: "email")
    case .website where text.contains(" "): throw .wrongType(field.name, expected: "website")
    case .bigint where Int(text) == nil: throw .wrongType(field.name, expected: "bigint")
    case .picklist where quirks.unknownChoice == .refused && !field.choices.contains(text):
      throw .invalid(field.name)
    default: return JSONValue(text).text
    }
  }

  /// An amount as Zoho shows it: without needless decimals.
  private func number(_ value: JSONValue, _ field: ZohoField) throws(RowError) -> String {
    guard let digits = value.number?.digits, !digits.contains("e"), !digits.contains("E") else {
      throw .wrongType(field.name, expected: field.kind.dataType)
    }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts[0].count <= field.length else { throw .tooLong(field.name, most: field.length) }
    var fraction = parts.count > 1 ? parts[1] : ""
    while fraction.last == "0" { fraction.removeLast() }
    guard field.kind == .double || fraction.count <= 2 else {
      throw .wrongType(field.name, expected: field.kind.dataType)
    }
    return fraction.isEmpty ? String(parts[0]) : "\(parts[0]).\(fraction)"
  }

  private func lookup(_ value: JSONValue, _ field: ZohoField, module: String) throws(RowError) -> String {
    guard let id = (value["id"] ?? value).idText, let number = UInt64(id),
      lookups.tables[module]?.index(of: number) != nil
    else { throw .invalid(field.name) }
    return id
  }

  private func isPhone(_ text: String) -> Bool {
    quirks.phoneLetters == .accepted
      || text.contains { $0.isNumber }
        && text.unicodeScalars.allSatisfy { "0123456789+-(). /x".unicodeScalars.contains($0) }
  }

  private static func isMail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !text.contains(" ")
      && text.utf8.allSatisfy { $0 < 0x80 }
  }
}
