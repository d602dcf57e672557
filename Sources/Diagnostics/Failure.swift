/// What a person is told when the program cannot go on: what failed, where, and what to do next.
///
/// The one error type of the house, so that typed throws compose without wrapping. Secrets and personal
/// values never stand in it.
package struct Failure: Error, Hashable {
  /// The stable name for scripts, and the exit code that goes with it.
  package let code: Code
  /// What failed, with the value that was found: small first letter, no full stop.
  package let message: String
  /// Where it failed: `file:line:column`, an event, a record, an address; nil where there is no such place.
  package let place: String?
  /// What to do next, and the values that would do.
  package let remedy: String

  /// A failure with its sentence, its place and its way out.
  package init(_ code: Code, _ message: String, at place: String? = nil, remedy: String) {
    self.code = code
    self.message = Self.bounded(message)
    self.place = place.map(Self.bounded)
    self.remedy = Self.bounded(remedy)
  }

  /// The most bytes that each of the three texts has: the ranges of some 300 lost events, or two hundred lines.
  ///
  /// Values from outside stand in messages, and have any length.
  package static let textBytesMax = 16_384

  /// A text that is too long, cut: a character has at most four bytes, and `…` has three.
  private static func bounded(_ text: String) -> String {
    guard text.utf8.count > textBytesMax else { return text }
    return String(text.unicodeScalars.prefix(textBytesMax / 4 - 1)) + "…"
  }

  /// The same failure with a place, where it has none yet.
  package func located(at place: @autoclosure () -> String) -> Failure {
    guard self.place == nil else { return self }
    return Failure(code, message, at: place(), remedy: remedy)
  }
}

extension Failure {
  /// A stable name for scripts, with the exit code of the program that goes with it.
  package struct Code: Hashable, Sendable {
    /// The name in `--json` output, in kebab case.
    package let name: String
    /// 1 it failed or something is damaged, 2 wrong input, 3 environment.
    package let exitCode: Int32

    /// A code; each module declares its own as static members.
    package init(_ name: String, exitCode: Int32) {
      self.name = name
      self.exitCode = exitCode
    }
  }
}

extension Failure: CustomStringConvertible {
  /// The two lines that a terminal shows, without the program's name.
  package var description: String {
    let line = place.map { "\($0): \(message)" } ?? message
    return "\(line)\n  fix: \(remedy)"
  }
}
