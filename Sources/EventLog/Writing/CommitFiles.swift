import Diagnostics
import Dispatch
import Synchronization

/// The one owner of the active segment's file once it is recovered: writes groups of commits, begins new segments, syncs,
/// makes padding and cuts it.
struct CommitFiles: Sendable {
  /// Where the next byte goes.
  struct Position: Hashable, Sendable {
    /// The first event of the segment.
    var segment: UInt64
    var end: UInt64
  }

  /// How a group of commits ended.
  enum Outcome: Sendable {
    case written
    /// No room: the first `count` commits are durable, nothing is left of the others.
    case partly(count: Int, Failure)
    /// Nobody knows what is on disk.
    case unknown(Failure)
  }

  private let folder: LedgerFolder
  private let identity: LedgerIdentity
  /// Zeros of a new padding; 0 = none is made.
  private let paddingBytes: Int
  private var position: Position?
  private var file: (any LedgerFile)?
  /// The file's length: behind `position` stands padding.
  private var size: UInt64 = 0
  /// What goes into the file next.
  private var pending: [UInt8] = []

  init(
    _ folder: LedgerFolder, _ identity: LedgerIdentity, position: Position?, paddingBytes: Int
  ) throws(Failure) {
    self.folder = folder
    self.identity = identity
    self.paddingBytes = paddingBytes
    self.position = position
    guard let position else { return }
    let file = try folder.files.open(folder.segment(position.segment), for: .writing)
    // Of old padding nobody knows what the disk holds; the next commit makes a new one.
    if try file.size() > position.end { try file.truncate(to: position.end) }
    self.file = file
    size = position.end
  }

  /// Writes commits and makes them durable with one sync for each file concerned.
  mutating func write(_ commits: [[CommitPart]]) -> Outcome {
    var goods = [Good(position: position, file: file, commits: 0)]
    pending.removeAll(keepingCapacity: true)
    do {
      try write(commits, &goods)
      return .written
    } catch {
      guard error.code == .diskFull, !goods[0].isSyncing else { return .unknown(error) }
      do {
        let count = try rollBack(to: goods)
        // There may have been no room for more than the padding.
        return count == commits.count ? .written : .partly(count: count, error)
      } catch {
        return .unknown(error)  // the roll-back failed too
      }
    }
  }

  /// A state that could be returned to: so many commits written, up to this place.
  private struct Good {
    var position: Position?
    var file: (any LedgerFile)?
    var commits: Int
    var isSyncing = false
  }

  private mutating func write(_ commits: [[CommitPart]], _ goods: inout [Good]) throws(Failure) {
    for (index, parts) in commits.enumerated() {
      for part in parts {
        if part.segment != position?.segment {
          try flush()
          // Each part is synced before the next file is made.
          try sync(&goods)
          try begin(part.segment)
        }
        pending.append(contentsOf: part.bytes)
      }
      if let position {
        let end = position.end + UInt64(pending.count)
        goods.append(
          Good(position: Position(segment: position.segment, end: end), file: file, commits: index + 1))
      }
    }
    try flush()
    try sync(&goods)
  }

  private mutating func flush() throws(Failure) {
    guard let file, let position, !pending.isEmpty else { return }
    let end = position.end + UInt64(pending.count)
    appendPadding(behind: end)
    try file.write(pending, at: position.end)
    self.position?.end = end
    size = max(size, position.end + UInt64(pending.count))
    pending.removeAll(keepingCapacity: true)
  }

  /// What is left of the padding, or a new one where a small write has used it up: a large one gains nothing by it.
  private mutating func appendPadding(behind end: UInt64) {
    let left = size > end ? Int(size - end) : 0
    if left >= Padding.byteCountMin {
      Padding.append(left, zeros: left - Padding.byteCountMin, to: &pending)
    } else if pending.count < paddingBytes {
      Padding.append(Padding.byteCountMin + paddingBytes, zeros: 0, to: &pending)
    } else if left > 0 {
      Padding.append(Padding.byteCountMin, zeros: 0, to: &pending)
    }
  }

  /// Cuts the padding off, when no more commits come.
  mutating func cutPadding() {
    guard let file, let position, size > position.end else { return }
    try? file.truncate(to: position.end)  // where it stays it does no harm
    size = position.end
  }

  /// An error of a sync is never answered by another try.
  private func sync(_ goods: inout [Good]) throws(Failure) {
    guard let file else { return }
    goods[0].isSyncing = true
    try file.sync()
    goods[0].isSyncing = false
  }

  /// Makes the file of the next segment; header and name are durable before a commit goes in.
  private mutating func begin(_ segment: UInt64) throws(Failure) {
    let path = folder.segment(segment)
    position = Position(segment: segment, end: 0)
    file = nil
    let made = try folder.files.open(path, for: .creating)
    let header = SegmentHeader(
      form: .active, ledger: identity.id, first: segment, geometry: identity.geometry
    ).bytes
    try made.write(header, at: 0)
    try made.sync()
    try folder.files.change(.sync(folder.log))
    file = made
    position = Position(segment: segment, end: UInt64(header.count))
    size = UInt64(header.count)
  }

  /// Returns to the last whole commit that reached the disk.
  ///
  /// Whole commits stay, since readers may have seen them.
  private mutating func rollBack(to goods: [Good]) throws(Failure) -> Int {
    let reached = position
    let end = try writtenEnd()
    let good = goods.last { good in
      guard let place = good.position, good.commits > 0 else { return true }
      return place.segment != reached?.segment || place.end <= end
    }
    guard let good else { return 0 }
    if let reached, reached.segment != good.position?.segment {
      file = nil
      try folder.files.removeIfThere(folder.segment(reached.segment))
      try removeBetween(good.position?.segment, reached.segment)
      try folder.files.change(.sync(folder.log))
    }
    position = good.position
    file = good.file
    if let position, let file {
      try file.truncate(to: position.end)
      try file.sync()
      size = position.end
    }
    return good.commits
  }

  /// How far the file holds what was to be written: its length does not tell, where that went over padding.
  private func writtenEnd() throws(Failure) -> UInt64 {
    guard let file, let position else { return 0 }
    let there = try file.bytes(at: position.end, count: pending.count)
    return position.end + UInt64(zip(there, pending).prefix { $0 == $1 }.count)
  }

  /// A commit of many parts may have made several files.
  private func removeBetween(_ kept: UInt64?, _ reached: UInt64) throws(Failure) {
    let step = UInt64(identity.geometry.eventsPerSegment)
    var segment = kept.map { $0 + step } ?? reached
    while segment < reached {
      try folder.files.removeIfThere(folder.segment(segment))
      segment += step
    }
  }
}

/// Carries writes out: here, or on a queue of its own, so that the next commits are made ready meanwhile.
final class CommitDisk: Sendable {
  private let queue = DispatchQueue(label: "event-log.disk")
  private let files: Mutex<CommitFiles>

  init(_ files: CommitFiles) { self.files = Mutex(files) }

  /// Writes on this thread: handing the work over and back would take longer than the disk does.
  func write(_ commits: [[CommitPart]]) -> CommitFiles.Outcome { files.withLock { $0.write(commits) } }

  /// No more commits come.
  func close() { files.withLock { $0.cutPadding() } }

  /// Writes on the queue.
  func writeAside(_ commits: [[CommitPart]]) async -> CommitFiles.Outcome {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: self.write(commits)) }
    }
  }
}
