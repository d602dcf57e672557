import Diagnostics
import Instants

//     LEDGER locked ─> survey ─> diagnosis ─┬─ hole ──────> refuse, name the numbers
//                                           ├─ torn ──────> quarantine, cut, survey again
//                                           └─ clean ─┐
//     write again what may only be cached <───────────┘
//     └─> numbers, time, tree, heads ─> compare with the newest signed head ─> writer

/// What a writer starts from.
struct RecoveredLog: Sendable {
  /// What is durable.
  var mark: LogMark
  /// The file that the next commit goes into, nil where it begins a new one.
  var position: CommitFiles.Position?
  /// The last event of each stream that the index does not cover.
  var recentHeads: [StreamHash: UInt64] = [:]
  /// Full segments that are not sealed yet.
  var jobs: [SealingJob] = []
  let heads: HeadIndex
  let newest: Checkpoint?
}

/// Brings a ledger into a state in which it can be written to, or says why not: the one recovery path.
struct LedgerRecovery {
  let folder: LedgerFolder
  let identity: LedgerIdentity
  /// What the clock says, microseconds since 1970; nil where it is accepted however it stands.
  let now: Int64?

  /// The ledger must be held.
  ///
  /// Throws `clock-behind` before anything is changed.
  ///
  /// `knownDurable` is the position of a projection that names this ledger.
  func recover(knownDurable: UInt64) throws(Failure) -> RecoveredLog {
    let newest = try CheckpointFolder.newest(in: folder, identity)
    var survey = LogSurvey(folder, identity)
    try survey.extend(syncing: false)
    let diagnosis = try LogDiagnosis(survey, knownDurable: max(knownDurable, newest?.size ?? 0))
    if let failure = diagnosis.failure(survey) { throw failure }
    try requireClock(survey)
    if diagnosis.verdict == .torn {
      try TornTail(folder: folder).remove(diagnosis, of: survey)
      survey = LogSurvey(folder, identity)
      try survey.extend(syncing: false)
    }
    try makeDurable(survey, beyond: diagnosis.knownDurable)
    return try replay(survey, newest: newest)
  }

  /// A clock far behind the last event would hold every later one at that time.
  private func requireClock(_ survey: LogSurvey) throws(Failure) {
    guard let now, survey.wholeThrough > 0 else { return }
    var cursor = EventCursor(survey)
    let last = try cursor.whole(survey.wholeThrough).flatMap { RFC3339.microseconds($0.at) }
    guard let last, now < last - ClockWatch.behindMax else { return }
    throw .clockBehind(now: now, last: last, at: folder.path)
  }

  /// What may only stand in the page cache is written again in place, and synced before it counts.
  private func makeDurable(_ survey: LogSurvey, beyond known: UInt64) throws(Failure) {
    for segment in survey.segments {
      guard let map = segment.map else { continue }
      let file = try folder.files.open(segment.path, for: .writing)
      let isKnown = map.commits.first.map { $0.batch.last <= known } ?? false
      if !map.isHeaderWhole || !isKnown { try file.write(map.header.bytes, at: 0) }
      if let start = map.commits.first(where: { $0.batch.last > known })?.offset {
        var position = start
        while position < map.end {
          let part = try file.bytes(at: position, count: Int(min(1 << 20, map.end - position)))
          guard !part.isEmpty else { break }
          try file.write(part, at: position)
          position += UInt64(part.count)
        }
      }
      try file.sync()
    }
    try folder.files.change(.sync(folder.log))
    // The next command remembers the newest head in an event: it must not be able to vanish after that.
    try folder.files.change(.sync(folder.checkpoints))
  }

