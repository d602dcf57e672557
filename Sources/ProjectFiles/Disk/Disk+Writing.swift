package import Diagnostics
import EventLog
import Glibc
import Synchronization

extension Disk {
  /// 0640, the widest mode of a file: what the program writes holds values of companies and people.
  package static let fileMode: UInt32 = 0o640
  /// 0750, the widest mode of a folder.
  package static let folderMode: UInt32 = 0o750

  /// Makes a folder where there is none yet; its parents must be there.
  static func makeFolder(_ path: String, mode: UInt32 = folderMode) throws(Failure) {
    precondition(mode & ~folderMode == 0, "a folder is never open to others")
    guard unsafe mkdir(path, mode) == 0 else {
      let error = errno
      guard error == EEXIST, try status(path)?.isFolder == true else { throw .unwritable(path, error) }
      return
    }
    try OwnerRights.folder.keep(at: path)
  }

  /// Makes a folder and those above it.
  package static func makeFolders(_ path: String, mode: UInt32 = folderMode) throws(Failure) {
    guard try status(path) == nil else { return try makeFolder(path, mode: mode) }
    let parent = PathText.parent(of: path)
    if parent != path, !parent.isEmpty { try makeFolders(parent, mode: mode) }
    try makeFolder(path, mode: mode)
  }

  /// Writes a file that must not be there yet, to disk before it answers.
  package static func create(_ path: String, _ bytes: [UInt8], mode: UInt32 = fileMode) throws(Failure) {
    let draft = try FileDraft(at: path, mode: mode)
    try draft.write(bytes)
    try draft.keep()
    try syncFolder(of: path)
  }

  /// Puts a whole new file in the place of an old one, or of none: readers see the one or the other.
  package static func replace(_ path: String, _ bytes: [UInt8], mode: UInt32 = fileMode) throws(Failure) {
    let fresh = draftPath(of: path)
    try remove(fresh)  // left over from a process of this number that died here
    let draft = try FileDraft(at: fresh, mode: mode)
    try draft.write(bytes)
    try draft.move(to: path)
  }

  /// Where a file is made before it takes its place: in the same folder, so that taking it is one step.
  static func draftPath(of path: String) -> String { "\(path).\(getpid()).new" }

  /// Gives a file another name, in the place of what stands there, and makes that durable.
  package static func move(_ path: String, to place: String) throws(Failure) {
    guard unsafe rename(path, place) == 0 else { throw .unwritable(place, errno) }
    try syncFolder(of: place)
  }

  /// A file that processes lock, made where it is missing.
  static func openLock(_ path: String) throws(Failure) -> Int32 {
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    let file = unsafe open(path, flags, 0o600)
    guard file >= 0 else { throw .unwritable(path, errno) }
    var info = stat()
    guard unsafe fstat(file, &info) == 0, Status(info).isFile else {
      close(file)
      throw .noFile(path, FileKind(mode: UInt32(info.st_mode)))
    }
    do throws(Failure) {
      try OwnerRights.file.keep(of: file, at: path)
    } catch {
      close(file)
      throw error
    }
    return file
  }

  /// Removes a file; it need not be there.
  package static func remove(_ path: String) throws(Failure) {
    guard unsafe unlink(path) != 0, errno != ENOENT else { return }
    throw .unwritable(path, errno)
  }

  /// Makes the names in a file's folder durable.
  private static func syncFolder(of path: String) throws(Failure) {
    let parent = PathText.parent(of: path)
    let folder = unsafe open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .unwritable(parent, errno) }
    defer { close(folder) }
    // Some network and user-space file systems do not sync folders (EINVAL): their names are as durable as they get.
    guard fsync(folder) == 0 || errno == EINVAL else { throw .unwritable(parent, errno) }
  }
}

/// A file in the making: it is nobody else's from its first byte, and goes away again unless it is kept or moved.
package final class FileDraft: Sendable {
  private let path: String
  private let file: Int32
  private let isDone = Atomic(false)

  /// Makes the file, which must not be there; a link in its place is never followed.
  package init(at path: String, mode: UInt32 = Disk.fileMode) throws(Failure) {
    precondition(mode & ~Disk.fileMode == 0, "a file is never open to others")
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    // Before anything is stored: what was not made here must not be taken away at the end.
    guard file >= 0 else { throw .unwritable(path, errno) }
    self.path = path
    self.file = file
    try OwnerRights.file.keep(of: file, at: path)
  }

  deinit {
    close(file)
    // Half a file must not pass for a whole one.
    if !isDone.load(ordering: .relaxed) { unsafe _ = unlink(path) }
  }

  /// Writes behind what was written.
  package func write(_ bytes: [UInt8]) throws(Failure) {
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

  /// Makes it durable where it is.
  package func keep() throws(Failure) {
    guard fdatasync(file) == 0 else { throw .unwritable(path, errno) }
    isDone.store(true, ordering: .relaxed)
  }

  /// Makes it durable, and gives it its name in the place of what stands there.
  package func move(to place: String) throws(Failure) {
    guard fdatasync(file) == 0 else { throw .unwritable(path, errno) }
    try Disk.move(path, to: place)
    isDone.store(true, ordering: .relaxed)
  }
}

/// Paths as texts.
package enum PathText {
  /// The folder that a path lies in; `.` for a bare name.
  static func parent(of path: String) -> String {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }

  /// A path below a folder; an absolute one stays as it is.
  package static func join(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") { return path }
    return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
  }
}
