package import JSONText

/// One row as the server gave it.
package struct TableRow: Hashable, Sendable {
  /// The table that was asked.
  package let table: String
  /// The row verbatim; `json.bytes` are its exact bytes.
  package let json: JSONValue

  /// A row of a table.
  package init(table: String, json: JSONValue) {
    self.table = table
    self.json = json
  }

  /// The cell of an alias; nil where the row lacks it.
  ///
  /// In the older output form (VERSION1) cells are objects: their `internalValue` is the value, and `value` a text in
  /// the user's format, which counts only where there is no other.
  package subscript(_ alias: String) -> JSONValue? {
    guard let cell = json["\(table)_\(alias)"] else { return nil }
    guard case .object(let members) = cell else { return cell }
    if let value = members["internalValue"], !value.isNull { return value }
    return members["value"] ?? members["internalValue"]
  }

  /// The cell as a text without the blanks around it: digits of a number, the text of a string, empty for null.
  package func text(_ alias: String) -> String? {
    switch self[alias] {
    case nil: nil
    case .number(let number): number.digits
    case .string(let string): string.value.trimmingBlanks
    case .bool(let bool): String(bool)
    default: ""
    }
  }

  /// The cell as a whole number, also where it came as a text.
  package func int(_ alias: String) -> Int? { text(alias).flatMap { Int($0) } }
}

extension String {
  /// Without blanks at either end; JDE pads on both sides.
  var trimmingBlanks: String {
    guard let first = utf8.firstIndex(where: { $0 != 0x20 }), let last = utf8.lastIndex(where: { $0 != 0x20 })
    else {
      return ""
    }
    return String(self[first...last])
  }
}
