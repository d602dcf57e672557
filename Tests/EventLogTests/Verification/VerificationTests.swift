import Diagnostics
import EventLog
import Simulation
import Synchronization
import Testing

@Suite("Verifying a ledger")
struct VerificationTests {
  private static let path = SmallLedger.path

  @Test("says the same on any number of cores", arguments: [2, 3, 8])
  func cores(count: Int) async throws {
    let ledger = try await SmallLedger.make(commits: 20)
    var damaged = ledger.files.snapshot
    for number in [1, 17, 33] {
      let path = "\(Self.path)/log/\(ForgedLedger.digits(number)).jsonl.lz4"
      damaged[path]?[100] ^= 0x04
    }
    for files in [ledger.files, MemoryFiles(damaged)] {
      let alone = try verifyLedger(at: Self.path, files: files, cores: 1)
      let together = try verifyLedger(at: Self.path, files: files, cores: count)
      #expect(together.findings == alone.findings)
      #expect(together.root == alone.root && together.last == alone.last && together.bytes == alone.bytes)
      #expect(together.goodCheckpoints == alone.goodCheckpoints)
    }
  }

  @Test("tells how far it has come, in order, to the last event")
  func progress() async throws {
    let ledger = try await SmallLedger.make(commits: 20)
    let steps = Mutex2<[UInt64]>([])
    let report = try verifyLedger(at: Self.path, files: ledger.files, cores: 4) { done, total in
      #expect(total == UInt64(ledger.lines.count))
      steps.value.withLock { $0.append(done) }
    }
    let told = steps.value.withLock { $0 }
    #expect(told == told.sorted() && told.last == report.last && told.count == report.segments)
  }

  @Test("goes on from a head that was verified before, and reads only what came since")
  func since() async throws {
    let ledger = try await SmallLedger.make(commits: 20)
    let whole = try verifyLedger(at: Self.path, files: ledger.files)
    for head in try Self.heads(ledger) {
      let report = try verifyLedger(at: Self.path, since: head, files: ledger.files)
      #expect(report.isClean, "\(head.size): \(report.findings)")
      #expect(report.root == whole.root && report.last == whole.last)
      #expect(report.goodCheckpoints == whole.goodCheckpoints)
      #expect(head.size < 9 || report.bytes < whole.bytes)
    }
  }

  @Test("from a verified head finds damage behind it, and what the head contradicts")
  func sinceDamage() async throws {
    let ledger = try await SmallLedger.make(commits: 20)
    let head = try #require(try Self.heads(ledger).first { $0.size == 24 })
    let behind = "\(Self.path)/log/\(ForgedLedger.digits(33)).jsonl.lz4"
    var snapshot = ledger.files.snapshot
    snapshot[behind]?[100] ^= 0x04
    let found = try verifyLedger(at: Self.path, since: head, files: MemoryFiles(snapshot)).findings
    #expect(found.contains { behind.hasSuffix($0.file) }, "\(found)")
    let wrong = VerifiedHead(size: head.size, root: .leaf(of: [1]))
    let findings = try verifyLedger(at: Self.path, since: wrong, files: ledger.files).findings
    #expect(findings.map(\.file) == ["the head verified before"], "\(findings)")
    let beyond = VerifiedHead(size: 10_000, root: head.root)
    #expect(try verifyLedger(at: Self.path, since: beyond, files: ledger.files).isClean == false)
  }

