package import Diagnostics

/// Re-derives everything that a ledger claims: checksums, leaves, block and segment roots, links to previous events,
/// signed heads and what they sign.
///
/// It goes on behind damage as far as there is sense in it, so that the report names all of it. With `since`, a head
/// that was verified before, the segments before it are taken by their roots, which together must give its root.
///
/// - Parameters:
///   - folder: The ledger's folder; a writer may be at work.
///   - since: A head verified before.
///   - files: The file system.
///   - progress: Told after each segment how many events of how many are done.
/// - Returns: what was found.
/// - Throws: where LEDGER itself can not be read, or the disk fails.
package func verifyLedger(
  at folder: String, since: Checkpoint? = nil, files: any LedgerFiles = DiskFiles(),
  progress: (_ done: UInt64, _ total: UInt64) -> Void = { _, _ in }
) throws(Failure) -> VerificationReport {
  let place = LedgerFolder(path: folder, files: files)
  let identity = try LedgerIdentity.read(place)
  var verification = LedgerVerification(place, identity, since: since)
  try verification.run(progress)
  return verification.report
}

/// The pass over a ledger.
struct LedgerVerification: ~Copyable {
  let folder: LedgerFolder
  let identity: LedgerIdentity
  let since: Checkpoint?
  var report: VerificationReport
  var survey: LogSurvey
  /// Heads to compare with the tree, by size.
  var heads: [UInt64: [String: TreeHash]] = [:]
  /// The tree so far; nil behind a segment that hides its part of it.
  var tree: LogTree?
  /// The last event of each stream so far.
  var lasts: [StreamHash: UInt64] = [:]
  /// Whether events before were unreadable, so that a stream may have had some there.
  var hasGap = false
  var lastAt = Int64.min
  var erasures: [(sequence: UInt64, by: UInt64)] = []
  var reader = BatchReader()

  init(_ folder: LedgerFolder, _ identity: LedgerIdentity, since: Checkpoint?) {
    self.folder = folder
    self.identity = identity
    self.since = since
    report = VerificationReport(identity: identity)
    survey = LogSurvey(folder, identity)
    tree = LogTree(identity.geometry)
  }

  mutating func run(_ progress: (UInt64, UInt64) -> Void) throws(Failure) {
    let claimed = try readCheckpoints()
    try survey.extend(syncing: true)
    let listing = try folder.segments()
    for name in listing.strangers { find("log/" + name, "no segment has this name") }
    try diagnose(claimed)
    let start = since.map { identity.geometry.segmentFirst(of: max(1, $0.size)) } ?? 1
    for segment in survey.segments {
      report.segments += 1
      if segment.isSealed { report.sealedSegments += 1 }
      try verify(segment, isTrusted: segment.last < start)
      progress(min(segment.last, survey.wholeThrough), survey.wholeThrough)
    }
    try verifyBehind(listing.firsts)
    report.last = survey.wholeThrough
    report.root = tree?.root
    compareHeads()
    try verifyErasures()
    try verifyIndex()
  }

  /// Says what is not as written.
  mutating func find(_ file: String, _ what: String, _ sequences: ClosedRange<UInt64>? = nil) {
    let finding = VerificationReport.Finding(file: relative(file), sequences: sequences, what: what)
    if !report.findings.contains(finding) { report.findings.append(finding) }
  }

  mutating func note(_ file: String, _ what: String) {
    report.notes.append(VerificationReport.Finding(file: relative(file), sequences: nil, what: what))
  }

  private func relative(_ path: String) -> String {
    path.hasPrefix(folder.path + "/") ? String(path.dropFirst(folder.path.count + 1)) : path
  }

  /// Reads all signed heads; gives the size of the largest good one.
  private mutating func readCheckpoints() throws(Failure) -> UInt64 {
    let keys = [VerifierKey(name: identity.origin, publicKey: identity.publicKey)]
    var claimed: UInt64 = 0
    if let since { heads[since.size] = ["the head verified before": since.root] }
    for name in try folder.files.names(in: folder.checkpoints) {
      let file = "checkpoints/" + name
      guard let size = LedgerFolder.number(name) else {
        find(file, "no signed head has this name")
        continue
      }
      let bytes = try folder.files.contents(of: folder.checkpoints + "/" + name)
      guard let checkpoint = Checkpoint(bytes), checkpoint.note.bytes == bytes, checkpoint.size == size,
        checkpoint.origin == identity.origin, checkpoint.note.isSigned(by: keys)
      else {
        find(file, "the signed head is not as written, or not signed by this ledger's key")
        continue
      }
      claimed = max(claimed, size)
      heads[size, default: [:]][file] = checkpoint.root
    }
    return claimed
  }

  /// What stands behind the last whole commit.
  private mutating func diagnose(_ claimed: UInt64) throws(Failure) {
    let diagnosis = try LogDiagnosis(survey, knownDurable: claimed)
    let place = folder.segment(diagnosis.cut?.segment ?? survey.nextFirst)
    switch diagnosis.verdict {
    case .clean: break
    case .torn:
      note(place, "behind event \(survey.wholeThrough) stands half a commit; the next writer takes it off")
    case .hole(let lost):
      for range in lost { find(place, "events that were durable are damaged or missing", range) }
    }
  }

  /// Heads that the tree never reached.
  private mutating func compareHeads() {
    for (size, expected) in heads.sorted(by: { $0.key < $1.key }) {
      for file in expected.keys.sorted() {
        let isHidden = tree == nil
        find(
          file, isHidden ? "its root can not be checked behind the damage" : "the log has no \(size) events")
      }
    }
  }

  /// Compares the tree with the heads of its present size.
  mutating func compare() {
    guard let tree, let expected = heads.removeValue(forKey: tree.size) else { return }
    let root = tree.root
    for (file, claimed) in expected {
      if claimed == root {
        if file.hasPrefix("checkpoints/") { report.goodCheckpoints += 1 }
      } else {
        find(file, "the signed root is not that of the log", 1...max(1, tree.size))
      }
    }
  }
}
