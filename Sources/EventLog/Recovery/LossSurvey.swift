import Diagnostics

/// What of a ledger is lost, to the event: every batch of lines is read, in damaged files also those behind the damage.
struct LossSurvey {
  /// Lines that are whole, where they stand in their file.
  struct Piece: Hashable, Sendable {
    let batch: LineBatch
    /// Where their frame begins, that of their commit's header included.
    let start: UInt64

    init(block: LineBatch) {
      batch = block
      start = block.offset
    }

    init(commit: CommitPlace) {
      batch = commit.batch
      start = commit.offset
    }
  }

  /// A segment of which something is lost, or whose events do not stand where they belong.
  struct Damage: Sendable {
    let first: UInt64
    /// nil where there is no such file.
    let file: (any LedgerFile)?
    let isSealed: Bool
    let pieces: [Piece]
    /// Empty where bytes of no event were put between those that are all there.
    let lost: [ClosedRange<UInt64>]
    /// Roots of lost blocks, by their first event, as far as a whole footer says them.
    let roots: [UInt64: TreeHash]
  }

  /// More than that is no loss, but the greater part of a ledger that is elsewhere, or a file with a made-up number.
  private static let lossMax: UInt64 = 100_000_000
  /// The same in segments, each of which is looked at: those of the standard geometry that hold so many events.
  private static let segmentsMax: UInt64 = 1_526

  private(set) var damages: [Damage] = []
  /// The highest event that was durable.
  let known: UInt64

  /// The lost numbers, neighbours together.
  var lost: [ClosedRange<UInt64>] {
    var ranges: [ClosedRange<UInt64>] = []
    for range in damages.flatMap(\.lost) {
      if let last = ranges.last, last.upperBound + 1 == range.lowerBound {
        ranges[ranges.count - 1] = last.lowerBound...range.upperBound
      } else {
        ranges.append(range)
      }
    }
    return ranges
  }

  init(_ folder: LedgerFolder, _ identity: LedgerIdentity, knownDurable: UInt64) throws(Failure) {
    var survey = LogSurvey(folder, identity)
    try survey.extend(syncing: false)
    let diagnosis = try LogDiagnosis(survey, knownDurable: knownDurable)
    known = max(diagnosis.knownDurable, survey.wholeThrough)
    let lossMax = min(Self.lossMax, Self.segmentsMax * UInt64(identity.geometry.eventsPerSegment))
    guard known - survey.wholeThrough <= lossMax else {
      throw .ledgerDamaged(
        "more than \(lossMax) events seem to be missing; nobody gives up so many with one command",
        lost: [survey.wholeThrough + 1...known], at: folder.log)
    }
    var first: UInt64 = 1
    while first <= known {
      if let damage = try Self.look(at: first, folder, identity, known: known) { damages.append(damage) }
      first += UInt64(identity.geometry.eventsPerSegment)
    }
  }

  private static func look(
    at first: UInt64, _ folder: LedgerFolder, _ identity: LedgerIdentity, known: UInt64
  ) throws(Failure) -> Damage? {
    let last = min(known, identity.geometry.segmentLast(of: first))
    let path = folder.segment(first)
    let file: any LedgerFile
    do {
      file = try folder.files.open(path, for: .reading)
    } catch  where error.code == .fileMissing {
      return Damage(first: first, file: nil, isSealed: false, pieces: [], lost: [first...last], roots: [:])
    }
    var pieces: [Piece] = []
    var roots: [UInt64: TreeHash] = [:]
    var (isSealed, isStrange, isDisplaced) = (true, false, false)
    do throws(Failure) {
      let segment = try LogSegment.open(first, in: folder, of: identity)
      switch segment.form {
      case .sealed(let footer):
        pieces = footer.blocks.map { Piece(block: $0.batch) }
        for block in footer.blocks { roots[block.batch.first] = block.root }
      case .active:
        isSealed = false
        pieces = try commits(in: file, identity, first)
        var inOrder = ActiveMap(identity: identity, first: first)
        try inOrder.extend(in: file, upTo: file.size())
        isDisplaced = inOrder.last < last
      }
    } catch  where error.code == .ledgerDamaged {
      // Blocks of another ledger can have the same numbers: they are not ours.
      let head = try file.bytes(at: 0, count: SegmentHeader.byteCount)
      isStrange =
        SegmentHeader.mismatch(unsafe head.span.bytes, of: identity, first: first, at: path) != nil
      if !isStrange {
        pieces = try SegmentSalvage.blocks(in: file, of: identity, first: first).map { Piece(block: $0) }
      }
    }
    var reader = BatchReader()
    var whole: [Piece] = []
    for piece in pieces where try isWhole(piece.batch, of: file, path, &reader) { whole.append(piece) }
    var lost = LogDiagnosis.missing(first...last, but: whole.map(\.batch.range))
    if isSealed, !isStrange, !lost.isEmpty {
      // Where bytes were put in or taken out, blocks stand elsewhere than the footer says.
      for block in try SegmentSalvage.blocks(in: file, of: identity, first: first)
      where !whole.contains(where: { $0.batch.first == block.first }) {
        guard try isWhole(block, of: file, path, &reader), try root(reader, path) == roots[block.first] else {
          continue
        }
        whole.append(Piece(block: block))
        isDisplaced = true
      }
      whole.sort { $0.batch.first < $1.batch.first }
      lost = LogDiagnosis.missing(first...last, but: whole.map(\.batch.range))
    }
    guard !lost.isEmpty || isDisplaced else { return nil }
    return Damage(first: first, file: file, isSealed: isSealed, pieces: whole, lost: lost, roots: roots)
  }

  private static func isWhole(
    _ batch: LineBatch, of file: any LedgerFile, _ path: String, _ reader: inout BatchReader
  ) throws(Failure) -> Bool {
    do throws(Failure) {
      try reader.load(batch, of: file, path: path)
      return try reader.eachEvent(path: path) { (_, _) throws(Failure) in true }
    } catch  where error.code == .ledgerDamaged {
      return false
    }
  }

  /// The root over the events that a reader has loaded.
  private static func root(_ reader: borrowing BatchReader, _ path: String) throws(Failure) -> TreeHash {
    var tree = MerkleFrontier()
    try reader.eachEvent(path: path) { (line, envelope) throws(Failure) in
      tree.append(TreeHash.leaf(of: line, envelope))
      return true
    }
    return tree.root
  }

  /// The whole commits of an active segment, those behind damage too.
  private static func commits(
    in file: any LedgerFile, _ identity: LedgerIdentity, _ first: UInt64
  ) throws(Failure) -> [Piece] {
    var next = first
    var pieces: [Piece] = []
    for (header, place) in try SegmentSalvage.commits(in: file, from: 0, of: identity) {
      guard let place, header.first >= next, header.last <= identity.geometry.segmentLast(of: first) else {
        continue
      }
      pieces.append(Piece(commit: place))
      next = header.last + 1
    }
    return pieces
  }
}
