import ArgumentParser

/// What every verb takes by which a person says something that is kept.
struct StatementOptions: ParsableArguments, Sendable {
  @Option(help: ArgumentHelp("Why; kept with the answer.", valueName: "text"))
  var because: String?

  @Option(help: ArgumentHelp("Who says so, where that is somebody else.", valueName: "name"))
  var `as`: String?
}
