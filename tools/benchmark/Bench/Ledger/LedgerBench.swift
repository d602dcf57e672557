import ArgumentParser
import Diagnostics
import Foundation
import JSONText

/// The ledger beside other stores of events, in one run.
struct LedgerBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "The ledger beside other stores of events, in one run.",
    discussion: """
      The same events (1.29 KB of JSON, real names of companies), the same durability, one after another in turn. \
      The disk is probed before and after each. SQLite always; with --peers also PostgreSQL, UmaDB and \
      eventsourcing, which the tool installs and starts itself.
      """)

  @Option(help: "Events of the large log.")
  var events = 400_000
  @Option(help: "Rounds; each figure is the median.")
  var rounds = 3
  @Flag(help: "Also PostgreSQL, UmaDB and eventsourcing (PyPI).")
  var peers = false
  @Flag(help: "Print one JSON object.")
  var json = false
  @Option(help: ArgumentHelp("Write bench-ledger.json and bench-ledger.svg here.", valueName: "folder"))
  var into: String?

  func validate() throws {
    guard events >= 100_000 else { throw ValidationError("--events \(events) is too few; from 100000 on") }
    guard rounds >= 1 else { throw ValidationError("--rounds \(rounds) measures nothing") }
  }

  func run() async throws {
    do {
      var contestants: [any Contestant] = [OwnLedger(), SQLitePeer()]
      if peers { contestants += PeerProgram.all }
      // Before the measuring, which takes minutes.
      if let into { try Self.make(into) }
      let table = try await LedgerRounds(events: events, rounds: rounds).table(of: contestants)
      if let into {
        try table.json.text.write(toFile: into + "/bench-ledger.json", atomically: true, encoding: .utf8)
        try BarChart(table).svg.write(toFile: into + "/bench-ledger.svg", atomically: true, encoding: .utf8)
      }
      print(json ? table.json.text : table.text)
    } catch let failure as Failure {
      FileHandle.standardError.write(Data("bench: \(failure)\n".utf8))
      throw ExitCode(failure.code.exitCode)
    }
  }

  private static func make(_ folder: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      guard FileManager.default.isWritableFile(atPath: folder) else {
        throw CocoaError(.fileWriteNoPermission)
      }
    } catch {
      throw Failure(
        .benchmarkBroken, "nothing can be written into this folder", at: folder,
        remedy: "give another one with --into")
    }
  }
}
