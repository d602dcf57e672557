import Foundation
import Synchronization

/// A server of raw HTTP/1.1 on 127.0.0.1 that does to each request what a script says: odd statuses, half
/// answers, silence, drops.
///
/// One thread for each connection; it ends with `stop()`.
package final class ScriptedServer: Sendable {
  /// One request as it came.
  package struct Arrival: Hashable, Sendable {
    /// The number of the request, from 1, over all connections.
    package let number: Int
    /// The number of its connection, from 1.
    package let connection: Int
    /// Request line and header lines.
    package let head: String
    /// The body.
    package let body: String
  }

  /// What becomes of a request.
  package enum Reply: Sendable {
    /// These bytes, then the connection stays open.
    case bytes(String)
    /// These bytes, then the connection is closed.
    case bytesThenClose(String)
    /// The connection is closed without a byte.
    case drop
    /// Nothing, until the other side or `stop()` closes the connection.
    case silence
  }

  private struct State {
    var arrivals: [Arrival] = []
    var sockets: Set<Int32> = []
    var connections = 0
    var closedByPeer = 0
    var isStopped = false
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  /// Where it listens.
  package let port: UInt16
  private let listener: Int32
  private let script: @Sendable (Arrival) -> Reply
  private let state = Mutex(State())

  /// Starts to listen on a port of the kernel's choice; nil where there is none.
  package init?(_ script: @escaping @Sendable (Arrival) -> Reply) {
    guard let (listener, port) = Self.listen() else { return nil }
    self.listener = listener
    self.port = port
    self.script = script
    Thread { [self] in accept() }.start()
  }

  /// Its address without a path.
  package var url: String { "http://127.0.0.1:\(port)" }
  /// The requests so far.
  package var arrivals: [Arrival] { state.withLock { $0.arrivals } }
  /// The connections so far.
  package var connections: Int { state.withLock { $0.connections } }

  /// Waits until the other side has closed a connection that the server kept silent on.
  package func peerHasClosed() async {
    await withCheckedContinuation { waiter in
      let isClosed = state.withLock { state in
        if state.closedByPeer == 0 { state.waiters.append(waiter) }
        return state.closedByPeer > 0
      }
      if isClosed { waiter.resume() }
    }
  }

  /// Closes the listener and every connection.
  package func stop() {
    state.withLock { state in
      guard !state.isStopped else { return }
      state.isStopped = true
      for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
      shutdown(listener, Int32(SHUT_RDWR))
    }
  }
}

extension ScriptedServer {
  private static func listen() -> (Int32, UInt16)? {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard listener >= 0 else { return nil }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && Glibc.listen(listener, 64) == 0
          && getsockname(listener, address, &length) == 0
      }
    }
    guard isListening else {
      close(listener)
      return nil
    }
    return (listener, UInt16(bigEndian: address.sin_port))
  }

  private func accept() {
    while true {
      let socket = Glibc.accept(listener, nil, nil)
      guard socket >= 0 else { break }
      let connection = state.withLock { state -> Int? in
        guard !state.isStopped else { return nil }
        state.sockets.insert(socket)
        state.connections += 1
        return state.connections
      }
      guard let connection else {
        close(socket)
        break
      }
      Thread { [self] in serve(socket, connection) }.start()
    }
    close(listener)
  }

  private func serve(_ socket: Int32, _ connection: Int) {
    var pending: [UInt8] = []
    loop: while let request = Self.nextRequest(socket, &pending) {
      let arrival = state.withLock { state in
        let number = state.arrivals.count + 1
        let arrival = Arrival(number: number, connection: connection, head: request.head, body: request.body)
        state.arrivals.append(arrival)
        return arrival
      }
      switch script(arrival) {
      case .bytes(let text): Self.write(socket, text)
      case .bytesThenClose(let text):
        Self.write(socket, text)
        break loop
      case .drop: break loop
      case .silence:
        var byte: UInt8 = 0
        while recv(socket, &byte, 1, 0) > 0 {}
        notePeerClosed()
        break loop
      }
    }
    state.withLock { _ = $0.sockets.remove(socket) }
    close(socket)
  }

  private func notePeerClosed() {
    let waiters = state.withLock { state in
      state.closedByPeer += 1
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  private static func nextRequest(_ socket: Int32, _ pending: inout [UInt8]) -> (head: String, body: String)?
  {
    let blankLine = Array("\r\n\r\n".utf8)
    while true {
      if let headEnd = pending.firstRange(of: blankLine) {
        let head = String(decoding: pending[..<headEnd.lowerBound], as: UTF8.self)
        let length = head.split(separator: "\r\n").compactMap { line -> Int? in
          line.lowercased().hasPrefix("content-length:") ? Int(line.dropFirst(15).filter(\.isNumber)) : nil
        }
        let bodyEnd = headEnd.upperBound + (length.first ?? 0)
        if pending.count >= bodyEnd {
          let body = String(decoding: pending[headEnd.upperBound..<bodyEnd], as: UTF8.self)
          pending.removeFirst(bodyEnd)
          return (head, body)
        }
      }
      var chunk = [UInt8](repeating: 0, count: 65_536)
      let count = recv(socket, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      pending += chunk[..<count]
    }
  }

  private static func write(_ socket: Int32, _ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}

extension ScriptedServer.Reply {
  /// A whole answer with a length.
  package static func answer(_ status: Int, headers: [String] = [], _ body: String = "") -> Self {
    let lines = ["HTTP/1.1 \(status) Status", "Content-Length: \(body.utf8.count)"] + headers
    return .bytes(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
  }
}
