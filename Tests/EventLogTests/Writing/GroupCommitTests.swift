import EventLog
import Simulation
import Testing

@Suite("Appends at the same time")
struct GroupCommitTests {
  @Test("share one sync: forty that come while one is being written become durable together")
  func sharedSync() async throws {
    let files = MemoryFiles()
    let environment = LedgerEnvironment.repeatable(files)
    _ = try Ledger.create(at: SmallLedger.path, signingKey: testKey, environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    let gate = Gate()
    files.weather.hold(gate)
    let (writes, syncs) = (files.weather.count(.write), files.weather.count(.sync))
    let receipts = try await withThrowingTaskGroup(of: AppendReceipt.self) { group in
      for number in 0...40 {
        group.addTask {
          try await ledger.receipt(ledger.append([.sample(number, stream: "group/\(number)")]))
        }
      }
      // The first one holds the disk until all the others have come.
      for number in 0...40 {
        while try await ledger.lastSequence(of: "group/\(number)") == 0 { await Task.yield() }
      }
      gate.open()
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(receipts.map(\.first)) == Set(2...42))
    #expect(files.weather.count(.write) - writes == 2, "one write for the first, one for all others")
    #expect(files.weather.count(.sync) - syncs == 2)
    #expect(await ledger.head == 42)
    try await ledger.close()
    #expect(try LedgerReader.open(at: SmallLedger.path, files: files).lines().count == 42)
  }
}
