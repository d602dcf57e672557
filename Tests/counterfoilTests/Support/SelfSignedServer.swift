import Foundation
import Glibc
import Testing

/// A TLS server of the machine's `openssl`, with a certificate that it has just made for itself.
struct SelfSignedServer {
  private static let tool = "/usr/bin/openssl"
  static var isThere: Bool { FileManager.default.isExecutableFile(atPath: tool) }

  let port: Int
  private let process: Process

  init(in folder: URL) async throws {
    let said = folder.appendingPathComponent("openssl.out")
    _ = FileManager.default.createFile(atPath: said.path, contents: nil)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/bash")
    process.currentDirectoryURL = folder
    process.arguments = [
      "-c",
      "\(Self.tool) req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1 -keyout key.pem -out cert.pem"
        + " && exec \(Self.tool) s_server -accept 127.0.0.1:0 -cert cert.pem -key key.pem -www",
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: said)
    process.standardError = FileHandle.nullDevice
    try process.run()
    self.process = process
    while true {
      let text = try String(contentsOf: said, encoding: .utf8)
      if let match = text.firstMatch(of: #/ACCEPT \S+:(\d+)\n/#), let port = Int(match.1) {
        self.port = port
        return
      }
      try #require(process.isRunning, "openssl runs")
      await Task.yield()
    }
  }

  /// A child of a Dispatch thread inherits that SIGTERM is blocked.
  func stop() { kill(process.processIdentifier, SIGKILL) }
}
