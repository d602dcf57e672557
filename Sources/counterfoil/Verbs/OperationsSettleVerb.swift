import ArgumentParser
import Diagnostics
import Projections
import Sync

/// `ops settle`: what a person found out about a write of unknown outcome.
struct OperationsSettleVerb: Verb {
  static let verb = "ops settle"
  static let configuration = CommandConfiguration(
    commandName: "settle", abstract: "Say whether a write of unknown outcome was applied.")

  @OptionGroup var common: CommonOptions

  @Argument(help: ArgumentHelp("The operation's id, or its beginning.", valueName: "op"))
  var operation: String

  @Flag(name: .customLong("applied"), help: "It was applied.")
  var isApplied = false

  @Flag(name: .customLong("not-applied"), help: "It was not applied.")
  var isNotApplied = false

  @OptionGroup var stated: StatementOptions

  func validate() throws {
    guard isApplied == isNotApplied else { return }
    throw ValidationError("exactly one of --applied and --not-applied is wanted")
  }

  func answer(in console: Console) async throws(Failure) -> Answer {
    let view = try await common.project.view(console)
    let ids = try await OperationNames(store: view.store, states: OperationState.open).ids(of: [operation])
    guard let id = ids.first, ids.count == 1 else {
      throw .unnamedOperation(operation, fitting: ids.count, states: OperationState.open)
    }
    return try await EngineRun(folder: common.project, verb: Self.verb, console: console)
      .answer { engine throws(Failure) in
        try await engine.settle(
          operation: id, applied: isApplied, by: stated.as, because: stated.because)
        return Answer(
          "write \(operation) is settled: \(isApplied ? "applied" : "not applied")", next: "counterfoil sync")
      }
  }
}
