import Crypto
import Diagnostics
import EventLog
import Simulation
import Foundation
import Synchronization
import Testing

@Suite("A ledger whose key was changed")
struct KeyRotationTests {
  static let path = SmallLedger.path
  static let secondKey = [UInt8](repeating: 8, count: 32)
  static let thirdKey = [UInt8](repeating: 9, count: 32)

  @Test("is signed by the old key up to the change and by the new one from there on, and verifies")
  func change() async throws {
    let story = try await Self.story()
    let report = try verifyLedger(at: Self.path, files: story.files)
    #expect(report.findings.isEmpty && report.rotations == 2, "\(report.findings)")
    let keys = try LedgerReader.keys(at: Self.path, files: story.files)
    #expect(keys.rotations.map(\.newKey) == [Self.publicKey(Self.secondKey), Self.publicKey(Self.thirdKey)])
    #expect(keys.current.publicKey == Self.publicKey(Self.thirdKey))
    var signers: Set<[UInt8]> = []
    for (path, bytes) in story.files.snapshot where path.contains("/checkpoints/") {
      let head = try #require(Checkpoint(bytes))
      #expect(keys.accept(head), "\(path)")
      #expect(head.note.signatures.count == 1)
      signers.insert(try #require(head.note.signatures.first).keyID)
    }
    #expect(signers.count == 3)
  }

  @Test("records the change in the log, word for word as beside it")
  func event() async throws {
    let story = try await Self.story()
    let reader = try LedgerReader.open(at: Self.path, files: story.files)
    let last = try reader.last(of: "ledger/key")
    let event = try #require(try reader.event(last))
    #expect(event.kind == "key.rotated")
    let rotation = try #require(try LedgerReader.keys(at: Self.path, files: story.files).rotations.last)
    #expect(String(decoding: event.body, as: UTF8.self).contains("counterfoil key rotation v1\\n"))
    #expect(rotation.size < event.seq)
    #expect(rotation.note.signatures.count == 2)
  }

  @Test("can no longer be written to with the old key")
  func oldKey() async throws {
    let story = try await Self.story()
    for key in [testKey, Self.secondKey] {
      await #expect(throws: Failure.self) {
        try await Ledger.open(at: Self.path, signingKey: key, environment: .repeatable(story.files))
      }
    }
    let ledger = try await Ledger.open(
      at: Self.path, signingKey: Self.thirdKey, environment: .repeatable(story.files))
    try await ledger.appendSamples(0, count: 3)
    try await ledger.close()
    #expect(try verifyLedger(at: Self.path, files: story.files).isClean)
  }

  @Test("shows a head that the old key signed afterwards, also where its root is right")
  func oldSignature() async throws {
    let story = try await Self.story()
    let newest = try #require(try LedgerReader.newestCheckpoint(at: Self.path, files: story.files))
    let forged = try Self.note(newest.note.text, key: testKey, name: newest.origin)
    let path = try #require(story.files.snapshot.keys.filter { $0.contains("/checkpoints/") }.max())
    let files = SmallLedger.files(story.files.snapshot, with: path, as: forged)
    let findings = try verifyLedger(at: Self.path, files: files).findings
    #expect(findings.count == 1 && findings.allSatisfy { path.hasSuffix($0.file) }, "\(findings)")
    #expect(try LedgerReader.newestCheckpoint(at: Self.path, files: files)?.size ?? 0 < newest.size)
  }

  @Test("comes through a crash between the event and everything that follows it")
  func crash() async throws {
    let story = try await Self.story()
    var snapshot = story.files.snapshot
    let rotation = try #require(snapshot.keys.filter { $0.contains("/keys/") }.max())
    snapshot[rotation] = nil
    let last = rotation.replacing("/keys/", with: "/checkpoints/")
    for path in snapshot.keys where path.contains("/checkpoints/") && path > last { snapshot[path] = nil }
    let files = MemoryFiles(snapshot)
    let findings = try verifyLedger(at: Self.path, files: files).findings
    #expect(findings.contains { $0.file.hasPrefix("keys/") })
    let ledger = try await Ledger.open(
      at: Self.path, signingKey: Self.thirdKey, environment: .repeatable(files))
    try await ledger.close()
    #expect(files.snapshot[rotation] == story.files.snapshot[rotation])
    #expect(try verifyLedger(at: Self.path, files: files).isClean)
  }

  @Test("has every byte of the statements beside the log checked, and missing ones named")
  func statements() async throws {
    let story = try await Self.story()
    let snapshot = story.files.snapshot.keepingNewestHead
    for path in snapshot.keys.filter({ $0.contains("/keys/") }) {
      let bytes = try #require(snapshot[path])
      // Every byte of one, every seventh of the other: both have the same form.
      for offset in stride(from: 0, to: bytes.count, by: path.hasSuffix("13") ? 1 : 7) {
        var damaged = bytes
        damaged[offset] ^= 0x01
        let files = SmallLedger.files(snapshot, with: path, as: damaged)
        let findings = try verifyLedger(at: Self.path, files: files).findings
        try #require(findings.contains { path.hasSuffix($0.file) }, "byte \(offset): \(findings)")
      }
      var without = snapshot
      without[path] = nil
      let findings = try verifyLedger(at: Self.path, files: MemoryFiles(without)).findings
      #expect(findings.contains { path.hasSuffix($0.file) && $0.what.contains("missing") }, "\(findings)")
    }
  }

