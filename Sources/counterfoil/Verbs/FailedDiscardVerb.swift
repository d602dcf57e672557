import ArgumentParser
import Diagnostics
import JSONText
import Sync

/// `failed discard`: given up by a person.
struct FailedDiscardVerb: Verb {
  static let verb = "failed discard"
  static let configuration = CommandConfiguration(
    commandName: "discard", abstract: "Give failed writes up, until their records change.")

  @OptionGroup var common: CommonOptions

  @Argument(help: ArgumentHelp("Operation ids, or their beginnings.", valueName: "op"))
  var operations: [String]

  func answer(in console: Console) async throws(Failure) -> Answer {
    try await EngineRun(folder: common.project, verb: Self.verb, console: console)
      .answer { engine throws(Failure) in
        for operation in operations { try await engine.discard(operation: operation) }
        return Answer(
          operations.count.counted("failed write") + " given up",
          result: ["discarded": JSONValue(operations.count)])
      }
  }
}
