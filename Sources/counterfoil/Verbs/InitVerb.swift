import ArgumentParser
import Diagnostics
import EventLog
import JSONText
import ProjectFiles

/// `init`: a commented project with an empty ledger, writes off.
struct InitVerb: Verb {
  static let verb = "init"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Write a commented project, writes off, with an empty ledger.",
    discussion: "With --from, a tried project is taken to another environment, without its ledger and secrets.")

  @OptionGroup var common: CommonOptions

  @Option(help: ArgumentHelp("Copy the configuration of this project.", valueName: "dir"))
  var from: String?

  func answer(in console: Console) async throws(Failure) -> Answer {
    let made = try ProjectTemplate.write(into: common.folder, from: from)
    try Ledger.create(at: common.project.ledger, signingKey: made.signingKey)
    return Answer(
      "a project in \(common.folder), with an empty ledger; nothing is written to either system yet",
      lines: made.files.map { "  \(common.project.file($0))" },
      result: ["files": .array(made.files.map { JSONValue($0) })],
      next: "fill in counterfoil.yaml and secrets/, then counterfoil doctor")
  }
}
