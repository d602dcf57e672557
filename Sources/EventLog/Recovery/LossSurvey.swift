import Diagnostics

/// What of a ledger is lost, to the event: every batch of lines is read, in damaged files also those behind the damage.
struct LossSurvey {
  /// A run of lines that is whole, where it stands in its file.
  struct Piece: Hashable, Sendable {
    var batch: LineBatch
    /// Where the commit began that it is a part of, and where its header stands; nil for a block of a sealed segment.
    var commit: (first: UInt64, offset: UInt64, continues: Bool)?

    static func == (left: Self, right: Self) -> Bool { left.batch == right.batch }
    func hash(into hasher: inout Hasher) { hasher.combine(batch) }
  }

  /// A segment of which something is lost.
  struct Damage: Sendable {
    let first: UInt64
    /// nil where there is no such file.
    let file: (any LedgerFile)?
    let isSealed: Bool
    let pieces: [Piece]
    let lost: [ClosedRange<UInt64>]
    /// Roots of lost blocks, by their first event, as far as a whole footer says them.
    let roots: [UInt64: TreeHash]
  }

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
    var isSealed = true
    do throws(Failure) {
      let segment = try LogSegment.open(first, in: folder, of: identity)
      switch segment.form {
      case .sealed(let footer):
        pieces = footer.blocks.map { Piece(batch: $0.batch) }
        for block in footer.blocks { roots[block.batch.first] = block.root }
      case .active:
        isSealed = false
        pieces = try commits(of: file, identity, first)
      }
    } catch  where error.code == .ledgerDamaged {
      // Blocks of another ledger can have the same numbers: they are not ours.
      let head = try file.bytes(at: 0, count: SegmentHeader.byteCount)
      let isStrange =
        SegmentHeader.mismatch(unsafe head.span.bytes, of: identity, first: first, at: path) != nil
      if !isStrange { pieces = try blocks(of: file, identity, first) }
    }
    var reader = BatchReader()
    var whole: [Piece] = []
    for piece in pieces where try isWhole(piece.batch, of: file, path, &reader) { whole.append(piece) }
    let lost = LogDiagnosis.missing(first...last, but: whole.map(\.batch.range))
    guard !lost.isEmpty else { return nil }
    return Damage(first: first, file: file, isSealed: isSealed, pieces: whole, lost: lost, roots: roots)
  }

  private static func isWhole(
    _ batch: LineBatch, of file: any LedgerFile, _ path: String, _ reader: inout BatchReader
  ) throws(Failure) -> Bool {
    do throws(Failure) {
      try reader.load(batch, of: file, path: path)
    } catch  where error.code == .ledgerDamaged {
      return false
    }
    guard reader.countsRight() else { return false }
    return try reader.eachLine { (line, sequence) throws(Failure) in
      EnvelopeScanner(line)?.sequence == sequence
    }
  }

  /// The whole commits of an active segment, those behind damage too.
  private static func commits(
    of file: any LedgerFile, _ identity: LedgerIdentity, _ first: UInt64
  ) throws(Failure) -> [Piece] {
    let size = try file.size()
    let bytes = try file.bytes(at: 0, count: Int(size))
    var window = FileWindow(file, upTo: size)
    var pieces: [Piece] = []
    var offset = 0
    var next = first
    while bytes.count - offset >= CommitHeader.fixedBytes {
      if unsafe bytes.span.bytes.uint32(at: offset) == FrameMark.commit.magic,
        let found = try ActiveMap.commit(at: UInt64(offset), in: &window), found.header.ledger == identity.id,
        found.header.first >= next, found.header.last <= identity.geometry.segmentLast(of: first)
      {
        let place = found.place
        pieces.append(Piece(batch: place.batch, commit: (place.commitFirst, place.offset, place.continues)))
        next = place.batch.last + 1
        offset = Int(place.batch.end)
      } else {
        offset += 1
      }
    }
    return pieces
  }

  /// The whole blocks of a sealed segment whose footer is lost, by the marks of their frames.
  private static func blocks(
    of file: any LedgerFile, _ identity: LedgerIdentity, _ first: UInt64
  ) throws(Failure) -> [Piece] {
    let bytes = try file.bytes(at: 0, count: Int(try file.size()))
    let span = unsafe bytes.span.bytes
    let count = identity.geometry.eventsPerBlock
    var decoder = FrameDecoder()
    var raw: [UInt8] = []
    var pieces: [Piece] = []
    var offset = 0
    while bytes.count - offset >= 15 {
      let rest = span.extracting(offset..<bytes.count)
      guard let length = FrameDecoder.frameLength(rest), let lines = FrameDecoder.contentLength(rest),
        lines > 0, lines <= PreparedEvent.bodyBytesMax * 2 * count,
        decoder.decode(bytes, offset..<offset + length, rawBytes: lines, trusted: false, into: &raw),
        let sequence = firstSequence(raw),
        identity.geometry.segmentFirst(of: sequence) == first, (sequence - first) % UInt64(count) == 0
      else {
        offset += 1
        continue
      }
      pieces.append(
        Piece(
          batch: LineBatch(
            first: sequence, count: count, offset: UInt64(offset), storedBytes: length, rawBytes: lines,
            checksum: CRC32C.checksum(rest.extracting(0..<length)))))
      offset += length
    }
    return pieces.sorted { $0.batch.first < $1.batch.first }
  }

  /// The number of the first line; nil where it is no event.
  private static func firstSequence(_ raw: [UInt8]) -> UInt64? {
    let bytes = unsafe raw.span.bytes
    return EnvelopeScanner(bytes.extracting(0..<bytes.newline(from: 0)))?.sequence
  }
}
