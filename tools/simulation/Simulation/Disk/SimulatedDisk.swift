import Diagnostics
import EventLog
import Synchronization

/// A disk that may do at a crash what real ones may do, and no more: the worst that the law allows.
///
/// Processes reach it through ``SimulatedFiles``. Files are inodes: a handle keeps its file when the name goes.
package final class SimulatedDisk: Sendable {
  /// A file, whatever its names are.
  struct Inode: Sendable {
    var content: DiskContent
    /// Syncs that failed; handles that were open then are told once, those opened later never are.
    var failedSyncs = 0
  }

  /// A change of names that a crash may take back.
  enum NameChange: Hashable, Sendable {
    case made(String, Int)
    case renamed(from: String, to: String, Int)
    case removed(String)
  }

  struct State: Sendable {
    var inodes: [Int: Inode] = [:]
    /// What programs see.
    var names: [String: Int] = [:]
    /// What the disk holds.
    var durableNames: [String: Int] = [:]
    var pending: [NameChange] = []
    var nextInode = 1
    /// Who holds the lock on a file.
    var locks: [Int: Int] = [:]
    /// Who holds a folder, by its path.
    var folderLocks: [String: Int] = [:]
    var nextProcess = 1
    /// Bytes that files may have together.
    var capacity = Int.max
    var dice: Dice
  }

  let state: Mutex<State>

  /// An empty disk; chance decides what failed syncs and crashes leave.
  package init(seed: UInt64 = 0) { state = Mutex(State(dice: Dice(seed: seed))) }

  /// A disk with these files, all of them durable.
  package convenience init(_ files: [String: [UInt8]], seed: UInt64 = 0) {
    self.init(seed: seed)
    state.withLock { state in
      for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
        state.names[path] = state.nextInode
        state.inodes[state.nextInode] = Inode(content: DiskContent(bytes))
        state.nextInode += 1
      }
      state.durableNames = state.names
    }
  }

  /// All files by path as programs see them: what a killed process leaves behind.
  package var files: [String: [UInt8]] {
    state.withLock { state in state.names.compactMapValues { state.inodes[$0]?.content.cached } }
  }

  /// All files by path if the power went now and everything were lost that may be.
  package var leastLeft: [String: [UInt8]] {
    state.withLock { state in state.durableNames.compactMapValues { state.inodes[$0]?.content.durable } }
  }

  /// Bytes that files may have together.
  package func setCapacity(_ bytes: Int) { state.withLock { $0.capacity = bytes } }

  /// Bytes that files have together.
  package var used: Int { state.withLock { $0.used } }

  /// The power goes and comes back: of what was not synced, some is left.
  package func cutPower() {
    state.withLock { state in
      var names = state.durableNames
      for (_, changes) in state.pendingByFolder() {
        for change in changes.prefix(state.dice.roll(0...changes.count)) { change.apply(to: &names) }
      }
      var inodes: [Int: Inode] = [:]
      for number in Set(names.values).sorted() {
        guard let inode = state.inodes[number] else { continue }
        inodes[number] = Inode(content: DiskContent(inode.content.afterPowerCut(&state.dice)))
      }
      state.inodes = inodes
      state.names = names
      state.durableNames = names
      state.pending = []
      state.locks = [:]
      state.folderLocks = [:]
    }
  }

  /// Turns some bits of one byte of a file at rest.
  package func rot(_ path: String, at offset: Int, by pattern: UInt8) {
    state.withLock { state in
      guard let inode = state.names[path] else { return }
      state.inodes[inode]?.content.rot(at: offset, by: pattern)
    }
  }
}

extension SimulatedDisk.State {
  var used: Int { Set(names.values).reduce(0) { $0 + (inodes[$1]?.content.cached.count ?? 0) } }

  /// Changes in their order, apart for each folder: a journal may bring one folder further than another.
  func pendingByFolder() -> [(String, [SimulatedDisk.NameChange])] {
    var folders: [String: [SimulatedDisk.NameChange]] = [:]
    for change in pending { folders[change.folder, default: []].append(change) }
    return folders.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  mutating func change(_ change: SimulatedDisk.NameChange) {
    change.apply(to: &names)
    pending.append(change)
  }

  /// Makes the changes of one folder durable; a file that came out of another folder is no longer there.
  mutating func sync(_ folder: String) {
    var left: [SimulatedDisk.NameChange] = []
    var gone: Set<String> = []
    for change in pending where change.folder == folder {
      change.apply(to: &durableNames)
      if case .renamed(let from, _, _) = change { gone.insert(from) }
    }
    for change in pending where change.folder != folder {
      if case .made(let path, _) = change, gone.contains(path) { continue }
      left.append(change)
    }
    pending = left
  }
}

extension SimulatedDisk.NameChange {
  func apply(to names: inout [String: Int]) {
    switch self {
    case .made(let path, let inode): names[path] = inode
    case .removed(let path): names[path] = nil
    case .renamed(let from, let to, let inode):
      if names[from] == inode { names[from] = nil }
      names[to] = inode
    }
  }

  /// The folder whose sync makes it durable.
  var folder: String {
    switch self {
    case .made(let path, _), .renamed(_, let path, _), .removed(let path):
      path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }
  }
}
