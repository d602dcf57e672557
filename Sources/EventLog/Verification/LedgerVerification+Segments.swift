import Diagnostics

extension LedgerVerification {
  /// The first event of the segment that is checked first: those before it are taken by their roots.
  var start: UInt64 { since.map { identity.geometry.segmentFirst(of: max(1, $0.size)) } ?? 1 }

  /// Checks the segments of the survey on all cores.
  mutating func verifySegments(
    _ crew: SegmentCrew, _ progress: @Sendable (UInt64, UInt64) -> Void
  ) throws(Failure) {
    let limit = survey.wholeThrough
    for segment in survey.segments {
      report.segments += 1
      if segment.isSealed { report.sealedSegments += 1 }
      if segment.last < start, case .sealed(let footer) = segment.form { try trust(footer, segment) }
    }
    let segments = survey.segments.filter { $0.last >= start || !$0.isSealed }
    let (identity, sizes, needsNames) = (identity, heads.keys.sorted(), since != nil)
    try crew.run(
      segments.count, into: &self,
      check: { index throws(Failure) in
        let check = SegmentCheck(segments[index], of: identity, sizes: sizes, needsNames: needsNames)
        return try check.run(upTo: limit)
      },
      join: { verification, facts throws(Failure) in
        try verification.join(facts)
        progress(facts.last, limit)
      })
    // Half a commit may stand behind the limit.
    report.isFinished = report.last >= limit || segments.isEmpty
  }

  /// Takes in what the check of the next segment found.
  mutating func join(_ facts: SegmentFacts) throws(Failure) {
    for finding in facts.findings { find(finding.file, finding.what, finding.sequences) }
    report.bytes += facts.bytes
    report.last = facts.last
    if let first = facts.firstAt {
      if first < lastAt {
        find(facts.path, "at runs backwards or is no time", facts.first...facts.first)
      }
      lastAt = max(lastAt, facts.lastAt)
    }
    lost.formUnion(facts.lost)
    accept(facts.acceptances)
    for event in facts.firsts {
      guard let last = try lastBefore(event), event.previous != last else { continue }
      if event.previous > last, isLost(event.previous) { continue }
      find(facts.path, "prev is \(event.previous), not \(last)", event.sequence...event.sequence)
    }
    if facts.hasGap {
      hasGap = true
      lasts = facts.lasts
    } else {
      lasts.advance(to: facts.lasts)
    }
    erasures += facts.erasures
    rotations += facts.rotations
    recordedHeads += facts.recordedHeads
    grow(facts)
  }

  private mutating func grow(_ facts: SegmentFacts) {
    guard var whole = tree else { return }
    for (size, part) in facts.parts.sorted(by: { $0.key < $1.key }) where size < facts.last {
      var tree = whole
      tree.append(contentsOf: part)
      compare(tree)
    }
    guard let part = facts.tree else {
      tree = nil
      return
    }
    whole.append(contentsOf: part)
    tree = whole
    compare(whole)
  }

  /// The last event of an event's stream before it; nil where that can not be known.
  private func lastBefore(_ event: SegmentFacts.FirstEvent) throws(Failure) -> UInt64? {
    let last = lasts[event.stream]
    if last > 0 { return last }
    if hasGap { return nil }
    guard start > 1 else { return 0 }
    var cursor = EventCursor(survey)
    return try cursor.last(of: event.name, upTo: start - 1)
  }

  /// Takes a segment by its root, and compares the heads that lie in it.
  private mutating func trust(_ footer: SegmentFooter, _ segment: LogSegment) throws(Failure) {
    guard var whole = tree else { return }
    for size in heads.keys.sorted() where segment.first <= size && size < segment.last {
      compare(try footer.tree(of: size, after: whole, in: segment))
    }
    whole.append(footer.root, level: identity.geometry.segmentLevel)
    tree = whole
    report.last = segment.last
    compare(whole)
    if try footer.blocks(holding: StreamHash(KeyRotation.stream).short, in: segment.file) != [] {
      try collectRotations(segment)
    }
  }

  /// The changes of keys in a segment that is not read otherwise.
  private mutating func collectRotations(_ segment: LogSegment) throws(Failure) {
    var cursor = EventCursor(survey)
    var found: [StoredEvent] = []
    do throws(Failure) {
      try cursor.backwards(KeyRotation.stream, upTo: segment.last) { event throws(Failure) in
        guard event.seq >= segment.first else { return false }
        found.append(event)
        return true
      }
    } catch  where error.code == .ledgerDamaged {
      find(segment.path, error.message)
    }
    rotations += found.reversed()
  }

  /// Segments that the survey did not reach: each is checked by itself, as far as it can be read.
  mutating func verifyBehind(_ firsts: [UInt64]) throws(Failure) {
    if let obstacle = survey.obstacle {
      let range = survey.nextFirst...identity.geometry.segmentLast(of: survey.nextFirst)
      find(obstacle.place ?? folder.segment(survey.nextFirst), obstacle.message, range)
    }
    let behind = firsts.filter { $0 >= survey.nextFirst }
    if !behind.isEmpty || survey.obstacle != nil {
      tree = nil
      lasts = StreamHeads()
      hasGap = true
    }
    for first in behind {
      do {
        let segment = try LogSegment.open(first, in: folder, of: identity)
        guard segment.isSealed else { continue }
        try join(SegmentCheck(segment, of: identity, sizes: [], needsNames: false).run(upTo: .max))
      } catch  where error.code == .fileMissing {
        continue  // a writer has just taken it off
      } catch  where error.code == .ledgerDamaged {
        find(
          error.place ?? folder.segment(first), error.message,
          first...identity.geometry.segmentLast(of: first))
      }
    }
    report.last = survey.wholeThrough
  }
}
