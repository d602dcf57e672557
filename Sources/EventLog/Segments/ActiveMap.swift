import Diagnostics

/// One commit of an active segment, as its header tells it.
struct CommitPlace: Hashable, Sendable {
  /// Where its header begins.
  var offset: UInt64
  var batch: LineBatch
  var commitFirst: UInt64
  var continues: Bool
  /// Where its stream hashes lie in the map.
  var hashes: Range<Int>
}

/// The whole commits of an active segment, found by one scan forwards that start, readers, sealing and verify share.
///
/// It can be extended when the file has grown. What follows `end` is not there for anybody: half a commit that is being
/// written, a torn tail, or damage; which of them, recovery decides.
struct ActiveMap: Sendable {
  let ledger: LedgerID
  let geometry: LedgerGeometry
  /// The first event of the segment, by its name.
  let first: UInt64
  private(set) var commits: [CommitPlace] = []
  /// Short stream hashes of all commits, one after another.
  private(set) var hashes: [UInt64] = []
  /// Behind the last whole commit; 0 where not even the segment's header is whole.
  private(set) var end: UInt64 = 0
  /// Whether the segment's header is as written; commits count without it, since each carries all of it.
  private(set) var isHeaderWhole = false
  /// How far the file was looked at.
  private(set) var size: UInt64 = 0
  /// Whether everything from `end` to `size` is padding.
  private(set) var isPadded = false
  /// The highest number that a header calls durable.
  private(set) var knownDurable: UInt64 = 0

  init(identity: LedgerIdentity, first: UInt64) {
    ledger = identity.id
    geometry = identity.geometry
    self.first = first
  }

  /// The number that the next event of this segment would get.
  var next: UInt64 { commits.last.map { $0.batch.last + 1 } ?? first }
  var last: UInt64 { next - 1 }
  var isFull: Bool { next > segmentLast }
  var segmentLast: UInt64 { geometry.segmentLast(of: first) }
  /// Whether nothing but padding stands behind the last whole commit.
  var isClean: Bool { (end == size || isPadded) && end > 0 }

  /// Goes on where the last scan ended, up to `size` of the file.
  mutating func extend(in file: any LedgerFile, upTo size: UInt64) throws(Failure) {
    self.size = size
    isPadded = false
    var window = FileWindow(file, upTo: size)
    if end == 0 {
      guard let range = try window.range(at: 0, count: SegmentHeader.byteCount) else { return }
      isHeaderWhole = window.bytes[range] == header.bytes[...]
      end = UInt64(SegmentHeader.byteCount)
    }
    while let place = try Self.commit(at: end, in: &window), accept(place) {}
    if commits.isEmpty && !isHeaderWhole { end = 0 }
    if end > 0 && end < size { isPadded = try Padding.isWhole(from: end, in: &window) }
  }

  /// The header that the file must begin with.
  var header: SegmentHeader { SegmentHeader(form: .active, ledger: ledger, first: first, geometry: geometry) }

  private mutating func accept(_ found: (header: CommitHeader, place: CommitPlace)) -> Bool {
    let (header, place) = found
    guard header.ledger == ledger, header.first == next, header.last <= segmentLast,
      !header.continues || header.last == segmentLast,
      header.commitFirst == header.first || (commits.isEmpty && header.commitFirst < first)
    else { return false }
    knownDurable = max(knownDurable, header.knownDurable)
    var accepted = place
    accepted.hashes = hashes.count..<hashes.count + header.streams.count
    hashes.append(contentsOf: header.streams)
    commits.append(accepted)
    end = place.batch.end
    return true
  }

  /// The commit whose header begins at `offset`, whole and with the right checksums; nil where there is none.
  static func commit(
    at offset: UInt64, in window: inout FileWindow
  ) throws(Failure) -> (header: CommitHeader, place: CommitPlace)? {
    guard let header = try header(at: offset, in: &window) else { return nil }
    let frame = offset + UInt64(header.byteCount)
    guard let range = try window.range(at: frame, count: header.storedBytes),
      CRC32C.checksum(unsafe window.bytes.span.bytes.extracting(range)) == header.storedChecksum
    else { return nil }
    let batch = LineBatch(
      first: header.first, count: header.count, offset: frame, storedBytes: header.storedBytes,
      rawBytes: header.rawBytes, checksum: header.storedChecksum)
    let place = CommitPlace(
      offset: offset, batch: batch, commitFirst: header.commitFirst, continues: header.continues,
      hashes: 0..<0)
    return (header, place)
  }

  /// The header at `offset`; nil where none stands there whole.
  static func header(at offset: UInt64, in window: inout FileWindow) throws(Failure) -> CommitHeader? {
    guard let fixed = try window.range(at: offset, count: CommitHeader.fixedBytes),
      let length = CommitHeader.length(unsafe window.bytes.span.bytes.extracting(fixed)),
      let range = try window.range(at: offset, count: length)
    else { return nil }
    return CommitHeader(unsafe window.bytes.span.bytes.extracting(range))
  }
}
