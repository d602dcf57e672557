import EventLog
import Testing

/// The ledgers that the conformance cases are made from; all the same in every run.
struct BaseLedgers {
  /// Two sealed segments and an active one, closed.
  let closed: [String: [UInt8]]
  /// The same, left by a kill: the last commits are behind the last signed head.
  let killed: [String: [UInt8]]
  /// The same, left by a kill before anything was sealed.
  let waiting: [String: [UInt8]]
  /// Only the first event.
  let fresh: [String: [UInt8]]
  /// The key was changed twice.
  let rotated: [String: [UInt8]]
  /// The same ledger, id and key, with another history.
  let rewritten: [String: [UInt8]]
  /// LEDGER and all signed heads of the closed one are of another key: who has none of the old ones can do that.
  let exchanged: [String: [UInt8]]
  /// Another ledger.
  let other: [String: [UInt8]]
  /// A block of the closed one was damaged, and its owner accepted that its events are lost.
  let lossy: [String: [UInt8]]
  /// The ledger whose key was changed twice, after the first change was lost with the events beside it.
  let lossyRotated: [String: [UInt8]]

  init() async throws {
    closed = try await Self.story(closing: true)
    killed = try await Self.story(closing: false)
    waiting = try await Self.story(closing: false, sealing: { _ in })
    fresh = try await Self.story(commits: 0, closing: true)
    rewritten = try await Self.story(first: 1_000, closing: true)
    exchanged = try await Self.exchanged(closed)
    other = try await Self.story(closing: true, seed: 99)
    lossy = Self.relevant(try await Self.lossy(closed))
    rotated = Self.relevant(try await KeyRotationTests.story().files)
    lossyRotated = Self.relevant(try await KeyRotationTests.lossyStory())
  }

  /// Segments of 8 events, 4 a block; commits of 1 to 5 events, some of which cross a segment's end.
  private static func story(
    first: Int = 0, commits: Int = 7, closing: Bool, seed: UInt64 = 1,
    sealing: @escaping LedgerEnvironment.Sealing = LedgerEnvironment.sealsInside
  ) async throws -> [String: [UInt8]] {
    let files = MemoryFiles()
    var environment = LedgerEnvironment.repeatable(files, seed: seed)
    environment.sealing = sealing
    _ = try Ledger.create(
      at: SmallLedger.path, signingKey: testKey, geometry: .of(4, 2), environment: environment)
    let ledger = try await Ledger.open(
      at: SmallLedger.path, signingKey: testKey, environment: environment)
    for commit in 0..<commits {
      try await ledger.appendSamples(first + commit * 5, count: 1 + commit * 3 % 5)
    }
    if closing { try await ledger.close() }
    return relevant(files)
  }

  /// The log of a ledger under LEDGER and heads of another key.
  private static func exchanged(_ closed: [String: [UInt8]]) async throws -> [String: [UInt8]] {
    let made = MemoryFiles()
    _ = try Ledger.create(
      at: SmallLedger.path, signingKey: KeyRotationTests.secondKey, geometry: .of(4, 2),
      environment: .repeatable(made))
    let log = closed.filter { $0.key.hasPrefix("log/") }.putting("LEDGER", relevant(made)["LEDGER"])
    let files = MemoryFiles(
      Dictionary(uniqueKeysWithValues: log.map { ("\(SmallLedger.path)/\($0.key)", $0.value) }))
    try await Ledger.open(
      at: SmallLedger.path, signingKey: KeyRotationTests.secondKey, environment: .repeatable(files)
    ).close()
    return relevant(files)
  }

  /// A ledger that gave up events 9 to 12.
  static func lossy(_ closed: [String: [UInt8]]) async throws -> MemoryFiles {
    let damaged = try closed.flipping("log/00000000000000000009.jsonl.lz4", at: 90)
    let files = MemoryFiles(
      Dictionary(uniqueKeysWithValues: damaged.map { ("\(SmallLedger.path)/\($0.key)", $0.value) }))
    let ledger = try await Ledger.acceptLoss(
      of: [9...12], at: SmallLedger.path, signingKey: testKey, environment: .repeatable(files))
    try await ledger.appendSamples(500, count: 3)
    try await ledger.close()
    return files
  }

  /// What a reader needs, by the path below the ledger's folder.
  static func relevant(_ files: MemoryFiles) -> [String: [UInt8]] {
    var relevant: [String: [UInt8]] = [:]
    for (path, bytes) in files.snapshot {
      let name = String(path.dropFirst(SmallLedger.path.count + 1))
      if name == "LEDGER" || ["log/", "checkpoints/", "keys/"].contains(where: { name.hasPrefix($0) }) {
        relevant[name] = bytes
      }
    }
    return relevant
  }

  /// The lines of a ledger.
  static func lines(_ ledger: [String: [UInt8]]) throws -> [String] {
    let files = MemoryFiles(
      Dictionary(uniqueKeysWithValues: ledger.map { ("\(SmallLedger.path)/\($0.key)", $0.value) }))
    return try LedgerReader.open(at: SmallLedger.path, files: files).lines().map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}

extension [String: [UInt8]] {
  /// The same with bits of one byte turned round; from the end where `at` is negative.
  func flipping(_ file: String, at place: Int, _ bits: UInt8 = 0x01) throws -> Self {
    var bytes = try #require(self[file])
    bytes[place < 0 ? bytes.count + place : place] ^= bits
    return putting(file, bytes)
  }

  /// The same with other bytes in a file, or without it.
  func putting(_ file: String, _ bytes: [UInt8]?) -> Self {
    var changed = self
    changed[file] = bytes
    return changed
  }

  /// The same without the padding that ends a file.
  func unpadding(_ file: String) throws -> Self {
    let bytes = try #require(self[file])
    let start = try #require(bytes.indices.last { bytes[$0...].starts(with: [0x53, 0x2A, 0x4D, 0x18]) })
    return putting(file, Array(bytes[..<start]))
  }

  /// The same with a file cut.
  func cutting(_ file: String, by count: Int) throws -> Self {
    putting(file, Array(try #require(self[file]).dropLast(count)))
  }
}
