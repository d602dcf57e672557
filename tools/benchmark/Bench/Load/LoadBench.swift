import ArgumentParser
import Diagnostics
import Foundation
import JSONText

/// The first load of many customers into an empty Zoho: time, memory and calls.
struct LoadBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "The first load of many customers into an empty Zoho: time, memory, calls.",
    discussion: """
      Both simulators run on the same machine. Fails where the calls are more than 10 % off the formula
      "pages of the six tables + pages of Zoho + inserts of 100 + read-backs of 100", or where the program
      held more than 256 MiB.
      """)

  @Option(help: "Customers in JD Edwards.")
  var records = 50_000
  @Option(help: "Accounts that Zoho has already.")
  var existing = 0
  @Option(help: "The seed of both simulators.")
  var seed = 1
  @Flag(help: "Print one JSON object.")
  var json = false

  func run() async throws {
    do {
      let figures = try await LoadTrial(records: records, existing: existing, seed: seed).measured()
      print(json ? figures.json.text : figures.text)
      guard figures.isGood else { throw ExitCode(1) }
    } catch let failure as Failure {
      FileHandle.standardError.write(Data("bench: \(failure)\n".utf8))
      throw ExitCode(failure.code.exitCode)
    }
  }
}
