import Foundation
import FoundationNetworking
import JSONText
import Synchronization
import Testing

@testable import SimulatedCompanies

/// A system that only counts how often it was called.
private final class CountingSystem: ImitatedSystem {
  let effects = Mutex(0)
  let ends = Mutex<[Bool]>([])

  func answer(_ request: ImitatedRequest) -> ImitatedAnswer {
    let count = effects.withLock { effects in
      effects += 1
      return effects
    }
    return ImitatedAnswer(200, ["effect": JSONValue(count), "path": JSONValue(request.path)])
  }

  func control(_ request: ImitatedRequest) -> ImitatedAnswer? { nil }

  func hasSwitch(_ name: String, position: String) -> Bool { name == "tide" && position == "high" }

  func ended(_ request: ImitatedRequest, answer: ImitatedAnswer?, at time: WallTime, isDelivered: Bool) {
    ends.withLock { $0.append(isDelivered) }
  }
}

@Suite("The simulators' server", .timeLimit(.minutes(1)))
struct SimulatorServerTests {
  private let system = CountingSystem()

  private func serving(
    _ faults: [Fault], _ body: (String, SimulatorServer) async throws -> Void
  ) async throws {
    let server = SimulatorServer(system, seed: 1)
    let port = try await server.start()
    server.setFaults(faults)
    do {
      try await body("http://127.0.0.1:\(port)", server)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  private func get(_ address: String) async throws -> (status: Int, body: Data, headers: [AnyHashable: Any]) {
    let url = try #require(URL(string: address))
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = 20
    let (data, response) = try await URLSession(configuration: configuration).data(from: url)
    let http = try #require(response as? HTTPURLResponse)
    return (http.statusCode, data, http.allHeaderFields)
  }

  @Test("answers, and lists every call with its time and status")
  func answers() async throws {
    try await serving([]) { origin, server in
      let answer = try await get("\(origin)/some%20path?x=1")
      #expect(answer.status == 200)
      #expect(String(decoding: answer.body, as: UTF8.self) == #"{"effect":1,"path":"/some path"}"#)
      let call = try #require(server.calls.first)
      #expect(call.path == "/some path" && call.status == 200 && call.isDelivered)
      #expect(try #require(call.end) >= call.time)
    }
  }

  @Test("ends the connection before the effect")
  func dropsBefore() async throws {
    try await serving([Fault(.dropBefore)]) { origin, server in
      await #expect(throws: URLError.self) { try await get(origin) }
      #expect(system.effects.withLock { $0 } == 0)
      #expect(server.calls.first?.faults == ["dropBefore"])
      #expect(server.calls.first?.isDelivered == false)
    }
  }

  @Test("ends the connection after the effect")
  func dropsAfter() async throws {
    try await serving([Fault(.dropAfter)]) { origin, _ in
      await #expect(throws: URLError.self) { try await get(origin) }
      #expect(system.effects.withLock { $0 } == 1)
      #expect(system.ends.withLock { $0 } == [false])
    }
  }

  @Test("breaks off in the middle of an answer")
  func cutsBody() async throws {
    try await serving([Fault(.cutBody)]) { origin, _ in
      await #expect(throws: URLError.self) { try await get(origin) }
      #expect(system.effects.withLock { $0 } == 1)
    }
  }

  @Test("lets a body drip: the first piece is there at once, the next one after a pause")
  func drips() async throws {
    let whole = #"{"effect":1,"path":"/drip"}"#
    try await serving([Fault(.drip(bytes: 4, milliseconds: 3_600_000))]) { origin, server in
      let received = try await FirstPiece.of("\(origin)/drip")
      #expect(received == Array(whole.utf8.prefix(4)), "an hour lies before the second piece")
      #expect(server.calls.first?.faults == ["drip"])
    }
    try await serving([Fault(.drip(bytes: 5, milliseconds: 0))]) { origin, _ in
      let answer = try await get("\(origin)/drip")
      #expect(String(decoding: answer.body, as: UTF8.self) == whole.replacing("1", with: "2"))
    }
  }

  @Test("gives other statuses without an effect")
  func statuses() async throws {
    let faults = [
      Fault(.status(429, retryAfter: 7), match: Fault.Match(nth: 1)),
      Fault(.html503, match: Fault.Match(nth: 2)),
    ]
    try await serving(faults) { origin, _ in
      let limited = try await get(origin)
      #expect(limited.status == 429)
      #expect(limited.headers["Retry-After"] as? String == "7")
      let page = try await get(origin)
      #expect(page.status == 503)
      #expect(String(decoding: page.body, as: UTF8.self).hasPrefix("<html>"))
      #expect(system.effects.withLock { $0 } == 0)
    }
  }

  @Test("kills the caller, before or after the effect", arguments: [false, true])
  func kills(isAfter: Bool) async throws {
    let victim = Process()
    victim.executableURL = URL(fileURLWithPath: "/bin/sleep")
    victim.arguments = ["100"]
    try victim.run()
    let fault = Fault(.killCaller(process: victim.processIdentifier, isAfterEffect: isAfter))
    try await serving([fault]) { origin, _ in
      await #expect(throws: URLError.self) { try await get(origin) }
      victim.waitUntilExit()
      #expect(victim.terminationReason == .uncaughtSignal && victim.terminationStatus == SIGKILL)
      #expect(system.effects.withLock { $0 } == (isAfter ? 1 : 0))
    }
  }

  @Test("switches faults on by its control endpoint, and refuses what it does not know")
  func control() async throws {
    try await serving([]) { origin, server in
      var request = URLRequest(url: try #require(URL(string: "\(origin)/control/faults")))
      request.httpMethod = "POST"
      request.httpBody = Data(#"[{"kind":"status","status":500}]"#.utf8)
      _ = try await URLSession.shared.data(for: request)
      #expect(try await get(origin).status == 500)
      request.httpBody = Data(#"[{"kind":"rain"}]"#.utf8)
      let (body, _) = try await URLSession.shared.data(for: request)
      #expect(String(decoding: body, as: UTF8.self).contains("rain"))
      for (position, isKnown) in [("low", false), ("high", true)] {
        request.httpBody = Data(#"[{"kind":"quirk","name":"tide","position":"\#(position)"}]"#.utf8)
        let (_, response) = try await URLSession.shared.data(for: request)
        #expect((response as? HTTPURLResponse)?.statusCode == (isKnown ? 200 : 400))
      }
      #expect(try await get("\(origin)/control/nothing").status == 404)
      #expect(server.calls.count == 1, "calls of the control endpoint are not in the list")
    }
  }
}

/// Reads an answer up to its first bytes, then ends the connection.
private final class FirstPiece: NSObject, URLSessionDataDelegate {
  private let arrived: AsyncStream<[UInt8]>.Continuation

  private init(_ arrived: AsyncStream<[UInt8]>.Continuation) { self.arrived = arrived }

  static func of(_ address: String) async throws -> [UInt8] {
    let url = try #require(URL(string: address))
    let (pieces, arrived) = AsyncStream.makeStream(of: [UInt8].self)
    let session = URLSession(configuration: .ephemeral, delegate: FirstPiece(arrived), delegateQueue: nil)
    session.dataTask(with: url).resume()
    var received: [UInt8] = []
    for await piece in pieces {
      received = piece
      break
    }
    session.invalidateAndCancel()
    return received
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    arrived.yield(Array(data))
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    arrived.finish()
  }
}
