package import Diagnostics
import Glibc

/// The machine's file system.
package struct DiskFiles: LedgerFiles {
  /// The folder whose path leads to it wherever it stands; nil where every path is taken as it is.
  private let held: DiskFolder?

  /// The file system of this machine.
  package init() { held = nil }

  init(held: DiskFolder) { self.held = held }

  /// Opens or makes a file for one use.
  package func open(_ path: String, for use: FileUse) throws(Failure) -> any LedgerFile {
    let place = place(of: path)
    let flags: Int32
    switch use {
    case .reading, .locking: flags = O_RDONLY
    case .writing: flags = O_RDWR
    case .creating: flags = O_RDWR | O_CREAT | O_EXCL
    }
    // Looked at before it is opened: opening alone makes a device do something, or leads out of the folder.
    if use != .creating, let kind = place.kind, kind != S_IFREG { throw .noFile(at: path) }
    let descriptor = unsafe openat(
      place.folder, place.name, flags | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, 0o640)
    guard descriptor >= 0 else { throw errno == ELOOP ? .noFile(at: path) : .system(errno, "open", path) }
    let file = DiskFile(descriptor: descriptor, path: path)
    if use == .creating { try OwnerRights.file.keep(of: descriptor, at: path) }
    guard try file.isRegular() else { throw .noFile(at: path) }
    if use == .locking, flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      throw errno == EWOULDBLOCK ? .writerHeld(by: nil, ledger: path) : .system(errno, "lock", path)
    }
    return file
  }

  /// The names in a folder, sorted.
  package func names(in folder: String) throws(Failure) -> [String] {
    let place = place(of: folder)
    let descriptor = unsafe openat(
      place.folder, place.name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0, let stream = unsafe fdopendir(descriptor) else {
      let number = errno
      if descriptor >= 0 { close(descriptor) }
      guard number != ENOENT else { return [] }
      throw [ENOTDIR, ELOOP].contains(number) ? .noFolder(at: folder) : .system(number, "list", folder)
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
      let (old, new) = (place(of: from), place(of: to))
      guard unsafe renameat(old.folder, old.name, new.folder, new.name) == 0 else {
        throw .system(errno, "rename", from)
      }
    case .remove(let path):
      let place = place(of: path)
      // Also an empty folder that somebody put in the place of a file.
      let isFolder = place.kind == S_IFDIR
      guard unsafe unlinkat(place.folder, place.name, isFolder ? AT_REMOVEDIR : 0) == 0 else {
        throw .system(errno, "remove", path)
      }
    case .sync(let folder):
      let place = place(of: folder)
      let descriptor = unsafe openat(place.folder, place.name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .system(errno, "open", folder) }
      let handle = DiskFile(descriptor: descriptor, path: folder)
      guard fsync(handle.descriptor) == 0 else { throw .system(errno, "sync", folder) }
    }
  }

  /// Takes the exclusive lock of a folder.
  package func hold(_ folder: String) throws(Failure) -> any HeldFolder { try DiskFolder(held: folder) }

  private func make(_ folder: String) throws(Failure) {
    if let held, folder == held.path || folder.hasPrefix(held.path + "/") {
      let place = place(of: folder)
      if unsafe mkdirat(place.folder, place.name, 0o750) == 0 {
        return try OwnerRights.folder.keep(at: folder)
      }
      guard errno == EEXIST else { throw .system(errno, "make", folder) }
      guard place.kind == S_IFDIR else { throw .noFolder(at: folder) }
      return
    }
    var made = ""
    for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
      made += made.isEmpty && part.isEmpty ? "/" : (made.isEmpty || made == "/" ? "" : "/") + part
      if made == "/" { continue }
      let status = unsafe mkdir(made, 0o750)
      guard status == 0 || errno == EEXIST || (errno == EISDIR && made != folder) else {
        throw .system(errno, "make", made)
      }
      if status == 0 { try OwnerRights.folder.keep(at: made) }
    }
  }
}

extension DiskFiles {
  /// Where a path leads: in the folder that is held, or from the root or working folder.
  private func place(of path: String) -> DiskPlace {
    guard let held, path == held.path || path.hasPrefix(held.path + "/") else {
      return DiskPlace(folder: AT_FDCWD, name: path)
    }
    let name = path.dropFirst(held.path.count + 1)
    return DiskPlace(folder: held.descriptor, name: name.isEmpty ? "." : String(name))
  }
}

/// A name, and the folder from which it is looked up.
private struct DiskPlace {
  let folder: Int32
  let name: String

  /// What stands there, a link not followed; nil where nothing does, or nobody may look.
  var kind: mode_t? {
    var facts = stat()
    guard unsafe fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    return facts.st_mode & S_IFMT
  }
}

extension Failure {
  static func noFile(at path: String) -> Self {
    .ledgerDamaged("what has the name of a file is none", at: path)
  }
  static func noFolder(at path: String) -> Self {
    .ledgerDamaged("what has the name of a folder is none", at: path)
  }

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
