import ArgumentParser
import Decisions
import Diagnostics
import JSONText
import Projections

/// `failed list`: the parked writes with what the system said, and the values that cannot be read.
struct FailedListVerb: Verb {
  static let verb = "failed"
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List failed writes with what the system said, and unreadable values.")

  @OptionGroup var common: CommonOptions

  func answer(in console: Console) async throws(Failure) -> Answer {
    let view = try await common.project.view(console)
    let rows = try await view.store.operations(in: [.failed], limit: OperationsListVerb.rowsMax)
    let owed = try await view.store.owed(
      reason: DecisionMade.Owed.unreadable, limit: OperationsListVerb.rowsMax)
    let names = try await RecordNames(of: rows.map(\.key) + owed.map(\.key), in: view.store)
    let writes = OperationList(rows: rows, names: names)
    let unreadable = UnreadableList(rows: owed, names: names)
    let keys = try await view.store.owed(
      reason: DecisionMade.Owed.keyStandsOn, limit: OperationsListVerb.rowsMax
    ).map(KeyElsewhereText.init)
    var parts = rows.isEmpty ? [] : [rows.count.counted("failed write")]
    if !owed.isEmpty {
      parts.append(owed.count.counted("value that cannot be read", "values that cannot be read"))
    }
    if !keys.isEmpty {
      parts.append(keys.count.counted("key on another record", "keys on other records"))
    }
    return Answer(
      parts.isEmpty ? "no write has failed, and every value can be read" : parts.joined(separator: ", "),
      lines: writes.lines + unreadable.lines + keys.map(\.line),
      result: .array(
        (writes.json.array ?? []) + (unreadable.json.array ?? []) + keys.map(\.json)),
      next: rows.isEmpty
        ? (owed.isEmpty
          ? nil : "correct the values in their system, or have them shown; they are read again then")
        : "mend the cause, then counterfoil failed retry ID (or --all), or discard ID")
  }
}
