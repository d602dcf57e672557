import Diagnostics
import EventLog
import Foundation
import JSONText
import Testing
import TestSupport

@Suite("The conformance folder", .timeLimit(.minutes(2)))
struct ConformanceTests {
  @Test("holds the ledgers that the generator makes, to the byte (UPDATE_GOLDENS=1 writes them)")
  func upToDate() async throws {
    let cases = try await ConformanceGenerator(base: BaseLedgers()).cases()
    #expect(Set(cases.map(\.verdict.name)).count == cases.count)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    var expected = ["verdicts.json": [UInt8](try encoder.encode(cases.map(\.verdict))) + [0x0A]]
    for made in cases {
      for (path, bytes) in made.files { expected["\(made.verdict.name)/\(path)"] = bytes }
    }
    if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" { try Self.write(expected) }
    let stored = try Self.stored()
    #expect(Set(stored.keys) == Set(expected.keys))
    for (path, bytes) in expected { #expect(stored[path] == bytes, "\(path)") }
  }

  @Test("is judged by this program as its verdicts say", arguments: try ConformanceCase.all())
  func own(conformance: ConformanceCase) throws {
    do {
      let kept = try conformance.against.map { try Self.bytes(conformance.path(beside: $0)) }
      let report = try verifyLedger(
        at: conformance.ledger, against: try kept.map { try #require(Checkpoint($0)) })
      let proofHolds = try conformance.proof.map { try Self.holds($0, of: conformance) } ?? true
      let verdict: ConformanceCase.Verdict = report.isClean && proofHolds ? .whole : .damaged
      #expect(verdict == conformance.verdict, "\(report.findings)")
      #expect(report.last == conformance.events)
      let files = Set(report.findings.map(\.file))
      #expect(files.isSuperset(of: conformance.named), "\(report.findings)")
      #expect(Set(report.notes.map(\.file)).isSuperset(of: conformance.noted), "\(report.notes)")
    } catch let failure as Failure {
      let isRefused = failure.code == .newerFormat || failure.code == .ledgerMissing
      #expect((isRefused ? .refused : .damaged) == conformance.verdict, "\(failure)")
    }
  }

  @Test("is judged alike by the verifier that knows nothing but the format's text")
  func independent() throws {
    let cases = try ConformanceCase.all()
    let plain = cases.filter { $0.against == nil && $0.proof == nil }
    let answers = try Self.verify(plain.map(\.ledger))
    #expect(answers.count == plain.count)
    for (conformance, answer) in zip(plain, answers) { Self.check(answer, conformance) }
    for conformance in cases where conformance.against != nil || conformance.proof != nil {
      let options =
        (conformance.against.map { ["--against", conformance.path(beside: $0)] } ?? [])
        + (conformance.proof.map { ["--proof", conformance.path(beside: $0)] } ?? [])
      let answer = try #require(try Self.verify([conformance.ledger] + options).first)
      Self.check(answer, conformance)
    }
  }

  @Test(
    "has ledgers in which a bit changed anywhere is told by both verifiers", .temporaryFolder,
    arguments: [\BaseLedgers.closed, \BaseLedgers.waiting])
  func anyByte(base: any KeyPath<BaseLedgers, [String: [UInt8]]> & Sendable) async throws {
    let ledger = try await BaseLedgers()[keyPath: base]
    let places = ledger.sorted { $0.key < $1.key }.flatMap { file in file.value.indices.map { (file.key, $0) }
    }
    var random = SeededGenerator(seed: Seeds.all[0])
    var flips: [(file: String, folder: String)] = []
    for number in 0..<40 {
      let (file, offset) = places[Int.random(in: 0..<places.count, using: &random)]
      let folder = TemporaryFolder.current.path + "/\(number)"
      let bits = UInt8(1) << UInt8.random(in: 0..<8, using: &random)
      for (path, bytes) in try ledger.flipping(file, at: offset, bits) {
        try Self.write(bytes, to: URL(filePath: folder + "/" + path))
      }
      flips.append((file, folder))
    }
    let answers = try Self.verify(flips.map(\.folder))
    #expect(answers.count == flips.count)
    for (flip, answer) in zip(flips, answers) {
      let files = (answer["findings"]?.array ?? []).compactMap { $0[0]?.string }
      let notes = (answer["notes"]?.array ?? []).compactMap(\.string)
      let isTold = files.contains(flip.file) || notes.contains { $0.hasPrefix("log/") }
      #expect(isTold || answer["refused"] != nil, "\(flip): \(answer.text)")
      do throws(Failure) {
        let report = try verifyLedger(at: flip.folder)
        let told =
          report.findings.map(\.file).contains(flip.file)
          || report.notes.contains { $0.file.hasPrefix("log/") }
        #expect(told, "\(flip): \(report.findings) \(report.notes)")
      } catch {
        #expect(flip.file == "LEDGER", "\(error)")
      }
    }
  }

  private static func verify(_ arguments: [String]) throws -> [JSONValue] {
    let outcome = try Command.run("python3", [BothVerifiers.script, "--json", "--one-process"] + arguments)
    return try outcome.text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
  }

  private static func check(_ answer: JSONValue, _ conformance: ConformanceCase) {
    let verdict: ConformanceCase.Verdict =
      answer["refused"] != nil ? .refused : answer["whole"]?.bool == true ? .whole : .damaged
    let findings = answer["findings"]?.array ?? []
    #expect(verdict == conformance.verdict, "\(conformance.name): \(answer.text)")
    let files = Set(findings.compactMap { $0[0]?.string })
    #expect(files.isSuperset(of: conformance.named), "\(conformance.name): \(answer.text)")
    let notes = (answer["notes"]?.array ?? []).compactMap(\.string)
    for file in conformance.noted {
      #expect(notes.contains { $0.hasPrefix(file + ": ") }, "\(conformance.name): \(answer.text)")
    }
    guard verdict != .refused else { return }
    #expect(answer["events"]?.number?.uint64 == conformance.events, "\(conformance.name): \(answer.text)")
  }

  private static func holds(_ proof: String, of conformance: ConformanceCase) throws -> Bool {
    let bytes = try bytes(conformance.path(beside: proof))
    let keys = try LedgerReader.keys(at: conformance.ledger)
    let lines = try LedgerReader.open(at: conformance.ledger).lines()
    if let proof = InclusionProof(bytes) {
      return proof.proves(.leaf(of: lines[Int(proof.index)]), with: keys)
    }
    guard let proof = ConsistencyProof(bytes) else { return false }
    var tree = MerkleFrontier()
    for line in lines.prefix(Int(proof.oldSize)) { tree.append(.leaf(of: line)) }
    return proof.proves(tree.root, with: keys)
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  /// All files of the folder, by their path in it.
  private static func stored() throws -> [String: [UInt8]] {
    let root = ConformanceCase.folder.standardizedFileURL.path + "/"
    var stored: [String: [UInt8]] = [:]
    let manager = FileManager.default
    for name in manager.enumerator(atPath: root)?.allObjects ?? [] {
      guard let name = name as? String, name != "README.md" else { continue }
      guard !manager.isFolder(root + name) else { continue }
      stored[name] = try bytes(root + name)
    }
    return stored
  }

  private static func write(_ files: [String: [UInt8]]) throws {
    let manager = FileManager.default
    for name in try manager.contentsOfDirectory(atPath: ConformanceCase.folder.path) where name != "README.md"
    {
      try manager.removeItem(at: ConformanceCase.folder.appending(path: name))
    }
    for (path, bytes) in files {
      try write(bytes, to: ConformanceCase.folder.appending(path: path))
    }
  }

  private static func write(_ bytes: [UInt8], to file: URL) throws {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }
}

extension FileManager {
  fileprivate func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
