import Diagnostics
import EventLog
import Foundation
import Testing

@Suite("The clock of a ledger")
struct ClockTests {
  @Test("is held while the machine's goes backwards, and a jump of more than five seconds is an event")
  func jumps() async throws {
    let (files, clock) = (MemoryFiles(), SetClock())
    let environment = LedgerEnvironment.repeatable(files, clock: clock)
    _ = try Ledger.create(at: SmallLedger.path, signingKey: testKey, environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    try await ledger.appendSamples(0, count: 1)
    clock.jump(by: -4_000_000)
    try await ledger.appendSamples(1, count: 1)
    clock.jump(by: -60_000_000)
    try await ledger.appendSamples(2, count: 1)
    clock.jump(by: 3_600_000_000)
    try await ledger.appendSamples(3, count: 1)
    try await ledger.close()
    let lines = try LedgerReader.open(at: SmallLedger.path, files: files).lines()
    var kinds: [String] = []
    var times: [String] = []
    try LedgerReader.open(at: SmallLedger.path, files: files).eachEvent { event in
      kinds.append(event.kind)
      times.append(event.at)
      return true
    }
    #expect(
      kinds == [
        "ledger.opened", "record.polled", "record.polled", "clock.jumped", "record.polled", "clock.jumped",
        "record.polled",
      ])
    #expect(times == times.sorted())
    #expect(times[1] == times[2] && times[2] == times[4], "held at the last value")
    #expect(String(decoding: lines[3], as: UTF8.self).contains(#""by_microseconds":-60"#))
    #expect(String(decoding: lines[5], as: UTF8.self).contains(#""by_microseconds":3600"#))
  }

  @Test("more than five minutes behind the last event refuses a writer, until it is told to accept that")
  func behind() async throws {
    let files = MemoryFiles()
    let late = SetClock()
    late.jump(by: 301_000_000)
    let environment = LedgerEnvironment.repeatable(files, clock: late)
    _ = try Ledger.create(at: SmallLedger.path, signingKey: testKey, environment: environment)
    try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment).close()
    let early = LedgerEnvironment.repeatable(files)
    let failure = await #expect(throws: Failure.self) {
      try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: early)
    }
    #expect(failure?.code == .clockBehind)
    #expect(failure?.remedy.contains("--accept-clock") == true)
    let accepted = try await Ledger.open(
      at: SmallLedger.path, signingKey: testKey, acceptClock: true, environment: early)
    try await accepted.close()
    let last = try #require(try LedgerReader.open(at: SmallLedger.path, files: files).lines().last)
    #expect(String(decoding: last, as: UTF8.self).contains(#""kind":"clock.jumped""#))
  }
}
