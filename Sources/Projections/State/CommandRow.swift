package import Decisions
import Diagnostics
package import JSONText

/// A run of the program.
package struct CommandRow: Hashable, Sendable {
  /// Of `command.started`; what the run's events name as their `run`.
  package let sequence: UInt64
  package let verb: String
  package let user: String
  package let startedAt: String
  /// Nil while it runs, or where it was killed.
  package let endedSequence: UInt64?
  package let endedAt: String?
  package let exitCode: Int?
  package let figures: JSONValue?
  /// Why it failed; nil where it did not, or was killed.
  package let failure: FailureNote?
}

/// A plan and how far it came.
package struct PlanRow: Hashable, Sendable {
  package let hash: String
  package let entities: [String]
  /// The configuration's hash that it is bound to.
  package let configuration: String
  package let items: Int
  package let left: Int
  /// It was applied to its end.
  package let isComplete: Bool
  /// Nil where the plan was made before the log began to say so.
  package let madeSequence: UInt64?
  package let appliedSequence: UInt64?
}

extension CommandRow {
  static let columns = "seq, verb, user, started_at, ended_seq, ended_at, exit_code, figures, failure"

  init(_ cells: inout CellReader) throws(Failure) {
    sequence = try cells.sequence()
    verb = try cells.text()
    user = try cells.text()
    startedAt = try cells.text()
    endedSequence = try cells.optionalSequence()
    endedAt = try cells.optionalText()
    exitCode = try cells.optionalInteger().map(Int.init)
    figures = try cells.optionalJSON()
    failure = try cells.optionalJSON().flatMap(FailureNote.init(json:))
  }
}

extension PlanRow {
  static let columns = "hash, entities, configuration, items, items_left, is_complete, made_seq, applied_seq"

  init(_ cells: inout CellReader) throws(Failure) {
    hash = try cells.text()
    entities = try cells.json().array?.compactMap(\.string) ?? []
    configuration = try cells.text()
    items = try cells.count()
    left = try cells.count()
    isComplete = try cells.integer() == 1
    madeSequence = try cells.optionalSequence()
    appliedSequence = try cells.optionalSequence()
  }
}
