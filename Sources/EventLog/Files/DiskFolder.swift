import Diagnostics
import Glibc

/// A folder of the machine that is held: its lock goes with the last reference, or with the process.
final class DiskFolder: HeldFolder {
  let descriptor: Int32
  /// As it was named when it was taken.
  let path: String
  private let device: dev_t
  private let inode: ino_t

  init(held path: String) throws(Failure) {
    let opened = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { throw .system(errno, "open", path) }
    var facts = stat()
    guard unsafe fstat(opened, &facts) == 0, flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let number = errno
      close(opened)
      throw number == EWOULDBLOCK ? .writerHeld(by: nil, ledger: path) : .system(number, "lock", path)
    }
    descriptor = opened
    self.path = path
    device = facts.st_dev
    inode = facts.st_ino
  }

  deinit { close(descriptor) }

  var files: any LedgerFiles { DiskFiles(held: self) }

  func release() { flock(descriptor, LOCK_UN) }

  func isInPlace() throws(Failure) -> Bool {
    var facts = stat()
    guard unsafe stat(path, &facts) == 0 else {
      guard [ENOENT, ENOTDIR, ELOOP].contains(errno) else { throw .system(errno, "look at", path) }
      return false
    }
    return facts.st_dev == device && facts.st_ino == inode
  }
}
