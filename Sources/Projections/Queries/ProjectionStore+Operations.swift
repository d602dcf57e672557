package import Diagnostics
import GRDB

extension ProjectionStore {
  /// Writes in these states, the oldest intent first.
  package func operations(
    in states: Set<OperationState>, limit: Int
  ) async throws(Failure) -> [OperationRow] {
    try await read { database in
      try database.all(
        """
        SELECT \(OperationRow.columns) FROM operations
        WHERE state IN (SELECT value FROM json_each(?)) ORDER BY intended_seq LIMIT ?
        """, [list(states.map(\.rawValue).sorted()), limit], OperationRow.init)
    }
  }

  /// A write by its id.
  package func operation(_ id: String) async throws(Failure) -> OperationRow? {
    try await read { database in
      try database.first(
        "SELECT \(OperationRow.columns) FROM operations WHERE operation = ?", [id], OperationRow.init)
    }
  }

  /// The write of a record that is not at its end; nil where there is none.
  package func openOperation(entity: String, key: String) async throws(Failure) -> OperationRow? {
    try await read { database in
      try database.first(
        """
        SELECT \(OperationRow.columns) FROM operations
        WHERE entity = ? AND key = ? AND state IN ('intended', 'unknown', 'answered')
        ORDER BY intended_seq DESC LIMIT 1
        """, [entity, key], OperationRow.init)
    }
  }

  /// The open and the failed writes of these keys, the oldest intent first.
  package func operations(
    entity: String, keys: [String]
  ) async throws(Failure) -> [OperationRow] {
    try await read { database in
      try database.all(
        """
        SELECT \(OperationRow.columns) FROM operations
        WHERE entity = ? AND key IN (SELECT value FROM json_each(?))
        AND state IN ('intended', 'unknown', 'answered', 'failed') ORDER BY intended_seq
        """, [entity, list(keys)], OperationRow.init)
    }
  }

  /// Every write to these records of a module, whichever key it was made for, the oldest intent first.
  package func allOperations(kind: String, targets: [String]) async throws(Failure) -> [OperationRow] {
    try await read { database in
      try database.all(
        """
        SELECT \(OperationRow.columns) FROM operations
        WHERE target_id IN (SELECT value FROM json_each(?)) AND kind = ? ORDER BY intended_seq
        """, [list(targets), kind], OperationRow.init)
    }
  }

  /// Every write of a record, the oldest intent first.
  package func allOperations(entity: String, key: String) async throws(Failure) -> [OperationRow] {
    try await read { database in
      try database.all(
        "SELECT \(OperationRow.columns) FROM operations WHERE entity = ? AND key = ? ORDER BY intended_seq",
        [entity, key], OperationRow.init)
    }
  }
}
