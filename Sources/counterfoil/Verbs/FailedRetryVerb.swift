import ArgumentParser
import Diagnostics
import JSONText
import Projections
import Sync

/// `failed retry`: decided again from what both systems show now.
struct FailedRetryVerb: Verb {
  static let verb = "failed retry"
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Decide failed writes again, at the next apply or sync.")

  @OptionGroup var common: CommonOptions

  @Argument(
    help: ArgumentHelp("Operation ids or their beginnings, or records (customer/4242).", valueName: "op"))
  var operations: [String] = []

  @Flag(help: "Every failed write.")
  var all = false

  @OptionGroup var stated: StatementOptions

  func validate() throws {
    guard operations.isEmpty != all else { return }
    if !operations.isEmpty { throw ValidationError("--all already names every failed write") }
    throw ValidationError("which ones? name operations as `counterfoil failed` lists them, or --all")
  }

  func answer(in console: Console) async throws(Failure) -> Answer {
    let view = try await common.project.view(console)
    let ids = try await OperationNames(store: view.store, states: [.failed]).ids(of: operations)
    return try await EngineRun(folder: common.project, verb: Self.verb, console: console)
      .answer { engine throws(Failure) in
        let count = try await engine.retry(
          operations: ids, by: stated.as, because: stated.because)
        return Answer(
          count.counted("failed write") + " will be decided again", result: ["retried": JSONValue(count)],
          next: "counterfoil sync")
      }
  }
}