  @Test("follows on a change whose event was lost, as far as the statements beside the log bear it out")
  func lostEvent() async throws {
    let files = try await Self.lossyStory()
    #expect(try verifyLedger(at: Self.path, files: files).findings == [])
    // The second statement is made again from its event, though the first one's event is lost.
    let second = try #require(files.snapshot.keys.filter { $0.contains("/keys/") }.max())
    let without = MemoryFiles(files.snapshot.filter { $0.key != second })
    try await Ledger.open(at: Self.path, signingKey: Self.thirdKey, environment: .repeatable(without)).close()
    #expect(without.snapshot[second] == files.snapshot[second])
    // Nobody vouches for it where the first statement is gone too.
    let first = try #require(files.snapshot.keys.filter { $0.contains("/keys/") }.min())
    let nobody = MemoryFiles(files.snapshot.filter { $0.key != first })
    #expect(try !verifyLedger(at: Self.path, files: nobody).findings.isEmpty)
  }

  @Test("seals no segment before a head of the new key stands behind it")
  func sealing() async throws {
    let files = MemoryFiles()
    let environment = LedgerEnvironment.repeatable(files)
    _ = try Ledger.create(at: Self.path, signingKey: testKey, geometry: .of(2, 2), environment: environment)
    let ledger = try await Ledger.open(at: Self.path, signingKey: testKey, environment: environment)
    try await ledger.appendSamples(0, count: 2)
    let unsigned = Mutex2<[String]>([])
    files.weather.set { call, path, _ in
      if call == .rename, path.contains("/log/") {
        let newest = files.snapshot.keys.filter { $0.contains("/checkpoints/") }.max() ?? ""
        if UInt64(newest.suffix(20)) ?? 0 < 4 { unsigned.value.withLock { $0.append(newest) } }
      }
      return nil
    }
    // The event of the change fills the segment, while nothing is signed.
    let rotation = try await ledger.rotateKey(to: Self.secondKey)
    #expect(rotation.size == 3)
    #expect(files.snapshot.filter { $0.key.contains("/log/") && $0.value[14] == 2 }.isEmpty)
    // It is sealed with the next one that is full.
    try await ledger.appendSamples(5, count: 4)
    try await ledger.close()
    #expect(unsigned.value.withLock { $0 } == [])
    #expect(files.snapshot.filter { $0.key.contains("/log/") && $0.value[14] == 2 }.count == 2)
    #expect(try verifyLedger(at: Self.path, files: files).isClean)
  }

  @Test("keeps its old key where the change finds no room on the disk")
  func noRoom() async throws {
    let files = MemoryFiles()
    let environment = LedgerEnvironment.repeatable(files)
    _ = try Ledger.create(at: Self.path, signingKey: testKey, geometry: .of(4, 2), environment: environment)
    let ledger = try await Ledger.open(at: Self.path, signingKey: testKey, environment: environment)
    _ = try await ledger.checkpoint()
    files.disk.setCapacity(files.disk.used)
    await #expect(throws: Failure.self) { try await ledger.rotateKey(to: Self.secondKey) }
    files.disk.setCapacity(.max)
    try await ledger.appendSamples(0, count: 3)
    try await ledger.close()
    #expect(try LedgerReader.keys(at: Self.path, files: files).rotations.isEmpty)
    #expect(try verifyLedger(at: Self.path, files: files).isClean)
  }

  @Test("goes on with a writer that is opened anew where the statement beside the log can not be written")
  func noStatement() async throws {
    let files = MemoryFiles()
    let environment = LedgerEnvironment.repeatable(files)
    _ = try Ledger.create(at: Self.path, signingKey: testKey, geometry: .of(4, 2), environment: environment)
    let ledger = try await Ledger.open(at: Self.path, signingKey: testKey, environment: environment)
    files.weather.set { call, path, _ in
      call == .rename && path.contains("/keys/") ? .fails(.simulatedError(path)) : nil
    }
    let failure = await #expect(throws: Failure.self) { try await ledger.rotateKey(to: Self.secondKey) }
    #expect(failure?.code == .writerPoisoned)
    await #expect(throws: Failure.self) { try await ledger.appendSamples(0, count: 1) }
    await #expect(throws: Failure.self) { try await ledger.close() }
    files.weather.set(nil)
    let left = MemoryFiles(files.snapshot)
    try await Ledger.open(at: Self.path, signingKey: Self.secondKey, environment: .repeatable(left)).close()
    #expect(try LedgerReader.keys(at: Self.path, files: left).rotations.count == 1)
    #expect(try verifyLedger(at: Self.path, files: left).isClean)
  }

