/// The frame in front of each commit of an active segment.
///
/// This file is the only one that knows its layout.
///
///      0  4  magic 0x184D2A51                 48  4  bytes of the LZ4 frame that follows
///      4  4  length of the rest               52  4  CRC-32C of that frame
///      8  4  "CFcm"                           56  8  highest sequence number known durable when this was written
///     12  2  version                          64  8  first sequence number of the whole commit, parts included
///     14  2  flags: 1 = continues             72  4  number of streams n
///     16 16  ledger id                        76 8n  hashes of the streams
///     32  8  first sequence number here       ..  4  CRC-32C of everything before
///     40  4  number of events here
///     44  4  bytes of the lines, uncompressed
struct CommitHeader: Hashable, Sendable {
  var ledger: LedgerID
  var first: UInt64
  var count: Int
  var rawBytes: Int
  var storedBytes: Int
  var storedChecksum: UInt32
  var knownDurable: UInt64
  /// Where the commit began: less than `first` in the later parts of a commit that crosses a segment's end.
  var commitFirst: UInt64
  /// Whether the next segment begins with a further part of this commit.
  var continues: Bool
  var streams: [UInt64]

  /// Bytes in front of the stream hashes.
  static let fixedBytes = 76
  var byteCount: Int { Self.fixedBytes + 8 * streams.count + 4 }
  var last: UInt64 { first + UInt64(count) - 1 }

  /// Appends the frame.
  func append(to bytes: inout [UInt8]) {
    let start = bytes.count
    bytes.openFrame(FrameMark.commit)
    bytes.append(littleEndian: continues ? 1 as UInt16 : 0)
    bytes.append(contentsOf: ledger.bytes)
    bytes.append(littleEndian: first)
    bytes.append(littleEndian: UInt32(count))
    bytes.append(littleEndian: UInt32(rawBytes))
    bytes.append(littleEndian: UInt32(storedBytes))
    bytes.append(littleEndian: storedChecksum)
    bytes.append(littleEndian: knownDurable)
    bytes.append(littleEndian: commitFirst)
    bytes.append(littleEndian: UInt32(streams.count))
    for stream in streams { bytes.append(littleEndian: stream) }
    bytes.closeFrame(from: start, more: 4)
    bytes.appendChecksum(from: start)
  }

  /// The length of the whole header frame, from its first `fixedBytes`; nil where it is no commit header at all.
  static func length(_ bytes: RawSpan) -> Int? {
    guard bytes.byteCount >= fixedBytes, bytes.uint32(at: 0) == FrameMark.commit.magic,
      bytes.uint32(at: 8) == FrameMark.commit.tag
    else { return nil }
    let streams = Int(bytes.uint32(at: 72))
    let length = fixedBytes + 8 * streams + 4
    guard streams <= LedgerGeometry.eventsPerSegmentMax,
      Int(bytes.uint32(at: 4)) == length - FrameMark.prefixBytes
    else { return nil }
    return length
  }

  /// The header in `bytes`, all of them; nil where one bit of it is not as written.
  init?(_ bytes: RawSpan) {
    guard let length = Self.length(bytes), bytes.byteCount == length,
      bytes.uint32(at: length - 4) == CRC32C.checksum(bytes.extracting(0..<length - 4)),
      bytes.uint16(at: 12) == FrameMark.version
    else { return nil }
    ledger = LedgerID(bytes, at: 16)
    first = bytes.uint64(at: 32)
    count = Int(bytes.uint32(at: 40))
    rawBytes = Int(bytes.uint32(at: 44))
    storedBytes = Int(bytes.uint32(at: 48))
    storedChecksum = bytes.uint32(at: 52)
    knownDurable = bytes.uint64(at: 56)
    commitFirst = bytes.uint64(at: 64)
    continues = bytes.uint16(at: 14) & 1 == 1
    streams = []
    streams.reserveCapacity((length - Self.fixedBytes - 4) / 8)
    for offset in stride(from: Self.fixedBytes, to: length - 4, by: 8) {
      streams.append(bytes.uint64(at: offset))
    }
    // Bounds of the format: with them no sum overflows, and no decoder is asked for more than a commit can hold.
    guard count > 0, count <= LedgerGeometry.eventsPerSegmentMax, streams.count <= count, first > 0,
      first <= FormatNumber.greatest, last <= FormatNumber.greatest,
      commitFirst <= first, commitFirst > 0, knownDurable < commitFirst
    else { return nil }
  }

  init(
    ledger: LedgerID, first: UInt64, count: Int, rawBytes: Int, stored: [UInt8], knownDurable: UInt64,
    commitFirst: UInt64, continues: Bool, streams: [UInt64]
  ) {
    self.ledger = ledger
    self.first = first
    self.count = count
    self.rawBytes = rawBytes
    self.storedBytes = stored.count
    self.storedChecksum = CRC32C.checksum(stored)
    self.knownDurable = knownDurable
    self.commitFirst = commitFirst
    self.continues = continues
    self.streams = streams
  }
}
