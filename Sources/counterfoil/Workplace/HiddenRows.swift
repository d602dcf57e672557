import Decisions
import Diagnostics
import EventLog
import Projections

/// Open questions about rows that show no longer, by table and the day (UTC) on which they were asked: one name,
/// `not_shown/F0101/2026-12-01`, answers for all of them.
struct HiddenRows {
  /// The questions by their common name, each in the order of its records.
  private(set) var groups: [String: [QuestionRow]] = [:]

  /// The names in the order of the alphabet, so of tables and days.
  var names: [String] { groups.keys.sorted() }

  /// Whether a text is meant as such a name.
  static func isName(_ text: String) -> Bool { text.hasPrefix("not_shown/") }

  /// What is open among `rows`, or at all.
  init(in view: ProjectView, among rows: [QuestionRow]? = nil) async throws(Failure) {
    let open: [QuestionRow]
    if let rows { open = rows } else { open = try await view.store.questions(openOnly: true) }
    for row in open {
      guard row.field == nil, let table = row.asked.hiddenTable,
        let event = try view.reader.event(row.askedSequence)
      else { continue }
      groups["not_shown/\(table)/\(event.at.prefix(10))", default: []].append(row)
    }
  }

  /// The questions behind a name, or those of them that are about `records`.
  ///
  /// Throws `record-unknown` where nothing open has that name, or a record is not among them.
  func rows(of name: String, only records: [String]) throws(Failure) -> [QuestionRow] {
    guard let rows = groups[name] else { throw .noHiddenRows(name, known: names) }
    guard !records.isEmpty else { return rows }
    var wanted: [QuestionRow] = []
    for record in records {
      let argument = try RecordArgument(record)
      guard let row = rows.first(where: { $0.entity == argument.entity && $0.key == argument.key }) else {
        throw .notAmongHiddenRows(record, of: name)
      }
      wanted.append(row)
    }
    return wanted
  }

  /// How all of a group are answered for, a line for each.
  var lines: [String] {
    names.map { name in
      "\(name): \((groups[name] ?? []).count.counted("record")); counterfoil links settle \(name) --mark (gone for good), "
        + "--keep (only hidden) or --unlink answers for all of them"
    }
  }
}
