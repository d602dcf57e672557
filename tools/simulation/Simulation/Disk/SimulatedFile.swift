import Diagnostics
import EventLog
import Synchronization

/// One open file of one process.
final class SimulatedFile: LedgerFile {
  private let path: String
  private let inode: Int
  private let disk: SimulatedDisk
  private let weather: Weather
  private let holdsLock: Bool
  private let canWrite: Bool
  /// Failed syncs that this handle was told of, or that others were before it was opened.
  private let failedSyncsSeen: Mutex<Int>

  init(
    path: String, inode: Int, disk: SimulatedDisk, weather: Weather, holdsLock: Bool, canWrite: Bool,
    failedSyncsSeen: Int
  ) {
    self.path = path
    self.inode = inode
    self.disk = disk
    self.weather = weather
    self.holdsLock = holdsLock
    self.canWrite = canWrite
    self.failedSyncsSeen = Mutex(failedSyncsSeen)
  }

  deinit {
    // A process that has ended gave its locks back then.
    if holdsLock, !weather.isOver { disk.state.withLock { _ = $0.locks.removeValue(forKey: inode) } }
  }

  func size() throws(Failure) -> UInt64 {
    disk.state.withLock { UInt64($0.inodes[inode]?.content.cached.count ?? 0) }
  }

  func read(_ count: Int, at offset: UInt64, into target: inout [UInt8]) throws(Failure) -> Int {
    try weather.check(.read, path)
    let part = disk.state.withLock { state -> ArraySlice<UInt8> in
      guard let bytes = state.inodes[inode]?.content.cached else { return [] }
      let start = min(Int(clamping: offset), bytes.count)
      return bytes[start..<start + min(count, bytes.count - start)]
    }
    if target.count < part.count { target = [UInt8](repeating: 0, count: part.count) }
    target.replaceSubrange(0..<part.count, with: part)
    return part.count
  }

  func write(_ source: [UInt8], at offset: UInt64) throws(Failure) {
    guard canWrite else { throw .simulatedReadOnly(path) }
    let trouble = weather.trouble(.write, path)
    let share =
      switch trouble {
      case nil: source.count
      case .fails(_, let percent)?, .ends(let percent)?: source.count * percent / 100
      }
    let put = disk.state.withLock { state in
      let size = state.inodes[inode]?.content.cached.count ?? 0
      let growth = max(0, Int(offset) + share - size)
      let put = state.capacity == .max ? share : share - max(0, growth - max(0, state.capacity - state.used))
      state.inodes[inode]?.content.write(Array(source.prefix(max(0, put))), at: Int(offset))
      return put
    }
    switch trouble {
    case .fails(let failure, _)?: throw failure
    case .ends?: throw .dead(path)
    case nil: if put < source.count { throw .simulatedFull(path) }
    }
  }

  func truncate(to size: UInt64) throws(Failure) {
    guard canWrite else { throw .simulatedReadOnly(path) }
    try weather.check(.truncate, path)
    disk.state.withLock { $0.inodes[inode]?.content.cut(to: Int(size)) }
  }

  func sync() throws(Failure) {
    if let trouble = weather.trouble(.sync, path) {
      guard case .fails(let failure, _) = trouble else { throw .dead(path) }
      if !weather.isOver {
        disk.state.withLock { state in
          state.inodes[inode]?.content.failSync(&state.dice)
          state.inodes[inode]?.failedSyncs += 1
        }
      }
      throw failure
    }
    let failed = disk.state.withLock { state in
      state.inodes[inode]?.content.sync()
      return state.inodes[inode]?.failedSyncs ?? 0
    }
    // Another handle's sync failed since this one was opened: this one is told too, once.
    let isNews = failedSyncsSeen.withLock { seen in
      defer { seen = failed }
      return failed > seen
    }
    if isNews { throw .simulatedError(path) }
  }
}
