import Diagnostics
import Glibc

/// A file of the machine, closed with its last reference.
final class DiskFile: LedgerFile {
  let descriptor: Int32
  private let path: String

  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// Whether it is a file, and no folder, pipe or device.
  func isRegular() throws(Failure) -> Bool {
    var facts = stat()
    guard unsafe fstat(descriptor, &facts) == 0 else { throw .system(errno, "look at", path) }
    return facts.st_mode & S_IFMT == S_IFREG
  }

  func size() throws(Failure) -> UInt64 {
    let end = lseek(descriptor, 0, SEEK_END)
    guard end >= 0 else { throw .system(errno, "measure", path) }
    return UInt64(end)
  }

  func read(_ wanted: Int, at offset: UInt64, into bytes: inout [UInt8]) throws(Failure) -> Int {
    guard let start = off_t(exactly: offset) else { return 0 }
    var count = wanted
    if bytes.count < count {
      // A damaged file says anything of its lengths: no more room than there are bytes.
      let size = try size()
      count = Int(min(UInt64(count), size - min(size, offset)))
      bytes.makeRoom(count)
    }
    var total = 0
    while total < count {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        let target = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[total..<count])
        return unsafe pread(descriptor, target.baseAddress, target.count, start + off_t(total))
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
