import Diagnostics

extension SegmentFooter {
  /// The blocks, ascending, that may hold events of a stream; pages are checked before they are used.
  /// - Returns: nil where a page that is needed is damaged: then any block may.
  func blocks(holding hash: UInt64, in file: any LedgerFile) throws(Failure) -> [Int]? {
    guard counts.filterBlocks > 0 else { return [] }
    let filterBlock = StreamFilter.block(of: hash, blocks: counts.filterBlocks) * StreamFilter.blockBytes
    guard let block = try region(filterBlock..<filterBlock + StreamFilter.blockBytes, in: file) else {
      return nil
    }
    guard StreamFilter.mayHold(hash, block: block) else { return [] }
    guard let entry = try entry(of: RecordIndex.key(hash), in: file) else { return nil }
    guard entry != 0 else { return [] }
    let value = UInt16(truncatingIfNeeded: entry)
    guard value & RecordIndex.manyMark != 0 else { return [Int(value)] }
    return try list(Int(value & ~RecordIndex.manyMark), in: file)
  }

  /// The entry of a key, 0 where there is none, nil for damage.
  ///
  /// Key 0 has an entry that looks like none: any block may
  /// hold its stream.
  private func entry(of key: UInt64, in file: any LedgerFile) throws(Failure) -> UInt64? {
    guard key != 0 else { return nil }
    var (low, high) = (0, counts.entries)
    let perPage = Self.pageBytes / 8
    // Hashes are uniform: the first guess is at most a page or two off.
    var guess = Int(((key >> 32) &* UInt64(counts.entries)) >> 32)
    while low < high {
      let start = max(low, min(guess - perPage / 2, high - 1))
      let end = min(high, start + perPage)
      let range = counts.entriesOffset + 8 * start..<counts.entriesOffset + 8 * end
      guard let bytes = try region(range, in: file) else { return nil }
      let page = unsafe bytes.span.bytes
      let (first, last) = (
        RecordIndex.key(page.uint64(at: 0)), RecordIndex.key(page.uint64(at: 8 * (end - start - 1)))
      )
      if key < first {
        high = start
      } else if key > last {
        low = end
      } else {
        return Self.search(page, key: key)
      }
      guess = (low + high) / 2
    }
    return 0
  }

  private static func search(_ page: RawSpan, key: UInt64) -> UInt64 {
    var (low, high) = (0, page.byteCount / 8)
    while low < high {
      let middle = (low + high) / 2
      if RecordIndex.key(page.uint64(at: 8 * middle)) < key { low = middle + 1 } else { high = middle }
    }
    guard low < page.byteCount / 8 else { return 0 }
    let entry = page.uint64(at: 8 * low)
    return RecordIndex.key(entry) == key ? entry : 0
  }

  private func list(_ number: Int, in file: any LedgerFile) throws(Failure) -> [Int]? {
    guard number < counts.lists else { return nil }
    let starts = counts.listsOffset + 4 * number
    guard let bytes = try region(starts..<starts + 8, in: file) else { return nil }
    let (from, to) = (Int(unsafe bytes.span.bytes.uint32(at: 0)), Int(unsafe bytes.span.bytes.uint32(at: 4)))
    guard from < to, to <= counts.overflow,
      let blocks = try region(counts.overflowOffset + 2 * from..<counts.overflowOffset + 2 * to, in: file)
    else { return nil }
    return (0..<to - from).map { Int(unsafe blocks.span.bytes.uint16(at: 2 * $0)) }
  }

  /// A part of the region, nil where a page that it lies on is not as written.
  func region(_ range: Range<Int>, in file: any LedgerFile) throws(Failure) -> [UInt8]? {
    let pages = range.lowerBound / Self.pageBytes..<(range.upperBound + Self.pageBytes - 1) / Self.pageBytes
    let start = pages.lowerBound * Self.pageBytes
    let end = min(pages.upperBound * Self.pageBytes, counts.regionBytes)
    let bytes = try file.bytes(at: regionOffset + UInt64(start), count: end - start)
    guard bytes.count == end - start, pages.upperBound <= pageChecksums.count else { return nil }
    for page in pages {
      let from = page * Self.pageBytes - start
      let part = from..<min(from + Self.pageBytes, bytes.count)
      guard CRC32C.checksum(unsafe bytes.span.bytes.extracting(part)) == pageChecksums[page] else {
        return nil
      }
    }
    return [UInt8](bytes[range.lowerBound - start..<range.upperBound - start])
  }
}
