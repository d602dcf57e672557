import Diagnostics
import EventLog
import Foundation
import Simulation
import Synchronization
import TestSupport
import Testing

@Suite("A full disk", .timeLimit(.minutes(2)))
struct FullDiskTests {
  @Test("refuses appends, keeps reading, records the refusal in the room of the reserve, and goes on later")
  func refusal() async throws {
    let files = MemoryFiles()
    var environment = LedgerEnvironment.repeatable(files)
    environment.paddingBytes = 0
    _ = try Ledger.create(
      at: SmallLedger.path, signingKey: testKey, geometry: .of(8, 8), environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    try await ledger.appendSamples(0, count: 3)
    files.disk.setCapacity(files.disk.used + 200)
    let failure = await #expect(throws: Failure.self) { try await ledger.appendSamples(10, count: 20) }
    #expect(failure?.code == .diskFull)
    let reader = try LedgerReader.open(at: SmallLedger.path, files: files)
    let lines = try reader.lines().map { String(decoding: $0, as: UTF8.self) }
    #expect(lines.count == 5)
    #expect(lines.last?.contains(#""kind":"append.refused""#) == true)
    #expect(lines.last?.contains(#"{"reason":"disk-full","commits":1}"#) == true)
    // The room of the reserve is for that record alone: the next append is refused as well.
    let again = await #expect(throws: Failure.self) { try await ledger.appendSamples(30, count: 20) }
    #expect(again?.code == .diskFull)
    files.disk.setCapacity(.max)
    let receipt = try await ledger.appendSamples(40, count: 2)
    #expect(receipt.first == 6)
    try await ledger.close()
    #expect(files.snapshot.keys.contains("\(SmallLedger.path)/reserve/space"))
    #expect(try verifyLedger(at: SmallLedger.path, files: files).isClean)
  }

  @Test(
    "at any byte takes whole commits or none, and numbers go on without a gap", arguments: 0..<40,
    [true, false])
  func anyByte(step: Int, alwaysWritesAside: Bool) async throws {
    let files = MemoryFiles()
    var environment = LedgerEnvironment.repeatable(files)
    environment.alwaysWritesAside = alwaysWritesAside
    _ = try Ledger.create(
      at: SmallLedger.path, signingKey: testKey, geometry: .of(2, 4), environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    files.disk.setCapacity(files.disk.used + step * 137)
    var acknowledged: [AppendReceipt] = []
    for number in 0..<12 {
      do {
        acknowledged.append(try await ledger.appendSamples(number * 20, count: 1 + number * 3 % 11))
      } catch let failure as Failure {
        try #require(failure.code == .diskFull, "\(failure)")
      }
    }
    files.disk.setCapacity(.max)
    acknowledged.append(try await ledger.appendSamples(900, count: 3))
    try await ledger.close()
    let lines = try LedgerReader.open(at: SmallLedger.path, files: files).lines()
    #expect(UInt64(lines.count) == acknowledged.last?.last)
    for receipt in acknowledged {
      let names = lines[Int(receipt.first) - 1..<Int(receipt.last)].map {
        String(decoding: $0, as: UTF8.self)
      }
      #expect(names.allSatisfy { $0.contains(#""kind":"record.polled""#) })
    }
    #expect(try verifyLedger(at: SmallLedger.path, files: files).isClean)
  }

  @Test("refuses at once who appends while the refusal is being recorded, so that no number rests on it")
  func appendsMeanwhile() async throws {
    let files = MemoryFiles()
    let environment = LedgerEnvironment.repeatable(files)
    _ = try Ledger.create(at: SmallLedger.path, signingKey: testKey, environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    let gate = Gate()
    // The append finds no room; the record of that waits at the gate, and then finds none either.
    files.weather.refuseLogWrites { number in
      if number == 1 { files.weather.hold(gate) }
      return number <= 2
    }
    let space = "\(SmallLedger.path)/reserve/space"
    let refused = Task { try await ledger.appendSamples(0, count: 1) }
    while files.snapshot.keys.contains(space) { await Task.yield() }
    let meanwhile = Task { try await ledger.appendSamples(10, count: 1) }
    // It must not wait for a number that rests on a record which may find no room either.
    await #expect(throws: Failure.self) { try await meanwhile.value }
    gate.open()
    await #expect(throws: Failure.self) { try await refused.value }
    let receipt = try await ledger.appendSamples(20, count: 1)
    try await ledger.close()
    let lines = try LedgerReader.open(at: SmallLedger.path, files: files).lines()
    #expect(UInt64(lines.count) == receipt.last)
    #expect(try verifyLedger(at: SmallLedger.path, files: files).isClean)
  }

  @Test(
    "loses nothing that is owed to the log, also where the record of the refusal finds no room",
    arguments: 1...2)
  func owedEvents(refused: Int) async throws {
    let torn = try await SmallLedger.make(
      commits: 3, closing: false, events: 8, blocks: 8, paddingBytes: 0)
    var snapshot = torn.files.snapshot.filter { !$0.key.contains("/checkpoints/") }
    let path = try #require(snapshot.keys.filter { $0.contains("/log/") }.max())
    snapshot[path]?.removeLast(7)
    let files = MemoryFiles(snapshot)
    let struck = Mutex2(0)
    files.weather.refuseLogWrites { number in
      struck.value.withLock { $0 = min(number, refused) }
      return number <= refused
    }
    // Whether it opens depends on which write it is.
    _ = try? await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: .repeatable(files))
      .close()
    files.kill()
    #expect(struck.value.withLock { $0 } == refused)
    let left = MemoryFiles(files.snapshot)
    try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: .repeatable(left)).close()
    let lines = try LedgerReader.open(at: SmallLedger.path, files: left).lines()
    #expect(lines.contains { String(decoding: $0, as: UTF8.self).contains("tail.quarantined") })
    #expect(!left.snapshot.keys.contains { $0.contains("/reserve/owed-") })
  }
}

extension Weather {
  /// Lets those writes to the log find no room of which `isRefused` says so by their number, from 1 on.
  fileprivate func refuseLogWrites(_ isRefused: @escaping @Sendable (_ number: Int) -> Bool) {
    let writes = Mutex2(0)
    set { call, path, _ in
      guard call == .write, path.contains("/log/") else { return nil }
      let number = writes.value.withLock { writes in
        writes += 1
        return writes
      }
      return isRefused(number) ? .fails(.simulatedFull(path)) : nil
    }
  }
}

@Suite("A folder that may only be read", .temporaryFolder, .timeLimit(.minutes(2)))
struct ReadOnlyFolderTests {
  private var folder: String { TemporaryFolder.current.path + "/ledger" }
  private static let launcher = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
  private static let canChangeUser =
    getuid() == 0 && FileManager.default.isExecutableFile(atPath: launcher[0])

  @Test(
    "is read by anybody, and refuses a writer with a remedy",
    .enabled(if: canChangeUser, "needs root and setpriv, to be somebody who may not write"))
  func readOnly() async throws {
    let ledger = try await TrialLedger.open(folder)
    _ = try await ledger.append(TrialCommit(1, seed: 1).events)
    try await ledger.close()
    _ = try Shell.run("chmod -R a+rX,go-w '\(TemporaryFolder.current.path)'")
    let writer = try TrialProcess(["writer", folder], launcher: Self.launcher)
    let lines = writer.rest()
    #expect(lines.first?.contains("cannot") == true, "\(lines)")
    #expect(lines.contains("  fix: let this user write to the folder, or run it as the user who may"))
    #expect(writer.exitCode() == 3)
    let reader = try TrialProcess(["reader", folder], launcher: Self.launcher)
    try reader.closeInput()
    #expect(reader.rest().last?.hasPrefix("fine ") == true)
  }
}