  /// Works out numbers, time, tree and heads: sealed segments by their footers, the others from their lines.
  private func replay(
    _ survey: LogSurvey, newest: Checkpoint?
  ) throws(Failure) -> RecoveredLog {
    // Where one segment could not be sealed, later ones may have been: the index covers the sealed ones before it.
    let sealed = survey.segments.prefix { $0.isSealed }
    let heads = try HeadIndex(folder, ledger: identity.id, sealedThrough: sealed.last?.last ?? 0)
    try heads.fill(from: Array(sealed), SegmentSealing(folder: folder, identity: identity))
    var log = RecoveredLog(mark: LogMark(identity.geometry), heads: heads, newest: newest)
    let losses = try AcceptedLoss.borneOut(in: folder, by: survey)
    let isHidden = losses.contains { loss in newest.map { loss.hides($0.size) } ?? false }
    for segment in survey.segments {
      if let newest, !isHidden, case .sealed(let footer) = segment.form, segment.first <= newest.size,
        newest.size <= segment.last
      {
        let tree = try footer.tree(of: newest.size, after: log.mark.tree.frontier, in: segment)
        guard tree.root == newest.root else { throw .strangeCheckpoint(newest.size, at: folder.checkpoints) }
      }
      if case .sealed(let footer) = segment.form, segment.last <= heads.covered {
        log.mark.tree.append(segment: footer.root)
        log.mark.last = segment.last
      } else {
        try replay(segment, comparing: isHidden ? nil : newest, &log)
        if let map = segment.map, !map.isFull {
          // A header that was not whole has been mended by now: no commit goes over it.
          let end = max(map.end, UInt64(SegmentHeader.byteCount))
          log.position = CommitFiles.Position(segment: segment.first, end: end)
        }
      }
    }
    for index in log.jobs.indices { log.jobs[index].head = log.mark.head }
    if log.mark.at == 0, let last = survey.segments.last(where: { $0.batchCount > 0 }) {
      log.mark.at = try lastInstant(of: last)
    }
    return log
  }

  private func replay(
    _ segment: LogSegment, comparing newest: Checkpoint?, _ log: inout RecoveredLog
  ) throws(Failure) {
    var reader = BatchReader()
    for index in 0..<segment.batchCount {
      let batch = segment.batch(index)
      try reader.load(batch, of: segment.file, path: segment.path)
      try reader.eachEvent(path: segment.path) { (line, envelope) throws(Failure) in
        let sequence = envelope.sequence
        log.recentHeads[StreamHash(of: envelope, in: line)] = sequence
        log.mark.last = sequence
        if sequence == batch.last {
          log.mark.at = RFC3339.microseconds(line.extracting(envelope.at)) ?? log.mark.at
        }
        if let root = log.mark.tree.append(TreeHash.leaf(of: line, envelope)), !segment.isSealed {
          log.jobs.append(
            SealingJob(first: segment.first, last: sequence, root: root, head: log.mark.head))
        }
        if let newest, newest.size == sequence, log.mark.tree.root != newest.root {
          throw .strangeCheckpoint(newest.size, at: folder.checkpoints)
        }
        return true
      }
    }
  }

  private func lastInstant(of segment: LogSegment) throws(Failure) -> Int64 {
    var reader = BatchReader()
    try reader.load(segment.batch(segment.batchCount - 1), of: segment.file, path: segment.path)
    var instant: Int64 = 0
    try reader.eachEvent(path: segment.path) { (line, envelope) throws(Failure) in
      instant = RFC3339.microseconds(line.extracting(envelope.at)) ?? instant
      return true
    }
    return instant
  }
}

extension SegmentFooter {
  /// The whole tree at a size that lies in this segment, by block roots and the lines of one block.
  func tree(
    of size: UInt64, after tree: MerkleFrontier, in segment: LogSegment
  ) throws(Failure) -> MerkleFrontier {
    var frontier = tree
    guard let level = blocks.first?.batch.count.trailingZeroBitCount else { return frontier }
    for block in blocks where block.batch.first <= size {
      if block.batch.last <= size {
        frontier.append(block.root, level: level)
      } else {
        var reader = BatchReader()
        try reader.load(block.batch, of: segment.file, path: segment.path)
        try reader.eachEvent(path: segment.path) { (line, envelope) throws(Failure) in
          guard envelope.sequence <= size else { return false }
          frontier.append(TreeHash.leaf(of: line, envelope))
          return true
        }
      }
    }
    return frontier
  }
}
