import Diagnostics
import Instants

/// How far a log has come.
struct LogMark: Hashable, Sendable {
  /// The last event, 0 = none.
  var last: UInt64 = 0
  /// When it was recorded, microseconds since 1970.
  var at: Int64 = 0
  var tree: LogTree

  init(_ geometry: LedgerGeometry) { tree = LogTree(geometry) }

  var head: LogHead { LogHead(size: last, root: tree.root) }
}

/// A commit that has its numbers and bytes, and waits for the disk.
struct StagedCommit: Sendable {
  let first: UInt64
  let last: UInt64
  let at: String
  var parts: [CommitPart] = []
  /// The last event of each stream inside.
  var heads: [StreamHash: UInt64] = [:]
  /// How far the log is once this commit is durable.
  var mark: LogMark
  /// Segments that it fills.
  var jobs: [SealingJob] = []
}

/// The bytes of a commit that go into one segment.
struct CommitPart: Sendable {
  let segment: UInt64
  let bytes: [UInt8]
}

// For each event: a SHA-256 of the stream's name, a look-up or two in a dictionary, a copy of the line, the leaf's
// SHA-256 (the greater part of it all) and the fast LZ4 compressor. No allocation of its own.

/// The pure part of the writer: numbers, times, links to previous events, the tree.
///
/// It knows what is durable and what is
/// staged beyond it, so that a refused write can be taken back as if it had never been.
struct CommitStage: ~Copyable {
  let identity: LedgerIdentity
  private let index: HeadLookup
  private(set) var durable: LogMark
  private(set) var staged: LogMark
  /// Last events of streams: durable ones that the index may not cover, and staged ones.
  private var recent: [StreamHash: UInt64]
  private var ahead: [StreamHash: UInt64] = [:]
  private var packing: CommitPacking
  private var raw: [UInt8] = []

  init(identity: LedgerIdentity, index: HeadLookup, mark: LogMark, recent: [StreamHash: UInt64]) {
    self.identity = identity
    self.index = index
    packing = CommitPacking(identity.id)
    durable = mark
    staged = mark
    self.recent = recent
  }

  /// The last event of a stream, commits that are not durable yet included; 0 = none.
  func last(of stream: StreamHash) throws(Failure) -> UInt64 {
    if let last = ahead[stream] ?? recent[stream] { return last }
    return try index.last(of: stream)
  }

  /// Gives events their numbers and makes the bytes of their commit.
  ///
  /// Nothing is changed where it throws.
  mutating func stage(_ events: [PreparedEvent], at instant: Int64) throws(Failure) -> StagedCommit {
    let first = staged.last + 1
    try check(events, first: first)
    var heads: [StreamHash: UInt64] = [:]
    var previous: [UInt64] = []
    for (index, event) in events.enumerated() {
      if let last = heads[event.hash] {
        previous.append(last)
      } else {
        previous.append(try last(of: event.hash))
      }
      heads[event.hash] = first + UInt64(index)
    }
    staged.at = max(staged.at, instant)  // Law of clocks: at never runs backwards
    let at = RFC3339.text(staged.at)
    var commit = StagedCommit(first: first, last: first + UInt64(events.count) - 1, at: at, mark: staged)
    var position = LinePosition(sequence: first, at: Array(at.utf8), previous: 0, appendFirst: first)
    var done = 0
    while done < events.count {
      let sequence = first + UInt64(done)
      let room = Int(identity.geometry.segmentLast(of: sequence) - sequence) + 1
      let part = done..<min(events.count, done + room)
      appendPart(events, part, previous, &position, &commit)
      done = part.upperBound
    }
    ahead.merge(heads) { $1 }
    staged.last = commit.last
    commit.heads = heads
    commit.mark = staged
    for index in commit.jobs.indices { commit.jobs[index].head = staged.head }
    return commit
  }

  /// Takes note that a commit is on disk.
  mutating func settle(_ commit: StagedCommit) {
    durable = commit.mark
    for (stream, last) in commit.heads {
      recent[stream] = last
      if let latest = ahead[stream], latest <= last { ahead[stream] = nil }
    }
  }

  /// Forgets everything that is not on disk.
  mutating func takeBack() {
    staged = durable
    ahead.removeAll(keepingCapacity: true)
  }

  /// Drops what the index has taken over.
  mutating func forgetIndexed() {
    guard let through = index.grown() else { return }
    recent = recent.filter { $0.value > through }
  }

  private func check(_ events: [PreparedEvent], first: UInt64) throws(Failure) {
    for (index, event) in events.enumerated() {
      for (name, reference, highest) in [("cause", event.cause, index - 1), ("run", event.run, index)] {
        let isGood =
          switch reference {
          case .sequence(let number)?: number >= 1 && number < first + UInt64(index)
          case .inCommit(let other)?: other >= 0 && other <= highest
          case nil: true
          }
        guard isGood else {
          throw .badEvent(
            "\(name) of event \(index) of the append names no earlier event",
            remedy: "name an event of the log, or one before it in the same append")
        }
      }
    }
  }

  private mutating func appendPart(
    _ events: [PreparedEvent], _ part: Range<Int>, _ previous: [UInt64], _ position: inout LinePosition,
    _ commit: inout StagedCommit
  ) {
    raw.removeAll(keepingCapacity: true)
    let first = commit.first + UInt64(part.lowerBound)
    var streams: Set<UInt64> = []
    for index in part {
      position.sequence = commit.first + UInt64(index)
      position.previous = previous[index]
      let start = raw.count
      events[index].appendLine(position, to: &raw)
      streams.insert(events[index].hash.short)
      let leaf = TreeHash.leaf(unsafe raw.span.bytes.extracting(start..<raw.count - 1))
      if let root = staged.tree.append(leaf) {
        commit.jobs.append(
          SealingJob(
            first: identity.geometry.segmentFirst(of: position.sequence), last: position.sequence, root: root,
            head: LogHead(size: position.sequence, root: staged.tree.root)))
      }
    }
    let bytes = packing.pack(
      raw, first: first, count: part.count, streams: streams, knownDurable: durable.last,
      commitFirst: commit.first, continues: part.upperBound < events.count)
    commit.parts.append(CommitPart(segment: identity.geometry.segmentFirst(of: first), bytes: bytes))
  }
}
