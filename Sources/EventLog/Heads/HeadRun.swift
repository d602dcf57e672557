import Diagnostics

/// A sorted, immutable file of stream heads: the last event of every stream that occurs in a range of sealed events.
///
/// This file is the only one that knows its layout, with `HeadRunWriter`.
///
///     header, 64 bytes                         pages of 1,024 bytes, 42 entries each
///      0  8  "CFheads1"                           0  24 n  hash (16 bytes, big-endian), last event (8)
///      8 16  ledger id                         1008  2     number of entries n
///     24  8  first event covered               1010  10    0
///     32  8  last event covered                1020  4     CRC-32C of bytes 8..<40 of the header, the page's
///     40  8  number of entries                             index (4 bytes) and bytes 0..<1020
///     48  4  number of pages                   directory: the first hash's upper 8 bytes of each page
///     52  4  number of filter blocks           filter: blocks of 64 bytes
///     56  4  CRC-32C of directory and filter
///     60  4  CRC-32C of bytes 0..<60
struct HeadRun: Sendable {
  let path: String
  let from: UInt64
  let through: UInt64
  let count: Int
  private let file: any LedgerFile
  private let directory: [UInt64]
  private let filter: StreamFilter
  /// The header's bytes that say what is covered: they go into each page's checksum.
  private let coverage: [UInt8]

  static let magic: UInt64 = 0x3173_6461_6568_4643  // CFheads1
  static let headerBytes = 64
  static let pageBytes = 1_024
  static let entryBytes = 24
  static let entriesPerPage = 42

  var pageCount: Int { directory.count }

  /// Opens a run; nil where header, directory or filter are not as written, can not be read, or are of another ledger.
  static func open(_ path: String, in files: any LedgerFiles, ledger: LedgerID) throws(Failure) -> HeadRun? {
    do {
      return try openAlone(path, in: files, ledger: ledger)
    } catch  where error.code == .fileFailed {
      return nil  // Law 4: what can be made again never stops the log from opening
    }
  }

  private static func openAlone(
    _ path: String, in files: any LedgerFiles, ledger: LedgerID
  ) throws(Failure) -> HeadRun? {
    let file = try files.open(path, for: .reading)
    let bytes = try file.bytes(at: 0, count: headerBytes)
    let header = unsafe bytes.span.bytes
    guard bytes.count == headerBytes, header.uint64(at: 0) == magic, LedgerID(header, at: 8) == ledger,
      header.uint32(at: 60) == CRC32C.checksum(header.extracting(0..<60))
    else { return nil }
    let (pages, blocks) = (Int(header.uint32(at: 48)), Int(header.uint32(at: 52)))
    let start = headerBytes + pages * pageBytes
    let rest = try file.bytes(at: UInt64(start), count: pages * 8 + blocks * StreamFilter.blockBytes)
    guard rest.count == pages * 8 + blocks * StreamFilter.blockBytes,
      try file.size() == UInt64(start + rest.count),
      header.uint32(at: 56) == CRC32C.checksum(rest)
    else { return nil }
    let span = unsafe rest.span.bytes
    var directory: [UInt64] = []
    for page in 0..<pages { directory.append(span.uint64(at: 8 * page)) }
    return HeadRun(
      path: path, from: header.uint64(at: 24), through: header.uint64(at: 32),
      count: Int(header.uint64(at: 40)),
      file: file, directory: directory, filter: StreamFilter(bytes: [UInt8](rest[(pages * 8)...])),
      coverage: header.array(8..<40))
  }

  /// The entries of a page; throws `index-damaged` where it is not as written, so that it is never believed.
  func entries(ofPage page: Int) throws(Failure) -> [(stream: StreamHash, last: UInt64)] {
    let bytes = try bytes(ofPage: page)
    let span = unsafe bytes.span.bytes
    guard bytes.count == Self.pageBytes,
      span.uint32(at: 1_020) == Self.checksum(ofPage: page, span.extracting(0..<1_020), coverage),
      case let count = Int(span.uint16(at: 1_008)), count <= Self.entriesPerPage
    else {
      throw Failure(
        .indexDamaged, "page \(page) of the stream heads is not as written", at: path,
        remedy: "delete the folder index: it is made again from the log")
    }
    return (0..<count).map { entry in
      let at = entry * Self.entryBytes
      let hash = StreamHash(
        high: UInt64(bigEndian: span.uint64(at: at)), low: UInt64(bigEndian: span.uint64(at: at + 8)))
      return (hash, span.uint64(at: at + 16))
    }
  }

  /// The bytes of a page, none where they can not be read.
  private func bytes(ofPage page: Int) throws(Failure) -> [UInt8] {
    do {
      return try file.bytes(at: UInt64(Self.headerBytes + page * Self.pageBytes), count: Self.pageBytes)
    } catch  where error.code == .fileFailed {
      return []
    }
  }

  /// The last event of a stream, nil where it is not in this run.
  func last(of stream: StreamHash) throws(Failure) -> UInt64? {
    guard filter.mayHold(stream.short) else { return nil }
    var (low, high) = (0, directory.count)  // the first page that begins behind the stream
    while low < high {
      let middle = (low + high) / 2
      if directory[middle] <= stream.high { low = middle + 1 } else { high = middle }
    }
    var page = low - 1
    while page >= 0 {
      let entries = try entries(ofPage: page)
      if let found = entries.first(where: { $0.stream == stream }) { return found.last }
      guard let first = entries.first, first.stream > stream else { return nil }
      page -= 1  // pages can begin with equal upper halves
    }
    return nil
  }

  static func checksum(ofPage page: Int, _ bytes: RawSpan, _ coverage: [UInt8]) -> UInt32 {
    var salt = coverage
    salt.append(littleEndian: UInt32(page))
    return CRC32C.checksum(bytes, seed: CRC32C.checksum(salt))
  }
}

extension Failure.Code {
  /// A disposable file can not be believed; the ledger makes it again by itself.
  static let indexDamaged = Self("index-damaged", exitCode: 1)
}
