/// The tree of the whole log as the writer keeps it: the sealed part by segment roots, the rest leaf by leaf.
struct LogTree: Hashable, Sendable {
  private let level: Int
  private var segments = MerkleFrontier()
  private var active = MerkleFrontier()

  init(_ geometry: LedgerGeometry) { level = geometry.segmentLevel }

  var size: UInt64 { segments.size + active.size }

  var frontier: MerkleFrontier {
    var whole = segments
    whole.append(contentsOf: active)
    return whole
  }

  var root: TreeHash { frontier.root }

  /// Appends a leaf; gives the root of the segment that it fills.
  mutating func append(_ leaf: TreeHash) -> TreeHash? {
    active.append(leaf)
    guard active.size == 1 << UInt64(level) else { return nil }
    let root = active.root
    append(segment: root)
    return root
  }

  /// Appends a whole segment.
  mutating func append(segment root: TreeHash) {
    active = MerkleFrontier()
    segments.append(root, level: level)
  }
}
