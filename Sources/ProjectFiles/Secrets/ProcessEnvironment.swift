import Foundation

/// The variables that the process was started with, or those that a test gives.
package struct ProcessEnvironment: Sendable, CustomReflectable, CustomStringConvertible {
  private let variables: [String: String]

  /// An environment of exactly these variables.
  package init(_ variables: [String: String]) { self.variables = variables }

  /// The variables of this process.
  package static var current: Self { Self(ProcessInfo.processInfo.environment) }

  /// The value of a variable; nil where it is not set or empty.
  package subscript(_ name: String) -> String? {
    guard let value = variables[name], !value.isEmpty else { return nil }
    return value
  }

  /// Only how many there are: they hold secrets.
  package var description: String { "<\(variables.count) variables>" }
  /// No children: `dump` shows nothing.
  package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
