import Diagnostics
import Instants
import JSONText

// For each event: the checksums and SHA-256 of its bytes, one pass over its envelope and one over its JSON, a SHA-256 of
// its stream's name and two look-ups in tables.

/// Checks one segment by itself: checksums, lines, leaves, block roots, footer, times, links between its own events.
struct SegmentCheck: ~Copyable {
  private let identity: LedgerIdentity
  private let segment: LogSegment
  /// Sizes of the whole tree that heads were signed for, those that are still to come here.
  private var sizes: ArraySlice<UInt64>
  private let needsNames: Bool
  private var reader = BatchReader()
  private var facts: SegmentFacts

  private static let rotationKind = Array(KeyRotation.kind.utf8)

  /// `sizes` are in order; `needsNames` keeps the names of streams, so that their events before can be looked up.
  init(_ segment: LogSegment, of identity: LedgerIdentity, sizes: [UInt64], needsNames: Bool) {
    self.identity = identity
    self.segment = segment
    self.sizes = sizes.drop { $0 < segment.first }
    self.needsNames = needsNames
    facts = SegmentFacts(segment)
  }

  /// Checks the events up to `limit`.
  consuming func run(upTo limit: UInt64) throws(Failure) -> SegmentFacts {
    switch segment.form {
    case .active(let map):
      // Before the first commit that counts it is part of a torn tail.
      if !map.isHeaderWhole && !map.commits.isEmpty {
        facts.find("the segment's header is not as written; the next writer mends it")
      }
      for index in 0..<segment.batchCount where segment.batch(index).last <= limit {
        guard let summary = try check(segment.batch(index), root: nil) else { continue }
        if Set(summary.streams.map(\.short)) != Set(map.hashes[map.commits[index].hashes]) {
          facts.find("a commit's header names other streams than its lines", segment.batch(index).range)
        }
      }
    case .sealed(let footer): try check(footer)
    }
    return facts
  }

  private mutating func check(_ footer: SegmentFooter) throws(Failure) {
    let size = try segment.file.size()
    let header = SegmentHeader(
      form: .sealed, ledger: identity.id, first: segment.first, geometry: identity.geometry)
    if try segment.file.bytes(at: 0, count: SegmentHeader.byteCount) != header.bytes {
      facts.find("the segment's header is not as written; its blocks are read by the footer")
    }
    var assembly = FooterAssembly(identity: identity, first: segment.first)
    var offset = UInt64(SegmentHeader.byteCount)
    var isWhole = true
    for block in footer.blocks {
      if block.batch.offset != offset { facts.find("a block does not begin where the one before ends") }
      offset = block.batch.end
      guard let summary = try check(block.batch, root: block.root) else {
        isWhole = false
        continue
      }
      if summary.tree.root != block.root {
        facts.find("the lines of a block have another root than the footer says", block.batch.range)
      }
      assembly.add(block.batch, summary)
    }
    guard isWhole else { return }
    let expected = assembly.bytes()
    let isAsLong = size - min(size, offset) == UInt64(expected.count)
    let stored = try isAsLong ? segment.file.bytes(at: offset, count: expected.count) : []
    if stored != expected {
      facts.find("the segment's footer is not as written; the blocks give it again")
    }
  }

