import Diagnostics
import EventLog

/// What must hold in a world, kept apart from the product: what was acknowledged, refused and shown.
struct WorldModel: Sendable {
  let seed: UInt64
  /// The first event of each acknowledged commit.
  private(set) var acknowledged: [Int: UInt64] = [:]
  /// The last event that was acknowledged.
  private(set) var acknowledgedThrough: UInt64 = 0
  /// The same before the appends that came last: so far at least the log itself proves what was durable.
  private(set) var provenThrough: UInt64 = 0
  /// Commits of which it was said that nothing is in the log.
  private(set) var refused: Set<Int> = []
  /// Every line that a reader was shown.
  private(set) var shown: [[UInt8]] = []
  private var check: TrialCheck
  /// What had been acknowledged when the present appends began.
  private var floor: UInt64 = 0

  init(seed: UInt64) {
    self.seed = seed
    check = TrialCheck(seed: seed)
  }

  mutating func opened() { acknowledgedThrough = max(acknowledgedThrough, 1) }

  mutating func acknowledge(_ commit: TrialCommit, _ receipt: AppendReceipt) throws(TrialFinding) {
    guard receipt.sequences.count == commit.count else {
      throw TrialFinding("commit \(commit.number) of \(commit.count) events got \(receipt.sequences)")
    }
    // Those that were written together are acknowledged in any order.
    guard receipt.first > floor else {
      throw TrialFinding("commit \(commit.number) got \(receipt.first) again, after \(floor)")
    }
    acknowledgedThrough = max(acknowledgedThrough, receipt.last)
    provenThrough = max(provenThrough, floor)
    acknowledged[commit.number] = receipt.first
  }

  /// Whatever is appended from now on says by itself that all of this was durable.
  mutating func begin() { floor = acknowledgedThrough }

  mutating func refuse(_ commit: TrialCommit) { refused.insert(commit.number) }

  /// A signed head proves by itself that its events were durable.
  mutating func signed(_ size: UInt64) { provenThrough = max(provenThrough, size) }

  /// Judges what a reader shows; `isCertain` is false where the disk may have dropped what programs still see.
  mutating func see(_ lines: [[UInt8]], isCertain: Bool = true) throws(TrialFinding) {
    guard lines.count >= shown.count, Array(lines.prefix(shown.count)) == shown else {
      let same = zip(lines, shown).prefix { $0 == $1 }.count
      throw TrialFinding("of \(shown.count) events that were shown, \(same) are left as they were")
    }
    var check = check
    for line in lines.dropFirst(shown.count) { try check.take(line) }
    guard check.isBetweenCommits else { throw TrialFinding("half a commit is shown, up to \(lines.count)") }
    guard UInt64(lines.count) >= acknowledgedThrough else {
      throw TrialFinding("\(lines.count) events are shown, and \(acknowledgedThrough) were acknowledged")
    }
    for (commit, first) in acknowledged where check.firsts[commit] != first {
      throw TrialFinding("commit \(commit) was acknowledged at \(first) and is not there")
    }
    if let ghost = refused.first(where: { check.firsts[$0] != nil }) {
      throw TrialFinding("commit \(ghost) was refused and is in the log")
    }
    guard isCertain else { return }
    self.check = check
    shown = lines
  }

  /// Bytes rotted behind what the log proves: recovery took them for a torn tail, as it has to.
  mutating func lose(downTo lines: [[UInt8]]) throws(TrialFinding) {
    guard UInt64(lines.count) >= provenThrough else {
      throw TrialFinding("\(lines.count) events are left, and the log proved \(provenThrough)")
    }
    let kept = zip(lines, shown).prefix { $0 == $1 }.count
    guard kept >= min(Int(provenThrough), shown.count) else {
      throw TrialFinding("event \(kept + 1) was changed, and the log proved \(provenThrough)")
    }
    check = TrialCheck(seed: seed)
    for line in lines { try check.take(line) }
    for (commit, first) in acknowledged where check.firsts[commit] != first {
      let last = first + UInt64(TrialCommit(commit, seed: seed).count) - 1
      guard last > provenThrough else {
        throw TrialFinding("commit \(commit) is gone, and the log proved it")
      }
      acknowledged[commit] = nil
    }
    acknowledgedThrough = min(acknowledgedThrough, UInt64(lines.count))
    shown = lines
    try see(lines)
  }

  /// A person has accepted that events are lost: exactly these, and no other changed.
  mutating func accept(_ numbers: [ClosedRange<UInt64>], _ lines: [[UInt8]]) throws(TrialFinding) {
    check = TrialCheck(seed: seed)
    for line in lines { try check.take(line) }
    guard check.lost.isSuperset(of: numbers.joined()) else {
      throw TrialFinding("of \(numbers), only \(check.lost.sorted()) are marked as lost")
    }
    for (index, line) in shown.enumerated() where !check.lost.contains(UInt64(index + 1)) {
      guard index < lines.count, lines[index] == line else {
        throw TrialFinding("event \(index + 1) was whole, and the repair changed it")
      }
    }
    for (commit, first) in acknowledged where check.firsts[commit] != first {
      let count = UInt64(TrialCommit(commit, seed: seed).count)
      guard (first..<first + count).contains(where: check.lost.contains) else {
        throw TrialFinding("commit \(commit) was whole, and is gone after the repair")
      }
      acknowledged[commit] = nil
    }
    shown = lines
    try see(lines)
  }
}
