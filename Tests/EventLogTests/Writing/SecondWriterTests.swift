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
}