  /// Checks the lines of a block (with its stated root) or of a commit; nil where it can not be read.
  private mutating func check(_ batch: LineBatch, root: TreeHash?) throws(Failure) -> BlockSummary? {
    facts.last = batch.last
    do throws(Failure) {
      try reader.load(batch, of: segment.file, path: segment.path)
    } catch  where error.code == .ledgerDamaged {
      facts.find("compressed lines at byte \(batch.offset) are not as written", batch.range)
      skip(root)
      return nil
    }
    facts.bytes += UInt64(reader.rawBytes)
    var summary = BlockSummary()
    var lines: [CheckedLine] = []
    lines.reserveCapacity(batch.count)
    var bad: ClosedRange<UInt64>?
    let needsNames = needsNames
    var sizes = sizes.drop { $0 < batch.first }
    let isBlock = root != nil
    // A closure can not capture what a ~Copyable owner holds: it is moved out and back, since each change of a copy
    // would copy whole tables.
    var found = SegmentFacts(segment)
    swap(&facts, &found)
    _ = try reader.eachLine { (line, sequence) throws(Failure) in
      guard sequence <= batch.last, let envelope = EnvelopeScanner(line), envelope.sequence == sequence,
        LineForm.holds(line, envelope), Self.isJSON(line)
      else {
        bad = min(sequence, batch.last)...min(sequence, batch.last)
        return false
      }
      let leaf = TreeHash.leaf(of: line, envelope)
      let checked = CheckedLine(line, envelope, needsName: needsNames)
      lines.append(checked)
      summary.include(line, envelope, leaf, stream: checked.stream, at: checked.at)
      if !isBlock { found.tree?.append(leaf) }
      if sizes.first == sequence {
        sizes.removeFirst()
        if var tree = found.tree {
          if isBlock { tree.append(contentsOf: summary.tree) }
          found.parts[sequence] = tree
        }
      }
      if envelope.isKind(Self.rotationKind, in: line) { found.rotations.append(StoredEvent(line, envelope)) }
      if let head = RecordedHead(line, envelope) { found.recordedHeads.append(head) }
      if LostEvent.isOne(line, envelope) { found.lost.insert(sequence) }
      if let loss = AcceptedLoss(line, envelope) {
        found.acceptances.append(loss)
      } else if AcceptedLoss.isOne(line, envelope) {
        found.find("an event accepts a loss, and does not say of what before it", sequence...sequence)
      }
      return true
    }
    swap(&facts, &found)
    if bad == nil, lines.count < batch.count { bad = batch.first + UInt64(lines.count)...batch.last }
    if let bad {
      facts.find("a line is missing, or not the event it should be", bad)
      skip(root)
      return nil
    }
    if isBlock { facts.tree?.append(summary.tree.root, level: identity.geometry.blockLevel) }
    for line in lines { check(line) }
    return summary
  }

  /// The scanner of envelopes looks at a body's ends alone.
  private static func isJSON(_ line: RawSpan) -> Bool {
    do throws(JSONSyntaxError) {
      // The line is one level itself.
      try JSONScan.validate(line, depthMax: PreparedEvent.depthMax + 1)
      return true
    } catch {
      return false
    }
  }

  /// A block that can not be read: its stated root still stands for it in the tree, but its streams are not known.
  private mutating func skip(_ root: TreeHash?) {
    if let root { facts.tree?.append(root, level: identity.geometry.blockLevel) } else { facts.tree = nil }
    facts.lasts = StreamHeads()
    facts.hasGap = true
  }

  /// Checks what a line says against the lines of the segment before it.
  private mutating func check(_ event: CheckedLine) {
    let number = event.sequence
    if let at = event.at, at >= facts.lastAt {
      facts.firstAt = facts.firstAt ?? at
      facts.lastAt = at
    } else {
      facts.find("at runs backwards or is no time", number...number)
    }
    if event.cause >= number || event.run > number {
      facts.find("cause or run names a later event", number...number)
    }
    let last = facts.lasts.advance(event.stream, to: number)
    if last > 0 {
      // A lost event may have been of this stream: then it is still named as the previous one.
      let isLost = event.previous > last && facts.lost.contains(event.previous)
      if event.previous != last, !isLost {
        facts.find("prev is \(event.previous), not \(last)", number...number)
      }
    } else if !facts.hasGap {
      facts.firsts.append(
        SegmentFacts.FirstEvent(
          sequence: number, previous: event.previous, stream: event.stream, name: event.streamName))
    }
    if let by = event.erasedBy { facts.erasures.append((number, by)) }
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
  let erasedBy: UInt64?

  init(_ line: RawSpan, _ envelope: EnvelopeScanner, needsName: Bool) {
    sequence = envelope.sequence
    previous = envelope.previous
    cause = envelope.cause
    run = envelope.run
    at = RFC3339.microseconds(line.extracting(envelope.at))
    stream = StreamHash(of: envelope, in: line)
    streamName = needsName ? EscapedText.decoded(line.text(envelope.stream)) : ""
    erasedBy = envelope.erased.isEmpty ? nil : ErasedMark(line.extracting(envelope.erased))?.by ?? 0
  }
}
