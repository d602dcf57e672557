import Diagnostics
import EventLog

extension LedgerWorld {
  /// Whatever opening took off the log must lie in quarantine.
  func judgeQuarantine(_ before: [String: [UInt8]]) throws(TrialFinding) {
    let after = disk.files
    let kept = after.filter { $0.key.hasPrefix(Self.path + "/quarantine/") }.map {
      Self.withoutPadding($0.value)
    }
    for (path, whole) in before where path.hasPrefix(Self.path + "/log/") {
      let bytes = Self.withoutPadding(whole)
      let now = after[path] ?? []
      // Byte 14 of a segment says whether it is sealed: then its commits were packed, and nothing taken off.
      guard !(now.count > 14 && now[14] == 2) else { continue }
      // The segment's header, 52 bytes, is mended where it is not as written.
      let header = min(52, bytes.count, now.count)
      let same = header + zip(bytes.dropFirst(header), now.dropFirst(header)).prefix { $0 == $1 }.count
      let isThere =
        same == bytes.count
        || kept.contains { bytes.suffix($0.count) == $0 && $0.count >= bytes.count - same }
      guard isThere else {
        throw TrialFinding("\(bytes.count - same) bytes of \(path) were taken off and are nowhere")
      }
    }
    for name in before.keys where name.hasPrefix(Self.path + "/quarantine/") && after[name] == nil {
      throw TrialFinding("\(name) was deleted")
    }
  }

  /// A file without the frame of zeros that may end it: nothing is lost with that.
  private static func withoutPadding(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    let magic: [UInt8] = [0x53, 0x2A, 0x4D, 0x18]
    let filled = bytes.reversed().drop { $0 == 0 }.count
    for start in max(0, filled - 8)..<max(1, filled) where bytes[start...].starts(with: magic) {
      let length = bytes[start...].dropFirst(4).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      if start + 8 + length == bytes.count { return bytes[..<start] }
    }
    return bytes[...]
  }

  /// Whether a file is LZ4 frames to its last byte, so that every tool of others gets through it.
  private static func isFrames(_ bytes: [UInt8]) -> Bool {
    var offset = 0
    func number() -> Int? {
      guard bytes.count - offset >= 4 else { return nil }
      defer { offset += 4 }
      return bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    while offset < bytes.count {
      guard let magic = number() else { return false }
      if magic & 0xFFFF_FFF0 == 0x184D_2A50 {
        guard let length = number() else { return false }
        offset += length
      } else {
        guard magic == 0x184D_2204, bytes.count - offset >= 11 else { return false }
        let flags = bytes[offset]
        offset += 3 + (flags & 8 != 0 ? 8 : 0)
        while let size = number(), size > 0 { offset += size & 0x7FFF_FFFF + (flags & 16 != 0 ? 4 : 0) }
        offset += flags & 4 != 0 ? 4 : 0
      }
    }
    return offset == bytes.count
  }

  /// Everything once more when all is over: read, proven, and printed by others.
  func judgeAtTheEnd() throws(TrialFinding) {
    try look("at the end")
    for (path, bytes) in disk.files where path.hasPrefix(Self.path + "/log/") && !Self.isFrames(bytes) {
      throw TrialFinding("\(path) is not LZ4 frames to its end")
    }
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
