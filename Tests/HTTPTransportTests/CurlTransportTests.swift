import Diagnostics
import HTTPDoubles
import HTTPTransport
import Testing

@Suite("A call over HTTP", .timeLimit(.minutes(1)))
struct CurlTransportTests {
  let transport = CurlTransport()

  @Test("carries method, path, headers and body, and asks for no compression")
  func carriesAll() async throws {
    let server = try #require(
      ScriptedServer { _ in .answer(200, headers: ["X-Kind: First", "x-kind:  second "], "ok") })
    defer { server.stop() }
    let answer = try await transport.send(
      HTTPCall(
        .put, "\(server.url)/a/b?c=d", headers: ["X-Name": "value", "Empty": ""], body: Array("body".utf8)))
    let arrival = try #require(server.arrivals.first)
    let lines = arrival.head.split(separator: "\r\n").map(String.init)
    #expect(lines.first == "PUT /a/b?c=d HTTP/1.1")
    #expect(lines.contains("X-Name: value"))
    #expect(lines.contains("Empty:"))
    #expect(lines.contains("Accept-Encoding: identity"))
    #expect(!arrival.head.contains("Expect") && !arrival.head.contains("Content-Type"))
    #expect(arrival.body == "body")
    #expect(answer.body == Array("ok".utf8))
    #expect(answer.headers["X-KIND"] == "second", "the last of equal names, without the blanks around it")
  }

  @Test("gives every status as it is", arguments: [200, 204, 302, 304, 403, 444, 500, 503])
  func anyStatus(status: Int) async throws {
    let server = try #require(
      ScriptedServer { _ in .answer(status, headers: ["Location: http://127.0.0.1:1/elsewhere"]) })
    defer { server.stop() }
    let answer = try await transport.send(HTTPCall(.get, server.url))
    #expect(answer.status == status)
    #expect(server.arrivals.count == 1, "a redirect is not followed")
  }

  @Test("passes over interim answers")
  func interim() async throws {
    let server = try #require(
      ScriptedServer { _ in
        .bytes("HTTP/1.1 103 Early\r\nX-A: early\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
      })
    defer { server.stop() }
    let answer = try await transport.send(HTTPCall(.get, server.url))
    #expect(answer.status == 200)
    #expect(answer.headers["X-A"] == nil)
  }

  @Test("uses a connection again")
  func reuse() async throws {
    let server = try #require(ScriptedServer { _ in .answer(200) })
    defer { server.stop() }
    for _ in 0..<5 { _ = try await transport.send(HTTPCall(.post, server.url, body: [1, 2])) }
    #expect(server.arrivals.count == 5)
    #expect(server.connections == 1)
  }

  @Test("waits its turn when there are more than run at once")
  func turns() async throws {
    let transport = CurlTransport(settings: TransportSettings(transfersMax: 3))
    let server = try #require(ScriptedServer { _ in .answer(200, "x") })
    defer { server.stop() }
    try await withThrowingTaskGroup { group in
      for number in 0..<60 {
        group.addTask { try await transport.send(HTTPCall(.get, "\(server.url)/\(number)")).status }
      }
      for try await status in group { #expect(status == 200) }
    }
    #expect(server.arrivals.count == 60)
    #expect(server.connections <= 3)
  }

  @Test("takes bodies of any size up to its limit", arguments: [0, 1, 4_096, 70_000, 3_000_000])
  func sizes(size: Int) async throws {
    let body = String(repeating: "x", count: size)
    let server = try #require(ScriptedServer { _ in .answer(200, body) })
    defer { server.stop() }
    var call = HTTPCall(.post, server.url, body: Array(body.utf8))
    call.limits.bodyBytesMax = size
    let answer = try await transport.send(call)
    #expect(answer.body == Array(body.utf8))
    #expect(server.arrivals.first?.body == body)
    guard size > 0 else { return }
    call.limits.bodyBytesMax = size - 1
    await expectProblem(call, .tooLarge, .mayHaveArrived)
  }

  @Test("has the fields of its head, not those that a body in pieces brings behind itself")
  func trailers() async throws {
    let server = try #require(
      ScriptedServer { _ in
        .bytes(
          "HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 10:00:00 GMT\r\nTransfer-Encoding: chunked\r\n"
            + "Trailer: Date\r\n\r\n1\r\nx\r\n0\r\nDate: Tue, 24 Nov 2026 10:00:00 GMT\r\n\r\n")
      })
    defer { server.stop() }
    let answer = try await transport.send(HTTPCall(.get, server.url))
    #expect(answer.body == Array("x".utf8))
    #expect(answer.headers["Date"] == "Mon, 23 Nov 2026 10:00:00 GMT")
    #expect(answer.date == 1_795_428_000)
  }

  @Test("is told where its head is longer than is read", arguments: [(200_000, 1), (20_000, 20)])
  func longHead(length: Int, fields: Int) async throws {
    let field = "X-Long: " + String(repeating: "x", count: length)
    let server = try #require(
      ScriptedServer { _ in .answer(200, headers: Array(repeating: field, count: fields), "x") })
    defer { server.stop() }
    await expectProblem(HTTPCall(.get, server.url), .tooLarge, .mayHaveArrived)
  }
}

