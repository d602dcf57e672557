import Diagnostics
import Glibc

extension Disk {
  /// Makes a folder where there is none yet; its parents must be there.
  static func makeFolder(_ path: String, mode: UInt32 = 0o755) throws(Failure) {
    if unsafe mkdir(path, mode) == 0 { return }
    let error = errno
    guard error == EEXIST, try status(path)?.isFolder == true else { throw .unwritable(path, error) }
  }

  /// Makes a folder and those above it.
  static func makeFolders(_ path: String, mode: UInt32 = 0o755) throws(Failure) {
    guard try status(path) == nil else { return try makeFolder(path, mode: mode) }
    let parent = PathText.parent(of: path)
    if parent != path, !parent.isEmpty { try makeFolders(parent, mode: mode) }
    try makeFolder(path, mode: mode)
  }

  /// Writes a file that must not be there yet, to disk before it answers.
  static func create(_ path: String, _ bytes: [UInt8], mode: UInt32) throws(Failure) {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard file >= 0 else { throw .unwritable(path, errno) }
    defer { close(file) }
    do throws(Failure) {
      try write(bytes, to: file, path)
      guard fdatasync(file) == 0 else { throw .unwritable(path, errno) }
    } catch {
      unsafe _ = unlink(path)  // half a file must not pass for a whole one
      throw error
    }
  }

  /// Puts a whole new file in the place of an old one, or of none: readers see the one or the other.
  static func replace(_ path: String, _ bytes: [UInt8], mode: UInt32) throws(Failure) {
    let fresh = "\(path).\(getpid()).new"
    unsafe _ = unlink(fresh)  // left over from a process of this number that died here
    try create(fresh, bytes, mode: mode)
    guard unsafe rename(fresh, path) == 0 else {
      let error = errno
      unsafe _ = unlink(fresh)
      throw .unwritable(path, error)
    }
  }

  /// Removes a file; it need not be there.
  static func remove(_ path: String) throws(Failure) {
    guard unsafe unlink(path) != 0, errno != ENOENT else { return }
    throw .unwritable(path, errno)
  }

  private static func write(_ bytes: [UInt8], to file: Int32, _ path: String) throws(Failure) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(file, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .unwritable(path, errno) }
      written += count
    }
  }
}

/// Paths as texts.
enum PathText {
  /// The folder that a path lies in; `.` for a bare name.
  static func parent(of path: String) -> String {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }

  /// A path below a folder; an absolute one stays as it is.
  static func join(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") { return path }
    return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
  }
}
