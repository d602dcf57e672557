import Diagnostics
import EventLog
import Simulation
import Testing

@Suite("What the storm once found")
struct FoundByStormTests {
  @Test("does not come back: behind a damaged header and a torn tail the next commit has its own place")
  func headerAndTail() async throws {
    let files = MemoryFiles()
    let environment = LedgerEnvironment.repeatable(files)
    _ = try Ledger.create(
      at: SmallLedger.path, signingKey: testKey, geometry: .of(1, 1), environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    // A commit over several segments, of which the first part alone reaches the disk.
    files.weather.set { call, path, _ in
      call == .write && path.hasSuffix("00000000000000000003.jsonl.lz4") ? .ends() : nil
    }
    await #expect(throws: Failure.self) { try await ledger.appendSamples(0, count: 4) }
    files.kill()
    let path = "\(SmallLedger.path)/log/00000000000000000002.jsonl.lz4"
    files.disk.rot(path, at: 20, by: 1)
    let again = SimulatedFiles(on: files.disk)
    let reopened = try await Ledger.open(
      at: SmallLedger.path, signingKey: testKey, environment: .repeatable(again))
    let receipt = try await reopened.appendSamples(10, count: 3)
    try await reopened.close()
    #expect(try LedgerReader.open(at: SmallLedger.path, files: again).lines().count == Int(receipt.last))
    #expect(try verifyLedger(at: SmallLedger.path, files: again).isClean)
  }

  @Test("does not come back: heads whose signing broke off behind their name keep nobody from signing")
  func brokenSignatures() async throws {
    let files = MemoryFiles()
    let environment = LedgerEnvironment.repeatable(files)
    _ = try Ledger.create(at: SmallLedger.path, signingKey: testKey, environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    files.weather.set { call, path, _ in
      call == .syncFolder && path.hasSuffix("/checkpoints") ? .fails(.simulatedError(path)) : nil
    }
    for number in 0..<2 {
      try await ledger.appendSamples(number * 10, count: 2)
      await #expect(throws: Failure.self) { try await ledger.checkpoint() }
    }
    files.weather.set(nil)
    try await ledger.appendSamples(50, count: 2)
    #expect(try await ledger.checkpoint()?.size == 7)
    try await ledger.close()
    #expect(try verifyLedger(at: SmallLedger.path, files: files).isClean)
  }

  @Test(
    "does not come back: damage in the second part of a durable commit is a hole, though the first is sealed")
  func crossingCommit() async throws {
    let files = MemoryFiles()
    let environment = LedgerEnvironment.repeatable(files)
    _ = try Ledger.create(
      at: SmallLedger.path, signingKey: testKey, geometry: .of(2, 2), environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    try await ledger.appendSamples(0, count: 5)  // 2-6: two segments
    files.kill()
    let path = "\(SmallLedger.path)/log/00000000000000000005.jsonl.lz4"
    files.disk.rot(path, at: 90, by: 1)
    let again = SimulatedFiles(on: files.disk)
    let failure = await #expect(throws: Failure.self) {
      try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: .repeatable(again))
    }
    #expect(failure?.code == .ledgerDamaged)
    #expect(failure?.message.hasSuffix("events 5-6") == true, "\(String(describing: failure))")
    #expect(failure?.place == path)
  }
}
