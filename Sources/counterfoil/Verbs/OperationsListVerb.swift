import ArgumentParser
import Diagnostics
import JSONText
import Projections

/// `ops list`: open writes, the unknown ones first.
struct OperationsListVerb: Verb {
  static let verb = "ops"
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List writes that are sent, unknown or not read back yet.")

  /// More than anybody looks through; the counts of `status` know no limit.
  static let rowsMax = 10_000

  @OptionGroup var common: CommonOptions

  func answer(in console: Console) async throws(Failure) -> Answer {
    let view = try await common.project.view(console)
    let rows = try await view.store.operations(in: OperationState.open, limit: Self.rowsMax)
    let list = OperationList(rows: rows, names: try await RecordNames(of: rows.map(\.key), in: view.store))
    return Answer(
      rows.isEmpty ? "no write is open" : rows.count.counted("open write"), lines: list.lines,
      result: list.json,
      next: rows.isEmpty
        ? nil : "counterfoil sync (it looks each of them up), or counterfoil ops settle ID --applied")
  }
}
