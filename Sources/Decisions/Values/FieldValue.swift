package import JSONText

/// What one side shows of a field, in canonical form.
package enum FieldValue: Hashable, Sendable {
  /// Not observed: hidden, masked, not asked for. It decides nothing.
  case absent
  /// Observed and empty.
  case blank
  /// Observed, in the canonical text of its type.
  case value(String)

  /// The text of a value; nil for `absent` and `blank`.
  package var text: String? {
    guard case .value(let text) = self else { return nil }
    return text
  }

  /// `absent` has no JSON (nil: the key is left out), `blank` is null, a value is a string.
  package var json: JSONValue? {
    switch self {
    case .absent: nil
    case .blank: .null
    case .value(let text): JSONValue(text)
    }
  }

  /// A value read back from an event's body: a missing member is `absent`.
  package init(json: JSONValue?) {
    switch json {
    case nil: self = .absent
    case .some(.null): self = .blank
    case .some(let json): self = json.string.map(FieldValue.value) ?? .absent
    }
  }
}
