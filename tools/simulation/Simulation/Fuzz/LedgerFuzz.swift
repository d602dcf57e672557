package import Diagnostics
import EventLog
import Instants
import Synchronization

/// Ledgers in which numbers were changed to extreme ones and the checksums made right again, given to everything that
/// reads, verifies, opens and mends a ledger.
///
/// A run passes where it returns: nothing traps, and what is refused is refused with a remedy.
package struct LedgerFuzz: FuzzTarget {
  /// What the command line calls it.
  package static let name = "ledger"
  /// Where the ledger stands on the simulated disk.
  package static let path = "/ledger"

  private static let key = [UInt8](repeating: 7, count: 32)
  private static let bases = Mutex<[Int: [String: [UInt8]]]>([:])

  /// A target; the good ledgers are made by the first runs.
  package init() {}

  /// One try, the same for the same seed.
  package func run(seed: UInt64) async throws {
    var dice = Dice(seed: seed)
    let files = try await Self.changed(&dice)
    for (_, bytes) in files.sorted(by: { $0.key < $1.key }) { PlantedFault.look(at: bytes) }
    try Self.read(files, &dice)
    try await Self.write(files, &dice)
  }

  /// The files of a ledger as a seed changes it, by their paths below the ledger's folder.
  package static func files(seed: UInt64) async throws(Failure) -> [String: [UInt8]] {
    var dice = Dice(seed: seed)
    let changed = try await changed(&dice)
    return Dictionary(
      uniqueKeysWithValues: changed.map { (String($0.key.dropFirst(path.count + 1)), $0.value) })
  }

  private static func changed(_ dice: inout Dice) async throws(Failure) -> [String: [UInt8]] {
    var change = LedgerChange(files: try await base(dice.roll(0...3)), dice: dice)
    for _ in 0..<dice.pick([1, 1, 1, 2, 3]) { change.carryOut() }
    dice = change.dice
    return change.files
  }

  /// Good ledgers of small segments: closed, with blocks of one event, with segments of one block, and left by a kill
  /// before anything was sealed.
  private static func base(_ kind: Int) async throws(Failure) -> [String: [UInt8]] {
    if let made = bases.withLock({ $0[kind] }) { return made }
    let files = SimulatedFiles(on: SimulatedDisk())
    let shared = Shared(now: 1_780_000_000_000_000, dice: Dice(seed: UInt64(kind)))
    let never: LedgerEnvironment.Sealing = { _ in }
    let sealing = kind == 3 ? never : LedgerEnvironment.sealsInside
    let environment = LedgerEnvironment(
      time: shared, random: { shared.bytes($0) },
      files: files,
      processID: 4_242, reserveBytes: 64, paddingBytes: 256, sealingDebtMax: 1_000, sealing: sealing,
      alwaysWritesAside: true)
    let shapes = [(4, 2), (1, 4), (2, 1), (4, 2)]
    guard let geometry = LedgerGeometry(checking: shapes[kind].0, blocksPerSegment: shapes[kind].1) else {
      preconditionFailure("powers of two")
    }
    _ = try Ledger.create(at: path, signingKey: key, geometry: geometry, environment: environment)
    let ledger = try await Ledger.open(at: path, signingKey: key, environment: environment)
    for commit in 0..<7 {
      let events = (0..<1 + commit * 3 % 5).map { number in
        NewEvent(
          kind: "record.polled", stream: "jde/F0101/\((commit + number) % 5)", isPersonal: number == 0,
          body: Array(#"{"n":\#(commit * 5 + number),"name":"Bäckerei"}"#.utf8))
      }
      _ = try await ledger.append(events)
    }
    if kind == 1 { _ = try await ledger.rotateKey(to: [UInt8](repeating: 8, count: 32)) }
    if kind != 3 { try await ledger.close() }
    let made = files.disk.files
    bases.withLock { $0[kind] = made }
    return made
  }

  /// Clock and chance of a ledger that is the same in every run.
  private final class Shared: Time {
    private let clock: Mutex<Int64>
    private let random: Mutex<Dice>

    init(now: Int64, dice: Dice) {
      clock = Mutex(now)
      random = Mutex(dice)
    }

    func now() -> Int64 {
      clock.withLock { now in
        now += 1_000
        return now
      }
    }

    func steady() -> Int64 { now() }

    func sleep(for duration: Duration) async throws(CancellationError) {}

    func bytes(_ count: Int) -> [UInt8] {
      random.withLock { dice in (0..<count).map { _ in UInt8(truncatingIfNeeded: dice.next()) } }
    }
  }

  /// What refuses must say what to do.
  private static func tolerate(_ body: () throws(Failure) -> Void) throws {
    do throws(Failure) {
      try body()
    } catch {
      guard error.message.isEmpty || error.remedy.isEmpty else { return }
      throw BrokenLaw("\(error.code.name): no message or no remedy")
    }
  }

  private static let numbers: [UInt64] = [0, 1, 2, 9, 22, 999_999_999_999_999_999, UInt64(Int64.max), .max]

  private static func read(_ files: [String: [UInt8]], _ dice: inout Dice) throws {
    let disk = SimulatedFiles(on: SimulatedDisk(files))
    let number = dice.pick(numbers)
    var shown: UInt64?
    try tolerate { () throws(Failure) in
      let reader = try LedgerReader.open(at: path, files: disk)
      try tolerating { () throws(Failure) in _ = try reader.event(number) }
      try tolerating { () throws(Failure) in _ = try reader.last(of: "jde/F0101/1", upTo: number) }
      try tolerating { () throws(Failure) in
        try reader.backwards(stream: "ledger", from: number) { _ throws(Failure) in true }
      }
      try tolerating { () throws(Failure) in try reader.requireSound(through: number) }
      var count: UInt64 = 0
      try reader.eachEvent { _ throws(Failure) in
        count += 1
        return true
      }
      shown = count
    }
    var verified: UInt64?
    try tolerate { () throws(Failure) in
      let since = try number % 2 == 0 ? nil : VerifiedHead.read(at: path, files: disk)
      let report = try verifyLedger(at: path, since: since, files: disk, cores: 1)
      if report.isClean, report.isFinished { verified = report.last }
    }
    if let verified, verified != shown {
      throw BrokenLaw(
        "verify finds \(verified) events whole, and a reader shows \(String(describing: shown))")
    }
    try tolerate { () throws(Failure) in
      let prover = try LedgerProver(at: path, files: disk)
      try tolerating { () throws(Failure) in _ = try prover.inclusion(of: number) }
      try tolerating { () throws(Failure) in _ = try prover.consistency(from: number, to: nil) }
      _ = try prover.consistency(from: 1, to: number)
    }
    for bytes in files.values where bytes.count < 4_096 {
      _ = (Checkpoint(bytes), InclusionProof(bytes), ConsistencyProof(bytes))
    }
    guard disk.disk.files == files else { throw BrokenLaw("reading has changed a file") }
  }

  /// One of several looks: that it is refused ends only itself.
  private static func tolerating(_ body: () throws(Failure) -> Void) throws(Failure) {
    do throws(Failure) {
      try body()
    } catch {
      guard error.message.isEmpty || error.remedy.isEmpty else { return }
      throw error
    }
  }

  private static func write(_ files: [String: [UInt8]], _ dice: inout Dice) async throws {
    let disk = SimulatedFiles(on: SimulatedDisk(files))
    let shared = Shared(now: 1_790_000_000_000_000, dice: dice)
    let environment = LedgerEnvironment(
      time: shared, random: { shared.bytes($0) }, files: disk,
      processID: 1, reserveBytes: 64, paddingBytes: 256, sealing: LedgerEnvironment.sealsInside,
      alwaysWritesAside: true)
    let known = dice.happens(80) ? 0 : dice.pick(numbers)
    let isLast = files.keys.contains { $0.hasPrefix(path + "/keys/") }
    let key = isLast ? [UInt8](repeating: 8, count: 32) : key
    do throws(Failure) {
      let ledger = try await Ledger.open(
        at: path, signingKey: key, knownDurable: known, acceptClock: true, environment: environment)
      _ = try await ledger.append([
        NewEvent(kind: "record.polled", stream: "jde/F0101/1", body: Array("{}".utf8))
      ])
      try await ledger.close()
    } catch {
      try tolerate { () throws(Failure) in throw error }
    }
    let again = SimulatedFiles(on: SimulatedDisk(files))
    var mending = environment
    mending.files = again
    do throws(Failure) {
      _ = try Ledger.displaced(at: path, knownDurable: known, files: again)
      let losses = try Ledger.losses(at: path, knownDurable: known, files: again)
      guard losses.reduce(0 as UInt64, { $0 + ($1.upperBound - $1.lowerBound) }) < 100_000 else { return }
      let ledger = try await Ledger.acceptLoss(
        of: losses, at: path, signingKey: key, knownDurable: known, acceptClock: true, environment: mending)
      try await ledger.close()
    } catch {
      try tolerate { () throws(Failure) in throw error }
    }
  }
}
