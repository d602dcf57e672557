import Diagnostics

/// Finds what is whole in a file of the log, also behind damage, by the marks of its frames.
enum SegmentSalvage {
  /// Every whole commit header of a ledger from a byte on, in order, with its commit where that is whole too.
  ///
  /// Each is looked at up to the next mark of one: headers and frames that say that they overlap would take long to check
  /// where they are many.
  static func commits(
    in file: any LedgerFile, from start: UInt64, of identity: LedgerIdentity
  ) throws(Failure) -> [(header: CommitHeader, place: CommitPlace?)] {
    let size = try file.size()
    let marks = try commitMarks(in: file, from: start, upTo: size, of: identity.id)
    var found: [(header: CommitHeader, place: CommitPlace?)] = []
    for (index, mark) in marks.enumerated() {
      var window = FileWindow(file, upTo: index + 1 < marks.count ? marks[index + 1] : size)
      guard let header = try ActiveMap.header(at: mark, in: &window), header.ledger == identity.id,
        header.count <= identity.geometry.eventsPerSegment
      else { continue }
      found.append((header, try ActiveMap.commit(at: mark, in: &window)?.place))
    }
    return found
  }

  /// Where the marks of a ledger's commit headers stand.
  private static func commitMarks(
    in file: any LedgerFile, from start: UInt64, upTo size: UInt64, of ledger: LedgerID
  ) throws(Failure) -> [UInt64] {
    var marks: [UInt64] = []
    try eachMark(FrameMark.commit.magic, in: file, from: start, upTo: size) {
      (place, window) throws(Failure) in
      if let range = try window.range(at: place, count: CommitHeader.fixedBytes) {
        let header = unsafe window.bytes.span.bytes.extracting(range)
        if header.uint32(at: 8) == FrameMark.commit.tag, LedgerID(header, at: 16) == ledger {
          marks.append(place)
        }
      }
      return place + 1
    }
    return marks
  }

  /// The whole blocks of a sealed segment, by their numbers.
  static func blocks(
    in file: any LedgerFile, of identity: LedgerIdentity, first: UInt64
  ) throws(Failure) -> [LineBatch] {
    let count = identity.geometry.eventsPerBlock
    var reader = BatchReader()
    var blocks: [LineBatch] = []
    try eachMark(FrameMark.data, in: file, from: 0, upTo: file.size()) { (place, window) throws(Failure) in
      guard let block = try reader.loadBlock(of: count, at: place, in: &window), block.first >= first,
        identity.geometry.segmentFirst(of: block.first) == first,
        (block.first - first).isMultiple(of: UInt64(count))
      else { return place + 1 }
      blocks.append(block)
      return block.end
    }
    return blocks.sorted { $0.first < $1.first }
  }

  /// Calls `body` at each place of a part of a file where a magic number stands; it says from where to look on.
  private static func eachMark(
    _ magic: UInt32, in file: any LedgerFile, from start: UInt64, upTo size: UInt64,
    _ body: (UInt64, inout FileWindow) throws(Failure) -> UInt64
  ) throws(Failure) {
    var window = FileWindow(file, upTo: size)
    var place = start
    while place < size, size - place >= UInt64(FrameMark.prefixBytes) {
      let count = Int(min(size - place, UInt64(scanBytes)))
      guard let range = try window.range(at: place, count: count) else { return }
      guard let found = unsafe window.bytes.span.bytes.extracting(range).place(of: magic) else {
        place += UInt64(count - 3)  // a magic number may lie across the end
        continue
      }
      place = try body(place + UInt64(found), &window)
    }
  }

  /// What is looked through at once.
  private static let scanBytes = 1 << 16
}

extension RawSpan {
  /// Where a number of four bytes stands first; nil where it does not.
  fileprivate func place(of number: UInt32) -> Int? {
    var offset = 0
    while byteCount - offset >= 4 {
      if uint32(at: offset) == number { return offset }
      offset += 1
    }
    return nil
  }
}
