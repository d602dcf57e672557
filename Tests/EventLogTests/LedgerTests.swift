import Diagnostics
import EventLog
import Foundation
import Testing
import TestSupport

@Suite("A ledger", .temporaryFolder)
struct LedgerTests {
  private var folder: String { TemporaryFolder.current.path + "/ledger" }

  @Test("keeps what was appended, across segments that seal, and shows it to a reader in order")
  func roundTrip() async throws {
    _ = try Ledger.create(at: folder, signingKey: testKey, geometry: .of(4, 4))
    let ledger = try await Ledger.open(at: folder, signingKey: testKey)
    for commit in 0..<40 { try await ledger.appendSamples(commit * 5, count: 1 + commit % 5) }
    let head = await ledger.head
    try await ledger.close()

    let reader = try LedgerReader.open(at: folder)
    #expect(reader.last == head)
    var next: UInt64 = 1
    var lasts: [String: UInt64] = [:]
    try reader.eachEvent { event in
      #expect(event.seq == next)
      #expect(event.prev == lasts[event.stream])
      lasts[event.stream] = event.seq
      next += 1
      return true
    }
    #expect(next == head + 1)
    for (stream, last) in lasts { #expect(try reader.last(of: stream) == last) }
  }

  @Test("is printed by the lz4 command, every event in order and nothing else")
  func lz4Command() async throws {
    _ = try Ledger.create(at: folder, signingKey: testKey, geometry: .of(4, 4))
    let ledger = try await Ledger.open(at: folder, signingKey: testKey)
    for commit in 0..<23 { try await ledger.appendSamples(commit * 3, count: 3) }
    try await ledger.close()
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", "lz4cat \(folder)/log/*.jsonl.lz4"]
    let pipe = Pipe()
    shell.standardOutput = pipe
    try shell.run()
    let printed = try #require(try pipe.fileHandleForReading.readToEnd())
    shell.waitUntilExit()
    let lines = try LedgerReader.open(at: folder).lines()
    #expect(lines.count == 70)
    #expect([UInt8](printed) == lines.flatMap { $0 + [0x0A] })
  }

  @Test("opens again where it was left, and goes on numbering")
  func reopening() async throws {
    _ = try Ledger.create(at: folder, signingKey: testKey, geometry: .of(4, 4))
    for round in 0..<12 {
      let ledger = try await Ledger.open(at: folder, signingKey: testKey)
      let before = await ledger.head
      let receipt = try await ledger.appendSamples(round * 7, count: 7)
      #expect(receipt.first == before + 1)
      try await ledger.close()
    }
    #expect(try LedgerReader.open(at: folder).lines().count == 12 * 7 + 1)
  }
}
