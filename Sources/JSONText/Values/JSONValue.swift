/// A JSON value as a tree that keeps the exact tokens: written again, only the white space between them goes.
package enum JSONValue: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, with its digits.
  case number(JSONNumber)
  /// A string, with its escapes.
  case string(JSONString)
  /// An array.
  case array([JSONValue])
  /// An object, with the order of its members.
  case object(JSONObject)
}

extension JSONValue {
  /// The value of an object's member, the last one of equal keys; nil where there is none or no object.
  package subscript(_ key: String) -> JSONValue? { object?[key] }

  /// An array's element, counted from 0; nil where there is none or no array.
  package subscript(_ index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// What a string says; nil for any other value.
  package var string: String? {
    guard case .string(let string) = self else { return nil }
    return string.value
  }

  /// The number; nil for any other value.
  package var number: JSONNumber? {
    guard case .number(let number) = self else { return nil }
    return number
  }

  /// The integer that a number's token is; nil for any other number or value.
  package var int: Int? { number?.int }

  /// Whether the value is `true` or `false`; nil for any other value.
  package var bool: Bool? {
    guard case .bool(let bool) = self else { return nil }
    return bool
  }

  /// The elements of an array; nil for any other value.
  package var array: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The object; nil for any other value.
  package var object: JSONObject? {
    guard case .object(let object) = self else { return nil }
    return object
  }

  /// Whether the value is `null`.
  package var isNull: Bool { self == .null }
}
