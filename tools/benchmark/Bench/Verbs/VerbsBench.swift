import ArgumentParser
import Diagnostics
import Foundation
import JSONText

/// What every verb that needs no network takes of a large ledger: time and memory.
struct VerbsBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verbs",
    abstract: "Time and memory of every verb that needs no network, over a large ledger.",
    discussion: """
      Makes a project whose ledger holds as many events of 1.29 KB, about 50,000 customers of JD Edwards, and runs \
      the verbs that need no network. Fails where one does not do what it should, or held more than 256 MiB.
      """)

  @Option(help: "Events of the ledger.")
  var events = 10_000_000
  @Flag(help: "Print one JSON object.")
  var json = false
  /// Only appends, to the ledger of this project.
  @Option(help: .hidden)
  var fill: String?

  func validate() throws {
    guard events >= 100_000 else { throw ValidationError("--events \(events) is too few; from 100000 on") }
  }

  func run() async throws {
    do {
      if let fill { return try await VerbsTrial(events: events).fill(fill) }
      let figures = try await VerbsTrial(events: events).measured()
      print(json ? figures.json.text : figures.text)
      guard figures.isGood else { throw ExitCode(1) }
    } catch let failure as Failure {
      FileHandle.standardError.write(Data("bench: \(failure)\n".utf8))
      throw ExitCode(failure.code.exitCode)
    }
  }
}
