package import EventLog

/// What a ledger has shown so far, and what was acknowledged: both must stay.
package struct TrialHistory: Sendable {
  /// Every line that was shown.
  package private(set) var lines: [[UInt8]] = []
  /// How many commits were acknowledged.
  package private(set) var acknowledged = 0
  private var check: TrialCheck

  /// The history of a ledger whose commits have this seed.
  package init(seed: UInt64) { check = TrialCheck(seed: seed) }

  /// Takes in what a writer printed and what a reader shows after it; throws a `TrialFinding`.
  package mutating func accept(_ printed: [String], _ reader: LedgerReader, _ moment: String) throws {
    let shown = try reader.trialLines()
    guard shown.count >= lines.count, Array(shown.prefix(lines.count)) == lines else {
      throw TrialFinding("\(moment): an event that was shown is changed or gone")
    }
    for line in shown.dropFirst(lines.count) { try check.take(line) }
    lines = shown
    guard check.isBetweenCommits else { throw TrialFinding("\(moment): half a commit is shown") }
    for line in printed {
      let words = line.split(separator: " ")
      guard words.count == 3, let commit = Int(words[0]), let first = UInt64(words[1]) else { continue }
      acknowledged += 1
      guard check.firsts[commit] == first else {
        throw TrialFinding("\(moment): commit \(commit) was acknowledged at \(first) and is not there")
      }
    }
  }
}
