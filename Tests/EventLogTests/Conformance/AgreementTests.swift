import EventLog
import Foundation
import Simulation
import TestSupport
import Testing

@Suite("Both verifiers", .temporaryFolder, .timeLimit(.minutes(3)))
struct AgreementTests {
  @Test(
    "refuse what is no file or no folder of its own, and say which",
    arguments: [
      "LEDGER", "log", "checkpoints", "keys", "log/00000000000000000001.jsonl.lz4",
      "log/00000000000000000017.jsonl.lz4", "checkpoints/00000000000000000021", "keys/00000000000000000005",
    ])
  func links(name: String) async throws {
    let folder = TemporaryFolder.current.path + "/ledger"
    try Self.write(try await BaseLedgers().closed, to: folder)
    try #require(try Shell.run("cd \(folder) && mkdir -p keys").exitCode == 0)
    #expect(try BothVerifiers.own(folder).verdict == .whole)
    // The link leads to the very file or folder that stood there: only that it is a link is wrong.
    let link =
      "mv \(name) ../moved 2>/dev/null || touch ../moved; ln -s \(TemporaryFolder.current.path)/moved \(name)"
    try #require(try Shell.run("cd \(folder) && \(link)").exitCode == 0)
    let (own, other) = (try BothVerifiers.own(folder), try BothVerifiers.independent([folder]))
    #expect(own.verdict == .damaged && own.files.contains(name), "\(own)")
    #expect(other.first?.verdict == .damaged, "\(other)")
    #expect(other.first?.files.contains(name) == true, "\(other)")
  }

  @Test("pass over the disposable index, also where it is a link: no reader needs it")
  func index() async throws {
    let folder = TemporaryFolder.current.path + "/ledger"
    let files = MemoryFiles()
    _ = try Ledger.create(
      at: SmallLedger.path, signingKey: testKey, geometry: .of(4, 2), environment: .repeatable(files))
    try Self.write(BaseLedgers.relevant(files), to: folder)
    try #require(
      try Shell.run("cd \(folder) && mkdir ../elsewhere && ln -s ../elsewhere index").exitCode == 0)
    #expect(try BothVerifiers.own(folder).verdict == .whole)
    #expect(try BothVerifiers.independent([folder]).map(\.verdict) == [.whole])
    #expect(try verifyLedger(at: folder).notes.map(\.file) == ["index"])
    let ledger = try await Ledger.open(at: folder, signingKey: testKey)
    try await ledger.appendSamples(0, count: 2)
    try await ledger.close()
    #expect(
      try Shell.run("test -d \(folder)/index && test ! -L \(folder)/index").exitCode == 0, "it is made anew")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/../elsewhere").isEmpty)
  }

  @Test("come to one verdict on ledgers with extreme numbers and right checksums", arguments: [0, 1, 2, 3])
  func extremes(part: UInt64) async throws {
    var folders: [String] = []
    for seed in part * 1_000..<part * 1_000 + UInt64(40) {
      let files = try await LedgerFuzz.files(seed: seed).filter { path, _ in
        path == "LEDGER" || ["log/", "checkpoints/", "keys/"].contains { path.hasPrefix($0) }
      }
      let folder = TemporaryFolder.current.path + "/\(seed)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Self.write(files, to: folder)
      folders.append(folder)
    }
    let others = try BothVerifiers.independent(folders)
    try #require(others.count == folders.count)
    var verdicts: Set<ConformanceCase.Verdict> = []
    for (folder, other) in zip(folders, others) {
      let own = try BothVerifiers.own(folder)
      #expect(
        own.verdict == other.verdict, "seed \(folder.split(separator: "/").last ?? ""): \(own)\n\(other)")
      verdicts.insert(own.verdict)
    }
    #expect(verdicts.isSuperset(of: [.whole, .damaged]), "the seeds must reach both")
  }

  private static func write(_ files: [String: [UInt8]], to folder: String) throws {
    for (path, bytes) in files {
      let file = URL(filePath: folder + "/" + path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
  }
}
