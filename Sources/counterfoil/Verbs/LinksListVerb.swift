import ArgumentParser
import Diagnostics
import JSONText
import Projections

/// `links list`: the pairs, or the questions about pairs.
struct LinksListVerb: Verb {
  static let verb = "links"
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List pairs, or with --review the questions about them.")

  /// Pairs that are read from the projection at once.
  private static let pairsAtOnce = 1_000

  @OptionGroup var common: CommonOptions

  @Flag(help: "What waits for a person: reason and candidates.")
  var review = false

  @Flag(help: "As CSV, for a spreadsheet; with --review, decisions come back by `links import`.")
  var csv = false

  @Option(help: ArgumentHelp("Only this entity.", valueName: "name"))
  var entity: String?

  func answer(in console: Console) async throws(Failure) -> Answer {
    let view = try await common.project.view(console)
    return review ? try await reviews(view) : try await pairs(view)
  }

  private func reviews(_ view: ProjectView) async throws(Failure) -> Answer {
    let rows = try await view.store.questions(openOnly: true).filter {
      $0.field == nil && (entity == nil || $0.entity == entity)
    }
    let names = try await RecordNames(of: rows.map(\.key), in: view.store)
    let list = ReviewList(rows: rows, names: names)
    guard !csv else { return Answer(table: list.csv, result: list.json) }
    return Answer(
      rows.isEmpty ? "no match waits for a person" : rows.count.counted("match", "matches") + " to review",
      lines: list.lines, result: list.json,
      next: rows.isEmpty
        ? nil : "counterfoil links settle ENTITY/KEY --link ID (or --create, --keep-apart ID, --ignore)")
  }

  private func pairs(_ view: ProjectView) async throws(Failure) -> Answer {
    var table = TextTable()
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
          table.add(["\(entity)/\(link.key)", "\(link.module)/\(link.zohoID)", "by \(link.how)", name])
          csvText += CSVText.line([
            entity, link.key, name, link.module, link.zohoID, link.how, "\(link.madeSequence)",
          ])
          result.append(link.summary(name: name))
        }
        last = newest.key
      }
    }
    guard !csv else { return Answer(table: csvText, result: .array(result)) }
    return Answer(result.count.counted("link"), lines: table.lines, result: .array(result))
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
