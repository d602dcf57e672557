import Decisions
import EventLog
import GRDB
import JSONText

/// The rows of writes as the fold of one batch has them: each is written once, not at every step of a write's life.
final class WriteRows {
  private var rows: [String: WriteRow] = [:]
  /// The writes of each record that the batch has met.
  private var met: [EventFold.Subject: Set<String>] = [:]
  /// Rows that differ from what the file has, in the order in which they first did.
  private var changed: [String] = []
  /// Whether some write is parked; nil while nobody has asked.
  private var hasParked: Bool?

  /// A write; nil where there is none.
  func row(_ operation: String, in database: Database) throws -> WriteRow? {
    if let known = rows[operation] { return known }
    // Most are asked for when they are new: a row of all columns costs much more to ask for than one.
    guard
      try database.first("SELECT 1 FROM operations WHERE operation = ?", [operation], { _ in true }) == true
    else {
      return nil
    }
    let found = try database.first(WriteRow.select, [operation], WriteRow.init)
    rows[operation] = found
    return found
  }

  /// A write is this from now on.
  func keep(_ row: WriteRow) {
    if case .failed = row.life.stage { hasParked = true }
    var row = row
    if !row.isChanged { changed.append(row.operation) }
    row.isChanged = true
    rows[row.operation] = row
    met[row.subject, default: []].insert(row.operation)
  }

  /// Every write of a record, by id.
  func rows(of subject: EventFold.Subject, in database: Database) throws -> [WriteRow] {
    let stored = try database.all(
      "SELECT operation FROM operations WHERE entity = ? AND key = ?", [subject.entity, subject.key]
    ) { cells in try cells.text() }
    return try Set(stored).union(met[subject] ?? []).sorted().compactMap { try row($0, in: database) }
  }

  /// What a write says; nil once it was forgotten.
  func intent(of row: WriteRow, in database: Database) throws -> WriteIntended? {
    switch row.intent {
    case .says(let body): return try WriteIntended(json: try JSONValue(parsing: body))
    case .forgotten: return nil
    case .untouched:
      return try database.first("SELECT body FROM intents WHERE operation = ?", [row.operation]) { cells in
        try WriteIntended(json: try cells.json())
      }
    }
  }

  /// Whether no write is parked: most of the time none is.
  func isNoneParked(in database: Database) throws -> Bool {
    if let hasParked { return !hasParked }
    let found = try database.first("SELECT EXISTS (SELECT 1 FROM operations WHERE state = 'failed')", []) {
      cells in
      try cells.count() > 0
    }
    hasParked = found ?? false
    return found == false
  }

  /// Writes every row that has changed.
  func flush(to database: Database) throws {
    for operation in changed {
      guard var row = rows[operation] else { continue }
      try row.write(to: database)
      rows[operation] = row
    }
    changed.removeAll()
  }
}

extension WriteRow {
  /// Whether it still wants something, or is parked: what ends with its pairing.
  var isUnended: Bool { OperationState.unended.contains(OperationState(life.stage)) }
}

/// One row of `operations`, with what the write says.
struct WriteRow {
  /// What a write says: in the log for ever, in the state while the write is open or parked.
  enum Intent {
    /// As the file has it, or as the file has it not.
    case untouched
    case says(String)
    case forgotten
  }

  let operation: String
  /// Whose write it is: the row keeps that.
  let subject: EventFold.Subject
  private let side: String
  private let kind: String
  let action: WriteIntended.Action
  var generation: Int
  var targetID: String?
  var life = WriteLife()
  var decisionSequence: UInt64?
  var intendedSequence: UInt64
  var sentSequence: UInt64?
  var serverDate: String?
  var sentAt: String?
  var answeredSequence: UInt64?
  var answers = 0
  var proofSequence: UInt64?
  var lastSequence: UInt64
  var modifiedTime: String?
  var probe: String?
  var errorClass: String?
  var code: String?
  var message: String?
  var intent = Intent.untouched
  fileprivate var isChanged = false
  /// Whether the file may hold what it says.
  private var isIntentStored: Bool

