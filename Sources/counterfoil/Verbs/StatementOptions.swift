import ArgumentParser

/// What every verb takes by which a person says something that is kept.
struct StatementOptions: ParsableArguments, Sendable {
  @Option(help: ArgumentHelp("Why; kept with the answer.", valueName: "text"))
  var because: String?

  @Option(help: ArgumentHelp("Who says so, where that is somebody else.", valueName: "name"))
  var `as`: String?

  func validate() throws {
    if let name = `as`, name.allSatisfy(\.isWhitespace) {
      throw ValidationError("--as is blank; name the person who says so, or leave it out")
    }
    if let because, because.allSatisfy(\.isWhitespace) {
      throw ValidationError("--because is blank; give the reason, or leave it out")
    }
  }
}
