extension JSONValue {
  /// A string.
  package init(_ value: String) { self = .string(JSONString(value)) }

  /// A string, or `null` for nil.
  package init(_ value: String?) { self = value.map { JSONValue($0) } ?? .null }

  /// A number.
  package init(_ value: Int) { self = .number(JSONNumber(value)) }

  /// A number.
  package init(_ value: UInt64) { self = .number(JSONNumber(value)) }

  /// `true` or `false`.
  package init(_ value: Bool) { self = .bool(value) }

  /// A string from its text.
  package static func string(_ value: String) -> JSONValue { JSONValue(value) }

  /// A number from an integer.
  package static func number(_ value: Int) -> JSONValue { JSONValue(value) }
}

extension JSONValue: ExpressibleByStringLiteral {
  /// A string.
  package init(stringLiteral value: String) { self.init(value) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
  /// A number.
  package init(integerLiteral value: Int) { self.init(value) }
}

extension JSONValue: ExpressibleByBooleanLiteral {
  /// `true` or `false`.
  package init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONValue: ExpressibleByArrayLiteral {
  /// An array.
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  /// An object in the order of the literal.
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements.map { JSONObject.Member($0.0, $0.1) }))
  }
}
