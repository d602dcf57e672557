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

  @Test(
    "never leads to a wrong prev where its checksums are right and its numbers are not, nor takes more room than its file",
    arguments: [
      [(40, 8, .max)], [(40, 8, UInt64(Int.max))], [(40, 8, 1 << 62)],
      [(32, 8, 1_000_000_000_000), (40, 8, 180_388_626_390), (48, 4, 0xFFFF_FFFF), (52, 4, 0xFFFF_FFFF)],
      [(24, 8, 0)], [(32, 8, .max)], [(64 + 16, 8, .max)], [(64 + 16, 8, 1_000)], [(64 + 1_008, 2, 43)],
    ] as [[(Int, Int, UInt64)]])
  func forgedNumbers(changes: [(Int, Int, UInt64)]) async throws {
    let snapshot = try await SmallLedger.make(commits: 13).files.snapshot
    let path = try #require(snapshot.keys.first { $0.contains("/index/heads-") })
    var bytes = try #require(snapshot[path])
    for (offset, width, number) in changes {
      for index in 0..<width {
        bytes[offset + index] = UInt8(truncatingIfNeeded: number >> UInt64(8 * index))
      }
    }
    func put(_ sum: UInt32, at offset: Int) {
      for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: sum >> UInt32(8 * index)) }
    }
    put(ForgedLedger.checksum(Array(bytes[8..<40]) + [0, 0, 0, 0] + bytes[64..<64 + 1_020]), at: 64 + 1_020)
    put(ForgedLedger.checksum(Array(bytes[..<60])), at: 60)
    let files = SmallLedger.files(snapshot, with: path, as: bytes)
    let report = try verifyLedger(at: SmallLedger.path, files: files)
    #expect(
      report.isClean && report.notes.map(\.what).contains { $0.contains("stream heads") }, "\(report.notes)")
    try await Self.check(files, "\(changes)")
  }

  @Test("is made again where it is longer or shorter than its header says", arguments: [-1, 1, 1_024])
  func otherLength(difference: Int) async throws {
    let snapshot = try await SmallLedger.make(commits: 13).files.snapshot
    let path = try #require(snapshot.keys.first { $0.contains("/index/heads-") })
    let whole = try #require(snapshot[path])
    let bytes = difference < 0 ? whole.dropLast() : whole + [UInt8](repeating: 0, count: difference)
    let files = SmallLedger.files(snapshot, with: path, as: Array(bytes))
    let report = try verifyLedger(at: SmallLedger.path, files: files)
    #expect(
      report.isClean && report.notes.map(\.what).contains { $0.contains("stream heads") }, "\(report.notes)")
    try await Self.check(files, "\(difference) bytes more")
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
