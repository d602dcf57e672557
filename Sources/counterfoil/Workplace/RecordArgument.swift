import Decisions
import Diagnostics

/// A record as a person names it on the command line: `customer/4242`, `contact/4242.1`.
struct RecordArgument: Hashable, Sendable {
  let entity: String
  let key: String

  /// A record that the program named itself.
  init(_ subject: SubjectKey) {
    entity = subject.entity
    key = subject.key
  }

  /// Takes `ENTITY/KEY` apart.
  init(_ text: String) throws(Failure) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { throw .unnamedRecord(text) }
    entity = String(parts[0])
    key = String(parts[1])
  }
}

extension Failure {
  /// A text that names no record.
  static func unnamedRecord(_ text: String) -> Failure {
    Failure(
      .recordUnnamed, "\"\(text)\" names no record",
      remedy: "write ENTITY/KEY, say customer/4242 or contact/4242.1")
  }
}
