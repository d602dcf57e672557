import Diagnostics
import EventLog
import Foundation
import Simulation
import TestSupport
import Testing

@Suite("A folder whose files are not where they belong", .timeLimit(.minutes(2)))
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

  @Test(
    "is read and written to without waiting where something is no file: it is named, or of no account",
    .temporaryFolder, arguments: ["mkdir", "mkfifo", "ln -s nowhere"])
  func noFile(command: String) async throws {
    let folder = TemporaryFolder.current.path + "/ledger"
    _ = try Ledger.create(at: folder, signingKey: testKey, geometry: .of(2, 2))
    let ledger = try await Ledger.open(at: folder, signingKey: testKey)
    try await ledger.appendSamples(0, count: 9)
    try await ledger.close()
    let lines = try LedgerReader.open(at: folder).lines()
    try #require(try Shell.run("cp -r \(folder) \(folder)-whole").exitCode == 0)
    let names = try Shell.run("cd \(folder) && find . -type f | sort").output
    let files = String(decoding: names, as: UTF8.self).split(separator: "\n").map { String($0.dropFirst(2)) }
    #expect(
      Set(files.map { $0.prefix { $0 != "/" } }).isSuperset(of: ["LEDGER", "log", "checkpoints", "index"]))
    for file in files + ["keys/00000000000000000005", "checkpoints/00000000000000000003"] {
      let change = "rm -rf \(folder) && cp -r \(folder)-whole \(folder) && cd \(folder) && mkdir -p keys"
      try #require(try Shell.run("\(change) && rm -f \(file) && \(command) \(file)").exitCode == 0)
      var told: [String] = []
      do throws(Failure) {
        let report = try verifyLedger(at: folder)
        told = report.findings.map(\.file) + report.notes.map(\.file)
      } catch {
        told = [error.place ?? "", error.message]
      }
      var opening: Failure?
      do throws(Failure) {
        try await Ledger.open(at: folder, signingKey: testKey).close()
        let shown = try LedgerReader.open(at: folder).lines()
        let isSame = shown.prefix(lines.count) == lines[...]
        #expect(isSame, "\(file)")
      } catch {
        opening = error
        #expect(error.place?.hasPrefix(folder) == true && !error.remedy.isEmpty, "\(error)")
      }
      if file.hasPrefix("index/") || file.hasPrefix("reserve/") {
        #expect(opening == nil, "\(file): \(String(describing: opening))")
      } else {
        #expect(told.contains { file.hasSuffix($0) || $0.contains(file) }, "\(file): \(told)")
      }
    }
  }

  @Test("passes over what is no note of the program, where a note would stand", .temporaryFolder)
  func strangeNotes() async throws {
    let folder = TemporaryFolder.current.path + "/ledger"
    _ = try Ledger.create(at: folder, signingKey: testKey, geometry: .of(2, 2))
    let digits = ForgedLedger.digits(1) + "-" + ForgedLedger.digits(2)
    let change = "mkdir reserve/owed-1 quarantine/loss-\(digits); ln -s /etc/passwd reserve/owed-2"
    try #require(try Shell.run("cd \(folder) && \(change)").exitCode == 0)
    let ledger = try await Ledger.open(at: folder, signingKey: testKey)
    try await ledger.appendSamples(0, count: 3)
    try await ledger.close()
    let lines = try LedgerReader.open(at: folder).lines().map { String(decoding: $0, as: UTF8.self) }
    #expect(lines.count { $0.contains("owed.damaged") } == 2, "\(lines)")
    #expect(
      try Shell.run("test -L \(folder)/quarantine/owed-2").exitCode == 0, "moved as it is, and never opened")
  }

  @Test("does not fill memory where a small file says that it has a terabyte", .temporaryFolder)
  func hugeSmallFile() async throws {
    let folder = TemporaryFolder.current.path + "/ledger"
    _ = try Ledger.create(at: folder, signingKey: testKey, geometry: .of(2, 2))
    let head = "checkpoints/" + ForgedLedger.digits(1)
    for file in [head, "LEDGER"] {
      try #require(try Shell.run("truncate -s 1T \(folder)/\(file)").exitCode == 0)
      let told: [String]
      do throws(Failure) {
        told = try verifyLedger(at: folder).findings.map(\.file)
      } catch {
        told = [error.place ?? ""]
      }
      #expect(told.contains { $0.hasSuffix(file) }, "\(told)")
    }
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
        guard area == "index" else { continue }
        // Only a writer looks into the index: for the last event of each stream.
        let writer = try await Ledger.open(
          at: SmallLedger.path, signingKey: testKey, environment: .repeatable(files, seed: 2))
        try await writer.appendSamples(0, count: 7)
        try await writer.close()
        let findings = try verifyLedger(at: SmallLedger.path, files: files).findings
        try #require(findings.isEmpty, "\(path) \(length): \(findings)")
      }
    }
    #expect(lengths > 50)
  }
}
