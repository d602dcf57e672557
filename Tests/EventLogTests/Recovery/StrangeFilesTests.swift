import Diagnostics
import EventLog
import Simulation
import Testing

@Suite("A folder whose files are not where they belong")
struct StrangeFilesTests {
  /// What is done to a cleanly closed ledger of several segments, and what a person is told.
  struct Harm: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let code: Failure.Code
    let message: String
    let change: @Sendable (inout [String: [UInt8]], [String], _ foreign: [String: [UInt8]]) throws -> Void
  }

  private static let identity = "\(SmallLedger.path)/LEDGER"

  static let harms: [Harm] = [
    Harm(testDescription: "LEDGER missing", code: .ledgerMissing, message: "the file LEDGER is missing") {
      files, _, _ in files[identity] = nil
    },
    Harm(testDescription: "LEDGER empty", code: .ledgerDamaged, message: "LEDGER is not as written") {
      files, _, _ in files[identity] = []
    },
    Harm(testDescription: "a sealed segment missing", code: .ledgerDamaged, message: "events 9-16") {
      files, segments, foreign in files[segments[1]] = nil
    },
    Harm(testDescription: "two segments swapped", code: .ledgerDamaged, message: "has the name of the one") {
      files, segments, foreign in
      (files[segments[0]], files[segments[1]]) = (files[segments[1]], files[segments[0]])
    },
    Harm(testDescription: "a segment twice", code: .ledgerDamaged, message: "the file begins with event 1 ") {
      files, segments, foreign in files[segments[1]] = files[segments[0]]
    },
    Harm(testDescription: "a segment of another ledger", code: .ledgerDamaged, message: "of another ledger") {
      files, segments, foreign in files[segments[1]] = foreign[segments[1]]
    },
    Harm(testDescription: "an active segment of another ledger", code: .ledgerDamaged, message: "of another")
    {
      files, segments, foreign in
      files[segments[segments.count - 1]] = foreign[segments[segments.count - 1]]
    },
    Harm(testDescription: "a segment of a newer format", code: .newerFormat, message: "format 2 of a segment")
    {
      files, segments, foreign in
      var bytes = try #require(files[segments[1]])
      bytes[12] = 2
      bytes.replaceSubrange(48..<52, with: checksum(of: bytes[..<48]))
      files[segments[1]] = bytes
    },
  ]

  @Test("is told by its own message, with the file; nothing in it is changed", arguments: harms)
  func told(harm: Harm) async throws {
    var files = try await SmallLedger.make(commits: 13).files.snapshot
    let segments = files.keys.filter { $0.contains("/log/") }.sorted()
    try harm.change(&files, segments, await Self.foreign())
    let strange = MemoryFiles(files)
    let failure = await #expect(throws: Failure.self) {
      try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: .repeatable(strange))
    }
    #expect(failure?.code == harm.code, "\(String(describing: failure))")
    let told = [failure?.message, failure?.place].compactMap { $0 }.joined(separator: " ")
    #expect(told.contains(harm.message), "\(told)")
    #expect(failure?.remedy.isEmpty == false)
    let logs = { (files: [String: [UInt8]]) in files.filter { $0.key.contains("/log/") } }
    #expect(logs(strange.snapshot) == logs(files))
  }

  /// Another ledger with as many events.
  private static func foreign() async throws -> [String: [UInt8]] {
    let files = MemoryFiles()
    let environment = LedgerEnvironment.repeatable(files, seed: 99)
    _ = try Ledger.create(
      at: SmallLedger.path, signingKey: testKey, geometry: .of(4, 2), environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    for commit in 0..<13 { try await ledger.appendSamples(commit * 5, count: 1 + (commit * 3) % 5) }
    try await ledger.close()
    return files.snapshot
  }

  /// CRC-32C, the plain way.
  private static func checksum(of bytes: ArraySlice<UInt8>) -> [UInt8] {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0x82F6_3B78 : crc >> 1 }
    }
    return (0..<4).map { UInt8(truncatingIfNeeded: ~crc >> UInt32(8 * $0)) }
  }

  @Test(
    "cut at any length is either whole without it, or told: no event is shown wrong",
    arguments: ["log", "checkpoints", "index", "LEDGER"])
  func anyLength(area: String) async throws {
    let ledger = try await SmallLedger.make(commits: 5)
    let snapshot = ledger.files.snapshot
    var lengths = 0
    for (path, bytes) in snapshot
    where path.hasPrefix("\(SmallLedger.path)/\(area)") && !path.hasSuffix("/writer") {
      for length in bytes.indices {
        let files = SmallLedger.files(snapshot, with: path, as: Array(bytes[..<length]))
        lengths += 1
        guard area != "LEDGER" else {
          let failure = #expect(throws: Failure.self) {
            try LedgerReader.open(at: SmallLedger.path, files: files)
          }
          try #require(failure?.code == .ledgerDamaged && failure?.place == path)
          continue
        }
        let shown = try SmallLedger.readable(files)
        try #require(shown.lines == Array(ledger.lines.prefix(shown.lines.count)), "\(path) \(length)")
        try #require(shown.failure != nil || shown.lines.count == ledger.lines.count, "\(path) \(length)")
        if area != "log" { try #require(shown.failure == nil, "\(path) \(length)") }
      }
    }
    #expect(lengths > 50)
  }
}
