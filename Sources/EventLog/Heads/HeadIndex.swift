import Diagnostics
import Synchronization

//     sealed events   1 ............................................................ n
//     runs            [ the oldest, the largest                ][ next ][ newest ]
//
// Each sealing adds a run for its segment; a run that has reached a tenth of the one before it is merged into it, so
// there are few, and a look-up asks the newest first. Everything here can be deleted at any time.

/// The last event of every stream in the sealed part of the log: disposable, never believed where a check fails.
final class HeadIndex: Sendable {
  private let folder: LedgerFolder
  private let ledger: LedgerID
  private let runs: Mutex<[HeadRun]>
  /// Held while runs are written and merged; look-ups go on with the runs that stand.
  private let changing = Mutex(())

  /// Opens the runs that cover the sealed events from the first on without a gap; others are left to be replaced.
  init(_ folder: LedgerFolder, ledger: LedgerID, sealedThrough: UInt64) throws(Failure) {
    self.folder = folder
    self.ledger = ledger
    runs = Mutex(try Self.chain(in: folder, ledger: ledger, sealedThrough: sealedThrough))
  }

  /// The last event whose stream is in here.
  var covered: UInt64 { runs.withLock { $0.last?.through ?? 0 } }

  /// The last event of a stream up to `covered`, 0 where it has none; throws `index-damaged`.
  func last(of stream: StreamHash) throws(Failure) -> UInt64 {
    for run in runs.withLock({ $0 }).reversed() {
      if let last = try run.last(of: stream) { return last }
    }
    return 0
  }

  /// Takes in the streams of the sealed segment that follows what is covered; any other is passed over.
  func add(_ lasts: StreamHeads, from: UInt64, through: UInt64) throws(Failure) {
    try changing.withLock { _ throws(Failure) in try addAlone(lasts, from: from, through: through) }
  }

  private func addAlone(_ lasts: StreamHeads, from: UInt64, through: UInt64) throws(Failure) {
    guard from == covered + 1 else { return }  // a gap is filled when the ledger is opened
    let sorted = lasts.entries.sorted { $0.stream < $1.stream }
    var chain = runs.withLock { $0 }
    let added = try install(from: from, through: through, countMax: sorted.count) { writer throws(Failure) in
      for (stream, last) in sorted { try writer.append(stream, last: last) }
    }
    chain.append(added)
    while chain.count >= 2, chain[chain.count - 1].count * 10 >= chain[chain.count - 2].count {
      let (newer, older) = (chain.removeLast(), chain.removeLast())
      chain.append(try merge(older, newer))
    }
    let merged = chain
    runs.withLock { $0 = merged }
    try removeOthers(than: merged)
  }

  /// Takes in the sealed segments that are not covered yet, from all of them where the index was damaged.
  ///
  /// Where the disk keeps no index at all, nothing is covered, and the writer remembers what it reads from the log.
  func fill(from segments: [LogSegment], _ sealing: SegmentSealing) throws(Failure) {
    for _ in 1...2 {
      do {
        return try fillOnce(from: segments, sealing)
      } catch  where [.indexDamaged, .fileFailed].contains(error.code) {
        try forgetAll()
      }
    }
  }

  /// Law 4: where even that can not be taken away, nothing is covered all the same.
  private func forgetAll() throws(Failure) {
    do {
      try removeAll()
    } catch  where error.code == .fileFailed {
      return
    }
  }

  private func fillOnce(from segments: [LogSegment], _ sealing: SegmentSealing) throws(Failure) {
    for segment in segments where segment.first == covered + 1 {
      try add(sealing.lasts(of: segment), from: segment.first, through: segment.last)
    }
  }

  /// Forgets everything, on disk too.
  func removeAll() throws(Failure) {
    try changing.withLock { _ throws(Failure) in
      runs.withLock { $0 = [] }
      try removeOthers(than: [])
    }
  }

