import ArgumentParser
import Decisions
import Diagnostics
import JSONText
import ProjectFiles
import Projections

/// `links list`: the pairs, or the questions about pairs.
struct LinksListVerb: Verb {
  static let verb = "links"
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List pairs, or with --review the questions about them.",
    discussion: """
      Why a person is asked:
      \(QuestionWords.ofPairs.map { "  \($0)" }.joined(separator: "\n"))
      """)

  /// Pairs that are read from the projection at once.
  private static let pairsAtOnce = 1_000

  @OptionGroup var common: CommonOptions

  @Flag(help: "What waits for a person: reason and candidates.")
  var review = false

  @OptionGroup var table: TableOptions

  @Option(help: ArgumentHelp("Only this entity.", valueName: "name"))
  var entity: String?

  @Argument(
    help: ArgumentHelp(
      "With --review: these records, each side by side with its candidates.", valueName: "record"))
  var records: [String] = []

  func validate() throws {
    guard !records.isEmpty, !review || table.isTable else { return }
    throw ValidationError("a record is shown side by side with its candidates by --review, and not as CSV")
  }

  func answer(in console: Console) async throws(Failure) -> Answer {
    let view = try await common.project.view(console)
    try await common.project.requireEntity(entity, in: view)
    return review ? try await reviews(view) : try await pairs(view)
  }

  private func reviews(_ view: ProjectView) async throws(Failure) -> Answer {
    var wanted: Set<String> = []
    for record in records {
      let record = try RecordArgument(record)
      wanted.insert("\(record.entity)/\(record.key)")
    }
    let rows = try await view.store.questions(openOnly: true).filter {
      $0.field == nil && (entity == nil || $0.entity == entity)
        && (wanted.isEmpty || wanted.contains("\($0.entity)/\($0.key)"))
    }
    guard wanted.isEmpty else { return try await sideBySide(rows, view) }
    let names = try await RecordNames(of: rows.map(\.key), in: view.store)
    let list = ReviewList(rows: rows, names: names)
    guard !table.isTable else { return Answer(table: try table.form(list.csv), result: list.json) }
    let hidden = try await HiddenRows(in: view, among: rows)
    return Answer(
      rows.isEmpty ? "no match waits for a person" : rows.count.counted("match", "matches") + " to review",
      lines: list.lines + hidden.lines, result: list.json,
      next: rows.isEmpty
        ? nil
        : "counterfoil links --review ENTITY/KEY shows it side by side; counterfoil links settle ENTITY/KEY --link ID "
          + "(or --create, --keep-apart ID, --ignore)")
  }

  /// Each record with its candidates field by field, and what each answer would do.
  private func sideBySide(_ rows: [QuestionRow], _ view: ProjectView) async throws(Failure) -> Answer {
    let rules = try common.project.project().rules
    let names = try await RecordNames(of: rows.map(\.key), in: view.store)
    var lines: [String] = []
    var result: [JSONValue] = []
    for row in rows {
      guard let mapping = rules.mapping(row.entity) else { continue }
      let both = try await SideBySide(row, mapping, rules: rules, store: view.store)
      let list = ReviewList(rows: [row], names: names)
      lines += list.lines + both.lines + [""]
      var object = list.json.array?.first?.object ?? [:]
      object["side_by_side"] = both.json
      result.append(.object(object))
    }
    return Answer(
      rows.isEmpty ? "nothing is asked about them" : rows.count.counted("match", "matches") + " to review",
      lines: lines + (rows.isEmpty ? [] : PairingWords.ofAnswers), result: .array(result),
      next: rows.isEmpty ? nil : "counterfoil links settle ENTITY/KEY …")
  }

  private func pairs(_ view: ProjectView) async throws(Failure) -> Answer {
    var lines = TextTable()
    var csvText = CSVText.line(["entity", "key", "name", "module", "zoho_id", "how", "since_seq"])
    var result: [JSONValue] = []
    for entity in try await view.store.counts().linked.keys.sorted()
    where self.entity == nil || self.entity == entity {
      var last: String?
      while true {
        let links = try await view.store.eachLink(entity: entity, after: last, limit: Self.pairsAtOnce)
        guard let newest = links.last else { break }
        let names = try await RecordNames(of: links.map(\.key), in: view.store)
        for link in links where link.state == .linked {
          let name = names[link.key]
          lines.add(["\(entity)/\(link.key)", "\(link.module)/\(link.zohoID)", "by \(link.how)", name])
          csvText += CSVText.line([
            entity, link.key, name, link.module, link.zohoID, link.how, "\(link.madeSequence)",
          ])
          result.append(link.summary(name: name))
        }
        last = newest.key
      }
    }
    guard !table.isTable else { return Answer(table: try table.form(csvText), result: .array(result)) }
    return Answer(result.count.counted("link"), lines: lines.lines, result: .array(result))
  }
}

extension LinkState {
  /// A pair for a script.
  fileprivate func summary(name: String) -> JSONValue {
    [
      "entity": JSONValue(entity), "key": JSONValue(key), "name": JSONValue(name),
      "module": JSONValue(module),
      "zoho_id": JSONValue(zohoID), "how": JSONValue(how), "made_seq": JSONValue(madeSequence),
    ]
  }
}
