import Foundation
import HTTPDoubles
import HTTPTransport
import TestSupport
import Testing

/// A TLS server of the machine's `openssl`, with a certificate that it has just made for itself.
private final class OpenSSLServer {
  static let tool = "/usr/bin/openssl"
  static var isThere: Bool { FileManager.default.isExecutableFile(atPath: tool) }

  let certificate: String
  let port: Int
  private let process = Process()

  init(for name: String, in folder: URL) throws {
    certificate = folder.appendingPathComponent("\(name.hashValue).pem").path
    let key = "\(certificate).key"
    let maker = Process()
    maker.executableURL = URL(fileURLWithPath: Self.tool)
    maker.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
      "-subj",
      "/CN=test", "-addext", "subjectAltName=\(name)", "-keyout", key, "-out", certificate,
    ]
    maker.standardError = FileHandle.nullDevice
    try maker.run()
    maker.waitUntilExit()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: Self.tool)
    process.arguments = ["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www"]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var said = ""
    while !said.contains("ACCEPT "), case let more = output.fileHandleForReading.availableData, !more.isEmpty
    {
      said += String(decoding: more, as: UTF8.self)
    }
    let line = said.split(separator: "\n").first { $0.hasPrefix("ACCEPT ") }
    port = try #require(line?.split(separator: ":").last.flatMap { Int($0) }, "\(said)")
  }

  func stop() {
    kill(process.processIdentifier, SIGKILL)  // a child of a Dispatch thread inherits that SIGTERM is blocked
    process.waitUntilExit()
  }
}

@Suite(
  "A server's certificate", .temporaryFolder, .serialized, .timeLimit(.minutes(1)),
  .enabled(if: OpenSSLServer.isThere))
struct TrustTests {
  @Test("is not trusted by itself, nothing being sent, and is where its authority is ours")
  func selfSigned() async throws {
    let server = try OpenSSLServer(for: "IP:127.0.0.1", in: TemporaryFolder.current)
    defer { server.stop() }
    let call = HTTPCall(.get, "https://127.0.0.1:\(server.port)/")
    await expectProblem(call, .tlsUntrusted, .notSent)
    let trusting = CurlTransport(settings: TransportSettings(caFile: server.certificate))
    #expect(try await trusting.send(call).status == 200)
  }

  @Test("must be for the host that was asked")
  func otherName() async throws {
    let server = try OpenSSLServer(for: "DNS:other.example", in: TemporaryFolder.current)
    defer { server.stop() }
    let trusting = CurlTransport(settings: TransportSettings(caFile: server.certificate))
    let call = HTTPCall(.post, "https://127.0.0.1:\(server.port)/", body: [1])
    await expectProblem(call, .tlsUntrusted, .notSent, over: trusting)
  }

  @Test("cannot be checked where the file of authorities is missing, and that is said")
  func missingFile() async throws {
    let server = try OpenSSLServer(for: "IP:127.0.0.1", in: TemporaryFolder.current)
    defer { server.stop() }
    let transport = CurlTransport(settings: TransportSettings(caFile: "/nonexistent.pem"))
    await expectProblem(
      HTTPCall(.get, "https://127.0.0.1:\(server.port)/"), .caFileUnusable, .notSent, over: transport)
  }

  @Test("is not even looked at where the port speaks no TLS")
  func plainServer() async throws {
    let server = try #require(ScriptedServer { _ in .answer(200) })
    defer { server.stop() }
    // The hello of TLS holds no blank line, so that the server waits; it is cut off instead.
    var call = HTTPCall(.get, "https://127.0.0.1:\(server.port)/")
    call.limits.connect = .milliseconds(200)
    await expectProblem(call, .timedOut(.connecting), .notSent)
  }
}

@Suite("A proxy", .timeLimit(.minutes(1)))
struct ProxyTests {
  @Test("is asked for the whole address of plain HTTP")
  func plain() async throws {
    let proxy = try #require(ScriptedServer { _ in .answer(200, "by proxy") })
    defer { proxy.stop() }
    let transport = CurlTransport(settings: TransportSettings(proxy: proxy.url))
    let answer = try await transport.send(HTTPCall(.get, "http://ais.example.test:9302/jderest"))
    #expect(answer.body == Array("by proxy".utf8))
    #expect(proxy.arrivals.first?.head.hasPrefix("GET http://ais.example.test:9302/jderest HTTP/1.1") == true)
  }

  @Test("that opens no tunnel means that nothing was sent", arguments: [403, 407, 502])
  func tunnelRefused(status: Int) async throws {
    let proxy = try #require(ScriptedServer { _ in .answer(status, "no") })
    defer { proxy.stop() }
    let transport = CurlTransport(settings: TransportSettings(proxy: proxy.url))
    let call = HTTPCall(.post, "https://www.zohoapis.example/crm", body: [1])
    await expectProblem(call, .proxyFailed, .notSent, over: transport)
    #expect(proxy.arrivals.first?.head.hasPrefix("CONNECT www.zohoapis.example:443") == true)
  }
}