  private func install(
    from: UInt64, through: UInt64, countMax: Int, _ fill: (inout HeadRunWriter) throws(Failure) -> Void
  ) throws(Failure) -> HeadRun {
    let name = Self.name(from: from, through: through)
    let temporary = folder.temporary(name)
    try folder.files.removeIfThere(temporary)
    let file = try folder.files.open(temporary, for: .creating)
    var writer = HeadRunWriter(into: file, ledger: ledger, from: from, through: through, countMax: countMax)
    try fill(&writer)
    try writer.finish()
    let path = folder.index + "/" + name
    try folder.files.change(.rename(from: temporary, to: path))
    try folder.files.change(.sync(folder.index))
    guard let run = try HeadRun.open(path, in: folder.files, ledger: ledger) else {
      throw Failure(
        .indexDamaged, "a file reads otherwise than it was written", at: path, remedy: "check the disk")
    }
    return run
  }

  private func merge(_ older: HeadRun, _ newer: HeadRun) throws(Failure) -> HeadRun {
    try install(from: older.from, through: newer.through, countMax: older.count + newer.count) {
      writer throws(Failure) in
      var (left, right) = (HeadRunCursor(older), HeadRunCursor(newer))
      var (old, new) = (try left.next(), try right.next())
      while old != nil || new != nil {
        if let entry = new, old.map({ entry.stream <= $0.stream }) ?? true {
          if old?.stream == entry.stream { old = try left.next() }
          try writer.append(entry.stream, last: entry.last)
          new = try right.next()
        } else if let entry = old {
          try writer.append(entry.stream, last: entry.last)
          old = try left.next()
        }
      }
    }
  }

  private func removeOthers(than kept: [HeadRun]) throws(Failure) {
    let paths = Set(kept.map(\.path))
    for name in try folder.files.names(in: folder.index) where Self.range(of: name) != nil {
      let path = folder.index + "/" + name
      if !paths.contains(path) { try folder.files.removeIfThere(path) }
    }
  }

  private static func chain(
    in folder: LedgerFolder, ledger: LedgerID, sealedThrough: UInt64
  ) throws(Failure) -> [HeadRun] {
    let ranges = try folder.files.names(in: folder.index).compactMap { name in
      range(of: name).map { (name, $0) }
    }
    var chain: [HeadRun] = []
    var next: UInt64 = 1
    // Of the runs that begin where the last one ended, the longest that is whole.
    search: while true {
      let candidates = ranges.filter { $0.1.lowerBound == next && $0.1.upperBound <= sealedThrough }
      for (name, range) in candidates.sorted(by: { $0.1.upperBound > $1.1.upperBound }) {
        let path = folder.index + "/" + name
        guard try folder.files.exists(path),
          let run = try HeadRun.open(path, in: folder.files, ledger: ledger), run.from == range.lowerBound,
          run.through == range.upperBound
        else { continue }
        chain.append(run)
        next = range.upperBound + 1
        continue search
      }
      return chain
    }
  }

  private static func name(from: UInt64, through: UInt64) -> String {
    "heads-\(LedgerFolder.digits(from))-\(LedgerFolder.digits(through))"
  }

  private static func range(of name: String) -> ClosedRange<UInt64>? {
    let parts = name.split(separator: "-")
    guard parts.count == 3, parts[0] == "heads", let from = LedgerFolder.number(parts[1]),
      let through = LedgerFolder.number(parts[2]), from <= through, from > 0
    else { return nil }
    return from...through
  }
}

/// Goes through a run page by page.
private struct HeadRunCursor {
  private let run: HeadRun
  private var page = 0
  private var entries: ArraySlice<(stream: StreamHash, last: UInt64)> = []

  init(_ run: HeadRun) { self.run = run }

  mutating func next() throws(Failure) -> (stream: StreamHash, last: UInt64)? {
    while entries.isEmpty {
      guard page < run.pageCount else { return nil }
      entries = try run.entries(ofPage: page)[...]
      page += 1
    }
    return entries.popFirst()
  }
}
