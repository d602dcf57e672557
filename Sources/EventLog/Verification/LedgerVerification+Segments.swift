import Diagnostics

extension LedgerVerification {
  /// Checks one segment; a trusted one is only taken by its root.
  mutating func verify(_ segment: LogSegment, isTrusted: Bool) throws(Failure) {
    switch segment.form {
    case .active(let map):
      if !map.isHeaderWhole {
        find(segment.path, "the segment's header is not as written; the next writer mends it")
      }
      for index in 0..<segment.batchCount where segment.batch(index).last <= survey.wholeThrough {
        _ = try verify(segment.batch(index), of: segment)
      }
    case .sealed(let footer):
      guard !isTrusted else {
        try compareInside(footer, segment)
        tree?.append(segment: footer.root)
        compare()
        return
      }
      try verifySealed(segment, footer)
    }
  }

  /// Segments that the survey did not reach: each is checked by itself, as far as it can be read.
  mutating func verifyBehind(_ firsts: [UInt64]) throws(Failure) {
    if let obstacle = survey.obstacle {
      let range = survey.nextFirst...identity.geometry.segmentLast(of: survey.nextFirst)
      find(obstacle.place ?? folder.segment(survey.nextFirst), obstacle.message, range)
    }
    for first in firsts where first >= survey.nextFirst {
      tree = nil
      lasts = [:]
      hasGap = true
      do {
        let segment = try LogSegment.open(first, in: folder, of: identity)
        if case .sealed(let footer) = segment.form { try verifySealed(segment, footer) }
      } catch  where error.code == .ledgerDamaged {
        find(
          error.place ?? folder.segment(first), error.message,
          first...identity.geometry.segmentLast(of: first))
      }
    }
  }

  private mutating func verifySealed(_ segment: LogSegment, _ footer: SegmentFooter) throws(Failure) {
    let size = try segment.file.size()
    let header = SegmentHeader(
      form: .sealed, ledger: identity.id, first: segment.first, geometry: identity.geometry)
    if try segment.file.bytes(at: 0, count: SegmentHeader.byteCount) != header.bytes {
      find(segment.path, "the segment's header is not as written; its blocks are read by the footer")
    }
    var assembly = FooterAssembly(identity: identity, first: segment.first)
    var offset = UInt64(SegmentHeader.byteCount)
    var isWhole = true
    for block in footer.blocks {
      if block.batch.offset != offset {
        find(segment.path, "a block does not begin where the one before ends")
      }
      offset = block.batch.end
      guard let summary = try verify(block.batch, of: segment, root: block.root) else {
        isWhole = false
        continue
      }
      if summary.tree.root != block.root {
        find(segment.path, "the lines of a block have another root than the footer says", block.batch.range)
      }
      assembly.add(block.batch, summary)
    }
    guard isWhole else { return }
    let expected = assembly.bytes()
    let stored = try segment.file.bytes(at: offset, count: Int(size - min(size, offset)))
    if stored != expected {
      find(segment.path, "the segment's footer is not as written; the blocks give it again")
    }
  }

  /// Checks the lines of a block or commit; nil where it can not be read, then its stated root stands in for it.
  private mutating func verify(
    _ batch: LineBatch, of segment: LogSegment, root: TreeHash? = nil
  ) throws(Failure) -> BlockSummary? {
    do throws(Failure) {
      try reader.load(batch, of: segment.file, path: segment.path)
      guard reader.countsRight() else { throw .damagedBatch(batch, segment.path) }
    } catch  where error.code == .ledgerDamaged {
      find(segment.path, "compressed lines at byte \(batch.offset) are not as written", batch.range)
      skip(batch, root)
      return nil
    }
    report.bytes += UInt64(reader.rawBytes)
    var summary = BlockSummary()
    var lines: [CheckedLine] = []
    var bad: UInt64?
    let needsNames = since != nil
    _ = try reader.eachLine { (line, sequence) throws(Failure) in
      guard let envelope = EnvelopeScanner(line), envelope.sequence == sequence else {
        bad = sequence
        return false
      }
      let leaf = TreeHash.leaf(of: line, envelope)
      summary.include(line, envelope, leaf)
      lines.append(CheckedLine(line, envelope, leaf, needsName: needsNames))
      return true
    }
    if let bad {
      find(segment.path, "a line is not the event it should be", bad...bad)
      skip(batch, root)
      return nil
    }
    let holdsHead = heads.keys.contains { batch.first <= $0 && $0 < batch.last }
    for event in lines { try check(event, of: segment, growing: root == nil || holdsHead) }
    if root != nil && !holdsHead {
      tree?.append(block: summary.tree.root, level: identity.geometry.blockLevel)
    }
    compare()
    return summary
  }

