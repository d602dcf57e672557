import Diagnostics

//     log/  [ sealed ] [ sealed ] … [ active, full ] [ active ............|end   torn or damaged?  |size ]
//            trusted by footers      scanned commit by commit     wholeThrough ^
//
// Start, readers and verify see the log through this; what follows the last whole commit only recovery judges.

/// The segments of a log in order, as far as they are whole, and the last event that may be shown.
struct LogSurvey: Sendable {
  let folder: LedgerFolder
  let identity: LedgerIdentity
  private(set) var segments: [LogSegment] = []
  /// The last event of the last whole commit, all its parts included; 0 = none.
  private(set) var wholeThrough: UInt64 = 0
  /// Why the survey stopped at a sealed segment that can not be read.
  private(set) var obstacle: Failure?

  init(_ folder: LedgerFolder, _ identity: LedgerIdentity) {
    self.folder = folder
    self.identity = identity
  }

  /// Looks at what has been added.
  ///
  /// A reader syncs each unsealed file before it believes what stands there.
  mutating func extend(syncing: Bool) throws(Failure) {
    obstacle = nil
    forgetUnfinished()
    try replaceSealed(syncing: syncing)
    if let last = segments.last, last.map?.isFull == false { try scan(segments.count - 1, syncing: syncing) }
    while try openNext() { try scan(segments.count - 1, syncing: syncing) }
    wholeThrough = lastWhole()
  }

  /// Whether something stands behind the last whole commit, or could not be read: half a commit, or damage.
  var isSuspicious: Bool {
    obstacle != nil || segments.contains { $0.map.map { !$0.isClean } ?? false }
      || wholeThrough != segments.last?.last ?? 0
  }

  /// The first event of the segment that would come next.
  var nextFirst: UInt64 {
    segments.last.map { $0.first + UInt64(identity.geometry.eventsPerSegment) } ?? 1
  }

  /// The index of the segment that holds an event.
  func segmentIndex(of sequence: UInt64) -> Int {
    Int((sequence - 1) / UInt64(identity.geometry.eventsPerSegment))
  }

  private mutating func scan(_ index: Int, syncing: Bool) throws(Failure) {
    guard var map = segments[index].map else { return }
    let file = segments[index].file
    let seen = map.end
    try map.extend(in: file, upTo: file.size())
    // Law 3: what a power cut could take back is not shown. Synced after it was read, since a commit may have taken the
    // place of padding meanwhile.
    if syncing && map.end > seen { try file.sync() }
    segments[index].form = .active(map)
  }

  private mutating func openNext() throws(Failure) -> Bool {
    guard segments.last.map({ $0.isSealed || $0.map?.isFull == true }) ?? true else { return false }
    do {
      segments.append(try LogSegment.open(nextFirst, in: folder, of: identity))
      return true
    } catch {
      if error.code == .ledgerDamaged { obstacle = error } else if error.code != .fileMissing { throw error }
      return false
    }
  }

  /// Takes the sealed form of segments that have been sealed since; their old files stay readable until then.
  private mutating func replaceSealed(syncing: Bool) throws(Failure) {
    for index in segments.indices where segments[index].map?.isFull == true {
      let again = try LogSegment.open(segments[index].first, in: folder, of: identity)
      if again.isSealed {
        segments[index] = again
      } else if segments[index].map?.isClean == false {
        try scan(index, syncing: syncing)  // what stands behind its events may have been half written
      }
    }
  }

  /// What recovery, or a writer without room, may have taken off is looked at afresh: a commit whose last part is not
  /// there, and a file without a commit, in whose place another may stand by now.
  private mutating func forgetUnfinished() {
    if let start = halfCommitStart() { segments.removeLast(segments.count - segmentIndex(of: start)) }
    while segments.last?.map?.commits.isEmpty == true { segments.removeLast() }
  }

  /// Where a commit begins whose last part is missing; nil where all are whole.
  private func halfCommitStart() -> UInt64? {
    for segment in segments.reversed() {
      guard let map = segment.map else { return nil }
      guard let last = map.commits.last else { continue }
      return last.continues ? last.commitFirst : nil
    }
    return nil
  }

  private func lastWhole() -> UInt64 {
    if let start = halfCommitStart() { return start - 1 }
    return segments.last?.last ?? 0
  }
}