  @Test("records the change once more where its event was taken off as a torn tail")
  func tornEvent() async throws {
    let files = MemoryFiles()
    var environment = LedgerEnvironment.repeatable(files)
    environment.paddingBytes = 0
    _ = try Ledger.create(at: Self.path, signingKey: testKey, geometry: .of(4, 2), environment: environment)
    let ledger = try await Ledger.open(at: Self.path, signingKey: testKey, environment: environment)
    // The process ends before the new key signs: nothing says that the event was durable but the statement.
    files.weather.set { call, path, _ in call == .create && path.contains("checkpoint-") ? .ends() : nil }
    _ = await #expect(throws: Failure.self) { try await ledger.rotateKey(to: Self.secondKey) }
    files.kill()
    var snapshot = files.snapshot
    let log = try #require(snapshot.keys.first { $0.contains("/log/") })
    snapshot[log]?.removeLast()
    let torn = MemoryFiles(snapshot)
    #expect(try !verifyLedger(at: Self.path, files: torn).isClean)
    try await Ledger.open(at: Self.path, signingKey: Self.secondKey, environment: .repeatable(torn)).close()
    let lines = try LedgerReader.open(at: Self.path, files: torn).lines().map {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(lines.filter { $0.contains(#""kind":"key.rotated""#) }.count == 1)
    #expect(try verifyLedger(at: Self.path, files: torn).isClean)
  }

  @Test("is never given the key that it has")
  func sameKey() async throws {
    let files = MemoryFiles()
    let environment = LedgerEnvironment.repeatable(files)
    _ = try Ledger.create(at: Self.path, signingKey: testKey, geometry: .of(4, 2), environment: environment)
    let ledger = try await Ledger.open(at: Self.path, signingKey: testKey, environment: environment)
    await #expect(throws: Failure.self) { try await ledger.rotateKey(to: testKey) }
    try await ledger.close()
    #expect(try LedgerReader.open(at: Self.path, files: files).last == 1)
  }

  /// A ledger whose key was changed twice, closed.
  static func story() async throws -> (files: MemoryFiles, rotations: [KeyRotation]) {
    let files = MemoryFiles()
    let environment = LedgerEnvironment.repeatable(files)
    _ = try Ledger.create(at: path, signingKey: testKey, geometry: .of(4, 2), environment: environment)
    let ledger = try await Ledger.open(at: path, signingKey: testKey, environment: environment)
    var rotations: [KeyRotation] = []
    for (round, key) in [secondKey, thirdKey].enumerated() {
      for commit in 0..<3 { try await ledger.appendSamples(round * 20 + commit * 5, count: 4) }
      rotations.append(try await ledger.rotateKey(to: key))
    }
    for commit in 0..<3 { try await ledger.appendSamples(commit * 5, count: 4) }
    try await ledger.close()
    return (MemoryFiles(files.snapshot), rotations)
  }

  /// The same after the block with the first change rotted and its events were given up.
  static func lossyStory() async throws -> MemoryFiles {
    let story = try await story()
    var snapshot = story.files.snapshot
    let path = "\(path)/log/00000000000000000009.jsonl.lz4"
    let lost = try #require(story.rotations.first).size + 1
    // Events 13 to 16 are the second of two blocks, each an LZ4 frame.
    let bytes = try #require(snapshot[path])
    let frames = bytes.indices.filter { bytes[$0...].starts(with: [0x04, 0x22, 0x4D, 0x18]) }
    snapshot[path]?[try #require(frames.dropFirst().first) + 40] ^= 1
    let files = MemoryFiles(snapshot)
    let losses = try Ledger.losses(at: self.path, files: files)
    #expect(losses.contains { $0.contains(lost) }, "\(losses)")
    let ledger = try await Ledger.acceptLoss(
      of: losses, at: self.path, signingKey: thirdKey, environment: .repeatable(files))
    try await ledger.close()
    return MemoryFiles(files.snapshot)
  }

  static func publicKey(_ key: [UInt8]) -> [UInt8] {
    // Our own keys of 32 bytes are always good ones.
    (try? Curve25519.Signing.PrivateKey(rawRepresentation: key)).map {
      [UInt8]($0.publicKey.rawRepresentation)
    } ?? []
  }

  /// A note that another program signs with a key.
  static func note(_ text: String, key: [UInt8], name: String) throws -> [UInt8] {
    let signature = try Curve25519.Signing.PrivateKey(rawRepresentation: key).signature(for: Data(text.utf8))
    let id = VerifierKey(name: name, publicKey: publicKey(key)).id
    return Array((text + "\n\u{2014} \(name) \((Data(id) + signature).base64EncodedString())\n").utf8)
  }
}
