import Diagnostics
import EventLog
import Foundation
import JSONText
import TestSupport
import Testing

@Suite("What a ledger proves", .temporaryFolder, .timeLimit(.minutes(2)))
struct ProofVerbTests {
  private var project: URL { TemporaryFolder.current.appendingPathComponent("project") }
  private var ledger: String { project.appendingPathComponent("ledger").path }
  private var keyFile: URL { project.appendingPathComponent("secrets/ledger-key") }

  @Test("is written into a file that a verifier of others accepts, and only for this ledger")
  func proofs() async throws {
    try await makeProject(events: 9)
    try await run(["checkpoint"])
    let told = try await run(["prove", "5", "--out", "five.tlog-proof"])
    #expect(told.output.contains("event 5 is in the signed head of 10 events"), "\(told.output)")
    let printed = try await run(["prove", "#5"])
    #expect(try text("five.tlog-proof") == printed.output)
    try await run(["prove", "--from", "3", "--to", "10", "--out", "three.consistency"])
    let both = ["--proof", path("five.tlog-proof"), "--proof", path("three.consistency")]
    #expect(try python([ledger] + both) == 0)
    let envelope = try await run(["prove", "5", "--json"]).envelope
    #expect(envelope["result"]?["proof"]?.string == printed.output)
    try FileManager.default.moveItem(atPath: ledger, toPath: ledger + "-old")
    try await run(["init", "--project", "."])
    try await append(9)
    try await run(["checkpoint"])
    #expect(try python([ledger] + both) == 1)
  }

  @Test("has to be asked for in words that it knows")
  func mistakes() async throws {
    try await makeProject(events: 3)
    let mistakes = [
      (["prove"], "either"), (["prove", "five"], "five"), (["prove", "5", "--from", "2"], "either"),
      (["prove", "5", "--to", "9"], "--from"),
    ]
    for (arguments, words) in mistakes {
      let run = try await ProgramRun(arguments, in: project)
      run.expectFailure(words, fix: "counterfoil help prove", exitCode: 2)
    }
    try await ProgramRun(["prove", "99"], in: project).expectFailure(
      "no event 99", fix: "1 to 4", exitCode: 2)
    try FileManager.default.removeItem(atPath: ledger + "/checkpoints")
    try await ProgramRun(["prove", "4"], in: project).expectFailure(
      "signed head", fix: "checkpoint", exitCode: 2)
    try await ProgramRun(["verify", "--against", "counterfoil.yaml"], in: project)
      .expectFailure("no signed head", fix: "counterfoil checkpoint", exitCode: 2)
    try await ProgramRun(["verify", "--against", "nothing"], in: project)
      .expectFailure("cannot be read", fix: "name a file", exitCode: 2)
  }

  @Test("is compared with a head that was kept elsewhere, whoever signed what since")
  func keptElsewhere() async throws {
    try await makeProject(events: 5)
    let note = try await run(["checkpoint"]).output
    try note.write(toFile: path("kept"), atomically: true, encoding: .utf8)
    try await append(5)
    let good = try await run(["verify", "--against", "kept"])
    #expect(good.output.contains("continues the signed head in kept"), "\(good.output)")
    try FileManager.default.moveItem(atPath: ledger, toPath: ledger + "-old")
    try await run(["init", "--project", "."])
    try await append(10)
    let bad = try await ProgramRun(["verify", "--against", "kept"], in: project)
    #expect(bad.exitCode == 1 && bad.output.contains("the head kept elsewhere"), "\(bad.output)\(bad.errors)")
    #expect(try python([ledger, "--against", path("kept")]) == 1)
  }

  @Test("is verified from where the last verification ended")
  func since() async throws {
    try await makeProject(events: 5)
    let first = try await run(["verify", "--since"])
    #expect(!first.output.contains("verified before"))
    try await append(5)
    let second = try await run(["verify", "--since", "--json"]).envelope
    #expect(second["result"]?["since"]?.number?.uint64 == 6)
    #expect(second["result"]?["events"]?.number?.uint64 == 11)
  }

  @Test("is signed by a new key once it is asked for, and the old one is refused")
  func keyChange() async throws {
    try await makeProject(events: 5)
    let oldKey = try Data(contentsOf: keyFile)
    let told = try await run(["checkpoint", "--rotate-key", "--json"]).envelope
    #expect(told["result"]?["rotated"]?.bool == true)
    let newKey = try Data(contentsOf: keyFile)
    #expect(newKey != oldKey)
    #expect(
      try FileManager.default.attributesOfItem(atPath: keyFile.path)[.posixPermissions] as? Int == 0o600)
    try await append(3)
    let verified = try await run(["verify"])
    #expect(verified.output.contains("changed 1 time"), "\(verified.output)")
    #expect(try python([ledger]) == 0)
    try oldKey.write(to: keyFile)
    try await ProgramRun(["checkpoint"], in: project).expectFailure("signing key", fix: "newest", exitCode: 2)
    // As a crash leaves it that came behind the event and before the new key was in its place.
    try newKey.write(to: URL(fileURLWithPath: keyFile.path + ".next"))
    try await run(["checkpoint"])
    #expect(try Data(contentsOf: keyFile) == newKey)
    #expect(!FileManager.default.fileExists(atPath: keyFile.path + ".next"))
  }

  private func makeProject(events: Int) async throws {
    try FileManager.default.createDirectory(at: project, withIntermediateDirectories: true)
    try await run(["init", "--project", "."])
    try await append(events)
  }

  /// Appends events as another part of the program would.
  private func append(_ count: Int) async throws {
    let text = try String(contentsOf: keyFile, encoding: .utf8).trimmingCharacters(
      in: .whitespacesAndNewlines)
    let key = try #require(Data(base64Encoded: text))
    let ledger = try await Ledger.open(at: ledger, signingKey: [UInt8](key))
    let events = (0..<count).map {
      NewEvent(kind: "record.polled", stream: "jde/\($0 % 3)", body: Array(#"{"n":\#($0)}"#.utf8))
    }
    _ = try await ledger.append(events)
    try await ledger.close()
  }

  @discardableResult
  private func run(
    _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> ProgramRun {
    let run = try await ProgramRun(arguments, in: project)
    try #require(
      run.exitCode == 0, "\(arguments): \(run.output)\(run.errors)", sourceLocation: sourceLocation)
    return run
  }

  private func path(_ file: String) -> String { project.appendingPathComponent(file).path }
  private func text(_ file: String) throws -> String {
    try String(contentsOfFile: path(file), encoding: .utf8)
  }

  /// The exit code of the verifier that knows nothing but the format.
  private func python(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      [
        "python3",
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../../tools/verify-ledger.py",
      ]
      + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
