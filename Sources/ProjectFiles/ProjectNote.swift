package import Diagnostics

/// Something in the files that a person should know and that stops nothing: a field that flows one way only.
package struct ProjectNote: Hashable, Sendable, CustomStringConvertible {
  /// Where it stands.
  package let place: SourcePlace
  /// One sentence: small first letter, no full stop.
  package let message: String

  /// `file:line:column: message`.
  package var description: String { "\(place): \(message)" }
}