  @Test("stops when it is told to, and the next one goes on where it stood")
  func resuming() async throws {
    let ledger = try await SmallLedger.make(commits: 20)
    let files = ledger.files
    let stopped = await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try? verifyLedger(at: Self.path, files: files, cores: 1)  // it stops before it can throw
    }.value
    #expect(stopped?.isFinished == false && stopped?.last == 0)
    #expect(stopped?.verifiedHead == nil)
    let half = await Task {
      try? verifyLedger(at: Self.path, files: files, cores: 1) { done, _ in
        if done >= 24 { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }.value
    let report = try #require(half)
    #expect(!report.isFinished && report.last == 24 && report.isClean)
    try #require(report.verifiedHead).store(at: Self.path, files: files)
    let head = try #require(try VerifiedHead.read(at: Self.path, files: files))
    #expect(head == report.verifiedHead)
    let rest = try verifyLedger(at: Self.path, since: head, files: files)
    #expect(rest.isFinished && rest.isClean && rest.last == UInt64(ledger.lines.count))
  }

  @Test("never calls what it came to whole where a signed head on the way contradicts it")
  func stoppedContradiction() async throws {
    let base = try await BaseLedgers()
    let head = "checkpoints/00000000000000000016"
    let files = Self.files(base.closed.putting(head, base.rewritten[head]))
    let report = await Task {
      try? verifyLedger(at: Self.path, files: files, cores: 1) { done, _ in
        if done >= 16 { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }.value
    #expect(report?.isFinished == false && report?.last == 16)
    #expect(report?.findings.map(\.file) == [head])
    #expect(report?.verifiedHead == nil)
  }

  @Test("from a verified head still knows of losses that were accepted before it")
  func sinceLoss() async throws {
    let files = try await BaseLedgers.lossy(try await BaseLedgers().closed)
    let whole = try verifyLedger(at: Self.path, files: files)
    #expect(whole.isClean && whole.lost == [9...12] && !whole.notes.isEmpty, "\(whole.findings)")
    let head = try #require(whole.verifiedHead)
    let since = try verifyLedger(at: Self.path, since: head, files: files)
    #expect(since.isClean && since.notes == whole.notes && since.bytes < whole.bytes, "\(since.findings)")
    #expect(since.lost == whole.lost)
    // Stopped behind the lost events, before the event that accepts their loss.
    let stopped = await Task {
      try? verifyLedger(at: Self.path, files: files, cores: 1) { done, _ in
        if done >= 16 { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }.value
    #expect(stopped?.isFinished == false && stopped?.lost == whole.lost)
    #expect(stopped?.findings == [])
  }

  @Test("names what recovery owes the log and can no longer be read, and the next writer records that")
  func owed() async throws {
    let torn = try await SmallLedger.make(commits: 3, closing: false, events: 8, blocks: 8)
    var snapshot = torn.files.snapshot
    let path = try #require(snapshot.keys.filter { $0.contains("/log/") }.max())
    snapshot[path]?.append(contentsOf: [1, 2, 3])
    let cut = MemoryFiles(snapshot)
    cut.weather.set { call, path, _ in call == .truncate && path.contains("/log/") ? .ends() : nil }
    _ = await #expect(throws: Failure.self) {
      try await Ledger.open(at: Self.path, signingKey: testKey, environment: .repeatable(cut))
    }
    let owed = try #require(cut.snapshot.keys.first { $0.contains("/reserve/owed-") })
    let bytes = try #require(cut.snapshot[owed])
    for offset in bytes.indices {
      var left = cut.snapshot
      left[path]?.removeLast(3)
      left[owed]?[offset] ^= 0x01
      let files = MemoryFiles(left)
      let findings = try verifyLedger(at: Self.path, files: files).findings
      try #require(findings.map(\.file) == [String(owed.dropFirst(Self.path.count + 1))], "byte \(offset)")
      try await Ledger.open(at: Self.path, signingKey: testKey, environment: .repeatable(files)).close()
      let last = String(
        decoding: try #require(LedgerReader.open(at: Self.path, files: files).lines().last), as: UTF8.self)
      try #require(last.contains(#""kind":"owed.damaged""#) && last.contains("quarantine/owed-"), "\(last)")
      #expect(files.snapshot.contains { $0.key.contains("/quarantine/owed-") && $0.value == left[owed] })
      #expect(!files.snapshot.keys.contains { $0.contains("/reserve/owed-") })
      #expect(try verifyLedger(at: Self.path, files: files).isClean)
    }
  }

  @Test("never believes a note of how far it came with a changed byte, or of another ledger")
  func storedHead() async throws {
    let ledger = try await SmallLedger.make(commits: 9)
    let head = try #require(try verifyLedger(at: Self.path, files: ledger.files).verifiedHead)
    #expect(try VerifiedHead.read(at: Self.path, files: ledger.files) == nil)
    try head.store(at: Self.path, files: ledger.files)
    let path = "\(Self.path)/index/verified"
    let bytes = try #require(ledger.files.snapshot[path])
    for offset in bytes.indices {
      var damaged = bytes
      damaged[offset] ^= 0x01
      let files = SmallLedger.files(ledger.files.snapshot, with: path, as: damaged)
      #expect(try VerifiedHead.read(at: Self.path, files: files) == nil, "byte \(offset)")
      #expect(try verifyLedger(at: Self.path, files: files).isClean)
    }
  }

  @Test("knows a history that its owner wrote again and signed, key included")
  func rewritten() async throws {
    let base = try await BaseLedgers()
    let kept = try #require(base.closed["checkpoints/00000000000000000016"].flatMap { Checkpoint($0) })
    let mine = Self.files(base.closed)
    let report = try verifyLedger(at: Self.path, against: kept, files: mine)
    #expect(report.isClean && report.continuesKept)
    let forged = try verifyLedger(at: Self.path, against: kept, files: Self.files(base.rewritten))
    #expect(!forged.continuesKept)
    #expect(forged.findings.map(\.file) == ["the head kept elsewhere"], "\(forged.findings)")
    #expect(
      try verifyLedger(at: Self.path, files: Self.files(base.rewritten)).isClean, "by itself it is whole")
    let other = try verifyLedger(at: Self.path, against: kept, files: Self.files(base.other))
    #expect(other.findings.contains { $0.what.contains("it is of the log") }, "\(other.findings)")
  }

  private static func files(_ ledger: [String: [UInt8]]) -> MemoryFiles {
    MemoryFiles(Dictionary(uniqueKeysWithValues: ledger.map { ("\(path)/\($0.key)", $0.value) }))
  }

  /// The head of every size of a ledger.
  private static func heads(_ ledger: SmallLedger) throws -> [VerifiedHead] {
    var tree = MerkleFrontier()
    return ledger.lines.map { line in
      tree.append(.leaf(of: line))
      return VerifiedHead(size: tree.size, root: tree.root)
    }
  }
}
