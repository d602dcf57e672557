import Diagnostics

/// Roots of parts of the log's tree: of whole segments and blocks as their footers state them, the rest from the lines.
struct TreeReader: ~Copyable {
  private let survey: LogSurvey
  private let geometry: LedgerGeometry
  private var reader = BatchReader()
  /// The leaves of the batch that was read last.
  private var leaves: [TreeHash] = []
  private var first: UInt64 = 0

  init(_ survey: LogSurvey) {
    self.survey = survey
    geometry = survey.identity.geometry
  }

  /// The root of the tree over the entries of a range; entry i is event i + 1.
  mutating func root(of range: Range<UInt64>) throws(Failure) -> TreeHash {
    let count = range.upperBound - range.lowerBound
    if count == 1 { return try leaf(range.lowerBound) }
    if let root = stated(range.lowerBound, count) { return root }
    let middle = MerkleProof.split(range)
    let left = try root(of: range.lowerBound..<middle)
    return TreeHash.node(left, try root(of: middle..<range.upperBound))
  }

  /// The leaf of an entry.
  mutating func leaf(_ index: UInt64) throws(Failure) -> TreeHash {
    let sequence = index + 1
    if sequence < first || sequence - first >= UInt64(leaves.count) { try load(sequence) }
    return leaves[Int(sequence - first)]
  }

  /// The root that a footer states for exactly these entries.
  private func stated(_ start: UInt64, _ count: UInt64) -> TreeHash? {
    guard start.isMultiple(of: count),
      case .sealed(let footer) = survey.segments[survey.segmentIndex(of: start + 1)].form
    else { return nil }
    if count == UInt64(geometry.eventsPerSegment) { return footer.root }
    guard count == UInt64(geometry.eventsPerBlock) else { return nil }
    return footer.blocks[Int(start % UInt64(geometry.eventsPerSegment) / count)].root
  }

  private mutating func load(_ sequence: UInt64) throws(Failure) {
    let segment = survey.segments[survey.segmentIndex(of: sequence)]
    let batch = segment.batch(segment.batchIndex(of: sequence))
    try reader.load(batch, of: segment.file, path: segment.path)
    var found: [TreeHash] = []
    try reader.eachEvent(path: segment.path) { (line, envelope) throws(Failure) in
      found.append(TreeHash.leaf(of: line, envelope))
      return true
    }
    (leaves, first) = (found, batch.first)
  }
}
