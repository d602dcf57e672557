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

  @Test(
    "are told of no damage while a recovery takes off under their eyes what a crash left, whenever it does",
    arguments: [0, 30, 1_000])
  func recoveryMeanwhile(bytes: Int) async throws {
    // Full segments, and the file of the next one: empty, with half a header, or with half a commit.
    let files = MemoryFiles()
    let environment = LedgerEnvironment.repeatable(files)
    _ = try Ledger.create(
      at: SmallLedger.path, signingKey: testKey, geometry: .of(2, 1), environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    try await ledger.appendSamples(0, count: 3)
    let (head, before) = (await ledger.head, files.snapshot)
    try await ledger.appendSamples(100, count: 1)
    let path = try #require(files.snapshot.keys.first { $0.contains("/log/") && before[$0] == nil })
    let whole = try #require(files.snapshot[path])
    let left = Array(whole.prefix(min(bytes, 52 + 150)))
    for call in 0..<60 {
      let disk = SimulatedDisk(SmallLedger.files(before, with: path, as: left).snapshot)
      let (reader, recovery) = (MemoryFiles(on: disk), MemoryFiles(on: disk))
      let calls = Counting()
      reader.weather.setInterlude { _, _ in
        guard calls.next() == call else { return }
        // What recovery does with it; this disk gives no trouble.
        if left.count < 52 {
          try? recovery.change(.remove(path))
        } else {
          try? recovery.open(path, for: .writing).truncate(to: 52)
        }
      }
      let following = try LedgerReader.open(at: SmallLedger.path, files: reader)
      for _ in 0..<2 {
        try following.refresh()
        try #require(following.last == head, "call \(call)")
        try #require(try UInt64(following.lines().count) == head)
      }
    }
  }

  /// The last event of a commit that a writer printed.
  private static func last(_ line: String) -> UInt64? {
    let words = line.split(separator: " ")
    return words.count == 3 ? UInt64(words[2]) : nil
  }
}
