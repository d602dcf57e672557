import HTTPDoubles
import HTTPTransport
import Testing

/// libcurl repeats a request by itself when a connection that it kept dies before a byte of the answer.
@Suite("A call that must not be repeated", .timeLimit(.minutes(1)))
struct AtMostOnceTests {
  let transport = CurlTransport()

  @Test(
    "is sent once when a kept connection dies under it, and may have arrived", arguments: [1, 10, 200_000])
  func once(bytes: Int) async throws {
    let server = try #require(ScriptedServer { $0.number == 1 ? .answer(200) : .drop })
    defer { server.stop() }
    let body = [UInt8](repeating: 0x78, count: bytes)
    _ = try await transport.send(HTTPCall(.get, server.url))
    await expectProblem(HTTPCall(.post, server.url, body: body), .dropped, .mayHaveArrived, over: transport)
    #expect(server.arrivals.count == 2, "one GET, one POST")
    #expect(
      server.arrivals.last?.connection == 1,
      "the POST went over the kept connection, or the test proves nothing")
  }

  @Test("is sent once without a body too")
  func bodyless() async throws {
    let server = try #require(ScriptedServer { $0.number == 1 ? .answer(200) : .drop })
    defer { server.stop() }
    _ = try await transport.send(HTTPCall(.get, server.url))
    await expectProblem(HTTPCall(.delete, server.url), .dropped, .mayHaveArrived, over: transport)
    #expect(server.arrivals.count == 2)
  }

  @Test("differs from one that may be: that comes through on a fresh connection")
  func repeatable() async throws {
    let server = try #require(ScriptedServer { $0.number == 2 ? .drop : .answer(200) })
    defer { server.stop() }
    _ = try await transport.send(HTTPCall(.get, server.url))
    let answer = try await transport.send(HTTPCall(.post, server.url, body: [1], isRepeatable: true))
    #expect(answer.status == 200)
    #expect(server.arrivals.map(\.connection) == [1, 1, 2])
  }
}

@Suite("A call that is given up", .timeLimit(.minutes(1)))
struct CancellationTests {
  @Test("is aborted on the wire, and may have arrived")
  func cancelled() async throws {
    let server = try #require(ScriptedServer { _ in .silence })
    defer { server.stop() }
    let transport = CurlTransport()
    let call = HTTPCall(.post, server.url, body: [1])
    let task = Task { await problem(of: call, over: transport) }
    while server.arrivals.isEmpty { await Task.yield() }
    task.cancel()
    await server.peerHasClosed()
    let ending = await task.value
    #expect(ending?.reason == .cancelled)
    #expect(ending?.reach == .mayHaveArrived)
  }

  @Test("was not sent where the task had been cancelled before")
  func cancelledBefore() async throws {
    let server = try #require(ScriptedServer { _ in .answer(200) })
    defer { server.stop() }
    let transport = CurlTransport()
    let call = HTTPCall(.get, server.url)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await problem(of: call, over: transport)
    }
    let ending = await task.value
    #expect(ending?.reason == .cancelled)
    #expect(ending?.reach == .notSent)
    #expect(server.arrivals.isEmpty)
  }

  @Test("ends with the transport, and so does one that comes later")
  func shutDown() async throws {
    let server = try #require(ScriptedServer { _ in .silence })
    defer { server.stop() }
    let transport = CurlTransport()
    let call = HTTPCall(.get, server.url)
    let task = Task { await problem(of: call, over: transport) }
    while server.arrivals.isEmpty { await Task.yield() }
    transport.shutdown()
    #expect(await task.value?.reason == .shutDown)
    await expectProblem(call, .shutDown, .notSent, over: transport)
  }
}
