import Foundation

/// A pipe whose reading end wakes a thread that sleeps in a poll.
struct WakePipe: ~Copyable, Sendable {
  let readingEnd: Int32
  private let writingEnd: Int32

  /// Nil where the process has no descriptors left.
  init?() {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    readingEnd = ends[0]
    writingEnd = ends[1]
  }

  deinit {
    close(readingEnd)
    close(writingEnd)
  }

  /// Wakes the poll; a full pipe wakes it already.
  borrowing func wake() {
    var byte: UInt8 = 1
    _ = unsafe write(writingEnd, &byte, 1)
  }

  /// Takes out what is in the pipe, so that the next poll sleeps.
  borrowing func drain() {
    var bytes: UInt64 = 0
    while unsafe read(readingEnd, &bytes, MemoryLayout<UInt64>.size) > 0 {}
  }
}
