import Diagnostics
import EventLog

extension LedgerWorld {
  /// Whatever opening took off the log must lie in quarantine.
  func judgeQuarantine(_ before: [String: [UInt8]]) throws(TrialFinding) {
    let after = disk.files
    let kept = after.filter { $0.key.hasPrefix(Self.path + "/quarantine/") }.map(\.value)
    for (path, bytes) in before where path.hasPrefix(Self.path + "/log/") {
      let now = after[path] ?? []
      // Byte 14 of a segment says whether it is sealed: then its commits were packed, and nothing taken off.
      guard !(now.count > 14 && now[14] == 2) else { continue }
      // The segment's header, 52 bytes, is mended where it is not as written.
      let header = min(52, bytes.count, now.count)
      let same = header + zip(bytes.dropFirst(header), now.dropFirst(header)).prefix { $0 == $1 }.count
      let isThere =
        same == bytes.count
        || kept.contains { bytes.suffix($0.count) == $0[...] && $0.count >= bytes.count - same }
      guard isThere else {
        throw TrialFinding("\(bytes.count - same) bytes of \(path) were taken off and are nowhere")
      }
    }
    for name in before.keys where name.hasPrefix(Self.path + "/quarantine/") && after[name] == nil {
      throw TrialFinding("\(name) was deleted")
    }
  }

  /// Everything once more when all is over: read, proven, and printed by others.
  func judgeAtTheEnd() throws(TrialFinding) {
    try look("at the end")
    let report: VerificationReport
    do throws(Failure) {
      report = try verifyLedger(at: Self.path, files: SimulatedFiles(on: disk))
    } catch {
      throw TrialFinding("verify breaks off: \(error)")
    }
    guard report.isClean else {
      throw TrialFinding("verify finds \(report.findings.map(\.description).joined(separator: "; "))")
    }
    guard report.last == UInt64(model.shown.count) else {
      throw TrialFinding("verify sees \(report.last) events, a reader \(model.shown.count)")
    }
  }
}