  /// A write that was not intended before.
  init(_ intent: WriteIntended, at sequence: UInt64) {
    operation = intent.operation
    subject = EventFold.Subject(intent.entity, intent.key)
    side = intent.target.side.rawValue
    kind = intent.target.kind
    action = intent.action
    generation = intent.generation
    intendedSequence = sequence
    lastSequence = sequence
    isIntentStored = false
  }

  /// Intended, for the first time or again: what became of it before is not what becomes of it now.
  mutating func renew(by intent: WriteIntended, decision: UInt64?, body: String, at sequence: UInt64) {
    generation = intent.generation
    targetID = intent.target.id
    decisionSequence = decision
    intendedSequence = sequence
    lastSequence = sequence
    proofSequence = nil
    probe = nil
    modifiedTime = nil
    errorClass = nil
    code = nil
    message = nil
    self.intent = .says(body)
  }

  fileprivate static let select = """
    SELECT operation, entity, key, side, kind, action, generation, target_id, life, decision_seq, intended_seq, \
    sent_seq, server_date, sent_at, answered_seq, answers, proof_seq, last_seq, modified_time, probe, class, code, message
    FROM operations WHERE operation = ?
    """

  fileprivate init(_ cells: inout CellReader) throws {
    operation = try cells.text()
    subject = EventFold.Subject(try cells.text(), try cells.text())
    side = try cells.text()
    kind = try cells.text()
    action = try cells.choice()
    generation = try cells.count()
    targetID = try cells.optionalText()
    life = try WriteLife(json: try cells.json())
    decisionSequence = try cells.optionalSequence()
    intendedSequence = try cells.sequence()
    sentSequence = try cells.optionalSequence()
    serverDate = try cells.optionalText()
    sentAt = try cells.optionalText()
    answeredSequence = try cells.optionalSequence()
    answers = try cells.count()
    proofSequence = try cells.optionalSequence()
    lastSequence = try cells.sequence()
    modifiedTime = try cells.optionalText()
    probe = try cells.optionalText()
    errorClass = try cells.optionalText()
    code = try cells.optionalText()
    message = try cells.optionalText()
    isIntentStored = true
  }

  fileprivate mutating func write(to database: Database) throws {
    try database.run(
      """
      INSERT INTO operations (operation, entity, key, generation, side, kind, target_id, action, state, life, \
      decision_seq, intended_seq, sent_seq, server_date, sent_at, answered_seq, answers, proof_seq, last_seq, \
      modified_time, probe, class, code, message)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (operation) DO UPDATE SET generation = excluded.generation, target_id = excluded.target_id,
      state = excluded.state, life = excluded.life, decision_seq = excluded.decision_seq,
      intended_seq = excluded.intended_seq, sent_seq = excluded.sent_seq, server_date = excluded.server_date, sent_at = excluded.sent_at,
      answered_seq = excluded.answered_seq, answers = excluded.answers, proof_seq = excluded.proof_seq,
      last_seq = excluded.last_seq, modified_time = excluded.modified_time, probe = excluded.probe,
      class = excluded.class, code = excluded.code, message = excluded.message
      """,
      [
        operation, subject.entity, subject.key, generation, side, kind, targetID, action.rawValue,
        OperationState(life.stage).rawValue, life.json.text, decisionSequence?.cell, intendedSequence.cell,
        sentSequence?.cell, serverDate, sentAt, answeredSequence?.cell, answers, proofSequence?.cell,
        lastSequence.cell, modifiedTime, probe, errorClass, code, message,
      ])
    switch intent {
    case .untouched: break
    case .says(let body):
      try database.run("INSERT OR REPLACE INTO intents (operation, body) VALUES (?, ?)", [operation, body])
      isIntentStored = true
    case .forgotten:
      if isIntentStored {
        try database.run("DELETE FROM intents WHERE operation = ?", [operation])
        isIntentStored = false
      }
    }
    intent = .untouched
    isChanged = false
  }
}
