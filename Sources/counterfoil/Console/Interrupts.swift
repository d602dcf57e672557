import Dispatch
import Glibc
import Synchronization

/// SIGINT and SIGTERM as cancellation: the verb stops taking work and finishes the commit in flight.
///
///     signal ──> stream ──> cancel the verb ──> it settles and returns ──> 130 or 143
///     second signal ──> leave at once (the log's own recovery makes that safe)
final class Interrupts: Sendable {
  private let first = Mutex<Int32?>(nil)

  /// The signal that came first; nil while none came.
  var received: Int32? { first.withLock { $0 } }

  /// The exit code that an interrupted program gives: 130 after SIGINT, 143 after SIGTERM.
  var exitCode: Int32? { received.map { 128 + $0 } }

  private enum Ending {
    case finished(Int32)
    case signalled
  }

  /// Runs the verb, and cancels it at the first signal.
  func guarding(_ verb: @escaping @Sendable () async -> Int32) async -> Int32 {
    let (signals, arrivals) = AsyncStream.makeStream(of: Int32.self)
    let sources = [SIGINT, SIGTERM].map { source(of: $0, to: arrivals) }
    defer { for source in sources { source.cancel() } }
    // The end of a pipe is an error of the write, not the end of the program.
    signal(SIGPIPE, SIG_IGN)
    return await withTaskGroup(of: Ending.self) { group in
      group.addTask { .finished(await verb()) }
      group.addTask {
        for await _ in signals { break }
        return .signalled
      }
      var code: Int32 = 0
      while let ending = await group.next() {
        switch ending {
        case .finished(let verdict):
          code = verdict
          arrivals.finish()
        case .signalled: group.cancelAll()
        }
      }
      return self.exitCode ?? code
    }
  }

  private func source(
    of number: Int32, to arrivals: AsyncStream<Int32>.Continuation
  ) -> any DispatchSourceSignal {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler { [self] in
      let isFirst = first.withLock { first in
        defer { first = first ?? number }
        return first == nil
      }
      guard isFirst else { _exit(128 + number) }
      arrivals.yield(number)
    }
    source.resume()
    return source
  }
}
