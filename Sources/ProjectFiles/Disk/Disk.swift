package import Diagnostics
import Glibc

/// The one place through which files beside the ledger and the projection are looked at, read and written.
///
/// What is read is a regular file of bounded size, so that nothing in the place of a file can hang the program or
/// fill its memory. What is written is readable by the account and its group at most, whatever the umask.
package enum Disk {
  /// What `stat` says of a path.
  struct Status {
    let kind: FileKind
    /// The permission bits alone.
    let mode: UInt32
    let bytes: Int

    init(_ info: stat) {
      kind = FileKind(mode: UInt32(info.st_mode))
      mode = UInt32(info.st_mode & 0o7777)
      bytes = Int(info.st_size)
    }

    var isFolder: Bool { kind == .folder }
    var isFile: Bool { kind == .file }
    /// True where the group or others can read or write it.
    var isOpenToOthers: Bool { mode & 0o077 != 0 }
  }

  /// The status of what a path leads to; nil where there is nothing.
  static func status(_ path: String) throws(Failure) -> Status? {
    var info = stat()
    guard unsafe stat(path, &info) == 0 else { return try nothing(path, errno) }
    return Status(info)
  }

  /// The status of the path itself, be it a link that leads nowhere; nil where there is nothing.
  static func ownStatus(_ path: String) throws(Failure) -> Status? {
    var info = stat()
    guard unsafe lstat(path, &info) == 0 else { return try nothing(path, errno) }
    return Status(info)
  }

  /// The path from the root without links and dots; nil where nothing is there.
  static func realPath(_ path: String) -> String? {
    guard let found = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(found) }
    return unsafe String(cString: found)
  }

  private static func nothing(_ path: String, _ error: Int32) throws(Failure) -> Status? {
    guard error == ENOENT || error == ENOTDIR else { throw .unreadable(path, error) }
    return nil
  }

  /// What a file is read from: most have to be files, and only what a person names may be waited for.
  package enum Origin: Hashable, Sendable {
    /// A regular file; anything else is refused at once.
    case file
    /// Also a pipe or a terminal, which is waited for: `verify --against <(…)`.
    case anything
  }

  /// All bytes of a file; nil where there is none.
  ///
  /// - Throws: `project-unreadable` for a folder, a pipe, a socket or a device; `file-too-large` for more than `max` bytes.
  package static func read(
    _ path: String, from origin: Origin = .file, max: Int = fileBytesMax
  ) throws(Failure) -> [UInt8]? {
    guard let (file, bytes) = try opened(path, from: origin) else { return nil }
    defer { close(file) }
    if bytes > max { throw .fileTooLarge(path, max: max) }
    return try rest(of: file, path, max: max)
  }

  /// Hands over a file piece by piece, as long as `body` says so; false where there is none.
  package static func eachPiece(
    of path: String, bytes: Int, _ body: ([UInt8]) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    guard let (file, _) = try opened(path, from: .file) else { return false }
    defer { close(file) }
    var block = [UInt8](repeating: 0, count: bytes)
    while true {
      let count = try fill(&block, from: file, path)
      guard count > 0, try body(Array(block[..<count])) else { return true }
    }
  }

  /// Opens what is there for reading, with the bytes that a file has; nil where there is nothing.
  private static func opened(
    _ path: String, from origin: Origin
  ) throws(Failure) -> (file: Int32, bytes: Int)? {
    // Opening alone can wait (a pipe) or do something (a device), so the look comes first.
    guard let before = try status(path) else { return nil }
    if origin == .file, !before.isFile { throw .noFile(path, before.kind) }
    let flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (origin == .file ? O_NONBLOCK : 0)
    let file = unsafe open(path, flags)
    guard file >= 0 else {
      let error = errno
      guard error == ENOENT || error == ENOTDIR else { throw .unreadable(path, error) }
      return nil
    }
    var info = stat()
    guard unsafe fstat(file, &info) == 0 else {
      let error = errno
      close(file)
      throw .unreadable(path, error)
    }
    let found = Status(info)
    // It may be another one than was looked at.
    if origin == .file, !found.isFile {
      close(file)
      throw .noFile(path, found.kind)
    }
    return (file, found.isFile ? found.bytes : 0)
  }

  /// What standard input brings, to its end.
  package static func standardInput(max: Int = fileBytesMax) throws(Failure) -> [UInt8] {
    try rest(of: STDIN_FILENO, "standard input", max: max)
  }

  private static func rest(of file: Int32, _ path: String, max: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = try fill(&block, from: file, path)
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: block[..<count])
      // A file can grow, and a pipe has no size.
      guard bytes.count <= max else { throw .fileTooLarge(path, max: max) }
    }
  }

  /// Reads the next bytes; 0 is the end.
  private static func fill(_ block: inout [UInt8], from file: Int32, _ path: String) throws(Failure) -> Int {
    while true {
      let count = unsafe block.withUnsafeMutableBytes { unsafe Glibc.read(file, $0.baseAddress, $0.count) }
      if count >= 0 { return count }
      guard errno == EINTR else { throw .unreadable(path, errno) }
    }
  }

  /// The text of a file of the project; nil where there is none.
  ///
  /// A leading byte order mark is dropped.
  static func text(_ path: String, name: String) throws(Failure) -> String? {
    guard var bytes = try read(path, max: textBytesMax) else { return nil }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(
        .configMalformed, "the file is not UTF-8", at: name, remedy: "save it with the encoding UTF-8")
    }
    return text
  }

  /// The names in a folder, sorted; empty where there is no such folder.
  package static func names(in folder: String) throws(Failure) -> [String] {
    guard let handle = unsafe opendir(folder) else {
      let error = errno
      guard error == ENOENT else { throw .unreadable(folder, error) }
      return []
    }
    defer { unsafe _ = closedir(handle) }
    var names: [String] = []
    while let entry = unsafe readdir(handle) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// 64 MiB: four times the largest text of a project, and what a spreadsheet program still opens.
  package static let fileBytesMax = 64 << 20
  /// 16 MiB: a crosswalk of 100,000 lines has about 5.
  static let textBytesMax = 16 << 20
  /// 64 KiB: a secret is one line, the longest known is a key in PEM of some 4 KiB.
  static let secretBytesMax = 64 << 10
}

/// The system's own words for an error number.
func systemText(_ error: Int32) -> String {
  guard let text = unsafe strerror(error) else { return "error \(error)" }
  return unsafe String(cString: text)
}
