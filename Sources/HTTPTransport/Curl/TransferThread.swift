import Glibc
import Synchronization

/// A thread that can be waited for until it is gone.
///
/// The program must not end while a thread is inside libcurl: what `exit` tears down (OpenSSL's tables among it) would be
/// pulled away under it. Foundation's `Thread` cannot be joined.
@safe final class TransferThread: Sendable {
  private let thread: Mutex<pthread_t?>

  /// Starts `body` on a thread of its own; nil where the system has none left.
  init?(_ body: @escaping @Sendable () -> Void) {
    var started = pthread_t()
    let work = unsafe Unmanaged.passRetained(Work(body))
    let status = unsafe pthread_create(
      &started, nil,
      { work in
        guard let work = unsafe work else { return nil }
        unsafe Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard status == 0 else {
      unsafe work.release()
      return nil
    }
    thread = Mutex(started)
  }

  /// Waits until the thread has ended.
  ///
  /// Its body must have been told to end. A second call returns at once.
  func join() {
    thread.withLock { thread in
      guard let running = thread else { return }
      _ = pthread_join(running, nil)
      thread = nil
    }
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
