extension JSONValue {
  /// Appends the value without white space.
  package func append(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: value ? "true".utf8 : "false".utf8)
    case .number(let number): bytes.append(contentsOf: number.digits.utf8)
    case .string(let string): string.append(to: &bytes)
    case .array(let elements):
      bytes.append(ASCII.openBracket)
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(ASCII.comma) }
        element.append(to: &bytes)
      }
      bytes.append(ASCII.closeBracket)
    case .object(let object):
      bytes.append(ASCII.openBrace)
      for (index, member) in object.members.enumerated() {
        if index > 0 { bytes.append(ASCII.comma) }
        member.key.append(to: &bytes)
        bytes.append(ASCII.colon)
        member.value.append(to: &bytes)
      }
      bytes.append(ASCII.closeBrace)
    }
  }

  /// The value without white space, in UTF-8.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  /// The value without white space.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The value for people: a line for each element and member, indented by two spaces a level.
  package func indented() -> String {
    var bytes: [UInt8] = []
    appendIndented(to: &bytes, level: 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func appendIndented(to bytes: inout [UInt8], level: Int) {
    switch self {
    case .array(let elements) where !elements.isEmpty:
      bytes.append(ASCII.openBracket)
      for (index, element) in elements.enumerated() {
        Self.appendLineStart(to: &bytes, isFirst: index == 0, level: level + 1)
        element.appendIndented(to: &bytes, level: level + 1)
      }
      Self.appendLineStart(to: &bytes, isFirst: true, level: level)
      bytes.append(ASCII.closeBracket)
    case .object(let object) where !object.isEmpty:
      bytes.append(ASCII.openBrace)
      for (index, member) in object.members.enumerated() {
        Self.appendLineStart(to: &bytes, isFirst: index == 0, level: level + 1)
        member.key.append(to: &bytes)
        bytes.append(contentsOf: ": ".utf8)
        member.value.appendIndented(to: &bytes, level: level + 1)
      }
      Self.appendLineStart(to: &bytes, isFirst: true, level: level)
      bytes.append(ASCII.closeBrace)
    default: append(to: &bytes)
    }
  }

  private static func appendLineStart(to bytes: inout [UInt8], isFirst: Bool, level: Int) {
    if !isFirst { bytes.append(ASCII.comma) }
    bytes.append(ASCII.newline)
    bytes.append(contentsOf: repeatElement(ASCII.space, count: 2 * level))
  }
}

extension JSONValue: CustomStringConvertible {
  /// The value without white space.
  package var description: String { text }
}

extension JSONString {
  /// Appends the string with its quotes.
  func append(to bytes: inout [UInt8]) {
    bytes.append(ASCII.quote)
    var raw = raw
    raw.withUTF8 { bytes.append(contentsOf: $0) }
    bytes.append(ASCII.quote)
  }
}
