import EventLog
import Foundation
import TestSupport
import Testing

@Suite("The format's worked example", .temporaryFolder)
struct FormatExampleTests {
  @Test("is what the program writes, to the byte (UPDATE_GOLDENS=1 writes it)")
  func written() async throws {
    let example = try await FormatExample.written()
    let document = try String(contentsOf: FormatExample.document, encoding: .utf8)
    let text = document.components(separatedBy: FormatExample.heading)[0]
    if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
      try (text + example.text).write(to: FormatExample.document, atomically: true, encoding: .utf8)
    }
    let shown = try String(contentsOf: FormatExample.document, encoding: .utf8)
    #expect(shown == text + example.text)
    #expect(FormatExample.read(shown) == example.files)
  }

  @Test("can be read out of the document, by this program and by lz4, and is whole")
  func read() throws {
    let document = try String(contentsOf: FormatExample.document, encoding: .utf8)
    let files = FormatExample.read(document)
    let folder = TemporaryFolder.current.appending(path: "ledger")
    for (name, bytes) in files {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
    let report = try verifyLedger(at: folder.path)
    #expect(report.isClean && report.last == 3 && report.goodCheckpoints == 2, "\(report.findings)")
    let lines = try LedgerReader.open(at: folder.path).lines().map { String(decoding: $0, as: UTF8.self) }
    let log = files.keys.filter { $0.hasPrefix("log/") }.sorted().map { folder.appending(path: $0).path }
    let printed = try Command.run("lz4", ["-dcm"] + log)
    #expect(printed.text.split(separator: "\n").map(String.init) == lines)
    for line in lines { #expect(document.contains("    \(line)\n")) }
  }
}
