import Decisions
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
        WHERE entity = ? AND key = ? AND state IN (SELECT value FROM json_each(?))
        ORDER BY intended_seq DESC LIMIT 1
        """, [entity, key, list(OperationState.open.map(\.rawValue).sorted())], OperationRow.init)
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
        AND state IN (SELECT value FROM json_each(?)) ORDER BY intended_seq
        """, [entity, list(keys), list(OperationState.unended.map(\.rawValue).sorted())], OperationRow.init)
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

  /// The writes under way to these records of a module, for whichever key.
  package func openOperations(kind: String, targets: [String]) async throws(Failure) -> [OperationRow] {
    try await read { database in
      try database.all(
        """
        SELECT \(OperationRow.columns) FROM operations INDEXED BY operations_by_target
        WHERE target_id IN (SELECT value FROM json_each(?)) AND kind = ?
        AND state IN (SELECT value FROM json_each(?)) ORDER BY intended_seq
        """, [list(targets), kind, list(OperationState.open.map(\.rawValue).sorted())], OperationRow.init)
    }
  }

  /// Writes that were intended before, by operation; the others are left out.
  package func operations(named operations: [String]) async throws(Failure) -> [String: OperationRow] {
    try await read { database in
      let known = try database.all(
        "SELECT \(OperationRow.columns) FROM operations WHERE operation IN (SELECT value FROM json_each(?))",
        [list(operations)], OperationRow.init)
      return Dictionary(known.map { ($0.operation, $0) }) { $1 }
    }
  }

  /// The keys of an entity about whose writes anything happened since an event, and those that are linked to the records
  /// which these are written to.
  package func keysWritten(entity: String, since seq: UInt64) async throws(Failure) -> [String] {
    try await read { database in
      try database.all(
        """
        SELECT key FROM operations INDEXED BY operations_by_change WHERE last_seq > ?1 AND entity = ?2
        UNION
        SELECT links.key FROM operations INDEXED BY operations_by_change
        CROSS JOIN links INDEXED BY links_by_zoho_id
        WHERE operations.last_seq > ?1 AND links.zoho_id = operations.target_id AND links.entity = ?2
        AND links.module = operations.kind AND links.state = 'linked'
        """, [seq.cell, entity]
      ) { cells in try cells.text() }
    }
  }

  /// What could not follow about these keys, the oldest first.
  package func faults(entity: String, keys: [String]) async throws(Failure) -> [FaultRow] {
    try await read { database in
      try database.all(
        """
        SELECT \(FaultRow.columns) FROM faults
        WHERE entity = ? AND key IN (SELECT value FROM json_each(?)) ORDER BY seq
        """, [entity, list(keys)], FaultRow.init)
    }
  }

  /// Every event that could not follow the state that it met.
  package func faults(limit: Int) async throws(Failure) -> [FaultRow] {
    try await read { database in
      try database.all("SELECT \(FaultRow.columns) FROM faults ORDER BY seq LIMIT ?", [limit], FaultRow.init)
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
