import Diagnostics

/// Finds what is whole in a file of the log, also behind damage, by the marks of its frames.
enum SegmentSalvage {
  /// Every whole commit header of a ledger from a byte on, in order, with its commit where that is whole too.
  static func commits(
    in file: any LedgerFile, from start: UInt64, of ledger: LedgerID
  ) throws(Failure) -> [(header: CommitHeader, place: CommitPlace?)] {
    let size = try file.size()
    let bytes = try file.bytes(at: start, count: Int(size - min(size, start)))
    var window = FileWindow(file, upTo: size)
    var found: [(header: CommitHeader, place: CommitPlace?)] = []
    var offset = 0
    while bytes.count - offset >= CommitHeader.fixedBytes {
      let place = start + UInt64(offset)
      offset += 1
      guard unsafe bytes.span.bytes.uint32(at: offset - 1) == FrameMark.commit.magic,
        let header = try ActiveMap.header(at: place, in: &window), header.ledger == ledger
      else { continue }
      let commit = try ActiveMap.commit(at: place, in: &window)?.place
      found.append((header, commit))
      if let commit { offset = Int(commit.batch.end - start) }
    }
    return found
  }

  /// The whole blocks of a sealed segment, by their numbers.
  static func blocks(
    in file: any LedgerFile, of identity: LedgerIdentity, first: UInt64
  ) throws(Failure) -> [LineBatch] {
    let bytes = try file.bytes(at: 0, count: Int(try file.size()))
    let count = identity.geometry.eventsPerBlock
    var reader = BatchReader()
    var blocks: [LineBatch] = []
    var offset = 0
    while offset < bytes.count {
      if let block = reader.loadBlock(of: count, at: offset, in: bytes),
        identity.geometry.segmentFirst(of: block.first) == first,
        (block.first - first).isMultiple(of: UInt64(count))
      {
        blocks.append(block)
        offset = Int(block.end)
      } else {
        offset += 1
      }
    }
    return blocks.sorted { $0.first < $1.first }
  }
}
