import Diagnostics

/// A sorted, immutable file of stream heads: the last event of every stream that occurs in a range of sealed events.
struct HeadRun: Sendable {
  let path: String
  private let header: HeadRunHeader
  private let file: any LedgerFile
  private let directory: [UInt64]
  private let filter: StreamFilter
  private let coverage: [UInt8]

  var from: UInt64 { header.from }
  var through: UInt64 { header.through }
  var count: Int { header.count }
  var pageCount: Int { directory.count }

  /// Opens a run; nil where header, directory or filter are not as written, can not be read, or are of another ledger.
  static func open(_ path: String, in files: any LedgerFiles, ledger: LedgerID) throws(Failure) -> HeadRun? {
    do {
      return try openAlone(path, in: files, ledger: ledger)
    } catch  where [.fileFailed, .ledgerDamaged].contains(error.code) {
      return nil  // Law 4: what can be made again never stops the log from opening
    }
  }

  private static func openAlone(
    _ path: String, in files: any LedgerFiles, ledger: LedgerID
  ) throws(Failure) -> HeadRun? {
    let file = try files.open(path, for: .reading)
    let bytes = try file.bytes(at: 0, count: HeadRunHeader.byteCount)
    guard let header = HeadRunHeader(unsafe bytes.span.bytes), header.ledger == ledger else { return nil }
    let place = header.rest
    // Nothing is reserved for what a header says before the file was found to be as long.
    guard try file.size() == UInt64(place.offset + place.count) else { return nil }
    let rest = try file.bytes(at: UInt64(place.offset), count: place.count)
    guard rest.count == place.count, header.restChecksum == CRC32C.checksum(rest)
    else { return nil }
    let span = unsafe rest.span.bytes
    return HeadRun(
      path: path, header: header, file: file, directory: (0..<header.pages).map { span.uint64(at: 8 * $0) },
      filter: StreamFilter(bytes: [UInt8](rest[(header.pages * 8)...])), coverage: header.coverage)
  }

  /// The entries of a page; throws `index-damaged` where it is not as written, so that it is never believed.
  func entries(ofPage page: Int) throws(Failure) -> [(stream: StreamHash, last: UInt64)] {
    let bytes = try bytes(ofPage: page)
    let entries = HeadPage.entries(unsafe bytes.span.bytes, index: page, of: coverage)
    guard let entries, entries.allSatisfy({ (from...through).contains($0.last) }) else {
      throw Failure(
        .indexDamaged, "page \(page) of the stream heads is not as written", at: path,
        remedy: "delete the folder index: it is made again from the log")
    }
    return entries
  }

  /// The bytes of a page, none where they can not be read.
  private func bytes(ofPage page: Int) throws(Failure) -> [UInt8] {
    do {
      return try file.bytes(
        at: UInt64(HeadRunHeader.byteCount + page * HeadPage.byteCount), count: HeadPage.byteCount)
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
}
