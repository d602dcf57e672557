import Foundation
import Simulation
import TestSupport
import Testing

@Suite("Numbers of a ledger's files", .timeLimit(.minutes(3)))
struct LedgerFuzzTests {
  @Test(
    "trap nothing, reserve no memory and are refused with a remedy, however great they are and whatever checksums say",
    arguments: [0, 1, 2, 3, 4, 5])
  func extremes(part: UInt64) async throws {
    let before = Self.memoryPeak
    let target = LedgerFuzz()
    let count = UInt64(ProcessInfo.processInfo.environment["SEEDS"] ?? "") ?? 30
    for seed in part * 1_000_000..<part * 1_000_000 + count {
      do {
        try await target.run(seed: seed)
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
    }
    // The ledgers have some tens of kilobytes; LZ4 has buffers of a few megabytes.
    #expect(Self.memoryPeak - before < 128 << 20, "bytes of memory beyond what was in use")
  }

  /// The most memory that this process ever had, in bytes.
  private static var memoryPeak: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").dropLast().last.flatMap { Int($0) } ?? 0) << 10
  }
}
