import ArgumentParser
import Diagnostics
import Foundation
import JSONText
import ProjectFiles

/// `test`: the examples of `tests/`, or one live record as the mappings see it.
struct TestVerb: Verb {
  static let verb = "test"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Run the mapping examples of tests/, or show one live record.",
    discussion:
      "With --record, one address number is read from JD Edwards and shown raw, canonical and mapped.")

  @OptionGroup var common: CommonOptions

  /// Address numbers have eight digits in JD Edwards (F0101.AN8, numeric 8).
  private static let numberMax = 99_999_999

  @Option(help: ArgumentHelp("Read this address number from JD Edwards and show it.", valueName: "an8"))
  var record: Int?

  func validate() throws {
    guard let record, !(1...Self.numberMax).contains(record) else { return }
    throw ValidationError("--record \(record) is no address number; 1 to \(Self.numberMax) is wanted")
  }

  func answer(in console: Console) async throws(Failure) -> Answer {
    let project = try common.project.project()
    if let record {
      let view = try await common.project.view(console)
      return try await LiveRecord(project: project, number: record, view: view, paint: console.paint).answer()
    }
    let runs = project.fixtures.map { FixtureRun($0, rules: project.rules, today: JDEDay.today(of: project)) }
    return FixtureText(runs: runs, paint: console.paint).answer
  }
}
