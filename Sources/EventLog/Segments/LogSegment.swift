import Diagnostics

/// One file of the log, open for reading, in either form.
struct LogSegment: Sendable {
  enum Form: Sendable {
    case active(ActiveMap)
    case sealed(SegmentFooter)
  }

  let first: UInt64
  let path: String
  let file: any LedgerFile
  var form: Form
  /// What was found not to be as written although the events are all there; nil where nothing was.
  var flaw: String?

  /// Opens the file that begins with event `first`.
  ///
  /// An active one is not scanned yet.
  ///
  /// A sealed one is trusted by its footer; where that is damaged, it is made again from the blocks, in memory.
  static func open(
    _ first: UInt64, in folder: LedgerFolder, of identity: LedgerIdentity
  ) throws(Failure) -> LogSegment {
    let path = folder.segment(first)
    let file = try folder.files.open(path, for: .reading)
    let bytes = try file.bytes(at: 0, count: SegmentHeader.byteCount)
    if let mismatch = SegmentHeader.mismatch(unsafe bytes.span.bytes, of: identity, first: first, at: path) {
      throw mismatch
    }
    let form = SegmentHeader.form(of: bytes, identity, first: first)
    let size = try file.size()
    if form != .active, let footer = try SegmentFooter(of: file, size: size, identity, first: first) {
      let flaw = form == nil ? "the segment's header is not as written" : nil
      return LogSegment(first: first, path: path, file: file, form: .sealed(footer), flaw: flaw)
    }
    if form == .sealed {
      let footer = try SegmentRebuild.footer(
        of: file, size: size, first: first, identity: identity, path: path)
      let flaw = "the segment's footer is not as written"
      return LogSegment(first: first, path: path, file: file, form: .sealed(footer), flaw: flaw)
    }
    return LogSegment(
      first: first, path: path, file: file, form: .active(ActiveMap(identity: identity, first: first)))
  }

  var isSealed: Bool {
    if case .sealed = form { true } else { false }
  }

  var map: ActiveMap? {
    if case .active(let map) = form { map } else { nil }
  }

  /// The last event that is whole here, `first - 1` where there is none.
  var last: UInt64 {
    switch form {
    case .active(let map): map.last
    case .sealed(let footer): first + UInt64(footer.eventCount) - 1
    }
  }

  var batchCount: Int {
    switch form {
    case .active(let map): map.commits.count
    case .sealed(let footer): footer.blocks.count
    }
  }

  func batch(_ index: Int) -> LineBatch {
    switch form {
    case .active(let map): map.commits[index].batch
    case .sealed(let footer): footer.blocks[index].batch
    }
  }

  /// The batch that holds an event of this segment.
  func batchIndex(of sequence: UInt64) -> Int {
    var (low, high) = (0, batchCount)
    while high - low > 1 {
      let middle = (low + high) / 2
      if batch(middle).first <= sequence { low = middle } else { high = middle }
    }
    return low
  }

  /// The batches, latest first, up to event `limit`, that may hold events of a stream.
  func batches(holding stream: StreamHash, upTo limit: UInt64) throws(Failure) -> [Int] {
    switch form {
    case .active(let map):
      return map.commits.indices.reversed().filter { index in
        let commit = map.commits[index]
        return commit.batch.first <= limit && map.hashes[commit.hashes].contains(stream.short)
      }
    case .sealed(let footer):
      let found = try footer.blocks(holding: stream.short, in: file) ?? Array(footer.blocks.indices)
      return found.reversed().filter { $0 < footer.blocks.count && footer.blocks[$0].batch.first <= limit }
    }
  }
}
