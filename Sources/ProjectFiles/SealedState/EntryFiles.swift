import Diagnostics
import Dispatch
import Glibc

/// Does the file work of the sealed state on a queue of its own, so that no cooperative thread waits for a disk.
actor EntryFiles {
  /// A lock that is held until it is given back or the process ends.
  struct Lock: Sendable {
    fileprivate let file: Int32
  }

  private let executor = EntryQueue()
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  /// The lock of an entry; nil where another task or process has it.
  func tryLock(_ name: String, in folder: String) throws(Failure) -> Lock? {
    try Disk.makeFolder(folder, mode: 0o700)
    let path = PathText.join(folder, name)
    let file = try Disk.openLock(path)
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      let error = errno
      if error == EINTR { continue }
      close(file)
      guard error == EWOULDBLOCK else { throw .unwritable(path, error) }
      return nil
    }
    return Lock(file: file)
  }

  /// Gives a lock back; the lock file stays, or two processes could hold two files of one name.
  func unlock(_ lock: Lock) { close(lock.file) }

  func read(_ path: String) throws(Failure) -> [UInt8]? { try Disk.read(path) }

  func replace(_ path: String, _ bytes: [UInt8]) throws(Failure) {
    try Disk.replace(path, bytes, mode: 0o600)
  }

  func remove(_ path: String) throws(Failure) { try Disk.remove(path) }
}

/// Runs an actor's jobs one after the other on a queue of its own.
private final class EntryQueue: SerialExecutor {
  private let queue = DispatchQueue(label: "project-files.state")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = unsafe asUnownedSerialExecutor()
    queue.async { unsafe job.runSynchronously(on: executor) }
  }
}
