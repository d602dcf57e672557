package import Diagnostics

/// A secret that the project file names, or a plain value in a place where a secret could stand.
///
/// It is read only when it is needed, and no description, dump or message shows it.
package struct SecretText: Sendable {
  /// What messages call it: `secret jde-password`, or the key where a plain value stands: `jde.username`.
  package let name: String
  private let origin: Origin

  private enum Origin: Sendable {
    case plain(String)
    case named(String, SecretSource, SourcePlace?)
  }

  /// A value that stands in the file as it is.
  package init(plain value: String, name: String) {
    self.name = name
    origin = .plain(value)
  }

  /// A value that `${secret:name}` refers to, at a place in the file.
  package init(named name: String, in source: SecretSource, at place: SourcePlace? = nil) {
    self.name = "secret \(name)"
    origin = .named(name, source, place)
  }

  /// The value itself; throws where it is found nowhere or where others can read its file.
  package func reveal() throws(Failure) -> String {
    switch origin {
    case .plain(let value): return value
    case .named(let name, let source, let place):
      return try source.value(of: name, at: place)
    }
  }
}

extension SecretText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The name, never the value.
  package var description: String { "<\(name)>" }
  /// The name, never the value.
  package var debugDescription: String { description }
  /// No children: `dump` shows nothing.
  package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
