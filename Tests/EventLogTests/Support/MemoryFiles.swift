import Diagnostics
import EventLog
import Synchronization

/// A file system in memory: fast enough to flip every byte of a ledger in turn, it fails when it is told to, and it
/// knows what a power cut may take back.
final class MemoryFiles: LedgerFiles {
  struct State: Sendable {
    /// What a program sees.
    var files: [String: MemoryFile] = [:]
    /// What the disk is sure to hold: names whose folder was synced.
    var durable: [String: MemoryFile] = [:]
    /// Changes of names since the last sync of their folder, in order.
    var pending: [FolderChange] = []
  }

  let weather = Weather()
  private let state = Mutex(State())

  /// All files by path, with copies of their bytes: what a killed process leaves behind.
  var snapshot: [String: [UInt8]] {
    state.withLock { $0.files.mapValues { file in file.content.withLock { $0.bytes } } }
  }

  init() {}

  /// A file system with these files, all of them durable.
  convenience init(_ snapshot: [String: [UInt8]]) {
    self.init()
    state.withLock { state in
      for (path, bytes) in snapshot {
        state.files[path] = MemoryFile(path: path, bytes: bytes, weather: weather)
      }
      state.durable = state.files
    }
  }

  /// What a power cut may leave: of what was not synced, some.
  func afterPowerCut(_ random: inout some RandomNumberGenerator) -> [String: [UInt8]] {
    let state = state.withLock { $0 }
    var names = state.durable
    for change in state.pending.prefix(Int.random(in: 0...state.pending.count, using: &random)) {
      switch change {
      case .rename(let from, let to):
        names[to] = names.removeValue(forKey: from) ?? state.files[to]
      case .remove(let path): names[path] = nil
      case .make(let path): names[path] = state.files[path] ?? names[path]  // a file made, here
      case .sync: break
      }
    }
    return names.mapValues { $0.afterPowerCut(&random) }
  }

  func open(_ path: String, for use: FileUse) throws(Failure) -> any LedgerFile {
    try weather.check(use == .creating ? .create : .open, path)
    let file = state.withLock { state -> MemoryFile? in
      if use == .creating {
        guard state.files[path] == nil else { return nil }
        state.files[path] = MemoryFile(path: path, bytes: [], weather: weather)
        state.pending.append(.make(path))
      }
      return state.files[path]
    }
    guard let file else { throw use == .creating ? Fault.exists(path) : Fault.missing(path) }
    guard use == .locking else { return file }
    let isFree = weather.locked.withLock { $0.insert(path).inserted }
    guard isFree else { throw Failure(.writerHeld, "held", at: path, remedy: "wait") }
    return LockedFile(path: path, weather: weather, file: file)
  }

  func names(in folder: String) throws(Failure) -> [String] {
    state.withLock { state in
      state.files.keys.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }
        .filter { !$0.contains("/") }.sorted()
    }
  }

  func change(_ change: FolderChange) throws(Failure) {
    switch change {
    case .make(let folder): try weather.check(.make, folder)
    case .rename(let from, let to):
      try weather.check(.rename, to)
      let isThere = state.withLock { state in
        guard let file = state.files.removeValue(forKey: from) else { return false }
        state.files[to] = file
        state.pending.append(change)
        return true
      }
      if !isThere { throw Fault.missing(from) }
    case .remove(let path):
      try weather.check(.remove, path)
      let removed = state.withLock { state in
        state.pending.append(change)
        return state.files.removeValue(forKey: path)
      }
      guard let removed else { throw Fault.missing(path) }
      weather.give(removed.content.withLock { $0.bytes.count })
    case .sync(let folder):
      try weather.check(.syncFolder, folder)
      state.withLock { $0.sync(folder) }
    }
  }
}

extension MemoryFiles.State {
  /// Names inside of the folder are sure from now on; a rename out of another folder takes both along.
  mutating func sync(_ folder: String) {
    func isInside(_ path: String) -> Bool {
      path.hasPrefix(folder + "/") && !path.dropFirst(folder.count + 1).contains("/")
    }
    for path in Set(files.keys).union(durable.keys) where isInside(path) { durable[path] = files[path] }
    for case .rename(let from, let to) in pending where isInside(to) { durable[from] = files[from] }
    pending.removeAll { change in
      switch change {
      case .rename(_, let to): isInside(to)
      case .remove(let path), .make(let path): isInside(path)
      case .sync: true
      }
    }
  }
}
