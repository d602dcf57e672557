import Diagnostics
import EventLog
import Foundation
import JSONText
import Testing

/// What the two verifiers, which share no line, say of the same folder.
enum BothVerifiers {
  static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../tools/verify-ledger.py").standardizedFileURL.path

  /// What a verifier made of a ledger.
  struct Verdict: Hashable, CustomStringConvertible {
    var verdict: ConformanceCase.Verdict
    /// Files and folders below the ledger's folder that were found not to be as written.
    var files: Set<String>
    /// Everything that was said.
    var description: String

    static func == (one: Self, other: Self) -> Bool { one.verdict == other.verdict }
    func hash(into hasher: inout Hasher) { hasher.combine(verdict) }
  }

  /// What this program says.
  static func own(_ folder: String) throws -> Verdict {
    do throws(Failure) {
      let report = try verifyLedger(at: folder)
      return Verdict(
        verdict: report.isClean ? .whole : .damaged, files: Set(report.findings.map(\.file)),
        description: "\(report.findings)")
    } catch {
      let isRefused = error.code == .newerFormat || error.code == .ledgerMissing
      let file = error.place.map { String($0.dropFirst(folder.count + 1)) } ?? ""
      return Verdict(verdict: isRefused ? .refused : .damaged, files: [file], description: "\(error)")
    }
  }

  /// What the verifier says that knows nothing but the format's text, of several ledgers.
  static func independent(_ folders: [String]) throws -> [Verdict] {
    let outcome = try Command.run("python3", [script, "--json", "--one-process"] + folders)
    return try outcome.text.split(separator: "\n").map { line in
      let answer = try JSONValue(parsing: String(line))
      let files = Set((answer["findings"]?.array ?? []).compactMap { $0[0]?.string })
      let isWhole = answer["whole"]?.bool == true
      return Verdict(
        verdict: answer["refused"] != nil ? .refused : isWhole ? .whole : .damaged, files: files,
        description: String(line.prefix(2_000)))
    }
  }
}
