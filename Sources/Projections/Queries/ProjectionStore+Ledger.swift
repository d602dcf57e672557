import Decisions
package import Diagnostics
import GRDB

extension ProjectionStore {
  /// A plan by its hash.
  package func plan(hash: String) async throws(Failure) -> PlanRow? {
    try await read { database in
      try database.first("SELECT \(PlanRow.columns) FROM plans WHERE hash = ?", [hash], PlanRow.init)
    }
  }

  /// The plan that was made last; nil where none was.
  package func newestPlan() async throws(Failure) -> PlanRow? {
    try await read { database in
      try database.first(
        "SELECT \(PlanRow.columns) FROM plans ORDER BY made_seq DESC LIMIT 1", [], PlanRow.init)
    }
  }

  /// Whether a plan of this entity was applied to its end, so that a sync may create its records.
  package func isLoaded(entity: String) async throws(Failure) -> Bool {
    try await loadedSequence(entity: entity) != nil
  }

  /// The event with which an entity's first plan had been applied to its end; nil where none was.
  package func loadedSequence(entity: String) async throws(Failure) -> UInt64? {
    try await read { database in
      try database.first("SELECT seq FROM loaded_entities WHERE entity = ?", [entity]) { cells in
        try cells.sequence()
      }
    }
  }

  /// What holds for the ledger as a whole.
  package func settings() async throws(Failure) -> SettingsState {
    try await read { database in
      let rows = try database.all("SELECT name, value, seq FROM settings", []) { cells in
        (try cells.text(), SettingsState.Setting(value: try cells.text(), sequence: try cells.sequence()))
      }
      let values = Dictionary(rows) { $1 }
      func value(_ name: SettingName) -> SettingsState.Setting? { values[name.rawValue] }
      let binding: LedgerBound? =
        if let environment = value(.environment), let organisation = value(.organisation) {
          LedgerBound(environment: environment.value, organisation: organisation.value)
        } else { nil }
      return SettingsState(
        jdeDay: value(.jdeDay), decidedThrough: value(.decidedThrough).flatMap { UInt64($0.value) } ?? 0,
        configuration: value(.configuration), binding: binding)
    }
  }

  /// The newest runs of the program, the newest first.
  package func commands(limit: Int) async throws(Failure) -> [CommandRow] {
    try await read { database in
      try database.all(
        "SELECT \(CommandRow.columns) FROM commands ORDER BY seq DESC LIMIT ?", [limit], CommandRow.init)
    }
  }

  /// Sessions, breakers and stopped streams.
  package func conditions() async throws(Failure) -> [ConditionRow] {
    try await read { database in
      try database.all(
        "SELECT \(ConditionRow.columns) FROM conditions ORDER BY topic, stream", [], ConditionRow.init)
    }
  }

  /// How much there is of everything.
  package func counts() async throws(Failure) -> StateCounts {
    try await read { database in
      func counted(_ sql: String) throws -> [String: Int] {
        let rows = try database.all(sql, []) { cells in (try cells.text(), try cells.count()) }
        return Dictionary(rows) { $1 }
      }
      let operations = try counted("SELECT state, count(*) FROM operations GROUP BY state")
      let waiting = try counted(
        """
        SELECT 'reviews', count(*) FROM questions WHERE state = 'open' AND field IS NULL
        UNION ALL SELECT 'conflicts', count(*) FROM questions WHERE state = 'open' AND field IS NOT NULL
        UNION ALL SELECT 'held', count(*) FROM held
        UNION ALL SELECT 'unreadable', count(*) FROM owed WHERE reason = 'unreadable'
        UNION ALL SELECT 'faults', count(*) FROM faults
        UNION ALL SELECT 'keys', count(*) FROM owed WHERE reason = 'key_stands_on'
        UNION ALL SELECT 'parents', count(*) FROM owed WHERE reason = 'parent'
        """)
      return StateCounts(
        records: try counted(
          "SELECT side || '/' || kind, count(*) FROM records WHERE state = 'present' GROUP BY side, kind"),
        linked: try counted("SELECT entity, count(*) FROM links WHERE state = 'linked' GROUP BY entity"),
        operations: Dictionary(
          operations.compactMap { name, count in OperationState(rawValue: name).map { ($0, count) } }
        ) { $1 },
        openReviews: waiting["reviews"] ?? 0, openConflicts: waiting["conflicts"] ?? 0,
        held: waiting["held"] ?? 0, unreadable: waiting["unreadable"] ?? 0,
        keysElsewhere: waiting["keys"] ?? 0, waiting: waiting["parents"] ?? 0, faults: waiting["faults"] ?? 0)
    }
  }
}
