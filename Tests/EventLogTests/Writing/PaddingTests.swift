import Diagnostics
import EventLog
import Foundation
import Simulation
import Testing
import TestSupport

@Suite("Padding behind the last commit")
struct PaddingTests {
  private static let segment = SmallLedger.path + "/log/00000000000000000001.jsonl.lz4"

  /// A ledger that is open, with a commit of one event and padding of 1,024 bytes behind it.
  private static func open(
    _ files: MemoryFiles, paddingBytes: Int = 1_024, geometry: LedgerGeometry = .standard
  ) async throws -> Ledger {
    var environment = LedgerEnvironment.repeatable(files)
    environment.paddingBytes = paddingBytes
    _ = try Ledger.create(
      at: SmallLedger.path, signingKey: testKey, geometry: geometry, environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    try await ledger.appendSamples(0, count: 1)
    return ledger
  }

  /// Where the padding of a file begins, as the format says it.
  private static func start(_ bytes: [UInt8]) -> Int? {
    bytes.indices.last { start in
      guard bytes.count - start >= 8, bytes[start...].starts(with: [0x53, 0x2A, 0x4D, 0x18]) else {
        return false
      }
      let length = bytes[start + 4..<start + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
      return start + 8 + length == bytes.count && bytes[(start + 8)...].allSatisfy { $0 == 0 }
    }
  }

  @Test("lets small commits leave the file's length alone, until it is used up")
  func length() async throws {
    let files = MemoryFiles()
    let ledger = try await Self.open(files, paddingBytes: 2_000)
    var lengths: [Int] = []
    for number in 1...20 {
      try await ledger.appendSamples(number, count: 1)
      let bytes = try #require(files.snapshot[Self.segment])
      let start = Self.start(bytes)
      try #require(start != nil)
      lengths.append(bytes.count)
    }
    #expect((2...6).contains(Set(lengths).count), "\(lengths)")
    try await ledger.close()
  }

  @Test("is cut when the ledger is closed, and not made behind a commit larger than it")
  func cut() async throws {
    let files = MemoryFiles()
    let ledger = try await Self.open(files)
    try await ledger.appendSamples(1, count: 40)
    let behindLarge = Self.start(files.snapshot[Self.segment] ?? [])
    #expect(behindLarge == nil)
    try await ledger.appendSamples(41, count: 1)
    let behindSmall = Self.start(files.snapshot[Self.segment] ?? [])
    try await ledger.close()
    #expect(behindSmall != nil && files.snapshot[Self.segment]?.count == behindSmall)
  }

  @Test("is passed over by lz4, which prints every event while the writer is open", .temporaryFolder)
  func lz4() async throws {
    let folder = TemporaryFolder.current.path + "/ledger"
    _ = try Ledger.create(at: folder, signingKey: testKey)
    let ledger = try await Ledger.open(at: folder, signingKey: testKey)
    for number in 0..<5 {
      try await ledger.appendSamples(number, count: 1)
      let printed = try Command.run("lz4", ["-dc", folder + "/log/00000000000000000001.jsonl.lz4"])
      #expect(printed.exitCode == 0 && printed.errors.isEmpty, "\(printed.errors)")
      let lines = try LedgerReader.open(at: folder).lines()
      #expect(lines.count == number + 2)
      #expect(printed.output == lines.flatMap { $0 + [0x0A] })
    }
    try await ledger.close()
  }

  @Test(
    "costs nothing when a byte of it is damaged or it is cut anywhere: it goes to quarantine as a torn tail")
  func damaged() async throws {
    let files = MemoryFiles()
    let ledger = try await Self.open(files, paddingBytes: 400)
    let snapshot = files.snapshot
    try await ledger.close()
    let bytes = try #require(snapshot[Self.segment])
    let padding = Self.start(bytes)
    let start = try #require(padding)
    let lines = try LedgerReader.open(at: SmallLedger.path, files: MemoryFiles(snapshot)).lines()
    var left: [[UInt8]] = (start + 1..<bytes.count).map { Array(bytes[..<$0]) }
    for offset in start..<bytes.count {
      var flipped = bytes
      flipped[offset] ^= 0x10
      left.append(flipped)
    }
    left.append(bytes + [0])
    for bytes in left {
      let files = SmallLedger.files(snapshot, with: Self.segment, as: bytes)
      let report = try verifyLedger(at: SmallLedger.path, files: files)
      try #require(report.isClean && report.notes.contains { $0.what.contains("half a commit") })
      let ledger = try await Ledger.open(
        at: SmallLedger.path, signingKey: testKey, environment: .repeatable(files, seed: 2))
      try await ledger.close()
      let after = try LedgerReader.open(at: SmallLedger.path, files: files).lines()
      let isSame = Array(after.prefix(lines.count)) == lines
      try #require(isSame)
      let last = try #require(after.last)
      try #require(String(decoding: last, as: UTF8.self).contains("tail.quarantined"))
      let kept = files.snapshot.first { $0.key.contains("/quarantine/") }
      let isKept = kept?.value == Array(bytes[start...])
      try #require(isKept)
    }
  }

  @Test("behind full segments that wait to be sealed is of no account, damaged or not")
  func behindFullSegments() async throws {
    let files = MemoryFiles()
    var environment = LedgerEnvironment.repeatable(files)
    environment.sealing = { _ in }
    _ = try Ledger.create(
      at: SmallLedger.path, signingKey: testKey, geometry: .of(2, 1), environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    for number in 0..<6 { try await ledger.appendSamples(number, count: 1) }
    let snapshot = files.snapshot
    let lines = try LedgerReader.open(at: SmallLedger.path, files: files).lines()
    let logs = snapshot.keys.filter { $0.contains("/log/") }.sorted()
    try #require(logs.count == 4)
    for (path, isDamaged) in logs.flatMap({ [($0, false), ($0, true)] }) {
      var bytes = try #require(snapshot[path])
      let start = Self.start(bytes)
      try #require(start != nil)
      if isDamaged { bytes[bytes.count - 1] = 7 }
      let files = SmallLedger.files(snapshot, with: path, as: bytes)
      let report = try verifyLedger(at: SmallLedger.path, files: files)
      #expect(report.isClean && report.last == 7)
      #expect(report.notes.contains { path.hasSuffix($0.file) } == isDamaged, "\(report.notes)")
      let again = try await Ledger.open(
        at: SmallLedger.path, signingKey: testKey, environment: .repeatable(files, seed: 2))
      try await again.close()
      let after = try LedgerReader.open(at: SmallLedger.path, files: files).lines()
      #expect(Array(after.prefix(7)) == lines)
      #expect(files.snapshot.keys.contains { $0.contains("/quarantine/") } == isDamaged)
      #expect(try verifyLedger(at: SmallLedger.path, files: files).notes.isEmpty)
    }
  }

  @Test("is done without where the disk has no room for it, and the commit is taken")
  func noRoom() async throws {
    let files = MemoryFiles()
    let ledger = try await Self.open(files, paddingBytes: 0)
    let before = files.disk.used
    try await ledger.appendSamples(1, count: 1)
    let commit = files.disk.used - before
    try await ledger.close()
    for spare in [0, 1, 7, 8, 100] {
      var environment = LedgerEnvironment.repeatable(files, seed: UInt64(spare) + 2)
      environment.paddingBytes = 4_000
      let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
      files.disk.setCapacity(files.disk.used + commit + 20 + spare)
      let receipt = try await ledger.receipt(ledger.append([.sample(2)]))
      files.disk.setCapacity(.max)
      let lines = try LedgerReader.open(at: SmallLedger.path, files: files).lines()
      #expect(UInt64(lines.count) == receipt.last)
      try await ledger.close()
    }
  }

  @Test("hides no commit from a reader that follows, and shows none that a power cut could take back")
  func following() async throws {
    let files = MemoryFiles()
    let ledger = try await Self.open(files)
    let before = files.snapshot
    try await ledger.appendSamples(1, count: 1)
    let after = files.snapshot
    let old = try #require(before[Self.segment])
    let new = try #require(after[Self.segment])
    let goesOverPadding = old.count == new.count && old != new
    try #require(goesOverPadding)
    var shown: Set<Int> = []
    for call in 0..<30 {
      // Another process puts the commit over the padding, and has not synced it, when the reader makes its n-th call.
      let disk = SimulatedDisk(before)
      let reader = MemoryFiles(on: disk)
      let writer = MemoryFiles(on: disk)
      let calls = Counting()
      reader.weather.setInterlude { _, path in
        guard path == Self.segment, calls.next() == call else { return }
        let file = try? writer.open(path, for: .writing)  // the disk has no trouble here
        try? file?.write(new, at: 0)
      }
      let ledger = try LedgerReader.open(at: SmallLedger.path, files: reader)
      let lines = try ledger.lines()
      shown.insert(lines.count)
      let worst = try LedgerReader.open(
        at: SmallLedger.path, files: MemoryFiles(on: SimulatedDisk(disk.leastLeft))
      ).lines()
      try #require(worst.count >= lines.count, "call \(call): \(lines.count) shown, \(worst.count) durable")
      reader.weather.setInterlude(nil)
      try writer.open(Self.segment, for: .writing).write(new, at: 0)
      try ledger.refresh()
      try #require(ledger.last == 3)
    }
    #expect(shown == [2, 3])
  }
}
