import Diagnostics
import EventLog
import Simulation
import Testing

@Suite("Full segments that wait for sealing")
struct SealingDebtTests {
  @Test("are bounded: while sealing fails appends go on up to the bound, then they wait or say why")
  func bounded() async throws {
    let files = MemoryFiles()
    var environment = LedgerEnvironment.repeatable(files)
    environment.sealingDebtMax = 3
    _ = try Ledger.create(
      at: SmallLedger.path, signingKey: testKey, geometry: .of(2, 2), environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    files.weather.set { call, path, _ in
      call == .create && path.contains("/reserve/sealing-") ? .fails(.simulatedError(path)) : nil
    }
    var appended = 0
    var failure: Failure?
    while failure == nil, appended < 100 {
      do {
        try await ledger.appendSamples(appended, count: 1)
        appended += 1
      } catch let error as Failure {
        failure = error
      }
    }
    #expect(failure?.code == .fileFailed)
    #expect(appended == 4 * 4 - 1, "three segments wait, the fourth is filled")
    files.weather.set(nil)
    try await ledger.appendSamples(200, count: 9)
    try await ledger.close()
    let report = try verifyLedger(at: SmallLedger.path, files: files)
    #expect(report.isClean)
    #expect(report.sealedSegments == 6)
  }

  @Test("for which the disk has no room make appends wait, then refuse them; that is recorded once")
  func withoutRoom() async throws {
    let files = MemoryFiles()
    var environment = LedgerEnvironment.repeatable(files)
    environment.sealingDebtMax = 2
    _ = try Ledger.create(
      at: SmallLedger.path, signingKey: testKey, geometry: .of(2, 2), environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    files.weather.set { call, path, _ in
      call == .create && path.contains("/reserve/") ? .fails(.simulatedFull(path)) : nil
    }
    var refused = 0
    for number in 0..<20 {
      do {
        try await ledger.appendSamples(number, count: 1)
      } catch let failure as Failure {
        #expect(failure.code == .diskFull)
        refused += 1
      }
    }
    #expect(refused > 3)
    func refusals() throws -> Int {
      try LedgerReader.open(at: SmallLedger.path, files: files).lines().count {
        String(decoding: $0, as: UTF8.self).contains(#""kind":"append.refused""#)
      }
    }
    #expect(try refusals() == 1)
    files.weather.set(nil)
    try await ledger.appendSamples(200, count: 3)
    try await ledger.close()
    #expect(try refusals() == 1)
    #expect(try verifyLedger(at: SmallLedger.path, files: files).isClean)
  }

  @Test("let appends wait no longer than for one of them, and all are sealed in the end")
  func slowly() async throws {
    let files = MemoryFiles()
    var environment = LedgerEnvironment.repeatable(files)
    environment.sealing = LedgerEnvironment.sealsBeside
    environment.sealingDebtMax = 1
    _ = try Ledger.create(
      at: SmallLedger.path, signingKey: testKey, geometry: .of(2, 2), environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    for commit in 0..<120 { try await ledger.appendSamples(commit, count: 1) }
    let unsealed = files.snapshot.filter { $0.key.contains("/log/") && $0.value[14] == 1 }.count
    #expect(unsealed <= 4, "one waits, one is being sealed, one is written to")
    try await ledger.close()
    #expect(try verifyLedger(at: SmallLedger.path, files: files).sealedSegments == 30)
  }
}
