import Decisions
import Diagnostics
import JSONText
import Projections

/// What is owed about which record, and why: from decisions, questions, writes, held decisions and faults.
struct OwedList {
  /// One thing that is owed.
  struct Line: Sendable {
    let subject: SubjectKey
    /// The field's id in the mapping; `*` for the whole record.
    var field = DecisionMade.Owed.wholeRecord
    /// The side whose value is the reason, or that is to be written; nil where it is both.
    var side: Side?
    let reason: OwedReason
    /// More about the reason, never a value that may be personal.
    let detail: String
    /// The event that first said so.
    let since: UInt64
  }

  /// Rows that are read from the projection at once.
  private static let rowsAtOnce = 1_000

  private(set) var lines: [Line] = []

  /// Reads everything that is owed, record by record.
  init(from store: ProjectionStore) async throws(Failure) {
    var owed: OwedRow?
    while true {
      let rows = try await store.owed(after: owed, limit: Self.rowsAtOnce)
      lines += rows.map(Line.init)
      guard rows.count == Self.rowsAtOnce else { break }
      owed = rows.last
    }
    var held: HeldRow?
    while true {
      let rows = try await store.held(after: held, limit: Self.rowsAtOnce)
      lines += rows.map(Line.init)
      guard rows.count == Self.rowsAtOnce else { break }
      held = rows.last
    }
    lines += try await store.questions(openOnly: true).map(Line.init)
    let writes = OperationState.open.union([.failed])
    lines += try await store.operations(in: writes, limit: OperationsListVerb.rowsMax).map(Line.init)
    lines += try await store.faults(limit: OperationsListVerb.rowsMax).map(Line.init)
    lines.sort {
      ($0.subject.entity, $0.subject.key, $0.field, $0.since)
        < ($1.subject.entity, $1.subject.key, $1.field, $1.since)
    }
  }

  /// Keeps only what is asked for.
  mutating func keep(_ isWanted: (Line) -> Bool) { lines.removeAll { !isWanted($0) } }

  /// `3 owed: parent 2, question 1`.
  var summary: String {
    guard !lines.isEmpty else { return "nothing is owed" }
    let counts = OwedReason.allCases.compactMap { reason -> String? in
      let count = lines.count { $0.reason == reason }
      return count == 0 ? nil : "\(reason.rawValue) \(count.grouped)"
    }
    return "\(lines.count.grouped) owed: \(counts.joined(separator: ", "))"
  }

  /// Lines for a person, then for each reason what wakes it and what can be done.
  func text(_ names: RecordNames) -> [String] {
    var table = TextTable()
    for line in lines {
      table.add([
        line.subject.text, names[line.subject.key], line.field, line.side?.shown ?? "both",
        line.reason.rawValue, line.detail,
      ])
    }
    let reasons = OwedReason.allCases.filter { reason in lines.contains { $0.reason == reason } }
    return table.lines
      + reasons.flatMap { ["", "\($0.rawValue)  wakes: \($0.wakes)", "    \($0.remedy)"] }
  }

  func csv(_ names: RecordNames) -> String {
    let titles = [
      "entity", "key", "name", "field", "side", "reason", "detail", "since_seq", "wakes", "remedy",
    ]
    return CSVText.line(titles)
      + lines.map { line in
        CSVText.line([
          line.subject.entity, line.subject.key, names[line.subject.key], line.field,
          line.side?.rawValue ?? "", line.reason.rawValue, line.detail, "\(line.since)", line.reason.wakes,
          line.reason.remedy,
        ])
      }.joined()
  }

  func json(_ names: RecordNames) -> JSONValue {
    .array(
      lines.map { line in
        [
          "entity": JSONValue(line.subject.entity), "key": JSONValue(line.subject.key),
          "name": JSONValue(names[line.subject.key]), "field": JSONValue(line.field),
          "side": JSONValue(line.side?.rawValue), "reason": JSONValue(line.reason.rawValue),
          "detail": JSONValue(line.detail), "since_seq": JSONValue(line.since),
          "wakes": JSONValue(line.reason.wakes), "remedy": JSONValue(line.reason.remedy),
        ]
      })
  }
}

extension OwedList.Line {
  /// A row of a decision; a reason that only a newer version knows is a value that cannot be read.
  fileprivate init(_ row: OwedRow) {
    let reason = OwedReason(row.owed) ?? .unreadable
    let detail =
      reason == .unreadable
      ? UnreadableReason(rawValue: row.owed.detail)?.sentence ?? row.owed.detail
      : reason == .codeWithoutLine ? "its crosswalk has no line for the code" : row.owed.detail
    self.init(
      subject: SubjectKey(entity: row.entity, key: row.key), field: row.owed.field, side: row.owed.side,
      reason: reason, detail: detail, since: row.sinceSequence)
  }

  fileprivate init(_ row: HeldRow) {
    self.init(
      subject: SubjectKey(entity: row.entity, key: row.key),
      side: row.decision.fields.contains { $0.to == .zoho } ? .zoho : row.decision.fields.first?.to ?? .zoho,
      reason: .lane, detail: "\(row.action): \(row.decision.held ?? "")", since: row.sequence)
  }

  fileprivate init(_ row: QuestionRow) {
    self.init(
      subject: SubjectKey(entity: row.entity, key: row.key),
      field: row.field ?? DecisionMade.Owed.wholeRecord,
      reason: .question, detail: QuestionWords.explained(row.asked.reason), since: row.askedSequence)
  }

  fileprivate init(_ row: OperationRow) {
    let words = [row.errorClass?.rawValue, row.code, row.message].compactMap { $0 }.joined(separator: ": ")
    let write = "\(row.action.rawValue) \(row.operation.prefix(OperationNames.shownLength))"
    self.init(
      subject: SubjectKey(entity: row.entity, key: row.key), side: .zoho,
      reason: row.state == .failed ? .refused : .unknown,
      detail: "\(write), \(row.state.rawValue)\(words.isEmpty ? "" : ": \(words)")",
      since: row.intendedSequence)
  }

  fileprivate init(_ row: FaultRow) {
    self.init(
      subject: SubjectKey(entity: row.entity, key: row.key), side: .zoho, reason: .fault,
      detail: "event \(row.sequence) of a \(row.lifeCycle): \(row.fault)", since: row.sequence)
  }
}
