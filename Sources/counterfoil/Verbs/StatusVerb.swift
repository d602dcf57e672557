import ArgumentParser
import Diagnostics

/// `status`: lag, watermarks, queues, budgets, and how the ledger grows.
struct StatusVerb: Verb {
  static let verb = "status"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Show lag, watermarks, queues, budgets and the growth of the ledger.",
    discussion: "Reads the project only; it calls neither system.")

  @OptionGroup var common: CommonOptions

  func answer(in console: Console) async throws(Failure) -> Answer {
    let view = try await common.project.view(console)
    return try await StatusPage(view: view, folder: common.project, paint: console.paint).answer
  }
}
