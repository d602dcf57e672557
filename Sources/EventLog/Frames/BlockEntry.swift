/// One block of a sealed segment, as the footer describes it: 104 bytes.
///
/// This file is the only one that knows its layout.
///
///      0  8  offset of the LZ4 frame       24 48  min and max of at, source_at, effective_at, microseconds
///      8  4  its bytes                            since 1970, 8 bytes each (none: min > max)
///     12  4  bytes of the lines            72 32  root hash of the block
///     16  4  CRC-32C of the frame
///     20  4  number of events
struct BlockEntry: Hashable, Sendable {
  var batch: LineBatch
  var times: BlockTimes
  var root: TreeHash

  static let byteCount = 104

  func append(to bytes: inout [UInt8]) {
    bytes.append(littleEndian: batch.offset)
    bytes.append(littleEndian: UInt32(batch.storedBytes))
    bytes.append(littleEndian: UInt32(batch.rawBytes))
    bytes.append(littleEndian: batch.checksum)
    bytes.append(littleEndian: UInt32(batch.count))
    for span in [times.at, times.source, times.effective] {
      bytes.append(littleEndian: span.min)
      bytes.append(littleEndian: span.max)
    }
    bytes.append(contentsOf: root.bytes)
  }

  /// The entry at `offset`, whose first event is `first`.
  init(_ bytes: RawSpan, at offset: Int, first: UInt64) {
    batch = LineBatch(
      first: first, count: Int(bytes.uint32(at: offset + 20)), offset: bytes.uint64(at: offset),
      storedBytes: Int(bytes.uint32(at: offset + 8)), rawBytes: Int(bytes.uint32(at: offset + 12)),
      checksum: bytes.uint32(at: offset + 16))
    func span(_ at: Int) -> TimeSpan {
      TimeSpan(
        min: Int64(bitPattern: bytes.uint64(at: offset + at)),
        max: Int64(bitPattern: bytes.uint64(at: offset + at + 8)))
    }
    times = BlockTimes(at: span(24), source: span(40), effective: span(56))
    root = TreeHash(bytes, at: offset + 72)
  }

  init(batch: LineBatch, times: BlockTimes, root: TreeHash) {
    self.batch = batch
    self.times = times
    self.root = root
  }
}

/// The earliest and the latest of one kind of time, in microseconds since 1970.
struct TimeSpan: Hashable, Sendable {
  var min = Int64.max
  var max = Int64.min

  mutating func include(_ instant: Int64?) {
    guard let instant else { return }
    min = Swift.min(min, instant)
    max = Swift.max(max, instant)
  }
}

/// The spans of the three times of a block's events.
struct BlockTimes: Hashable, Sendable {
  var at = TimeSpan()
  var source = TimeSpan()
  var effective = TimeSpan()
}
