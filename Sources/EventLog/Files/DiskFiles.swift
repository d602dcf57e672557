package import Diagnostics
import Glibc

/// The machine's file system.
package struct DiskFiles: LedgerFiles {
  /// The file system of this machine.
  package init() {}

  /// Opens or makes a file for one use.
  package func open(_ path: String, for use: FileUse) throws(Failure) -> any LedgerFile {
    let flags =
      switch use {
      case .reading, .locking: O_RDONLY
      case .writing: O_RDWR
      case .creating: O_RDWR | O_CREAT | O_EXCL
      }
    // Without waiting: in the place of a file somebody may have put a pipe.
    let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC | O_NONBLOCK, 0o640)
    guard descriptor >= 0 else { throw .system(errno, "open", path) }
    let file = DiskFile(descriptor: descriptor, path: path)
    if use == .creating { try file.letOwnerIn() }
    guard try file.isRegular() else { throw .ledgerDamaged("what has the name of a file is none", at: path) }
    if use == .locking, flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      throw errno == EWOULDBLOCK ? .writerHeld(by: nil, ledger: path) : .system(errno, "lock", path)
    }
    return file
  }

  /// The names in a folder, sorted.
  package func names(in folder: String) throws(Failure) -> [String] {
    guard let stream = unsafe opendir(folder) else {
      guard errno != ENOENT else { return [] }
      throw .system(errno, "list", folder)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Carries out a change of a folder.
  package func change(_ change: FolderChange) throws(Failure) {
    switch change {
    case .make(let folder): try make(folder)
    case .rename(let from, let to):
      guard unsafe Glibc.rename(from, to) == 0 else { throw .system(errno, "rename", from) }
    case .remove(let path):
      // Also an empty folder that somebody put in the place of a file.
      guard unsafe Glibc.remove(path) == 0 else { throw .system(errno, "remove", path) }
    case .sync(let folder):
      let descriptor = unsafe Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .system(errno, "open", folder) }
      let handle = DiskFile(descriptor: descriptor, path: folder)
      guard fsync(handle.descriptor) == 0 else { throw .system(errno, "sync", folder) }
    }
  }

  private func make(_ folder: String) throws(Failure) {
    var made = ""
    for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
      made += made.isEmpty && part.isEmpty ? "/" : (made.isEmpty || made == "/" ? "" : "/") + part
      if made == "/" { continue }
      let status = unsafe mkdir(made, 0o750)
      guard status == 0 || errno == EEXIST || (errno == EISDIR && made != folder) else {
        throw .system(errno, "make", made)
      }
      if status == 0 { try letOwnerIn(made) }
    }
  }
}

extension DiskFiles {
  /// A umask may only take from the group: a folder that its owner cannot enter is of no use.
  private func letOwnerIn(_ folder: String) throws(Failure) {
    var facts = stat()
    guard unsafe stat(folder, &facts) == 0 else { throw .system(errno, "look at", folder) }
    guard facts.st_mode & 0o700 != 0o700 else { return }
    guard unsafe chmod(folder, facts.st_mode & 0o777 | 0o700) == 0 else {
      throw .system(errno, "open to its owner", folder)
    }
  }
}

/// A file of the machine, closed with its last reference.
final class DiskFile: LedgerFile {
  let descriptor: Int32
  private let path: String

  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { Glibc.close(descriptor) }

  /// Whether it is a file, and no folder, pipe or device.
  func isRegular() throws(Failure) -> Bool {
    var facts = stat()
    guard unsafe fstat(descriptor, &facts) == 0 else { throw .system(errno, "look at", path) }
    return facts.st_mode & S_IFMT == S_IFREG
  }

  /// A umask may only take from the group: a file that its owner cannot read is of no use.
  func letOwnerIn() throws(Failure) {
    var facts = stat()
    guard unsafe fstat(descriptor, &facts) == 0 else { throw .system(errno, "look at", path) }
    guard facts.st_mode & 0o600 != 0o600 else { return }
    guard fchmod(descriptor, facts.st_mode & 0o777 | 0o600) == 0 else {
      throw .system(errno, "open to its owner", path)
    }
  }

  func size() throws(Failure) -> UInt64 {
    let end = lseek(descriptor, 0, SEEK_END)
    guard end >= 0 else { throw .system(errno, "measure", path) }
    return UInt64(end)
  }

  func read(_ count: Int, at offset: UInt64, into bytes: inout [UInt8]) throws(Failure) -> Int {
    bytes.makeRoom(count)
    var total = 0
    while total < count {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        let target = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[total..<count])
        return unsafe pread(descriptor, target.baseAddress, target.count, off_t(offset) + off_t(total))
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw .system(errno, "read", path) }
      if got == 0 { break }
      total += got
    }
    return total
  }

  func write(_ bytes: [UInt8], at offset: UInt64) throws(Failure) {
    var total = 0
    while total < bytes.count {
      let put = unsafe bytes.withUnsafeBytes { buffer in
        let source = unsafe UnsafeRawBufferPointer(rebasing: buffer[total...])
        return unsafe pwrite(descriptor, source.baseAddress, source.count, off_t(offset) + off_t(total))
      }
      if put < 0 && errno == EINTR { continue }
      guard put >= 0 else { throw .system(errno, "write", path) }
      total += put
    }
  }

  func truncate(to size: UInt64) throws(Failure) {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw .system(errno, "cut", path) }
  }

  func sync() throws(Failure) {
    guard fdatasync(descriptor) == 0 else { throw .system(errno, "sync", path) }
  }
}

extension Failure {
  /// What a system call answered, in the words of the house.
  static func system(_ number: Int32, _ call: String, _ path: String) -> Self {
    let reason = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
    let message = "cannot \(call): \(reason)"
    return switch number {
    case ENOSPC, EDQUOT, EFBIG:
      Self(
        .diskFull, message, at: path, remedy: "make room on the disk (or raise the quota), then run it again")
    case EROFS, EACCES, EPERM:
      Self(
        .readOnly, message, at: path,
        remedy: "let this user write to the folder, or run it as the user who may")
    case ENOENT, ENOTDIR:
      Self(.fileMissing, message, at: path, remedy: "restore the file from a backup")
    default:
      Self(.fileFailed, message, at: path, remedy: "check the disk and the system's log, then run it again")
    }
  }
}
