import Diagnostics
import EventLog
import Simulation
import Testing

@Suite("Events that are lost")
struct AcceptedLossTests {
  /// What is done to a file of the log, and what is lost by it.
  enum Harm: CaseIterable {
    case sealedBlock, sealedFooterToo, sealedMissing, activeCommit, lastCommit
  }

  @Test(
    "are named exactly, given up only as named, and the ledger goes on around them", arguments: Harm.allCases)
  func givenUp(harm: Harm) async throws {
    let ledger = try await SmallLedger.make(commits: 13)
    var snapshot = ledger.files.snapshot
    let segments = snapshot.keys.filter { $0.contains("/log/") }.sorted()
    let path = [.activeCommit, .lastCommit].contains(harm) ? segments[segments.count - 1] : segments[1]
    var bytes = try #require(snapshot[path])
    switch harm {
    case .sealedBlock: bytes[60] ^= 1
    case .sealedFooterToo:
      bytes[60] ^= 1
      bytes[bytes.count - 1] ^= 1
    case .sealedMissing, .lastCommit: break
    case .activeCommit: bytes[60] ^= 1
    }
    if harm == .lastCommit { bytes.removeLast() }
    snapshot[path] = harm == .sealedMissing ? nil : bytes
    let files = MemoryFiles(snapshot)

    let lost = try Ledger.losses(at: SmallLedger.path, files: files)
    #expect(lost.count == 1)
    let numbers = try #require(lost.first)
    let wrong = [numbers.lowerBound...numbers.upperBound + 1]
    let refusal = await #expect(throws: Failure.self) { try await Self.accept(wrong, files) }
    #expect(refusal?.code == .badLoss)
    #expect(refusal?.remedy.contains("--accept-loss \(numbers.lowerBound)-\(numbers.upperBound)") == true)
    #expect(
      files.snapshot.filter { $0.key.contains("/log/") } == snapshot.filter { $0.key.contains("/log/") })

