import Decisions
import Diagnostics

/// What a person said about one field on which both sides moved.
struct ConflictDecision: Hashable, Sendable {
  let record: RecordArgument
  let field: String
  let take: Side
  /// The event of the question, as the list names it; nil where the sheet has no such column.
  let seen: UInt64?
  /// Where it stands: `conflicts.csv:7`.
  let place: String

  /// The decisions in a CSV text, in its order; every row is judged before the first is taken.
  static func decisions(in text: String, file: String) throws(Failure) -> [ConflictDecision] {
    let sheet = try DecisionSheet(text, file: file, columns: ["entity", "key", "field", "take"])
    var decisions: [ConflictDecision] = []
    for row in sheet.rows where !row["take"].isEmpty {
      guard let side = Side(rawValue: row["take"].lowercased()) else {
        throw sheet.mistake("take \"\(row["take"])\" is no side; jde and zoho are", in: row)
      }
      let decision = ConflictDecision(
        record: try sheet.record(row), field: row["field"], take: side,
        seen: try sheet.sequence(row, "found_seq"), place: "\(sheet.file):\(row.line)")
      guard !decisions.contains(where: { $0.record == decision.record && $0.field == decision.field }) else {
        throw sheet.mistake(
          "\(decision.field) of \(decision.record.entity)/\(decision.record.key) is decided twice", in: row)
      }
      decisions.append(decision)
    }
    return decisions
  }
}
