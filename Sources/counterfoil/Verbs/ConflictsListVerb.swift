import ArgumentParser
import Decisions
import Diagnostics
import JSONText
import Projections

/// `conflicts list`: the open ones, with both values.
struct ConflictsListVerb: Verb {
  static let verb = "conflicts"
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the open conflicts with both values.")

  @OptionGroup var common: CommonOptions

  @OptionGroup var table: TableOptions

  func answer(in console: Console) async throws(Failure) -> Answer {
    let view = try await common.project.view(console)
    let rows = try await view.store.questions(openOnly: true).filter { $0.field != nil }
    let names = try await RecordNames(of: rows.map(\.key), in: view.store)
    let result = JSONValue.array(rows.map { $0.summary(name: names[$0.key]) })
    guard !table.isTable else {
      let titles = CSVText.line([
        "entity", "key", "name", "field", "jde", "zoho", "rule", "found_seq", "take",
      ])
      let text = rows.map { row in
        CSVText.line([
          row.entity, row.key, names[row.key], row.field ?? "", row.asked.values.jde.text ?? "",
          row.asked.values.zoho.text ?? "", row.asked.reason, "\(row.askedSequence)", "",
        ])
      }
      return Answer(table: try table.form(titles + text.joined()), result: result)
    }
    var lines = TextTable()
    for row in rows {
      lines.add([
        "\(row.entity)/\(row.key)", row.field ?? "", "JDE: \(row.asked.values.jde.shown)",
        "Zoho: \(row.asked.values.zoho.shown)", QuestionWords.explained(row.asked.reason), names[row.key],
      ])
    }
    return Answer(
      rows.isEmpty ? "no conflict is open" : rows.count.counted("conflict"), lines: lines.lines,
      result: result,
      next: rows.isEmpty ? nil : "counterfoil conflicts resolve ENTITY/KEY FIELD --take jde (or zoho)")
  }
}

extension QuestionRow {
  /// A conflict for a script.
  fileprivate func summary(name: String) -> JSONValue {
    [
      "entity": JSONValue(entity), "key": JSONValue(key), "name": JSONValue(name), "field": JSONValue(field),
      "jde": asked.values.jde.json ?? .null, "zoho": asked.values.zoho.json ?? .null,
      "rule": JSONValue(asked.reason), "found_seq": JSONValue(askedSequence),
    ]
  }
}
