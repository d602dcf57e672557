/// What the check of one segment found out by itself, to be joined with what stands before it.
struct SegmentFacts: Sendable {
  let first: UInt64
  let path: String
  /// The last event that was looked at; `first - 1` where there is none.
  var last: UInt64
  /// The tree over the segment's events; nil where unreadable ones hide it.
  var tree: MerkleFrontier? = MerkleFrontier()
  /// The same at sizes of the whole tree that heads were signed for.
  var parts: [UInt64: MerkleFrontier] = [:]
  /// The first event of each stream here, as far as nothing unreadable stands before it.
  var firsts: [FirstEvent] = []
  /// The last event of each stream here, since the last unreadable one.
  var lasts = StreamHeads()
  /// Whether events were unreadable, so that a stream may have had some there.
  var hasGap = false
  var firstAt: Int64?
  var lastAt = Int64.min
  var erasures: [(sequence: UInt64, by: UInt64)] = []
  /// Lines that stand in the place of lost events, and the numbers whose loss is accepted.
  var lost: Set<UInt64> = []
  var acceptances: [AcceptedLoss] = []
  /// Events that say that another key signs.
  var rotations: [StoredEvent] = []
  /// Signed heads that events remember.
  var recordedHeads: [RecordedHead] = []
  /// Bytes of lines that were hashed.
  var bytes: UInt64 = 0
  var findings: [VerificationReport.Finding] = []

  /// The first event of a stream in a segment, and what it says of the one before.
  struct FirstEvent: Sendable {
    let sequence: UInt64
    let previous: UInt64
    let stream: StreamHash
    /// The stream's name, where it is needed.
    let name: String
  }

  init(_ segment: LogSegment) {
    first = segment.first
    path = segment.path
    last = segment.first - 1
  }

  mutating func find(_ what: String, _ sequences: ClosedRange<UInt64>? = nil) {
    let finding = VerificationReport.Finding(file: path, sequences: sequences, what: what)
    if !findings.contains(finding) { findings.append(finding) }
  }
}
