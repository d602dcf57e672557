import ArgumentParser
import Diagnostics
import Foundation
import ProjectFiles

/// One verb of the command line: it asks the modules below, and says what they answer.
protocol Verb: ParsableCommand, Sendable {
  /// Its name as it is typed: `plan`, `log cat`.
  static var verb: String { get }
  var common: CommonOptions { get }

  /// Does what the verb is for.
  func answer(in console: Console) async throws(Failure) -> Answer
}

extension Verb {
  /// Runs the verb and shows its answer or its failure; gives the exit code.
  func answered(in console: Console) async -> Int32 {
    let answer: Answer
    do {
      answer = try await self.answer(in: console)
    } catch {
      answer = Answer(failures: [error])
    }
    return console.show(answer, of: Self.verb)
  }
}

/// What every verb takes.
struct CommonOptions: ParsableArguments, Sendable {
  @Option(
    name: .customLong("project"),
    help: ArgumentHelp("The project's folder (default: here).", valueName: "dir"))
  var folder = "."

  @Flag(help: "Answer with one JSON envelope (or JSON Lines where the answer is a stream).")
  var json = false

  /// Files of the project by their relative path.
  func path(_ relative: String) -> String {
    folder == "." ? relative : folder.hasSuffix("/") ? folder + relative : folder + "/" + relative
  }
}

/// What every verb takes that writes a file of its own.
struct OutputOptions: ParsableArguments, Sendable {
  @Flag(help: "Write over a file that is there. Links, pipes and devices are refused all the same.")
  var force = false

  /// The file that an option names, looked at before work is spent on what must not be written.
  func place(_ path: String) throws(Failure) -> OutputPlace { try OutputPlace(file: path, mayReplace: force) }
}
