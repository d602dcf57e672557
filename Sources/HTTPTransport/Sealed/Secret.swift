/// A text that must not be shown: printing, interpolating or dumping it gives no part of it.
package struct Secret: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The text itself, for the one place that sends it.
  package let value: String

  /// Keeps a text from being shown.
  package init(_ value: String) { self.value = value }

  /// A literal, as tests write it.
  package init(stringLiteral value: String) { self.value = value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Says that there is a secret, and nothing of it.
  package var description: String { "(secret)" }
  /// Says that there is a secret, and nothing of it.
  package var debugDescription: String { "(secret)" }
  /// Shows no children to `dump`.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
