import Diagnostics
import EventLog
import Simulation
import Testing

@Suite("A signed head")
struct CheckpointTests {
  private static let path = SmallLedger.path

  @Test("that the log contradicts keeps a writer from beginning")
  func contradictedLog() async throws {
    let base = try await BaseLedgers()
    let head = "checkpoints/00000000000000000021"
    let older = base.closed.putting(head, nil).putting("checkpoints/00000000000000000016", nil)
    for (ledger, newest) in [(base.closed, head), (older, "checkpoints/00000000000000000012")] {
      let other = try Self.head(of: base.rewritten, like: newest)
      let files = Self.files(ledger.putting(newest, other))
      await #expect("\(newest)") {
        try await Ledger.open(at: Self.path, signingKey: testKey, environment: .repeatable(files))
      } throws: {
        ($0 as? Failure)?.code == .checkpointInconsistent
      }
      #expect(files.snapshot["\(Self.path)/\(newest)"] == other, "it is left as it is")
    }
  }

  @Test("of another history that comes up beside a writer keeps it from signing")
  func strangeHead() async throws {
    let base = try await BaseLedgers()
    let files = Self.files(base.closed)
    let ledger = try await Ledger.open(
      at: Self.path, signingKey: testKey, environment: .repeatable(files))
    try await ledger.appendSamples(0, count: 2)
    let foreign = try KeyRotationTests.note(
      "\(try #require(Checkpoint(try Self.bytes(base.closed))).origin)\n22\n\(TreeHash.leaf(of: [1]).base64)\n",
      key: testKey, name: try #require(Checkpoint(try Self.bytes(base.closed))).origin)
    let file = try files.open("\(Self.path)/checkpoints/\(ForgedLedger.digits(22))", for: .creating)
    try file.write(foreign, at: 0)
    await #expect {
      _ = try await ledger.checkpoint()
    } throws: {
      ($0 as? Failure)?.code == .checkpointInconsistent
    }
    #expect(files.snapshot.keys.filter { $0.hasSuffix(ForgedLedger.digits(23)) }.isEmpty)
  }

  @Test("is the newest one only with a good signature, its own size as name, and this log's origin")
  func newest() async throws {
    let base = try await BaseLedgers()
    let last = "checkpoints/00000000000000000021"
    let whole = Self.files(base.closed)
    #expect(try LedgerReader.newestCheckpoint(at: Self.path, files: whole)?.size == 21)
    for bytes in [
      try base.closed.flipping(last, at: -20)[last], base.other[last],
      base.closed["checkpoints/00000000000000000001"],
    ] {
      let files = Self.files(base.closed.putting(last, bytes))
      #expect(try LedgerReader.newestCheckpoint(at: Self.path, files: files)?.size ?? 0 < 21)
    }
  }

  private static func bytes(_ ledger: [String: [UInt8]]) throws -> [UInt8] {
    try #require(ledger["checkpoints/00000000000000000021"])
  }

  /// The head of a ledger at the size that a file is named after, signed with the key that both have.
  private static func head(of ledger: [String: [UInt8]], like file: String) throws -> [UInt8] {
    let size = try #require(Int(file.suffix(20)))
    var tree = MerkleFrontier()
    for line in try BaseLedgers.lines(ledger).prefix(size) { tree.append(.leaf(of: Array(line.utf8))) }
    let origin = try #require(Checkpoint(try bytes(ledger))).origin
    return try KeyRotationTests.note(
      "\(origin)\n\(size)\n\(tree.root.base64)\n", key: testKey, name: origin)
  }

  private static func files(_ ledger: [String: [UInt8]]) -> MemoryFiles {
    MemoryFiles(Dictionary(uniqueKeysWithValues: ledger.map { ("\(path)/\($0.key)", $0.value) }))
  }
}
