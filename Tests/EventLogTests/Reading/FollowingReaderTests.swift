import EventLog
import Foundation
import Simulation
import TestSupport
import Testing

@Suite("Readers in other processes", .temporaryFolder, .timeLimit(.minutes(2)))
struct FollowingReaderTests {
  private var folder: String { TemporaryFolder.current.path + "/ledger" }

  @Test("see no gap, no repeat and no half commit while a writer appends, seals and signs")
  func following() throws {
    let writer = try TrialProcess(["writer", folder, "--appenders", "3", "--commits", "1500"])
    _ = try #require(writer.line(beginning: "ready "))
    let readers = [try TrialProcess(["reader", folder]), try TrialProcess(["reader", folder])]
    for reader in readers { _ = try #require(reader.line(beginning: "at ")) }
    let head = try #require(writer.rest().compactMap(Self.last).max())
    for reader in readers {
      try reader.closeInput()
      let lines = reader.rest()
      #expect(lines.last == "fine \(head)")
      #expect(lines.count > 5, "it followed, and did not only look at the end")
      #expect(reader.exitCode() == 0)
    }
    #expect(head > 4_000)
  }

  @Test("that judge events find those of another trial wrong")
  func strangeEvents() async throws {
    let ledger = try await TrialLedger.open(folder)
    for number in 1...60 { _ = try await ledger.append(TrialCommit(number, seed: 2).events) }
    try await ledger.close()
    // The events are of another seed: a reader that judges them has to find them wrong.
    let reader = try TrialProcess(["reader", folder, "--seed", "1"])
    try reader.closeInput()
    let verdict = try #require(reader.rest().last { $0.hasPrefix("wrong") || $0.hasPrefix("fine") })
    #expect(verdict.hasPrefix("wrong event 2 is"))
    #expect(reader.exitCode() == 1)
  }

  /// The last event of a commit that a writer printed.
  private static func last(_ line: String) -> UInt64? {
    let words = line.split(separator: " ")
    return words.count == 3 ? UInt64(words[2]) : nil
  }
}
