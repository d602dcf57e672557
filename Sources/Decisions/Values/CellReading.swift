import JSONText

/// What a system shows in one place: a value (also a blank, or nothing), or something that cannot be read.
///
/// Law 9: what cannot be read is told, never guessed at. It decides nothing, like a value that was not observed.
package enum CellReading: Hashable, Sendable {
  case shown(FieldValue)
  case unreadable(UnreadableReason)

  /// The value for decisions: absent where it cannot be read.
  package var value: FieldValue {
    switch self {
    case .shown(let value): value
    case .unreadable: .absent
    }
  }

  /// Why it cannot be read; nil where it can.
  package var reason: UnreadableReason? {
    switch self {
    case .shown: nil
    case .unreadable(let reason): reason
    }
  }
}

/// Why something that a system shows cannot be taken for a value; the raw value stands in events.
package enum UnreadableReason: String, Hashable, Sendable, CaseIterable {
  /// Nothing but signs that hide a value: `***********`.
  case masked
  /// Signs that hide a part of it: `*******5976`.
  case partlyMasked = "partly_masked"
  /// Half of a UTF-16 surrogate pair: the text was cut inside a character.
  case halfCharacter = "half_character"
  /// U+FFFD: somebody before us could not read the character that stood there.
  case lostCharacter = "lost_character"
  /// A control character other than tab and line end, NUL among them.
  case controlCharacter = "control_character"
  /// A text where a number was to come: whether its point divides thousands depends on a user's settings.
  case displayNumber = "display_number"
  /// A text that is no date of the interface: its order of day and month depends on a user's settings.
  case displayDate = "display_date"
  /// No value of its type: neither yes nor no.
  case notOfType = "not_of_type"
  /// A number with more digits than any amount has.
  case outOfBounds = "out_of_bounds"
  /// A list where one value was to come.
  case list
  /// Another kind of JSON than a value of the type can be: an object for a text, true for an amount.
  case wrongKind = "wrong_kind"
  /// A code that no line of its crosswalk names: its value waits for the line.
  case codeWithoutLine = "code_without_line"
  /// In the field of our key something else than this record's: somebody typed over it.
  case otherKey = "other_key"

  /// The reason in words, behind "cannot be read: "; it never holds the value, which may be personal.
  package var sentence: String {
    switch self {
    case .masked: "it is masked"
    case .partlyMasked: "it is partly masked"
    case .halfCharacter: "it ends in, or holds, half a character"
    case .lostCharacter: "it holds a replacement character (U+FFFD), so a character was lost before"
    case .controlCharacter: "it holds a control character"
    case .displayNumber: "it is a number as display text, whose separators depend on a user's settings"
    case .displayDate: "it is a date as display text, whose order depends on a user's settings"
    case .notOfType: "it is no value of the field's type"
    case .outOfBounds: "it is a number out of bounds"
    case .list: "it is a list where one value was to come"
    case .wrongKind: "it is another kind of JSON than the field's type"
    case .codeWithoutLine: "it is a code that no line of its crosswalk names"
    case .otherKey: "it is not our key of this record; empty it, and the key is put back"
    }
  }
}

extension CellReading {
  /// A string of either system, trimmed on the right, or on both sides; blank where nothing is left.
  ///
  /// - Parameters:
  ///   - string: As it came.
  ///   - type: Of the field: how much like a mask a value may look depends on it (see `MaskedText`).
  ///   - isPaddedLeft: Whether blanks before the value are padding too.
  init(_ string: JSONString, as type: FieldType, isPaddedLeft: Bool = false) {
    guard !string.hasHalfCharacter else {
      self = .unreadable(.halfCharacter)
      return
    }
    let value = string.value
    let text = isPaddedLeft ? CanonicalText.trimmed(value) : CanonicalText.rightTrimmed(value)
    if text.isEmpty {
      self = .shown(.blank)
    } else if let reason = CanonicalText.lostOrControl(in: text) ?? MaskedText.reason(of: text, as: type) {
      self = .unreadable(reason)
    } else {
      self = .shown(.value(text))
    }
  }

  /// A number: a JSON number, or digits alone, which mean the same in every locale.
  ///
  /// - Parameters:
  ///   - json: As it came.
  ///   - isInternal: Whether a text is the system's own form, in which a point is a decimal point, rather than
  ///     one for people.
  init(number json: JSONValue, isInternal: Bool = false) {
    switch json {
    case .null: self = .shown(.blank)
    case .number(let number): self = Self.exact(number.digits) ?? .unreadable(.outOfBounds)
    case .string(let string):
      switch CellReading(string, as: .money) {
      case .unreadable(let reason): self = .unreadable(reason)
      case .shown(.value(let text)):
        let trimmed = CanonicalText.trimmed(text)
        let digits = trimmed.utf8.first == UInt8(ascii: "-") ? trimmed.dropFirst() : trimmed[...]
        guard isInternal || (!digits.isEmpty && digits.utf8.allSatisfy(TaxID.isDigit)) else {
          self = .unreadable(.displayNumber)
          return
        }
        self = Self.exact(trimmed) ?? .unreadable(isInternal ? .displayNumber : .outOfBounds)
      case .shown(let value): self = .shown(value)
      }
    case .array: self = .unreadable(.list)
    case .bool, .object: self = .unreadable(.wrongKind)
    }
  }

  private static func exact(_ text: String) -> CellReading? {
    ExactDecimal.plain(text).map { .shown(.value($0)) }
  }
}
