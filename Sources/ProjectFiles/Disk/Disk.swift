import Diagnostics
import Glibc

/// The few calls to the file system that this module needs, with the system's own reason in each failure.
enum Disk {
  /// What `stat` says of a path.
  struct Status {
    let isFolder: Bool
    let isFile: Bool
    /// The permission bits alone.
    let mode: UInt32

    /// True where the group or others can read or write it.
    var isOpenToOthers: Bool { mode & 0o077 != 0 }
  }

  /// The status of what a path leads to; nil where there is nothing.
  static func status(_ path: String) throws(Failure) -> Status? {
    var info = stat()
    guard unsafe stat(path, &info) == 0 else {
      let error = errno
      guard error == ENOENT || error == ENOTDIR else { throw .unreadable(path, error) }
      return nil
    }
    let kind = info.st_mode & S_IFMT
    return Status(isFolder: kind == S_IFDIR, isFile: kind == S_IFREG, mode: UInt32(info.st_mode & 0o7777))
  }

  /// All bytes of a file; nil where there is none.
  static func read(_ path: String) throws(Failure) -> [UInt8]? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      let error = errno
      guard error == ENOENT || error == ENOTDIR else { throw .unreadable(path, error) }
      return nil
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe block.withUnsafeMutableBytes { unsafe Glibc.read(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(path, errno) }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: block[..<count])
      guard bytes.count <= fileBytesMax else { throw .unreadable(path, EFBIG) }
    }
  }

  /// The text of a file; nil where there is none.
  ///
  /// A leading byte order mark is dropped.
  static func text(_ path: String, name: String) throws(Failure) -> String? {
    guard var bytes = try read(path) else { return nil }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(
        .configMalformed, "the file is not UTF-8", at: name, remedy: "save it with the encoding UTF-8")
    }
    return text
  }

  /// The names in a folder, sorted; empty where there is no such folder.
  static func names(in folder: String) throws(Failure) -> [String] {
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

  /// No file of a project comes near this.
  private static let fileBytesMax = 64 << 20
}

/// The system's own words for an error number.
func systemText(_ error: Int32) -> String {
  guard let text = unsafe strerror(error) else { return "error \(error)" }
  return unsafe String(cString: text)
}
