import Decisions
import JSONText
import Projections

/// Questions about pairs as lines, as CSV with a column for the decision, and for a script.
struct ReviewList {
  let rows: [QuestionRow]
  let names: RecordNames

  /// The columns of the CSV; `links import` reads `entity`, `key`, `zoho_id`, `asked_seq`, `decision` and `because`.
  static let columns = [
    "entity", "key", "name", "reason", "zoho_id", "candidate", "score", "same", "asked_seq",
    "decision", "because",
  ]

  var lines: [String] {
    rows.flatMap { row in
      ["\(row.entity)/\(row.key)  \(names[row.key])  (\(QuestionWords.explained(row.asked.reason)))"]
        + row.asked.candidates.map { "    candidate \(CandidateText($0).line)" }
    }
  }

  /// One row for each candidate, or one for a question without any.
  var csv: String {
    var text = CSVText.line(Self.columns)
    for row in rows {
      text += Self.rows(
        entity: row.entity, key: row.key, name: names[row.key], reason: row.asked.reason,
        candidates: row.asked.candidates, asked: row.askedSequence)
    }
    return text
  }

  /// The rows of one question; `asked` is its event, nil where nobody was asked yet.
  static func rows(
    entity: String, key: String, name: String, reason: String, candidates: [JSONValue], asked: UInt64? = nil
  ) -> String {
    let start = [entity, key, name, reason]
    let end = [asked.map { "\($0)" } ?? "", "", ""]
    if candidates.isEmpty { return CSVText.line(start + ["", "", "", ""] + end) }
    return candidates.map(CandidateText.init).map { candidate in
      CSVText.line(
        start + [
          candidate.zohoID, candidate.name, candidate.score, candidate.keys.joined(separator: " "),
        ] + end)
    }.joined()
  }

  var json: JSONValue {
    .array(
      rows.map { row in
        [
          "entity": JSONValue(row.entity), "key": JSONValue(row.key), "name": JSONValue(names[row.key]),
          "module": JSONValue(row.asked.module), "reason": JSONValue(row.asked.reason),
          "candidates": .array(row.asked.candidates),
          "asked_seq": JSONValue(row.askedSequence),
        ]
      })
  }
}
