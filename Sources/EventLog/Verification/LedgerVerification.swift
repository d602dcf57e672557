package import Diagnostics
import Foundation

/// Re-derives everything that a ledger claims: checksums, leaves, block and segment roots, links to previous events,
/// signed heads and what they sign, changes of keys.
///
/// It goes on behind damage as far as there is sense in it, so that the report names all of it. With `since`, a head
/// that was verified before, the segments before it are taken by their roots, which together must give its root. When
/// the task is cancelled, the report reaches as far as it came.
///
/// - Parameters:
///   - folder: The ledger's folder; a writer may be at work.
///   - since: A head verified before.
///   - kept: A signed head that was kept elsewhere: this log must continue it, whoever signed what since.
///   - files: The file system.
///   - cores: How many segments are checked at once.
///   - progress: Told after each segment, in order, how many events of how many are done.
/// - Returns: what was found.
/// - Throws: where LEDGER itself can not be read, or the disk fails.
package func verifyLedger(
  at folder: String, since: VerifiedHead? = nil, against kept: Checkpoint? = nil,
  files: any LedgerFiles = DiskFiles(), cores: Int = ProcessInfo.processInfo.activeProcessorCount,
  progress: @Sendable (_ done: UInt64, _ total: UInt64) -> Void = { _, _ in }
) throws(Failure) -> VerificationReport {
  let place = LedgerFolder(path: folder, files: files)
  let identity = try LedgerIdentity.read(place)
  var verification = LedgerVerification(place, identity, since: since, kept: kept)
  try verification.run(SegmentCrew(cores: cores), progress)
  return verification.report
}

/// The pass over a ledger.
struct LedgerVerification: Sendable {
  let folder: LedgerFolder
  let identity: LedgerIdentity
  let since: VerifiedHead?
  let kept: Checkpoint?
  var report: VerificationReport
  var survey: LogSurvey
  var keys: LedgerKeys
  /// Heads to compare with the tree, by size: who claims which root.
  var heads: [UInt64: [String: TreeHash]] = [:]
  /// The tree so far; nil behind a segment that hides its part of it.
  var tree: MerkleFrontier? = MerkleFrontier()
  /// The last event of each stream so far.
  var lasts = StreamHeads()
  /// Whether events before were unreadable, so that a stream may have had some there.
  var hasGap = false
  var lastAt = Int64.min
  var erasures: [(sequence: UInt64, by: UInt64)] = []
  var rotations: [StoredEvent] = []
  /// Roots of the signed heads on disk by size; nil where one is not as written.
  var signedHeads: [UInt64: TreeHash?] = [:]
  var recordedHeads: [RecordedHead] = []
  /// Numbers in whose place a line says that the event is lost.
  var lost: Set<UInt64> = []
  /// Losses that events accept.
  private(set) var acceptances: [AcceptedLoss] = []
  /// Heads whose root the log does not give: whether a loss explains it is judged at the end.
  var contradicted: [(file: String, size: UInt64)] = []

  init(_ folder: LedgerFolder, _ identity: LedgerIdentity, since: VerifiedHead?, kept: Checkpoint?) {
    self.folder = folder
    self.identity = identity
    self.since = since
    self.kept = kept
    report = VerificationReport(identity: identity)
    survey = LogSurvey(folder, identity)
    keys = LedgerKeys(identity)
  }

  mutating func run(_ crew: SegmentCrew, _ progress: @Sendable (UInt64, UInt64) -> Void) throws(Failure) {
    try readKeys()
    let claimed = try readCheckpoints()
    readKept()
    compare(MerkleFrontier())
    guard try isFolder(folder.log) else { return compareHeads() }
    try survey.extend(syncing: true)
    // The events that accepted them may stand in what is not read again.
    if since != nil { accept(try AcceptedLoss.recorded(in: survey)) }
    let listing = try folder.segments(of: identity.geometry)
    for name in listing.strangers { find("log/" + name, "no segment has this name") }
    try diagnose(claimed)
    try verifySegments(crew, progress)
    report.root = tree?.root
    guard report.isFinished else {
      accept(try AcceptedLoss.recorded(in: survey))  // their events were not reached
      judgeContradictions()
      // What goes on from here never reads these segments again.
      try verifyErasures()
      verifyLosses()
      try verifyRecordedHeads()
      return
    }
    report.last = survey.wholeThrough
    try verifyIdentity()
    try verifyBehind(listing.firsts)
    compareHeads()
    judgeContradictions()
    try verifyErasures()
    verifyLosses()
    verifyRotations()
    try verifyRecordedHeads()
    try verifyOwed()
    try verifyIndex()
  }

