import CCurl
import Foundation

/// The thread of the transfers: starts, drives, aborts and ends them until the desk says stop.
enum TransferLoop {
  /// The name under which the system lists the thread: 15 bytes at most.
  static let threadName = "http-transport"
  /// The longest sleep; libcurl's own timers and the pipe end it earlier.
  private static let sleepMax = Duration.seconds(60)

  static func run(desk: TransferDesk, settings: TransportSettings) {
    blockBrokenPipeSignal()
    unsafe ccurl_name_thread(threadName)
    guard let multi = MultiHandle(connectionsMax: settings.transfersMax) else {
      desk.stop()
      return
    }
    var transfers: [UInt: Transfer] = [:]
    while true {
      let orders = desk.orders(free: settings.transfersMax - transfers.count)
      for start in orders.starts {
        do throws(HTTPProblem) {
          let transfer = try Transfer(id: start.id, call: start.call, settings: settings)
          try multi.add(transfer)
          transfers[transfer.key] = transfer
        } catch {
          desk.finish(start.id, .failure(error))
        }
      }
      func end(_ transfer: Transfer, _ outcome: TransferDesk.Outcome) {
        multi.remove(transfer)
        transfers[transfer.key] = nil
        desk.finish(transfer.id, outcome)
      }
      for transfer in transfers.values where orders.isStopping || orders.aborts.contains(transfer.id) {
        end(transfer, .failure(transfer.aborted(orders.isStopping ? .shutDown : .cancelled)))
      }
      if orders.isStopping { return }
      multi.perform()
      let before = transfers.count
      while let ended = multi.nextEnded() {
        if let transfer = transfers[ended.key] { end(transfer, transfer.outcome(ended.code)) }
      }
      var sleep = sleepMax
      let now = ContinuousClock.now
      for transfer in transfers.values {
        let patience = transfer.patience(at: now)
        if patience <= .zero {
          end(transfer, .failure(transfer.stalled))
        } else {
          sleep = min(sleep, patience)
        }
      }
      if transfers.count < before { continue }  // others may wait for the places that have become free
      multi.poll(waking: desk.wake.readingEnd, atMost: sleep)
      desk.wake.drain()
    }
  }

  /// A write to a connection that the other side has closed must be an error code, not the end of the program.
  private static func blockBrokenPipeSignal() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}

/// One `curl_multi`, which never leaves its thread.
@safe struct MultiHandle: ~Copyable {
  /// `curl_global_init` once for the process; 3 is `CURL_GLOBAL_DEFAULT`.
  private static let isReady = curl_global_init(3) == CURLE_OK

  private let multi: OpaquePointer

  init?(connectionsMax: Int) {
    guard Self.isReady, let multi = unsafe curl_multi_init() else { return nil }
    unsafe self.multi = OpaquePointer(multi)
    _ = unsafe ccurl_multi_set_number(raw, CURLMOPT_MAXCONNECTS, connectionsMax)
  }

  deinit { _ = unsafe curl_multi_cleanup(UnsafeMutableRawPointer(multi)) }

  private var raw: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(multi) }

  func add(_ transfer: Transfer) throws(HTTPProblem) {
    let status = unsafe curl_multi_add_handle(raw, transfer.easy)
    guard status == CURLM_OK else { throw transfer.malformed("libcurl does not take the call") }
  }

  func remove(_ transfer: Transfer) { _ = unsafe curl_multi_remove_handle(raw, transfer.easy) }

  func perform() {
    var running: Int32 = 0
    _ = unsafe curl_multi_perform(raw, &running)
  }

  /// The next transfer that has ended by itself, by its key.
  func nextEnded() -> (key: UInt, code: CURLcode)? {
    var left: Int32 = 0
    while let message = unsafe curl_multi_info_read(raw, &left) {
      guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
      return unsafe (UInt(bitPattern: message.pointee.easy_handle), message.pointee.data.result)
    }
    return nil
  }

  func poll(waking descriptor: Int32, atMost sleep: Duration) {
    var extra = curl_waitfd(fd: descriptor, events: Int16(CURL_WAIT_POLLIN), revents: 0)
    _ = unsafe curl_multi_poll(raw, &extra, 1, Int32(sleep.milliseconds), nil)
  }
}
