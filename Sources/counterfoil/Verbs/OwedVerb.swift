import ArgumentParser
import Decisions
import Diagnostics
import Projections

/// `owed`: what is owed about which record, and why.
struct OwedVerb: Verb {
  static let verb = "owed"
  static let configuration = CommandConfiguration(
    commandName: verb, abstract: "List what is owed about which record: why, what wakes it, what you can do.",
    discussion: """
      A record agrees on both sides, or it stands here with its reason. What only waits (for another record, for
      the next run) is listed beside what waits for a person.

      Reasons:
      \(OwedReason.allCases.map { "  \($0.rawValue): \($0.remedy)" }.joined(separator: "\n"))
      """)

  @OptionGroup var common: CommonOptions

  @Option(help: ArgumentHelp("Only this reason: \(OwedReason.names).", valueName: "reason"))
  var reason: OwedReason?

  @Option(help: ArgumentHelp("Only this entity.", valueName: "name"))
  var entity: String?

  @Option(help: ArgumentHelp("Only what one side's value is the reason of: jde or zoho.", valueName: "side"))
  var side: String?

  @OptionGroup var table: TableOptions

  func validate() throws {
    guard let side, Side(rawValue: side) == nil else { return }
    throw ValidationError("--side \(side) is no side; jde and zoho are")
  }

  func answer(in console: Console) async throws(Failure) -> Answer {
    let view = try await common.project.view(console)
    try await common.project.requireEntity(entity, in: view)
    var list = try await OwedList(from: view.store)
    list.keep { line in
      (reason == nil || line.reason == reason) && (entity == nil || line.subject.entity == entity)
        && (side == nil || line.side == nil || line.side?.rawValue == side)
    }
    let names = try await RecordNames(of: list.lines.map(\.subject.key), in: view.store)
    guard !table.isTable else {
      return Answer(table: try table.form(list.csv(names)), result: list.json(names))
    }
    return Answer(list.summary, lines: list.text(names), result: list.json(names))
  }
}