@Suite("A call over HTTP that brings no answer", .timeLimit(.minutes(1)))
struct CurlProblemTests {
  let transport = CurlTransport()

  @Test("was not sent where nobody listens")
  func refused() async throws {
    let server = try #require(ScriptedServer { _ in .drop })
    server.stop()
    var call = HTTPCall(.post, server.url, body: [1])
    call.limits.connect = .seconds(2)
    await expectProblem(call, .refused, .notSent)
  }

  @Test("was not sent where the name has no address")
  func unresolvable() async {
    let label = String(repeating: "a", count: 64)  // too long for a name: fails without asking the network
    await expectProblem(HTTPCall(.get, "http://\(label).invalid/"), .unresolvable, .notSent)
  }

  @Test("may have arrived where the connection is dropped without a word")
  func dropped() async throws {
    let server = try #require(ScriptedServer { _ in .drop })
    defer { server.stop() }
    await expectProblem(HTTPCall(.post, server.url, body: [1]), .dropped, .mayHaveArrived)
    #expect(server.arrivals.count == 1)
  }

  @Test("may have arrived where only half of the answer comes")
  func half() async throws {
    let server = try #require(
      ScriptedServer { _ in .bytesThenClose("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf") })
    defer { server.stop() }
    await expectProblem(HTTPCall(.get, server.url), .dropped, .mayHaveArrived)
  }

  @Test("is told apart when no whole answer comes in time")
  func wholeTimeOut() async throws {
    let server = try #require(ScriptedServer { _ in .silence })
    defer { server.stop() }
    var call = HTTPCall(.post, server.url, body: [1])
    call.limits.whole = .milliseconds(150)
    await expectProblem(call, .timedOut(.whole), .mayHaveArrived)
  }

  @Test("is told apart when nothing moves any more")
  func stalled() async throws {
    let server = try #require(
      ScriptedServer { arrival in
        arrival.number == 1 ? .bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf") : .drop
      })
    defer { server.stop() }
    var call = HTTPCall(.get, server.url)
    call.limits.stalled = .milliseconds(150)
    await expectProblem(call, .stalled, .mayHaveArrived)
  }

  @Test(
    "is refused before it is sent where it cannot be meant",
    arguments: ["ftp://127.0.0.1/", "no address", "http:///x"])
  func malformed(url: String) async {
    await expectProblem(HTTPCall(.get, url), .malformedCall, .notSent)
  }

  @Test("cannot smuggle a header field into another")
  func injection() async {
    let call = HTTPCall(.get, "http://127.0.0.1:1/", headers: ["X-Name": "value\r\nX-Other: 1"])
    await expectProblem(call, .malformedCall, .notSent)
  }

  @Test("is unreadable where it is compressed against our wish, or no HTTP at all")
  func unreadable() async throws {
    let compressed = try #require(
      ScriptedServer { _ in .answer(200, headers: ["Content-Encoding: gzip"], "x") })
    defer { compressed.stop() }
    await expectProblem(HTTPCall(.get, compressed.url), .unreadable, .mayHaveArrived)
    let garbage = try #require(ScriptedServer { _ in .bytesThenClose("SSH-2.0-OpenSSH\r\n\r\n") })
    defer { garbage.stop() }
    await expectProblem(HTTPCall(.get, garbage.url), .unreadable, .mayHaveArrived)
  }

  @Test("shows neither header values nor parameters nor a secret path")
  func secrets() async throws {
    let server = try #require(ScriptedServer { _ in .drop })
    defer { server.stop() }
    let call = HTTPCall(
      .post, "\(server.url)/jderest/v2/next?token=hunter2", headers: ["jde-AIS-Auth": "hunter2"],
      body: Array("hunter2".utf8), isSecretURL: true)
    let problem = try #require(await problem(of: call))
    #expect(!"\(problem)".contains("hunter2"))
    #expect(problem.place == "POST \(server.url)")
    let system = RemoteSystem(name: "It", addressSetting: "a", caSetting: "b", proxySetting: "c")
    #expect(!"\(problem.failure(from: system))".contains("hunter2"))
  }
}
