import Diagnostics
import EventLog
import Simulation
import Testing

@Suite("A disk that fails")
struct FailingDiskTests {
  @Test(
    "in the middle of an append poisons the writer: all who wait learn that the outcome is unknown",
    arguments: [Weather.Call.write, .sync])
  func poisoned(call: Weather.Call) async throws {
    let files = MemoryFiles()
    let ledger = try await Self.ledger(on: files)
    let gate = Gate()
    files.weather.set { made, path, _ in
      made == call && path.contains("/log/") ? .fails(.simulatedError(path), percent: 60) : nil
    }
    files.weather.hold(gate)
    let codes = await withTaskGroup(of: Failure.Code?.self) { group in
      for number in 0..<5 {
        group.addTask {
          do throws(Failure) {
            _ = try await ledger.append([.sample(number, stream: "stream/\(number)")])
            return nil
          } catch {
            return error.code
          }
        }
      }
      for number in 0..<5 {
        // Nothing fails before the gate is open.
        while (try? await ledger.lastSequence(of: "stream/\(number)")) == 0 { await Task.yield() }
      }
      gate.open()
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(codes == Array(repeating: .writerPoisoned, count: 5))
    files.weather.set(nil)
    let syncs = files.weather.count(.sync)
    // Nothing is tried again, not even when the disk has recovered.
    let later = await #expect(throws: Failure.self) { try await ledger.appendSamples(50, count: 1) }
    #expect(later?.code == .writerPoisoned)
    let closing = await #expect(throws: Failure.self) { try await ledger.close() }
    #expect(closing?.code == .writerPoisoned)
    #expect(files.weather.count(.sync) == syncs)
    try await Self.reopen(files)
  }

  /// Reopening finds the truth: what it shows is durable, whole, and goes on.
  private static func reopen(_ files: MemoryFiles) async throws {
    files.kill()
    let again = SimulatedFiles(on: files.disk)
    let ledger = try await Ledger.open(
      at: SmallLedger.path, signingKey: testKey, environment: .repeatable(again))
    let receipt = try await ledger.appendSamples(60, count: 2)
    again.kill()
    files.disk.cutPower()
    let lines = try LedgerReader.open(at: SmallLedger.path, files: SimulatedFiles(on: files.disk)).lines()
    #expect(UInt64(lines.count) == receipt.last)
    #expect(try verifyLedger(at: SmallLedger.path, files: SimulatedFiles(on: files.disk)).isClean)
  }

  @Test("only to read its index does not stop the ledger from opening: it is made again from the log")
  func unreadableIndex() async throws {
    let ledger = try await SmallLedger.make(commits: 12)
    ledger.files.weather.set { call, path, _ in
      call == .read && path.contains("/index/heads-") ? .fails(.simulatedError(path)) : nil
    }
    let failure = await Self.failure(of: ledger.files)
    #expect(failure == nil)
  }

  private static func failure(of files: MemoryFiles) async -> Failure? {
    do {
      _ = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: .repeatable(files))
      return nil
    } catch {
      return error
    }
  }

  private static func ledger(on files: MemoryFiles) async throws -> Ledger {
    let environment = LedgerEnvironment.repeatable(files)
    _ = try Ledger.create(at: SmallLedger.path, signingKey: testKey, environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    try await ledger.appendSamples(0, count: 3)
    return ledger
  }
}
