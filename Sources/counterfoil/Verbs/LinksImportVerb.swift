import ArgumentParser
import Diagnostics

/// `links import`: the answers of a spreadsheet.
struct LinksImportVerb: Verb {
  static let verb = "links import"
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take the decisions of a CSV file that `links --review --csv` wrote.",
    discussion: """
      The column decision says link, create, keep_apart, ignore, unlink or same; rows without one are left alone. \
      Nothing is taken where a row cannot be read.
      """)

  @OptionGroup var common: CommonOptions

  @Argument(help: ArgumentHelp("The file; - reads standard input.", valueName: "file"))
  var file: String

  @OptionGroup var stated: StatementOptions

  func answer(in console: Console) async throws(Failure) -> Answer {
    let decisions = try LinkDecision.decisions(in: try DecisionSheet.text(of: file), file: file)
    guard !decisions.isEmpty else { return Answer("no row of \(file) has a decision; nothing was done") }
    return try await EngineRun(folder: common.project, verb: Self.verb, console: console)
      .settle(decisions, by: stated.as, because: stated.because)
  }
}
