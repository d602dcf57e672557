/// A string with its escapes as they were written.
///
/// Two strings are equal when their bytes are: `"a"` and `"\u0061"` differ, and so do the two ways in which
/// Unicode spells `é`, which Swift's own comparison takes for the same.
package struct JSONString: Sendable {
  /// The text between the quotes, as written.
  package let raw: String

  /// A string that holds `value`; only quote, backslash and control characters are escaped.
  package init(_ value: String) { raw = Self.escaped(value) }

  /// A string from the text between quotes, escapes included; nil where that is no JSON.
  package init?(raw: String) {
    let utf8 = Array(raw.utf8) + [ASCII.quote]
    do {
      guard try utf8.span.bytes.endOfString(from: 0) == utf8.count - 1 else { return nil }
    } catch {
      return nil
    }
    self.raw = raw
  }

  /// A string from a text that the scanner has judged.
  init(judged raw: String) { self.raw = raw }

  /// What the string says, its escapes resolved; half of a surrogate pair becomes U+FFFD.
  ///
  /// Where that matters, ask `hasHalfCharacter` first.
  package var value: String { raw.hasBackslash ? Self.unescaped(raw) : raw }

  /// Whether an escape is half of a surrogate pair and the other half does not follow: `"\ud83d"` alone, as a text
  /// has it that was cut between two UTF-16 units.
  ///
  /// RFC 8259 allows it, and no Unicode text can hold it: what such a string says cannot be known.
  package var hasHalfCharacter: Bool { raw.hasBackslash && Self.hasLoneSurrogate(raw) }
}

extension JSONString: Hashable {
  /// Equal by the bytes of the raw text.
  package static func == (left: Self, right: Self) -> Bool { left.raw.hasSameBytes(as: right.raw) }

  /// Hashes the bytes of the raw text.
  package func hash(into hasher: inout Hasher) {
    var raw = raw
    raw.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)  // never in UTF-8: two strings in a row hash differently from one
  }
}

extension JSONString {
  /// Whether the string stands for this text.
  func says(_ text: String) -> Bool {
    // An escape is longer than what it stands for.
    raw.hasSameBytes(as: text)
      ? !text.hasBackslash
      : raw.utf8.count > text.utf8.count && raw.hasBackslash && value.hasSameBytes(as: text)
  }
}

extension String {
  /// Equal byte for byte, without Unicode's equivalences.
  func hasSameBytes(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let (left, right) = (utf8.span, other.utf8.span)
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }

  /// Whether a backslash stands in it.
  var hasBackslash: Bool {
    let bytes = utf8.span
    for index in bytes.indices where bytes[index] == ASCII.backslash { return true }
    return false
  }
}