  /// A block that can not be read: its root still stands for it in the tree, but its streams are not known.
  private mutating func skip(_ batch: LineBatch, _ root: TreeHash?) {
    if let root { tree?.append(block: root, level: identity.geometry.blockLevel) } else { tree = nil }
    compare()
    lasts = [:]
    hasGap = true
  }

  /// Checks what a line says against everything before it.
  private mutating func check(_ event: CheckedLine, of segment: LogSegment, growing: Bool) throws(Failure) {
    let number = event.sequence
    let range = number...number
    if let at = event.at, at >= lastAt {
      lastAt = at
    } else {
      find(segment.path, "at runs backwards or is no time", range)
    }
    if event.cause >= number || event.run > number {
      find(segment.path, "cause or run names a later event", range)
    }
    if let last = try last(of: event) {
      if event.previous != last { find(segment.path, "prev is \(event.previous), not \(last)", range) }
    }
    lasts[event.stream] = number
    if let by = event.erasedBy { erasures.append((number, by)) }
    guard growing else { return }
    _ = tree?.append(event.leaf)
    compare()
  }

  /// The last event of the line's stream before it; nil where that can not be known.
  private func last(of event: CheckedLine) throws(Failure) -> UInt64? {
    if let last = lasts[event.stream] { return last }
    if hasGap { return nil }
    guard let since, event.sequence > 1 else { return 0 }
    let start = identity.geometry.segmentFirst(of: max(1, since.size))
    guard start > 1 else { return 0 }
    var cursor = EventCursor(survey)
    return try cursor.last(of: event.streamName, upTo: start - 1)
  }

  /// The heads that lie inside a segment that is taken by its root.
  private mutating func compareInside(_ footer: SegmentFooter, _ segment: LogSegment) throws(Failure) {
    guard let tree else { return }
    for size in heads.keys.sorted() where segment.first <= size && size < segment.last {
      guard let expected = heads.removeValue(forKey: size) else { continue }
      let root = try footer.root(of: size, after: tree, in: segment)
      for (file, claimed) in expected {
        if claimed == root {
          if file.hasPrefix("checkpoints/") { report.goodCheckpoints += 1 }
        } else {
          find(file, "the signed root is not that of the log", 1...size)
        }
      }
    }
  }
}

/// What the checks need of a line once its bytes are gone.
private struct CheckedLine {
  let sequence: UInt64
  let previous: UInt64
  let cause: UInt64
  let run: UInt64
  let at: Int64?
  let stream: StreamHash
  let streamName: String
  let leaf: TreeHash
  let erasedBy: UInt64?

  init(_ line: RawSpan, _ envelope: EnvelopeScanner, _ leaf: TreeHash, needsName: Bool) {
    sequence = envelope.sequence
    previous = envelope.previous
    cause = envelope.cause
    run = envelope.run
    at = Timestamp.microseconds(line.extracting(envelope.at))
    stream = StreamHash(of: envelope, in: line)
    streamName = needsName ? EscapedText.decoded(line.text(envelope.stream)) : ""
    self.leaf = leaf
    erasedBy = envelope.erased.isEmpty ? nil : ErasedMark(line.extracting(envelope.erased))?.by ?? 0
  }
}
