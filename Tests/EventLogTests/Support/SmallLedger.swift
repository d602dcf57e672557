import Diagnostics
import EventLog
import Testing

/// A ledger in memory with a story: what was acknowledged, line by line.
struct SmallLedger {
  static let path = "/ledger"
  let files: MemoryFiles
  var lines: [[UInt8]]

  /// A ledger of four events a block and two blocks a segment, to which `commits` commits of 1 to 5 events were
  /// appended; closed cleanly, or left as a kill leaves it, with padding or without.
  static func make(
    commits: Int, closing: Bool = true, events: Int = 4, blocks: Int = 2, paddingBytes: Int = 1_024
  ) async throws -> SmallLedger {
    let files = MemoryFiles()
    var environment = LedgerEnvironment.repeatable(files)
    environment.paddingBytes = paddingBytes
    _ = try Ledger.create(
      at: path, signingKey: testKey, geometry: .of(events, blocks), environment: environment)
    let ledger = try await Ledger.open(at: path, signingKey: testKey, environment: environment)
    for commit in 0..<commits { try await ledger.appendSamples(commit * 5, count: 1 + (commit * 3) % 5) }
    if closing { try await ledger.close() }
    let lines = try LedgerReader.open(at: path, files: files).lines()
    // The lock goes with a copy of the files, as it goes with a killed process.
    return SmallLedger(files: MemoryFiles(files.snapshot), lines: lines)
  }

  /// The same ledger with one file changed.
  static func files(_ snapshot: [String: [UInt8]], with path: String, as bytes: [UInt8]) -> MemoryFiles {
    var changed = snapshot
    changed[path] = bytes
    return MemoryFiles(changed)
  }

  /// What a reader can read before it is told of damage, and whether it was.
  static func readable(_ files: MemoryFiles) throws -> (lines: [[UInt8]], failure: Failure?) {
    var lines: [[UInt8]] = []
    do {
      try LedgerReader.open(at: path, files: files).eachLine { (line, _) throws(Failure) in
        lines.append((0..<line.byteCount).map { line[$0] })
        return true
      }
      return (lines, nil)
    } catch {
      return (lines, error)
    }
  }
}

extension [String: [UInt8]] {
  /// The files of a ledger without its signed heads but the newest.
  var keepingNewestHead: Self {
    let newest = keys.filter { $0.contains("/checkpoints/") }.max()
    return filter { !$0.key.contains("/checkpoints/") || $0.key == newest }
  }
}
