import Decisions
package import Diagnostics
import EventLog
import Instants
import JSONText
import ProjectFiles
import Projections

extension SyncEngine {
  /// Lets failed writes be decided again from today's state, all of them where none is named; gives their number.
  package func retry(
    operations: [String], by user: String? = nil, because: String? = nil
  ) async throws(Failure) -> Int {
    let failed = try await failed(operations)
    try await end(
      failed, .writeAbandoned, "a person asked for another try", by: user, because: because)
    return failed.count
  }

  /// Gives a failed write up: nothing is written for its record until that changes.
  package func discard(
    operation: String, by user: String? = nil, because: String? = nil
  ) async throws(Failure) {
    for row in try await failed([operation]) {
      var commit = commit(row.subject, by: user, because: because)
      commit.say(.notUntilChanged)
      let ended = WriteEnded(
        operation: row.operation, entity: row.entity, key: row.key, generation: row.generation,
        errorClass: nil, message: "a person gave it up", by: commit.by, because: because)
      commit.add(.writeSettled, ended.json, on: StreamKey.operation(row.operation))
      try await journal.note(commit.drafts)
    }
  }

  /// Says what became of a write whose outcome could not be told.
  package func settle(
    operation: String, applied: Bool, by user: String? = nil, because: String? = nil
  ) async throws(Failure) {
    guard let row = try await journal.state.operation(operation), OperationState.open.contains(row.state)
    else {
      throw .noOpenOperation(operation)
    }
    guard !applied || row.action != .insert else { throw .madeRecordUnknown(operation, of: row.subject) }
    var life = row.life
    if life.take(applied ? .settled : .abandoned) != nil {
      throw .mayStillLand(
        operation, until: life.unanswered.firstSecondAfter.map { RFC3339.text(seconds: $0) })
    }
    try await end(
      [row], applied ? .writeSettled : .writeAbandoned,
      applied ? "a person saw that it was applied" : "a person saw that it was not applied",
      by: user, because: because)
  }

  private func failed(_ operations: [String]) async throws(Failure) -> [OperationRow] {
    let failed = try await journal.state.operations(in: [.failed], limit: 1_000_000)
    guard !operations.isEmpty else { return failed }
    for operation in operations where !failed.contains(where: { $0.operation == operation }) {
      throw .noOpenOperation(operation)
    }
    return failed.filter { operations.contains($0.operation) }
  }

  private func end(
    _ rows: [OperationRow], _ kind: EventKind, _ message: String, by user: String?, because: String?
  ) async throws(Failure) {
    guard !rows.isEmpty else { return }
    let user = user ?? environment.user
    try await journal.note(
      rows.map { row in
        Draft(
          kind: kind, stream: StreamKey.operation(row.operation),
          body: WriteEnded(
            operation: row.operation, entity: row.entity, key: row.key, generation: row.generation,
            errorClass: nil, message: message, by: user, because: because
          ).json, cause: .sequence(journal.run), isPersonal: personal.covers(entity: row.entity))
      })
  }
}
