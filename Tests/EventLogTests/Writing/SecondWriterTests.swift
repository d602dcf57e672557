import Diagnostics
import EventLog
import Foundation
import Simulation
import TestSupport
import Testing

@Suite("A second writer", .temporaryFolder, .timeLimit(.minutes(2)))
struct SecondWriterTests {
  private var folder: String { TemporaryFolder.current.path + "/ledger" }

  @Test("is refused with the process id of the first, and gets in once that one is dead")
  func refused() async throws {
    let first = try TrialProcess(["writer", folder])
    _ = try #require(first.line(beginning: "ready "))
    let failure = await #expect(throws: Failure.self) { try await TrialLedger.open(folder) }
    #expect(failure?.code == .writerHeld)
    #expect(failure?.message.contains("process \(first.id) ") == true, "\(String(describing: failure))")
    let second = try TrialProcess(["writer", folder])
    #expect(second.rest().first?.contains("process \(first.id) is writing to this ledger") == true)
    #expect(second.exitCode() == 3)
    first.kill()
    _ = first.rest()
    _ = first.exitCode()
    try await TrialLedger.open(folder).close()
  }

  @Test("in the same process is refused too, until the first is closed")
  func sameProcess() async throws {
    let first = try await TrialLedger.open(folder)
    let failure = await #expect(throws: Failure.self) { try await TrialLedger.open(folder) }
    #expect(failure?.code == .writerHeld)
    try await first.close()
    try await TrialLedger.open(folder).close()
  }

  @Test("is refused also where LEDGER was exchanged for a copy of itself under the first")
  func exchangedIdentity() async throws {
    let first = try await TrialLedger.open(folder)
    try #require(try Shell.run("cd \(folder) && mv LEDGER old && cp old LEDGER && rm old").exitCode == 0)
    let failure = await #expect(throws: Failure.self) { try await TrialLedger.open(folder) }
    #expect(failure?.code == .writerHeld)
    try await first.appendSamples(0, count: 2)
    try await first.close()
    try await TrialLedger.open(folder).close()
    #expect(try verifyLedger(at: folder).isClean)
  }

  @Test(
    "in a folder that was put in the place of the first one's ends that one, which writes nothing into it")
  func exchangedFolder() async throws {
    let first = try await TrialLedger.open(folder)
    try await first.appendSamples(0, count: 3)
    try #require(try Shell.run("cp -a \(folder) \(folder)-copy").exitCode == 0)
    try #require(try Shell.run("mv \(folder) \(folder)-moved && mv \(folder)-copy \(folder)").exitCode == 0)
    let second = try await TrialLedger.open(folder)
    let taken = try await second.appendSamples(10, count: 2)
    let before = try Shell.run("cd \(folder) && find . -type f | sort | xargs md5sum").output
    #expect(try await first.checkpoint() != nil, "it goes by the folder that it has locked")
    let failure = await #expect(throws: Failure.self) { try await first.appendSamples(20, count: 5) }
    #expect(failure?.code == .ledgerMoved, "\(String(describing: failure))")
    let again = await #expect(throws: Failure.self) { try await first.close() }
    #expect(again?.code == .ledgerMoved)
    let after = try Shell.run("cd \(folder) && find . -type f | sort | xargs md5sum").output
    #expect(after == before, "nothing of the first came into the folder of the second")
    #expect(try await second.appendSamples(30, count: 1).first == taken.last + 1)
    try await second.close()
    #expect(try verifyLedger(at: folder).isClean)
    #expect(
      try verifyLedger(at: folder + "-moved").isClean, "what the first had acknowledged is where it wrote it")
  }
}
