import Foundation
import HTTPDoubles
import HTTPTransport
import Testing

/// A program that ends while a thread is inside libcurl can crash: what `exit` tears down is in use there.
@Suite("The thread of a transport", .timeLimit(.minutes(1)))
struct TransportThreadTests {
  @Test("starts with the first call and is gone once the transport is shut down, or held by nobody")
  func lives() async {
    // A process of its own: in this one other tests have transports too.
    await #expect(processExitsWith: .success) {
      do {
        let transport = CurlTransport()
        try #require(Self.threads() == 0, "none before the first call")
        _ = try? await transport.send(HTTPCall(.get, "http://127.0.0.1:1/"))
        try #require(Self.threads() == 1)
        transport.shutdown()
        try #require(Self.threads() == 0, "none behind shutdown")
        transport.shutdown()
      }
      do {
        let transport = CurlTransport()
        _ = try? await transport.send(HTTPCall(.get, "http://127.0.0.1:1/"))
        try #require(Self.threads() == 1)
        withExtendedLifetime(transport) {}
      }
      try #require(Self.threads() == 0, "none where nobody holds it")
    }
  }

  /// The threads of this process that the transport has named.
  private static func threads() -> Int {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    return tasks.count { task in
      let name = try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8)
      return name?.hasPrefix("http-transport") == true
    }
  }
}