  /// Says what is not as written.
  mutating func find(_ file: String, _ what: String, _ sequences: ClosedRange<UInt64>? = nil) {
    let finding = VerificationReport.Finding(file: relative(file), sequences: sequences, what: what)
    if !report.findings.contains(finding) { report.findings.append(finding) }
  }

  /// Whether a folder is one, or missing; what stands in its place is not looked into.
  mutating func isFolder(_ path: String) throws(Failure) -> Bool {
    do {
      _ = try folder.files.names(in: path)
      return true
    } catch  where error.code == .ledgerDamaged {
      find(path, "it is no folder, and is not looked into")
      return false
    }
  }

  /// Takes in losses that events accept, each once.
  mutating func accept(_ losses: [AcceptedLoss]) {
    for loss in losses where !acceptances.contains(loss) { acceptances.append(loss) }
  }

  /// Whether a line says that its event is lost; those before the first segment that is read are believed.
  func isLost(_ sequence: UInt64) -> Bool {
    lost.contains(sequence) || (sequence < start && acceptances.contains { $0.numbers.contains(sequence) })
  }

  mutating func note(_ file: String, _ what: String) {
    report.notes.append(VerificationReport.Finding(file: relative(file), sequences: nil, what: what))
  }

  private func relative(_ path: String) -> String {
    path.hasPrefix(folder.path + "/") ? String(path.dropFirst(folder.path.count + 1)) : path
  }

  /// Reads all signed heads; gives the size of the largest good one.
  private mutating func readCheckpoints() throws(Failure) -> UInt64 {
    var claimed: UInt64 = 0
    if let since { heads[since.size] = ["the head verified before": since.root] }
    guard try isFolder(folder.checkpoints) else { return 0 }
    for name in try folder.files.names(in: folder.checkpoints) {
      let file = "checkpoints/" + name
      guard let size = LedgerFolder.number(name) else {
        find(file, "no signed head has this name")
        continue
      }
      let checkpoint = try CheckpointFolder.head(of: size, in: folder, keys)
      signedHeads[size] = .some(checkpoint?.root)
      guard let checkpoint else {
        find(file, "the signed head is not as written, or not signed by the ledger's key for its size")
        continue
      }
      claimed = max(claimed, size)
      heads[size, default: [:]][file] = checkpoint.root
    }
    return claimed
  }

  /// A head kept elsewhere binds this log by its size and root; who signed what is a second question.
  private mutating func readKept() {
    guard let kept else { return }
    heads[kept.size, default: [:]][Self.keptName] = kept.root
    if kept.origin != identity.origin {
      find(Self.keptName, "it is of the log \(kept.origin), and this one is \(identity.origin)")
    } else if !keys.accept(kept) {
      find(Self.keptName, "no key of this ledger signed it: the key was replaced, or the head was made up")
    }
  }

  static let keptName = "the head kept elsewhere"

  /// What stands behind the last whole commit.
  private mutating func diagnose(_ claimed: UInt64) throws(Failure) {
    let diagnosis = try LogDiagnosis(survey, knownDurable: claimed)
    let place = folder.segment(diagnosis.cut?.segment ?? survey.nextFirst)
    for surplus in diagnosis.surplus where diagnosis.verdict != .clean {
      let last = identity.geometry.segmentLast(of: surplus.segment)
      note(
        folder.segment(surplus.segment),
        "behind event \(last), the segment's last, stand bytes of no event; the next writer takes them off")
    }
    switch diagnosis.verdict {
    case .clean: break
    case .torn where diagnosis.cut == nil && diagnosis.later.isEmpty: break
    case .torn:
      note(place, "behind event \(survey.wholeThrough) stands half a commit; the next writer takes it off")
    case .hole(let lost):
      let ranges = lost.isEmpty ? [survey.wholeThrough + 1...diagnosis.knownDurable] : lost
      for range in ranges { find(place, LogDiagnosis.whatIsWrong(lost), range) }
    }
  }

  /// Heads that the tree never reached.
  private mutating func compareHeads() {
    for (size, expected) in heads.sorted(by: { $0.key < $1.key }) {
      for file in expected.keys.sorted() {
        let isHidden = tree == nil || size <= survey.wholeThrough
        find(
          file,
          isHidden
            ? "its root can not be checked behind the damage"
            : "it signs \(size) events, and only the first \(survey.wholeThrough) are there whole")
      }
    }
  }

  /// Compares a tree with the heads of its size.
  mutating func compare(_ tree: MerkleFrontier) {
    guard let expected = heads.removeValue(forKey: tree.size) else { return }
    let root = tree.root
    for (file, claimed) in expected.sorted(by: { $0.key < $1.key }) {
      if claimed == root {
        if file.hasPrefix("checkpoints/") { report.goodCheckpoints += 1 }
        if file == Self.keptName { report.continuesKept = true }
      } else {
        contradicted.append((file, tree.size))
      }
    }
  }
}
