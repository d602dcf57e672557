//     header, 64 bytes                         pages of 1,024 bytes, 42 entries each
//      0  8  "CFheads1"                           0  24 n  hash (16 bytes, big-endian), last event (8)
//      8 16  ledger id                         1008  2     number of entries n
//     24  8  first event covered               1010  10    0
//     32  8  last event covered                1020  4     CRC-32C of bytes 8..<40 of the header, the page's
//     40  8  number of entries                             index (4 bytes) and bytes 0..<1020
//     48  4  number of pages                   directory: the first hash's upper 8 bytes of each page
//     52  4  number of filter blocks           filter: blocks of 64 bytes
//     56  4  CRC-32C of directory and filter
//     60  4  CRC-32C of bytes 0..<60

/// The header of a run of stream heads.
struct HeadRunHeader: Hashable, Sendable {
  var ledger: LedgerID
  var from: UInt64
  var through: UInt64
  var count = 0
  var pages = 0
  var filterBlocks = 0
  /// The checksum of directory and filter.
  var restChecksum: UInt32 = 0

  static let byteCount = 64
  private static let magic: UInt64 = 0x3173_6461_6568_4643  // CFheads1

  /// What is covered, as it stands in the header: it goes into each page's checksum, so that no page of another run passes.
  var coverage: [UInt8] {
    var bytes = ledger.bytes
    bytes.append(littleEndian: from)
    bytes.append(littleEndian: through)
    return bytes
  }

  /// Where directory and filter begin, and how long they are.
  var rest: (offset: Int, count: Int) {
    (Self.byteCount + pages * HeadPage.byteCount, pages * 8 + filterBlocks * StreamFilter.blockBytes)
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: Self.magic)
    bytes.append(contentsOf: coverage)
    bytes.append(littleEndian: UInt64(count))
    bytes.append(littleEndian: UInt32(pages))
    bytes.append(littleEndian: UInt32(filterBlocks))
    bytes.append(littleEndian: restChecksum)
    bytes.appendChecksum(from: 0)
    return bytes
  }

  init(ledger: LedgerID, from: UInt64, through: UInt64) {
    self.ledger = ledger
    self.from = from
    self.through = through
  }

  /// The header in its bytes; nil where it is not as written, or says what no run can have.
  init?(_ bytes: RawSpan) {
    guard bytes.byteCount == Self.byteCount, bytes.uint64(at: 0) == Self.magic,
      bytes.uint32(at: 60) == CRC32C.checksum(bytes.extracting(0..<60)),
      let count = Int(exactly: bytes.uint64(at: 40))
    else { return nil }
    self.init(ledger: LedgerID(bytes, at: 8), from: bytes.uint64(at: 24), through: bytes.uint64(at: 32))
    self.count = count
    pages = Int(bytes.uint32(at: 48))
    filterBlocks = Int(bytes.uint32(at: 52))
    restChecksum = bytes.uint32(at: 56)
    // Each page but the last is full, and each entry is the last event of a stream in between.
    guard from > 0, from <= through, through <= FormatNumber.greatest, UInt64(count) <= through - from + 1,
      pages == (count + HeadPage.entriesMax - 1) / HeadPage.entriesMax,
      filterBlocks >= StreamFilter.blockCount(for: count)
    else { return nil }
  }
}

/// One page of a run of stream heads, while it is being filled, and as it is read.
struct HeadPage {
  private var bytes: [UInt8] = []
  private var count = 0

  static let byteCount = 1_024
  static let entriesMax = 42
  private static let entryBytes = 24

  var isEmpty: Bool { count == 0 }
  var isFull: Bool { count == Self.entriesMax }

  mutating func append(_ stream: StreamHash, last: UInt64) {
    bytes.append(littleEndian: stream.high.byteSwapped)
    bytes.append(littleEndian: stream.low.byteSwapped)
    bytes.append(littleEndian: last)
    count += 1
  }

  /// The page's bytes as page number `index` of a run; the page is empty then.
  mutating func close(index: Int, of coverage: [UInt8]) -> [UInt8] {
    bytes.append(contentsOf: repeatElement(0, count: 1_008 - bytes.count))
    bytes.append(littleEndian: UInt16(count))
    bytes.append(contentsOf: repeatElement(0, count: 10))
    bytes.append(littleEndian: Self.checksum(index, unsafe bytes.span.bytes, coverage))
    defer {
      bytes = []
      count = 0
    }
    return bytes
  }

  /// The entries of page number `index` of a run; nil where it is not as written.
  static func entries(
    _ bytes: RawSpan, index: Int, of coverage: [UInt8]
  ) -> [(stream: StreamHash, last: UInt64)]? {
    guard bytes.byteCount == byteCount,
      bytes.uint32(at: 1_020) == checksum(index, bytes.extracting(0..<1_020), coverage),
      case let count = Int(bytes.uint16(at: 1_008)), count <= entriesMax
    else { return nil }
    return (0..<count).map { entry in
      let at = entry * entryBytes
      let hash = StreamHash(
        high: UInt64(bigEndian: bytes.uint64(at: at)), low: UInt64(bigEndian: bytes.uint64(at: at + 8)))
      return (hash, bytes.uint64(at: at + 16))
    }
  }

  private static func checksum(_ index: Int, _ bytes: RawSpan, _ coverage: [UInt8]) -> UInt32 {
    var salt = coverage
    salt.append(littleEndian: UInt32(index))
    return CRC32C.checksum(bytes, seed: CRC32C.checksum(salt))
  }
}
