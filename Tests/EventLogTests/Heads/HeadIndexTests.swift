import EventLog
import Testing

@Suite("The index of stream heads")
struct HeadIndexTests {
  @Test("never leads to a wrong prev, whichever of its bytes is changed, and is made again")
  func everyByte() async throws {
    let ledger = try await SmallLedger.make(commits: 13)
    let snapshot = ledger.files.snapshot
    let path = try #require(snapshot.keys.first { $0.contains("/index/heads-") })
    let bytes = try #require(snapshot[path])
    for offset in bytes.indices {
      var damaged = bytes
      damaged[offset] ^= 0x04
      try await Self.check(SmallLedger.files(snapshot, with: path, as: damaged), "byte \(offset)")
    }
  }

  @Test("may be missing, or be of another ledger: it is made again from the log")
  func missing() async throws {
    let ledger = try await SmallLedger.make(commits: 13)
    let snapshot = ledger.files.snapshot
    try await Self.check(MemoryFiles(snapshot.filter { !$0.key.contains("/index/") }), "no index")
    let other = try await SmallLedger.make(commits: 40).files.snapshot
    var mixed = snapshot.filter { !$0.key.contains("/index/") }
    for (path, bytes) in other where path.contains("/index/heads-") { mixed[path] = bytes }
    try await Self.check(MemoryFiles(mixed), "the index of a longer log")
  }

  private static func check(_ files: MemoryFiles, _ moment: String) async throws {
    let open = try await Ledger.open(
      at: SmallLedger.path, signingKey: testKey, environment: .repeatable(files))
    try await open.appendSamples(100, count: 7)  // one event of every stream
    try await open.close()
    var lasts: [String: UInt64] = [:]
    try LedgerReader.open(at: SmallLedger.path, files: files).eachEvent { event in
      if event.prev != lasts[event.stream] { Issue.record("\(moment): prev of event \(event.seq)") }
      lasts[event.stream] = event.seq
      return true
    }
    try #require(files.snapshot.keys.contains { $0.contains("/index/heads-") }, "\(moment)")
  }
}