    let open = try await Self.accept(lost, files)
    let receipt = try await open.appendSamples(500, count: 3)
    try await open.close()
    let lines = try LedgerReader.open(at: SmallLedger.path, files: files).lines()
    #expect(UInt64(lines.count) == receipt.last)
    for (index, line) in ledger.lines.enumerated() {
      let text = String(decoding: lines[index], as: UTF8.self)
      if numbers.contains(UInt64(index + 1)) {
        #expect(text.contains(#""kind":"event.lost","stream":"lost/\#(index + 1)""#))
      } else {
        #expect(lines[index] == line, "event \(index + 1) was whole")
      }
    }
    let act = try #require(lines.first { String(decoding: $0, as: UTF8.self).contains("loss.accepted") })
    let text = String(decoding: act, as: UTF8.self)
    #expect(text.contains(#""first":\#(numbers.lowerBound),"last":\#(numbers.upperBound)"#))
    if harm != .sealedMissing {
      #expect(files.snapshot.contains { $0.key.contains("/quarantine/") && $0.value == bytes })
    }
    let report = try verifyLedger(at: SmallLedger.path, files: files)
    #expect(report.findings == [])
    #expect(report.lost == [numbers])
    #expect(report.notes.contains { $0.what.contains("whose loss was accepted") })
    // A second time there is nothing to give up.
    let again = await #expect(throws: Failure.self) { try await Self.accept(lost, files) }
    #expect(again?.code == .badLoss)
  }

  /// Bytes of no event that somebody puts into a file of the log.
  enum Insertion: CaseIterable {
    case beforeTheHeader, behindTheHeader, betweenCommits, intoASealedSegment
  }

  @Test(
    "are none where bytes of no event stand between them: nobody reads on, and repair puts all in order again",
    arguments: Insertion.allCases)
  func displaced(insertion: Insertion) async throws {
    let ledger = try await SmallLedger.make(commits: 9)
    var snapshot = ledger.files.snapshot
    let segments = snapshot.keys.filter { $0.contains("/log/") }.sorted()
    let path = insertion == .intoASealedSegment ? segments[0] : segments[segments.count - 1]
    var bytes = try #require(snapshot[path])
    let commits = bytes.indices.filter { bytes[$0...].starts(with: [0x51, 0x2A, 0x4D, 0x18]) }
    let place =
      switch insertion {
      case .beforeTheHeader: 0
      case .behindTheHeader: 52
      case .betweenCommits: try #require(commits.last)
      case .intoASealedSegment: 60
      }
    bytes.insert(contentsOf: [7, 0, 7], at: place)
    if insertion == .intoASealedSegment {
      // In front of a whole block, not inside of it.
      bytes = try #require(snapshot[path])
      let block = try #require(
        bytes.indices.dropFirst(56).first { bytes[$0...].starts(with: [0x04, 0x22, 0x4D, 0x18]) })
      bytes.insert(contentsOf: [7, 0, 7], at: block)
    }
    snapshot[path] = bytes
    let files = MemoryFiles(snapshot)
    let findings = try verifyLedger(at: SmallLedger.path, files: files).findings
    #expect(findings.contains { path.hasSuffix($0.file) }, "\(findings)")
    #expect(try Ledger.losses(at: SmallLedger.path, files: files) == [])
    let displaced = try Ledger.displaced(at: SmallLedger.path, files: files)
    #expect(displaced.count == 1)
    if insertion != .intoASealedSegment {
      let failure = await #expect(throws: Failure.self) {
        try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: .repeatable(files))
      }
      #expect(failure?.code == .ledgerDamaged)
      #expect(failure?.message.contains("behind bytes of no event") == true, "\(String(describing: failure))")
    }
    let open = try await Self.accept([], files)
    try await open.appendSamples(500, count: 2)
    try await open.close()
    let lines = try LedgerReader.open(at: SmallLedger.path, files: files).lines()
    let isSame = Array(lines.prefix(ledger.lines.count)) == ledger.lines
    #expect(isSame)
    let isKept = files.snapshot.contains { $0.key.contains("/quarantine/") && $0.value == bytes }
    #expect(isKept)
    #expect(lines.contains { String(decoding: $0, as: UTF8.self).contains("tail.quarantined") })
    let report = try verifyLedger(at: SmallLedger.path, files: files)
    #expect(report.findings == [] && report.notes == [])
    let again = await #expect(throws: Failure.self) { try await Self.accept([], files) }
    #expect(again?.code == .badLoss)
  }

  @Test(
    "are none either when the process ends anywhere while displaced ones are put in their order: a repair finishes it"
  )
  func displacedAndKilled() async throws {
    let ledger = try await SmallLedger.make(commits: 9)
    let path = try #require(ledger.files.snapshot.keys.filter { $0.contains("/log/") }.max())
    var bytes = try #require(ledger.files.snapshot[path])
    bytes.insert(contentsOf: [7, 0, 7], at: 52)
    var (killed, finished) = (0, 0)
    for call in 0..<60 {
      let files = SmallLedger.files(ledger.files.snapshot, with: path, as: bytes)
      files.weather.endProcess(afterChanges: call, tearingAtPercent: 50)
      _ = try? await Self.accept([], files).close()  // whether it ends in there is what is counted
      killed += files.weather.isOver ? 1 : 0
      files.kill()
      files.disk.cutPower()
      let next = MemoryFiles(on: files.disk)
      if try !Ledger.displaced(at: SmallLedger.path, files: next).isEmpty {
        try await Self.accept([], next).close()
        finished += 1
      } else {
        try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: .repeatable(next))
          .close()
      }
      let lines = try LedgerReader.open(at: SmallLedger.path, files: next).lines()
      let isSame = Array(lines.prefix(ledger.lines.count)) == ledger.lines
      try #require(isSame, "call \(call)")
      try #require(
        lines.contains { String(decoding: $0, as: UTF8.self).contains("tail.quarantined") }, "\(call)")
      try #require(try verifyLedger(at: SmallLedger.path, files: next).findings == [], "call \(call)")
    }
    #expect(killed > 15 && finished > 3 && finished < killed)
  }

  @Test(
    "more than anybody can mean are told as one range, and not looked for one by one",
    arguments: [1 << 59, 20_000] as [UInt64])
  func absurdNumber(known: UInt64) async throws {
    let ledger = try await SmallLedger.make(commits: 3)
    let failure = #expect(throws: Failure.self) {
      try Ledger.losses(at: SmallLedger.path, knownDurable: known, files: ledger.files)
    }
    #expect(failure?.message.contains("nobody gives up so many") == true)
  }

  @Test("change nothing where they are given up with a wrong key")
  func wrongKey() async throws {
    let ledger = try await SmallLedger.make(commits: 9)
    let path = try #require(ledger.files.snapshot.keys.filter { $0.contains("/log/") }.min())
    let files = MemoryFiles(ledger.files.snapshot)
    files.disk.rot(path, at: 60, by: 1)
    let before = files.snapshot
    let lost = try Ledger.losses(at: SmallLedger.path, files: files)
    let failure = await #expect(throws: Failure.self) {
      try await Ledger.acceptLoss(
        of: lost, at: SmallLedger.path, signingKey: KeyRotationTests.secondKey,
        environment: .repeatable(files))
    }
    #expect(failure?.code == .wrongKey)
    #expect(files.snapshot == before)
  }

  @Test("are told of a segment of another ledger as its first event alone: nobody knows of more")
  func foreignSegment() async throws {
    let base = try await BaseLedgers()
    let third = ConformanceGenerator.third
    let files = base.killed.putting(third, base.other[third]).map {
      ("\(SmallLedger.path)/\($0.key)", $0.value)
    }
    let lost = try Ledger.losses(
      at: SmallLedger.path, files: MemoryFiles(Dictionary(uniqueKeysWithValues: files)))
    #expect(lost == [17...17])
  }

  @Test("keep their hash where a block is one event, and then every signed head stays good")
  func knownHash() async throws {
    let ledger = try await SmallLedger.make(commits: 9, events: 1, blocks: 4)
    let snapshot = ledger.files.snapshot
    let path = try #require(snapshot.keys.filter { $0.contains("/log/") }.sorted().dropFirst().first)
    var bytes = try #require(snapshot[path])
    bytes[60] ^= 1
    let files = SmallLedger.files(snapshot, with: path, as: bytes)
    let lost = try Ledger.losses(at: SmallLedger.path, files: files)
    #expect(lost == [5...5])
    try await Self.accept(lost, files).close()
    let report = try verifyLedger(at: SmallLedger.path, files: files)
    #expect(report.findings == [])
    #expect(!report.notes.contains { $0.what.contains("whose loss was accepted") })
    #expect(report.goodCheckpoints > 3)
  }

  @Test("that nobody gave up are not taken away by a line: verify asks for the act")
  func noAct() async throws {
    let ledger = try await SmallLedger.make(commits: 9)
    let snapshot = ledger.files.snapshot
    let path = try #require(snapshot.keys.filter { $0.contains("/log/") }.sorted().dropFirst().first)
    var bytes = try #require(snapshot[path])
    bytes[60] ^= 1
    let files = SmallLedger.files(snapshot, with: path, as: bytes)
    let environment = LedgerEnvironment.repeatable(files)
    let numbers = try Ledger.losses(at: SmallLedger.path, files: files)
    // The process ends once the lines are in place, and what it owed the log is taken away.
    files.weather.set { call, path, _ in
      call == .remove && path.contains("/index/heads-") ? .ends() : nil
    }
    _ = await #expect(throws: Failure.self) {
      try await Ledger.acceptLoss(
        of: numbers, at: SmallLedger.path, signingKey: testKey, environment: environment)
    }
    files.kill()
    let left = MemoryFiles(files.snapshot.filter { !$0.key.contains("/reserve/owed-") })
    let report = try verifyLedger(at: SmallLedger.path, files: left)
    #expect(report.findings.contains { $0.what.contains("no event accepts the loss") })
    // A verification that is stopped behind the line does not let the next one pass over it.
    let stopped = await Task {
      try? verifyLedger(at: SmallLedger.path, files: left, cores: 1) { done, _ in
        if done >= 16 { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }.value
    #expect(stopped?.isFinished == false)
    #expect(stopped?.verifiedHead == nil)
    // With it, the next writer records the act.
    let whole = MemoryFiles(files.snapshot)
    try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: .repeatable(whole)).close()
    #expect(try verifyLedger(at: SmallLedger.path, files: whole).findings == [])
  }

  @Test("are not believed of a file that anybody can put there: a second history is signed by nobody")
  func plantedFile() async throws {
    let base = try await BaseLedgers()
    let head = "checkpoints/00000000000000000016"
    var files = base.rewritten.filter { !$0.key.hasPrefix("checkpoints/") }.putting(head, base.closed[head])
    let name = "quarantine/loss-\(ForgedLedger.digits(1))-\(ForgedLedger.digits(1))"
    let planted = #"{"first":1,"last":1,"heads_through":999,"unknown_hashes":1,"files":[]}"#
    for content in [nil, Array(planted.utf8)] {
      files[name] = content
      let failure = await #expect(throws: Failure.self) {
        try await Ledger.open(
          at: SmallLedger.path, signingKey: testKey,
          environment: .repeatable(
            MemoryFiles(
              Dictionary(uniqueKeysWithValues: files.map { ("\(SmallLedger.path)/\($0.key)", $0.value) }))))
      }
      #expect(failure?.code == .checkpointInconsistent)
    }
  }

  @discardableResult
  private static func accept(_ numbers: [ClosedRange<UInt64>], _ files: MemoryFiles) async throws -> Ledger {
    try await Ledger.acceptLoss(
      of: numbers, at: SmallLedger.path, signingKey: testKey, environment: .repeatable(files))
  }
}
