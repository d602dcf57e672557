import Diagnostics
import EventLog
import Testing

@Suite("One flipped byte")
struct FlippedByteTests {
  private static let patterns: [UInt8] = [0x01, 0x80, 0xFF]

  @Test(
    "of a cleanly closed ledger is found and named by verify, in any file that counts",
    arguments: ["log/", "checkpoints/", "LEDGER"])
  func verify(area: String) async throws {
    let ledger = try await SmallLedger.make(commits: 7)
    // One signature is enough to know the log by, and each costs as much as all the rest of a small ledger.
    let snapshot = area == "checkpoints/" ? ledger.files.snapshot : ledger.files.snapshot.keepingNewestHead
    #expect(try verifyLedger(at: SmallLedger.path, files: ledger.files).isClean)
    var flips = 0
    for (path, bytes) in snapshot where path.hasPrefix("\(SmallLedger.path)/\(area)") {
      for offset in bytes.indices {
        var damaged = bytes
        damaged[offset] ^= Self.patterns[offset % Self.patterns.count]
        let files = SmallLedger.files(snapshot, with: path, as: damaged)
        flips += 1
        do {
          let report = try verifyLedger(at: SmallLedger.path, files: files, cores: 1)
          let isNamed = report.findings.contains { path.hasSuffix($0.file) }
          try #require(isNamed, "\(path) byte \(offset): \(report.findings)")
        } catch let failure as Failure {
          try #require(failure.place == path, "\(path) byte \(offset): \(failure)")
        }
      }
    }
    #expect(flips > 100)
  }

  @Test("never changes what a reader shows: the events before the damage, then the damage by its numbers")
  func reading() async throws {
    let ledger = try await SmallLedger.make(commits: 7)
    let snapshot = ledger.files.snapshot
    var named = 0
    for (path, bytes) in snapshot where path.hasPrefix("\(SmallLedger.path)/log/") {
      for offset in bytes.indices {
        var damaged = bytes
        damaged[offset] ^= Self.patterns[offset % Self.patterns.count]
        let read = try SmallLedger.readable(SmallLedger.files(snapshot, with: path, as: damaged))
        try #require(read.lines == Array(ledger.lines.prefix(read.lines.count)), "\(path) byte \(offset)")
        try #require(
          (read.failure == nil) == (read.lines.count == ledger.lines.count), "\(path) byte \(offset)")
        if let failure = read.failure {
          try #require(failure.code == .ledgerDamaged)
          try #require(
            failure.message.contains("events \(read.lines.count + 1)"), "\(path) \(offset): \(failure)")
          named += 1
        }
      }
    }
    #expect(named > 100)
  }

  @Test("of a cleanly closed ledger's active segment is never cut away by the next writer")
  func reopening() async throws {
    let ledger = try await SmallLedger.make(commits: 7)
    let snapshot = ledger.files.snapshot
    let path = try #require(snapshot.keys.filter { $0.contains("/log/") }.max())
    let bytes = try #require(snapshot[path])
    for offset in bytes.indices {
      var damaged = bytes
      damaged[offset] ^= 0x10
      let files = SmallLedger.files(snapshot, with: path, as: damaged)
      if offset < 52 {  // the segment's header says nothing that the commits do not say, so it is mended
        try #require(await Self.opening(files) == nil)
        try #require(files.snapshot[path]?.prefix(bytes.count) == bytes[...], "byte \(offset)")
        continue
      }
      let failure = try #require(await Self.opening(files), "byte \(offset) was not noticed")
      try #require(failure.code == .ledgerDamaged && failure.message.contains("events "), "\(failure)")
      try #require(files.snapshot[path] == damaged, "a hole is left as it is")
    }
  }

  @Test("behind the position of a projection that has passed it is a hole, also without a clean close")
  func knownDurable() async throws {
    let ledger = try await SmallLedger.make(commits: 7, closing: false, paddingBytes: 0)
    let snapshot = ledger.files.snapshot
    let path = try #require(snapshot.keys.filter { $0.contains("/log/") }.max())
    var damaged = try #require(snapshot[path])
    damaged[damaged.count - 3] ^= 0x10
    let files = SmallLedger.files(snapshot, with: path, as: damaged)
    let known = UInt64(ledger.lines.count)
    let failure = try #require(await Self.opening(files, knownDurable: known))
    #expect(failure.code == .ledgerDamaged)
    #expect(files.snapshot[path] == damaged)
    // Nobody knows that the same commit was durable: it is a torn tail then.
    #expect(await Self.opening(files) == nil)
  }

  private static func opening(_ files: MemoryFiles, knownDurable: UInt64 = 0) async -> Failure? {
    do {
      _ = try await Ledger.open(
        at: SmallLedger.path, signingKey: testKey, knownDurable: knownDurable, environment: .repeatable(files)
      )
      return nil
    } catch {
      return error
    }
  }
}
