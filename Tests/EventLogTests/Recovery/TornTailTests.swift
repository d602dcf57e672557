import Diagnostics
import EventLog
import Testing

@Suite("A log that was cut off")
struct TornTailTests {
  @Test(
    "at any length keeps every whole commit, shows none by halves, and goes on", arguments: [2, 7])
  func anyLength(commits: Int) async throws {
    let ledger = try await SmallLedger.make(commits: commits, closing: false, events: 4, blocks: 4)
    var snapshot = ledger.files.snapshot
    // Without the heads that sealing signed nothing is known but what the headers say.
    snapshot = snapshot.filter { !$0.key.contains("/checkpoints/") }
    let path = try #require(snapshot.keys.filter { $0.contains("/log/") }.max())
    let bytes = try #require(snapshot[path])
    var counts: Set<Int> = []
    for length in bytes.indices.reversed() {
      let files = SmallLedger.files(snapshot, with: path, as: Array(bytes[..<length]))
      let shown = try SmallLedger.readable(files)
      let opened = try await Ledger.open(
        at: SmallLedger.path, signingKey: testKey, environment: .repeatable(files))
      let receipt = try await opened.appendSamples(1_000, count: 3)
      try await opened.close()
      let lines = try LedgerReader.open(at: SmallLedger.path, files: files).lines()
      let kept = shown.lines.count
      counts.insert(kept)
      try #require(Array(lines.prefix(kept)) == Array(ledger.lines.prefix(kept)), "length \(length)")
      try #require(UInt64(lines.count) == receipt.last)
      let between = lines[kept..<lines.count - 3].map { String(decoding: $0, as: UTF8.self) }
      let own = ["tail.quarantined"] + (kept == 0 ? ["ledger.opened"] : [])
      let isOwn = between.allSatisfy { line in own.contains { line.contains($0) } }
      try #require(isOwn, "length \(length): \(between)")
      let findings = try verifyLedger(at: SmallLedger.path, files: files).findings
      try #require(findings.isEmpty, "length \(length)")
    }
    #expect(counts.count > 1)
  }

  @Test("below a signed head is a hole: the numbers are named, and nothing is cut")
  func belowHead() async throws {
    let ledger = try await SmallLedger.make(commits: 9)
    let snapshot = ledger.files.snapshot
    let path = try #require(snapshot.keys.filter { $0.contains("/log/") }.max())
    let bytes = try #require(snapshot[path])
    for length in bytes.indices {
      let files = SmallLedger.files(snapshot, with: path, as: Array(bytes[..<length]))
      let failure = await #expect(throws: Failure.self) {
        try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: .repeatable(files))
      }
      try #require(failure?.code == .ledgerDamaged)
      try #require(
        failure?.message.contains("\(ledger.lines.count)") == true, "\(String(describing: failure))")
      try #require(files.snapshot[path]?.count == length)
    }
  }

  @Test("leaves what was cut off in quarantine, and an event says where")
  func quarantine() async throws {
    let ledger = try await SmallLedger.make(commits: 4, closing: false, paddingBytes: 0)
    let snapshot = ledger.files.snapshot.filter { !$0.key.contains("/checkpoints/") }
    let path = try #require(snapshot.keys.filter { $0.contains("/log/") }.max())
    let torn = try #require(snapshot[path]) + Array("half a commit".utf8)
    let files = SmallLedger.files(snapshot, with: path, as: torn)
    let opened = try await Ledger.open(
      at: SmallLedger.path, signingKey: testKey, environment: .repeatable(files))
    let head = await opened.head
    let event = try #require(try LedgerReader.open(at: SmallLedger.path, files: files).event(head))
    #expect(event.kind == "tail.quarantined")
    #expect(event.stream == "ledger")
    let quarantined = files.snapshot.filter { $0.key.contains("/quarantine/") }
    #expect(quarantined.values.map { String(decoding: $0, as: UTF8.self) } == ["half a commit"])
    let name = try #require(quarantined.keys.first?.split(separator: "/").last)
    #expect(String(decoding: event.body, as: UTF8.self).contains(name))
  }
}
