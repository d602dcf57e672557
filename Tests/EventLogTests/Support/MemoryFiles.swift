import Diagnostics
import EventLog
import Synchronization

/// A file system in memory: fast enough to flip every byte of a ledger in turn, and it fails when it is told to.
final class MemoryFiles: LedgerFiles {
  /// A call on the file system, as faults see it.
  enum Call: Hashable, Sendable {
    case open, create, write, truncate, sync, rename, remove, syncFolder, make
  }

  struct State: Sendable {
    var files: [String: MemoryFile] = [:]
    var folders: Set<String> = []
  }

  /// Shared by all files of one system: room left, faults, locks.
  final class Weather: Sendable {
    let room = Mutex<Int>(.max)
    let fault = Mutex<(@Sendable (Call, String) -> Failure?)?>(nil)
    let locked = Mutex<Set<String>>([])

    func check(_ call: Call, _ path: String) throws(Failure) {
      if let failure = fault.withLock({ $0 })?(call, path) { throw failure }
    }

    /// Takes so much of the room, as far as there is any.
    func take(_ bytes: Int) -> Int {
      room.withLock { room in
        let taken = min(room, bytes)
        if room != .max { room -= taken }
        return taken
      }
    }

    func give(_ bytes: Int) {
      room.withLock { room in if room != .max { room += bytes } }
    }
  }

  let weather = Weather()
  private let state = Mutex(State())

  /// All files by path, with copies of their bytes.
  var snapshot: [String: [UInt8]] {
    state.withLock { $0.files.mapValues { file in file.bytes.withLock { $0 } } }
  }

  /// A file system with these files.
  convenience init(_ snapshot: [String: [UInt8]]) {
    self.init()
    for (path, bytes) in snapshot { put(bytes, at: path) }
  }

  init() {}

  func put(_ bytes: [UInt8], at path: String) {
    state.withLock { $0.files[path] = MemoryFile(path: path, bytes: bytes, weather: weather) }
  }

  func open(_ path: String, for use: FileUse) throws(Failure) -> any LedgerFile {
    try weather.check(use == .creating ? .create : .open, path)
    let file = state.withLock { state -> MemoryFile? in
      if use == .creating {
        guard state.files[path] == nil else { return nil }
        state.files[path] = MemoryFile(path: path, bytes: [], weather: weather)
      }
      return state.files[path]
    }
    guard let file else {
      throw use == .creating ? Fault.exists(path) : Fault.missing(path)
    }
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
        return true
      }
      if !isThere { throw Fault.missing(from) }
    case .remove(let path):
      try weather.check(.remove, path)
      guard let file = state.withLock({ $0.files.removeValue(forKey: path) }) else {
        throw Fault.missing(path)
      }
      weather.give(file.bytes.withLock { $0.count })
    case .sync(let folder): try weather.check(.syncFolder, folder)
    }
  }
}

/// The failures of a system that tests bring about.
enum Fault {
  static func missing(_ path: String) -> Failure {
    Failure(.fileMissing, "not there", at: path, remedy: "restore it")
  }
  static func exists(_ path: String) -> Failure {
    Failure(.fileFailed, "there already", at: path, remedy: "look")
  }
  static func full(_ path: String) -> Failure { Failure(.diskFull, "no room", at: path, remedy: "make room") }
  static func io(_ path: String) -> Failure {
    Failure(.fileFailed, "i/o error", at: path, remedy: "check the disk")
  }
  static func readOnly(_ path: String) -> Failure {
    Failure(.readOnly, "not allowed", at: path, remedy: "allow it")
  }
}

final class MemoryFile: LedgerFile {
  let path: String
  let bytes: Mutex<[UInt8]>
  private let weather: MemoryFiles.Weather

  init(path: String, bytes: [UInt8], weather: MemoryFiles.Weather) {
    self.path = path
    self.bytes = Mutex(bytes)
    self.weather = weather
  }

  func size() throws(Failure) -> UInt64 { bytes.withLock { UInt64($0.count) } }

  func read(_ count: Int, at offset: UInt64, into target: inout [UInt8]) throws(Failure) -> Int {
    let part = bytes.withLock { bytes in
      let start = min(Int(offset), bytes.count)
      return Array(bytes[start..<min(start + count, bytes.count)])
    }
    if target.count < count { target.append(contentsOf: repeatElement(0, count: count - target.count)) }
    target.replaceSubrange(0..<part.count, with: part)
    return part.count
  }

  func write(_ source: [UInt8], at offset: UInt64) throws(Failure) {
    try weather.check(.write, path)
    let isWhole = bytes.withLock { bytes in
      let end = Int(offset) + source.count
      let growth = max(0, end - bytes.count)
      let granted = weather.take(growth)
      let count = source.count - (growth - granted)
      if bytes.count < Int(offset) + count {
        bytes.append(contentsOf: repeatElement(0, count: Int(offset) + count - bytes.count))
      }
      bytes.replaceSubrange(Int(offset)..<Int(offset) + count, with: source[..<count])
      return count == source.count
    }
    if !isWhole { throw Fault.full(path) }
  }

  func truncate(to size: UInt64) throws(Failure) {
    try weather.check(.truncate, path)
    bytes.withLock { bytes in
      guard bytes.count > Int(size) else { return }
      weather.give(bytes.count - Int(size))
      bytes.removeLast(bytes.count - Int(size))
    }
  }

  func sync() throws(Failure) { try weather.check(.sync, path) }
}

/// Holds a lock as long as it lives.
final class LockedFile: LedgerFile {
  private let path: String
  private let weather: MemoryFiles.Weather
  private let file: MemoryFile

  init(path: String, weather: MemoryFiles.Weather, file: MemoryFile) {
    self.path = path
    self.weather = weather
    self.file = file
  }

  deinit { weather.locked.withLock { _ = $0.remove(path) } }

  func size() throws(Failure) -> UInt64 { try file.size() }
  func read(_ count: Int, at offset: UInt64, into bytes: inout [UInt8]) throws(Failure) -> Int {
    try file.read(count, at: offset, into: &bytes)
  }
  func write(_ bytes: [UInt8], at offset: UInt64) throws(Failure) { try file.write(bytes, at: offset) }
  func truncate(to size: UInt64) throws(Failure) { try file.truncate(to: size) }
  func sync() throws(Failure) { try file.sync() }
}
