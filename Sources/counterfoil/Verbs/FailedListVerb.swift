import ArgumentParser
import Diagnostics
import JSONText
import Projections

/// `failed list`: the parked writes with what the system said.
struct FailedListVerb: Verb {
  static let verb = "failed"
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List failed writes with what the system said.")

  @OptionGroup var common: CommonOptions

  func answer(in console: Console) async throws(Failure) -> Answer {
    let view = try await common.project.view(console)
    let rows = try await view.store.operations(in: [.failed], limit: OperationsListVerb.rowsMax)
    let list = OperationList(rows: rows, names: try await RecordNames(of: rows.map(\.key), in: view.store))
    return Answer(
      rows.isEmpty ? "no write has failed" : rows.count.counted("failed write"), lines: list.lines,
      result: list.json,
      next: rows.isEmpty ? nil : "mend the cause, then counterfoil failed retry ID (or --all), or discard ID")
  }
}
