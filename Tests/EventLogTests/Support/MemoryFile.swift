import Diagnostics
import EventLog
import Synchronization

/// One file in memory.
final class MemoryFile: LedgerFile {
  struct Content: Sendable {
    var bytes: [UInt8]
    /// As they were at the last sync.
    var synced: [UInt8]
  }

  let path: String
  let content: Mutex<Content>
  private let weather: Weather

  init(path: String, bytes: [UInt8], weather: Weather) {
    self.path = path
    content = Mutex(Content(bytes: bytes, synced: bytes))
    self.weather = weather
  }

  /// Synced bytes, with each run of 16 bytes of what was written since there or not.
  func afterPowerCut(_ random: inout some RandomNumberGenerator) -> [UInt8] {
    let content = content.withLock { $0 }
    guard content.bytes != content.synced else { return content.synced }
    let end = Bool.random(using: &random) ? content.bytes.count : content.synced.count
    var bytes = content.synced
    if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
    if bytes.count > end { bytes.removeLast(bytes.count - end) }
    let keeps = Int.random(in: 0...4, using: &random)
    for start in stride(from: 0, to: min(end, content.bytes.count), by: 16) {
      let range = start..<min(start + 16, end, content.bytes.count)
      if Int.random(in: 0..<4, using: &random) < keeps {
        bytes.replaceSubrange(range, with: content.bytes[range])
      }
    }
    return bytes
  }

  func size() throws(Failure) -> UInt64 { content.withLock { UInt64($0.bytes.count) } }

  func read(_ count: Int, at offset: UInt64, into target: inout [UInt8]) throws(Failure) -> Int {
    let part = content.withLock { content in
      let start = min(Int(offset), content.bytes.count)
      return content.bytes[start..<min(start + count, content.bytes.count)]
    }
    if target.count <= count {
      target = Array(part)
      if part.count < count { target += [UInt8](repeating: 0, count: count - part.count) }
    } else {
      target.replaceSubrange(0..<part.count, with: part)
    }
    return part.count
  }

  func write(_ source: [UInt8], at offset: UInt64) throws(Failure) {
    let torn = weather.tear(path, source.count)
    let count = torn ?? source.count
    let granted = content.withLock { content in
      let growth = max(0, Int(offset) + count - content.bytes.count)
      let granted = count - (growth - weather.take(growth))
      let end = Int(offset) + granted
      if content.bytes.count < end {
        content.bytes += [UInt8](repeating: 0, count: end - content.bytes.count)
      }
      content.bytes.replaceSubrange(Int(offset)..<end, with: source[..<granted])
      return granted
    }
    try weather.check(.write, path)
    if torn != nil { throw Fault.io(path) }
    if granted < source.count { throw Fault.full(path) }
  }

  func truncate(to size: UInt64) throws(Failure) {
    try weather.check(.truncate, path)
    content.withLock { content in
      guard content.bytes.count > Int(size) else { return }
      weather.give(content.bytes.count - Int(size))
      content.bytes.removeLast(content.bytes.count - Int(size))
    }
  }

  func sync() throws(Failure) {
    try weather.check(.sync, path)
    content.withLock { $0.synced = $0.bytes }
  }
}

/// Holds a lock as long as it lives.
final class LockedFile: LedgerFile {
  private let path: String
  private let weather: Weather
  private let file: MemoryFile

  init(path: String, weather: Weather, file: MemoryFile) {
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
