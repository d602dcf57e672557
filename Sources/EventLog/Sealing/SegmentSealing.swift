import Diagnostics

/// Turns a full active segment into a sealed one: packed in blocks, read back, and only then put in its place.
struct SegmentSealing {
  let folder: LedgerFolder
  let identity: LedgerIdentity

  /// Dense enough, and several times as fast as level 9, so that sealing keeps up with appends.
  static let level: Int32 = 4

  /// Seals the segment that begins with event `first`, whose root was computed when its events were appended.
  /// - Returns: the last event of each of its streams.
  func seal(_ first: UInt64, root: TreeHash) throws(Failure) -> StreamHeads {
    let path = folder.segment(first)
    var segment = try LogSegment.open(first, in: folder, of: identity)
    guard var map = segment.map else { return try lasts(of: segment) }  // sealed before a crash
    try map.extend(in: segment.file, upTo: segment.file.size())
    segment.form = .active(map)
    guard map.isFull else {
      throw .ledgerDamaged("a full segment is no longer whole", lost: [map.next...map.segmentLast], at: path)
    }
    let temporary = folder.temporary("sealing-" + LedgerFolder.digits(first))
    let assembly = try write(segment, to: temporary)
    try readBack(temporary, first: first, root: root)
    try folder.files.change(.rename(from: temporary, to: path))
    try folder.files.change(.sync(folder.log))
    return assembly.lasts
  }

  private func write(_ segment: LogSegment, to temporary: String) throws(Failure) -> FooterAssembly {
    try folder.files.removeIfThere(temporary)
    let file = try folder.files.open(temporary, for: .creating)
    var packing = try SegmentPacking(identity, first: segment.first, into: file)
    var reader = BatchReader()
    for index in 0..<segment.batchCount {
      try reader.load(segment.batch(index), of: segment.file, path: segment.path)
      try reader.eachEvent(path: segment.path) { (line, envelope) throws(Failure) in
        try packing.add(line, envelope)
        return true
      }
    }
    return try packing.finish()
  }

  /// What came out must hold the very lines that went in, by their root.
  func readBack(_ temporary: String, first: UInt64, root: TreeHash) throws(Failure) {
    let file = try folder.files.open(temporary, for: .reading)
    guard let footer = try SegmentFooter(of: file, size: file.size(), identity, first: first) else {
      throw .ledgerDamaged("a sealed segment reads otherwise than it was written", at: temporary)
    }
    var reader = BatchReader()
    var tree = MerkleFrontier()
    for block in footer.blocks {
      try reader.load(block.batch, of: file, path: temporary)
      try reader.eachEvent(path: temporary) { (line, envelope) throws(Failure) in
        tree.append(TreeHash.leaf(of: line, envelope))
        return true
      }
    }
    guard tree.size == UInt64(identity.geometry.eventsPerSegment), tree.root == root, footer.root == root
    else {
      throw .ledgerDamaged(
        "the sealed form of a segment has another root than its events had", at: folder.segment(first))
    }
  }

  /// The last event of each stream of a segment.
  func lasts(of segment: LogSegment) throws(Failure) -> StreamHeads {
    var lasts = StreamHeads()
    var reader = BatchReader()
    for index in 0..<segment.batchCount {
      try reader.load(segment.batch(index), of: segment.file, path: segment.path)
      try reader.eachEvent(path: segment.path) { (line, envelope) throws(Failure) in
        lasts.advance(StreamHash(of: envelope, in: line), to: envelope.sequence)
        return true
      }
    }
    return lasts
  }
}
