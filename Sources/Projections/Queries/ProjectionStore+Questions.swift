package import Decisions
package import Diagnostics
import EventLog
import GRDB

extension ProjectionStore {
  /// Questions in the order of entity, key and field: the open ones only, or all.
  ///
  /// One about a whole record comes before those about its fields.
  package func questions(openOnly: Bool) async throws(Failure) -> [QuestionRow] {
    try await read { database in
      try database.all(
        """
        SELECT \(QuestionRow.columns) FROM questions WHERE state = 'open' OR NOT ?
        ORDER BY entity, key, field IS NOT NULL, field
        """, [openOnly], QuestionRow.init)
    }
  }

  /// The open questions of each of these keys, that about the whole record first.
  package func openQuestions(
    entity: String, keys: [String]
  ) async throws(Failure) -> [String: [QuestionRow]] {
    try await read { database in
      let rows = try database.all(
        """
        SELECT \(QuestionRow.columns) FROM questions
        WHERE entity = ? AND key IN (SELECT value FROM json_each(?)) AND state = 'open'
        ORDER BY key, field IS NOT NULL, field
        """, [entity, list(keys)], QuestionRow.init)
      return Dictionary(grouping: rows, by: \.key)
    }
  }

  /// Those of these keys of which a question doubts that they are still what they were (gone, not shown, another identity)
  /// that is open, or was answered with nothing decided by since.
  package func doubted(entity: String, keys: [String]) async throws(Failure) -> Set<String> {
    try await read { database in
      let rows = try database.all(
        """
        SELECT \(QuestionRow.columns) FROM questions
        WHERE entity = ?1 AND key IN (SELECT value FROM json_each(?2)) AND field IS NULL AND state <> 'withdrawn'
        AND (state = 'open' OR NOT EXISTS (SELECT 1 FROM marks
          WHERE marks.entity = questions.entity AND marks.key = questions.key AND marks.seq > asked_seq))
        """, [entity, list(keys)], QuestionRow.init)
      return Set(rows.filter(\.asked.doubtsRecord).map(\.key))
    }
  }

  /// The newest question under an id, whatever became of it; nil where none was ever asked.
  package func question(_ id: QuestionID) async throws(Failure) -> QuestionRow? {
    try await read { database in
      try database.first(
        "SELECT \(QuestionRow.columns) FROM questions WHERE question = ?", [id.text], QuestionRow.init)
    }
  }

  /// What persons said of each of these keys; what was taken back or is over is left out.
  package func statements(
    entity: String, keys: [String]
  ) async throws(Failure) -> [String: Statements] {
    try await read { database in
      let rows = try database.all(
        """
        SELECT key, body, seq, used_seq, overtaken_seq FROM statements
        WHERE entity = ? AND key IN (SELECT value FROM json_each(?)) AND says <> 'taken_back'
        """, [entity, list(keys)]
      ) { cells in
        let key = try cells.text()
        let stated = try SubjectStated(json: try cells.json())
        return (
          key,
          Statements.Statement(
            says: stated.says, about: stated.about, sequence: try cells.sequence(),
            usedSequence: try cells.optionalSequence(), isOvertaken: try cells.optionalSequence() != nil)
        )
      }
      return Dictionary(grouping: rows) { $0.0 }.mapValues { Statements($0.map(\.1)) }
    }
  }

  /// By what both sides of each of these keys were known at the last decision that said so.
  package func marks(entity: String, keys: [String]) async throws(Failure) -> [String: KeptMarks] {
    try await read { database in
      let rows = try database.all(
        "SELECT key, jde, zoho FROM marks WHERE entity = ? AND key IN (SELECT value FROM json_each(?))",
        [entity, list(keys)]
      ) { cells in
        (
          try cells.text(),
          KeptMarks(jde: IdentityMarks(json: try cells.json()), zoho: IdentityMarks(json: try cells.json()))
        )
      }
      return Dictionary(rows) { $1 }
    }
  }
}
