import Diagnostics
import EventLog
import Foundation

/// Makes a project with a large ledger, and runs the verbs over it one after another.
struct VerbsTrial {
  let events: Int

  private static let customers = 50_000

  func measured() async throws -> VerbFigures {
    let place = try BenchFolder(holding: "project")
    defer { place.remove() }
    let folder = place.path
    let project = folder + "/project"
    var figures = VerbFigures(events: events)
    func run(_ words: String...) throws(Failure) {
      FileHandle.standardError.write(Data("bench: counterfoil \(words.joined(separator: " "))\n".utf8))
      let usage = try ChildProgram(
        ChildProgram.beside("counterfoil"), words, in: project,
        environment: ["COUNTERFOIL_KEY_FILE": folder + "/key"], output: "/dev/null"
      ).wait()
      figures.verbs.append((words.joined(separator: " "), usage))
    }
    try run("init")
    figures.verbs = []
    // A program of its own: what a child is said to have held is at least what its parent held.
    FileHandle.standardError.write(Data("bench: appending\n".utf8))
    let filling = try ChildProgram(
      ChildProgram.beside("bench"), ["verbs", "--events", "\(events)", "--fill", project], in: folder,
      environment: [:], output: folder + "/printed"
    ).wait()
    guard filling.exitCode == 0 else {
      throw Failure(.benchmarkBroken, "the events could not be appended", remedy: "make room, run it again")
    }
    figures.append = filling
    let number = BenchEvents(records: Self.customers).stream(events / 2).split(separator: "/").last ?? ""
    try run("rebuild")
    try run("status")
    try run("verify")
    try run("verify", "--since")
    try run("log", "stat")
    try run("log", "cat")
    try run("log", "tail")
    try run("history", "customer/\(number)")
    try run("as-of", "#\(events)", "customer/\(number)")
    try run("links")
    try run("links", "--review")
    try run("conflicts")
    try run("ops")
    try run("failed")
    try run("checkpoint")
    try run("prove", "\(events / 2)", "--out", folder + "/half.tlog-proof")
    try run("rebuild", "--at", "#\(events / 10)", "--into", folder + "/past.sqlite")
    return figures
  }

  /// Appends all events to a project's ledger.
  func fill(_ project: String) async throws {
    let text = try String(contentsOfFile: project + "/secrets/ledger-key", encoding: .utf8)
    guard let key = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw Failure(.benchmarkBroken, "the new project's key is no base64", remedy: "tell us")
    }
    let events = BenchEvents(records: Self.customers)
    let ledger = try await Ledger.open(at: project + "/ledger", signingKey: [UInt8](key))
    for first in stride(from: 0, to: self.events, by: BenchScale.batch) {
      let last = min(first + BenchScale.batch, self.events)
      _ = try await ledger.append((first..<last).map(events.event))
    }
    try await ledger.close()
  }
}
