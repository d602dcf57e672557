import Diagnostics
import EventLog
import Simulation
import Synchronization
import Testing

/// What it leaves of writes that were not synced is the storm's matter.
@Suite("Power that goes")
struct PowerCutTests {
  /// A story of 14 commits over several segments, crossing their ends; gives the last event acknowledged before the power went.
  private static func acknowledged(_ files: MemoryFiles) async -> UInt64 {
    let environment = LedgerEnvironment.repeatable(files)
    var acknowledged: UInt64 = 0
    do {
      _ = try Ledger.create(
        at: SmallLedger.path, signingKey: testKey,
        geometry: LedgerGeometry(checking: 2, blocksPerSegment: 4) ?? .standard,
        environment: environment)
      let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
      acknowledged = 1
      for commit in 0..<14 {
        let events = (0...(commit * 7) % 11).map { index in
          var event = NewEvent.sample(commit * 20 + index)
          event.isPersonal = index == 1
          return event
        }
        guard case .appended(let receipt) = try await ledger.append(events) else { return acknowledged }
        acknowledged = receipt.last
        if commit == 8 { _ = try await ledger.checkpoint() }
      }
      try await ledger.close()
    } catch {
      return acknowledged
    }
    return acknowledged
  }

  /// The lines and the ends of commits of the story when nothing happens.
  private static func reference() async throws -> (lines: [[UInt8]], calls: Int) {
    let files = MemoryFiles()
    _ = await acknowledged(files)
    return (try LedgerReader.open(at: SmallLedger.path, files: files).lines(), files.weather.changes)
  }

  @Test(
    "at any call loses nothing that was acknowledged, shows no commit by halves, and the ledger goes on",
    arguments: zip([0, 40, 100], 0..<3))
  func anyCall(percent: Int, start: Int) async throws {
    let (reference, calls) = try await Self.reference()
    #expect(calls > 150)
    for call in stride(from: start, to: calls, by: 3) {
      let files = MemoryFiles()
      files.weather.endProcess(afterChanges: call, tearingAtPercent: percent)
      let acknowledged = await Self.acknowledged(files)
      try await Self.check(files.snapshot, acknowledged, reference, "call \(call)")
    }
  }

  private static func check(
    _ left: [String: [UInt8]], _ acknowledged: UInt64, _ reference: [[UInt8]], _ moment: String
  ) async throws {
    let files = MemoryFiles(left)
    let environment = LedgerEnvironment.repeatable(files, seed: 2)
    if left["\(SmallLedger.path)/LEDGER"] == nil {
      try #require(acknowledged == 0, "\(moment)")
      return
    }
    do {
      let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
      try await ledger.appendSamples(5_000, count: 3)
      try await ledger.close()
      let lines = try LedgerReader.open(at: SmallLedger.path, files: files).lines()
      let kept = zip(lines, reference).prefix { $0 == $1 }.count
      try #require(kept >= Int(acknowledged), "\(moment): \(kept) of \(acknowledged)")
      try #require(commitEnds.contains(kept) || kept == 0, "\(moment): half a commit, \(kept)")
      let own = lines[kept..<lines.count - 3].map { String(decoding: $0, as: UTF8.self) }
      let isOwn = own.allSatisfy {
        $0.contains("tail.quarantined") || (kept == 0 && $0.contains("ledger.opened"))
      }
      try #require(isOwn, "\(moment): \(own)")
      let findings = try verifyLedger(at: SmallLedger.path, files: files).findings
      try #require(findings.isEmpty, "\(moment)")
    } catch let failure as Failure {
      try #require(Bool(false), "\(moment), acknowledged \(acknowledged): \(failure)")
    }
  }

  @Test(
    "takes away no signed head that an event remembers, though who signed it died before its folder was safe")
  func rememberedHead() async throws {
    let path = SmallLedger.path
    let dying = MemoryFiles(try await SmallLedger.make(commits: 5).files.snapshot)
    let ledger = try await Ledger.open(at: path, signingKey: testKey, environment: .repeatable(dying))
    try await ledger.appendSamples(100, count: 2)
    dying.weather.set { call, path, _ in
      call == .syncFolder && path.hasSuffix("/checkpoints") ? .ends() : nil
    }
    _ = await #expect(throws: Failure.self) { try await ledger.checkpoint() }
    dying.kill()
    let next = MemoryFiles(on: dying.disk)
    let head = try #require(try LedgerReader.newestCheckpoint(at: path, files: next))
    #expect(dying.disk.leastLeft["\(path)/checkpoints/\(ForgedLedger.digits(Int(head.size)))"] == nil)
    let writer = try await Ledger.open(at: path, signingKey: testKey, environment: .repeatable(next))
    let body = #"{"checkpoint_size":\#(head.size),"checkpoint_root":"\#(head.rootText)"}"#
    let event = NewEvent(kind: "command.started", stream: "command/1", body: Array(body.utf8))
    _ = try await writer.receipt(writer.append([event]))
    let left = MemoryFiles(dying.disk.leastLeft)
    next.kill()
    let report = try verifyLedger(at: path, files: left)
    #expect(report.isClean && report.last > head.size, "\(report.findings)")
  }

  /// Behind which events the story's commits end.
  private static let commitEnds: Set<Int> = {
    var ends: Set<Int> = [1]
    var last = 1
    for commit in 0..<14 {
      last += 1 + (commit * 7) % 11
      ends.insert(last)
    }
    return ends
  }()
}
