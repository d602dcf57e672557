package import Diagnostics
package import EventLog
import Synchronization

/// One process's view of a simulated disk; its locks go with it.
package final class SimulatedFiles: LedgerFiles {
  /// The disk.
  package let disk: SimulatedDisk
  /// What happens to this process.
  package let weather = Weather()
  private let process: Int

  /// A new process.
  package init(on disk: SimulatedDisk) {
    self.disk = disk
    process = disk.state.withLock { state in
      state.nextProcess += 1
      return state.nextProcess - 1
    }
  }

  /// Ends the process: what it wrote stays visible, and its locks are free.
  package func kill() {
    weather.end()
    disk.state.withLock { state in
      state.locks = state.locks.filter { $0.value != process }
      state.folderLocks = state.folderLocks.filter { $0.value != process }
    }
  }

  /// Opens or makes a file for one use.
  package func open(_ path: String, for use: FileUse) throws(Failure) -> any LedgerFile {
    try weather.check(use == .creating ? .create : .open, path)
    let opened: Result<SimulatedFile, Failure> = disk.state.withLock { state in
      if use == .creating {
        guard state.names[path] == nil else {
          return .failure(
            Failure(.fileFailed, "cannot open: file exists", at: path, remedy: "look what it is"))
        }
        state.inodes[state.nextInode] = SimulatedDisk.Inode(content: DiskContent())
        state.change(.made(path, state.nextInode))
        state.nextInode += 1
      }
      guard let number = state.names[path], let inode = state.inodes[number] else {
        return .failure(.simulatedMissing(path))
      }
      if use == .locking {
        guard state.locks[number] == nil else { return .failure(.simulatedHeld(path)) }
        state.locks[number] = process
      }
      return .success(
        SimulatedFile(
          path: path, inode: number, disk: disk, weather: weather, holdsLock: use == .locking,
          canWrite: use == .writing || use == .creating,
          failedSyncsSeen: inode.failedSyncs))
    }
    return try opened.get()
  }

  /// The names in a folder, sorted.
  package func names(in folder: String) throws(Failure) -> [String] {
    try weather.check(.open, folder)
    return disk.state.withLock { state in
      state.names.keys.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }
        .filter { !$0.contains("/") }.sorted()
    }
  }

  /// Takes the lock of a folder, which a simulated disk knows by its path alone.
  package func hold(_ folder: String) throws(Failure) -> any HeldFolder {
    try SimulatedFolder(folder, files: self, process: process)
  }

  /// Carries out a change of a folder.
  package func change(_ change: FolderChange) throws(Failure) {
    switch change {
    case .make(let folder): try weather.check(.make, folder)
    case .rename(let from, let to):
      try weather.check(.rename, to)
      let isThere = disk.state.withLock { state in
        guard let inode = state.names[from] else { return false }
        state.change(.renamed(from: from, to: to, inode))
        return true
      }
      if !isThere { throw .simulatedMissing(from) }
    case .remove(let path):
      try weather.check(.remove, path)
      let isThere = disk.state.withLock { state in
        guard state.names[path] != nil else { return false }
        state.change(.removed(path))
        return true
      }
      if !isThere { throw .simulatedMissing(path) }
    case .sync(let folder):
      try weather.check(.syncFolder, folder)
      disk.state.withLock { $0.sync(folder) }
    }
  }
}

/// A folder of a simulated disk that is held by one process.
private final class SimulatedFolder: HeldFolder {
  let files: any LedgerFiles
  private let path: String
  private let disk: SimulatedDisk
  private let weather: Weather

  init(_ path: String, files: SimulatedFiles, process: Int) throws(Failure) {
    self.files = files
    self.path = path
    (disk, weather) = (files.disk, files.weather)
    let taken: Result<Void, Failure> = files.disk.state.withLock { state in
      guard state.names.keys.contains(where: { $0.hasPrefix(path + "/") }) else {
        return .failure(.simulatedMissing(path))
      }
      guard state.folderLocks[path] == nil else { return .failure(.simulatedHeld(path)) }
      state.folderLocks[path] = process
      return .success(())
    }
    try taken.get()
  }

  func release() {
    // A process that has ended gave its locks back then.
    if !weather.isOver { disk.state.withLock { _ = $0.folderLocks.removeValue(forKey: path) } }
  }

  func isInPlace() throws(Failure) -> Bool { true }
}

extension Failure {
  fileprivate static func simulatedHeld(_ path: String) -> Self {
    Self(.writerHeld, "the lock is held", at: path, remedy: "wait")
  }
}
