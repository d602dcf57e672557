import Diagnostics
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import JSONText
import Logging
import Synchronization

/// Serves an imitated system on 127.0.0.1: counts calls, lets faults strike, and answers `/control/`.
package final class SimulatorServer: Sendable {
  /// What is served.
  let system: any ImitatedSystem
  private let clock: @Sendable () -> WallTime
  private let state: Mutex<State>

  private struct State: Sendable {
    var traffic: Traffic
    var task: Task<Void, any Error>?
  }

  /// A server that is not running yet; the chance of faults comes from `seed`, the time of calls from `clock`.
  package init(
    _ system: any ImitatedSystem, seed: UInt64, clock: @escaping @Sendable () -> WallTime = { .now }
  ) {
    self.system = system
    self.clock = clock
    state = Mutex(State(traffic: Traffic(seed: seed)))
  }

  /// Every call so far, without those of the control endpoint.
  package var calls: [LoggedCall] { state.withLock { $0.traffic.calls } }

  /// Looks at or changes what comes and goes.
  func withTraffic<Result: Sendable>(_ body: (inout sending Traffic) -> sending Result) -> Result {
    state.withLock { body(&$0.traffic) }
  }

  /// Puts these faults in place of all others.
  package func setFaults(_ faults: [Fault]) { state.withLock { $0.traffic.faults.replace(with: faults) } }

  /// Starts to listen and gives the port; 0 lets the kernel choose.
  package func start(port: Int = 0) async throws -> Int {
    let (ports, announce) = AsyncThrowingStream.makeStream(of: Int.self)
    let task = Task {
      do {
        try await run(port: port) { announce.yield($0) }
        announce.finish()
      } catch {
        announce.finish(throwing: error)
        throw error
      }
    }
    state.withLock { $0.task = task }
    for try await port in ports { return port }
    throw Failure.notListening(port: port)
  }

  /// Stops listening; calls under way are ended.
  package func stop() async {
    let task = state.withLock { state in
      defer { state.task = nil }
      return state.task
    }
    task?.cancel()
    _ = await task?.result
  }

  /// Serves until it is cancelled; `announce` is told the port once it listens.
  package func run(port: Int, announce: @escaping @Sendable (Int) -> Void) async throws {
    var logger = Logger(label: "simulator")
    logger.logLevel = .error
    let application = Application(
      responder: CallbackResponder<BasicRequestContext> { _, _ in Response(status: .notFound) },
      server: HTTPServerBuilder { _ in
        HTTP1Channel { [self] request, writer, channel in
          let reply = try await serve(request, caller: channel.remoteAddress?.ipAddress ?? "")
          guard !reply.pieces.isEmpty else {
            return try await writer.write(response: reply.whole.head, body: reply.whole.body)
          }
          var body = try await writer.writeHead(reply.whole.head)
          for (index, piece) in reply.pieces.enumerated() {
            if index > 0 { try await Task.sleep(for: reply.pause) }
            try await body.write(piece)
          }
          if reply.isCut { throw ConnectionDropped() }
          try await body.finish(nil)
        }
      },
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { announce($0.localAddress?.port ?? 0) }, logger: logger)
    try await application.run()
  }
}

/// Ends a connection: the handler above the channel closes it on any error.
private struct ConnectionDropped: Error {}

extension SimulatorServer {
  /// What goes back over a connection: at once, or its body in pieces.
  private struct Reply: Sendable {
    let whole: Response
    /// The parts of the body that are written one by one; none where it goes as a whole.
    var pieces: [ByteBuffer] = []
    /// The pause between two pieces.
    var pause = Duration.zero
    /// Whether the connection ends behind the last piece although more was announced.
    var isCut = false
  }

  private func serve(_ request: Request, caller: String) async throws -> Reply {
    let body = try await request.body.collect(upTo: 64 << 20)
    let time = clock()
    let call = state.withLock {
      $0.traffic.begin(request, at: time, body: Array(body.readableBytesView), caller: caller)
    }
    if call.path.hasPrefix("/control/") { return Reply(whole: response(control(call))) }
    do {
      let answer = try await answer(call)
      var reply = Reply(whole: response(answer))
      var body = answer.body[...]
      if call.faults.contains(.cutBody), body.count > 1 {
        body = body.prefix(body.count / 2)
        (reply.pieces, reply.isCut) = ([ByteBuffer(bytes: body)], true)
      }
      for case .drip(let bytes, let milliseconds) in call.faults {
        reply.pieces = stride(from: 0, to: body.count, by: bytes).map {
          ByteBuffer(bytes: body[$0..<min($0 + bytes, body.count)])
        }
        reply.pause = .milliseconds(milliseconds)
      }
      end(call, answer: answer, isDelivered: !reply.isCut)
      return reply
    } catch {
      end(call, answer: nil, isDelivered: false)
      throw error
    }
  }

  /// Faults before, the answer, faults after.
  private func answer(_ call: ImitatedRequest) async throws -> ImitatedAnswer {
    for fault in call.faults {
      switch fault {
      case .latency(let milliseconds): try await Task.sleep(for: .milliseconds(milliseconds))
      case .dropBefore: throw ConnectionDropped()
      case .killCaller(let process, false):
        kill(process, SIGKILL)
        throw ConnectionDropped()
      case .html503: return .html(503, "503 Service Unavailable")
      case .status(let status, let retryAfter): return Self.failure(status, retryAfter: retryAfter)
      default: break
      }
    }
    let answer = system.answer(call)
    for fault in call.faults {
      switch fault {
      case .dropAfter: throw ConnectionDropped()
      case .killCaller(let process, true):
        kill(process, SIGKILL)
        throw ConnectionDropped()
      default: break
      }
    }
    return answer
  }

  private func end(_ call: ImitatedRequest, answer: ImitatedAnswer?, isDelivered: Bool) {
    let time = clock()
    state.withLock { $0.traffic.end(call, answer: answer, time: time, isDelivered: isDelivered) }
    system.ended(call, answer: answer, at: time, isDelivered: isDelivered)
  }

  private static func failure(_ status: Int, retryAfter: Int?) -> ImitatedAnswer {
    let code = status == 429 ? "TOO_MANY_REQUESTS" : "INTERNAL_ERROR"
    var answer = ImitatedAnswer(
      status, ["code": JSONValue(code), "details": [:], "message": "simulated fault", "status": "error"])
    if let retryAfter { answer.headers.append(("Retry-After", String(retryAfter))) }
    return answer
  }

  private func response(_ answer: ImitatedAnswer) -> Response {
    var fields = HTTPFields()
    if let type = answer.contentType { fields[.contentType] = type }
    fields[.date] = clock().adding(seconds: answer.dateOffset).httpDate
    for (name, value) in answer.headers {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    let status = HTTPResponse.Status(code: answer.status)
    let hasNoBody = answer.status == 204 || answer.status == 304
    guard !answer.body.isEmpty else {
      if !hasNoBody { fields[.contentLength] = "0" }
      return Response(status: status, headers: fields)
    }
    return Response(
      status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
  }
}
