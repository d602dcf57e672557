import ArgumentParser
import Diagnostics
import EventLog
import Foundation
import JSONText
import ProjectFiles
import Sync

/// `init`: a commented project with an empty ledger, writes off.
struct InitVerb: Verb {
  static let verb = "init"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Write a commented project, writes off, with an empty ledger.",
    discussion:
      "With --from, a tried project is taken to another environment, without its ledger and secrets.")

  @OptionGroup var common: CommonOptions

  @Option(help: ArgumentHelp("Copy the configuration of this project.", valueName: "dir"))
  var from: String?

  func answer(in console: Console) async throws(Failure) -> Answer {
    let folder = common.project
    if folder.lacksOnlyItsLedger {
      try makeLedger(in: folder)
      return Answer("made the ledger of the project in \(folder.path)", next: "counterfoil doctor")
    }
    let template = ProjectTemplate()
    let made =
      if let from { try template.copy(from: from, to: folder.path) } else {
        try template.write(to: folder.path)
      }
    try makeLedger(in: folder)
    var lines = made.files.map { "  \(folder.file($0))" }
    if let key = made.newStateKey {
      lines.append("  \(key)  (the key of state/: keep it outside the project)")
    }
    return Answer(
      "a project in \(folder.path), with an empty ledger; writing is off for both systems", lines: lines,
      result: [
        "files": .array(made.files.map { JSONValue($0) }), "new_state_key": JSONValue(made.newStateKey),
        "ledger": JSONValue(folder.ledger),
      ],
      next: "fill in counterfoil.yaml and secrets/, then counterfoil doctor")
  }

  private func makeLedger(in folder: ProjectFolder) throws(Failure) {
    let places = LedgerPlaces(project: try folder.project().file)
    _ = try Ledger.create(at: places.ledger, signingKey: try places.signingKey())
  }
}

extension ProjectFolder {
  /// An `init` that was stopped just before its end: nothing was ever recorded here.
  fileprivate var lacksOnlyItsLedger: Bool {
    let files = FileManager.default
    return files.fileExists(atPath: file("counterfoil.yaml"))
      && files.fileExists(atPath: file("secrets/ledger-key"))
      && !files.fileExists(atPath: ledger) && !files.fileExists(atPath: projections)
  }
}
