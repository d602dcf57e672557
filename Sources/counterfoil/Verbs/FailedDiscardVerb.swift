import ArgumentParser
import Diagnostics
import JSONText
import Projections
import Sync

/// `failed discard`: given up by a person.
struct FailedDiscardVerb: Verb {
  static let verb = "failed discard"
  static let configuration = CommandConfiguration(
    commandName: "discard", abstract: "Give failed writes up, until their records change.")

  @OptionGroup var common: CommonOptions

  @Argument(
    help: ArgumentHelp("Operation ids or their beginnings, or records (customer/4242).", valueName: "op"))
  var operations: [String]

  @OptionGroup var stated: StatementOptions

  func answer(in console: Console) async throws(Failure) -> Answer {
    let view = try await common.project.view(console)
    let ids = try await OperationNames(store: view.store, states: [.failed]).ids(of: operations)
    return try await EngineRun(folder: common.project, verb: Self.verb, console: console)
      .answer { engine throws(Failure) in
        for id in ids {
          try await engine.discard(operation: id, by: stated.as, because: stated.because)
        }
        return Answer(
          ids.count.counted("failed write") + " given up",
          result: ["discarded": JSONValue(ids.count)])
      }
  }
}
