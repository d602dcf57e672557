import Diagnostics
import EventLog

//     world ── life ── life ── life ── … ── a last, calm one
//               │       │
//               │       └ between lives: the power goes, bytes rot
//               └ open · append, alone or several at once · sign · look · close, or be killed

/// One small world: a ledger on a simulated disk, through several lives of its writer, all of it drawn from one seed.
package actor LedgerWorld {
  let seed: UInt64
  let disk: SimulatedDisk
  let clock = WorldClock()
  let random: WorldRandom
  var dice: Dice
  var model: WorldModel
  /// What happened, for the one who looks into a failure.
  var story: [String] = []
  /// The key that signs, and those that may have taken its place since.
  var key = TrialLedger.key
  private var laterKeys: [[UInt8]] = []
  /// Whether events were given up for good.
  var hasLoss = false
  private let geometry: LedgerGeometry
  private let reserveBytes: Int
  private let paddingBytes: Int
  /// Whether the writer can be looked at while it writes; where not, appends come one after the other.
  private let writesAside: Bool
  /// Whether sealing comes in between the calls of the writer; where not, it is done inside of the appends.
  private let pacesSealing: Bool
  private var nextCommit = 1
  private var processes = 0
  /// Since a sync failed, programs may see what the disk has dropped; a new writer mends it.
  private var isCacheDoubtful = false
  /// A reader of another process that goes on through the lives of writers.
  private var follower: LedgerReader?
  private let queue = WorldQueue()

  /// The world's own queue: tasks begin in the order in which they were made.
  package nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

  static let path = "/ledger"

  /// The world of a seed.
  package init(seed: UInt64) {
    self.seed = seed
    var dice = Dice(seed: seed)
    disk = SimulatedDisk(seed: dice.next())
    random = WorldRandom(seed: dice.next())
    model = WorldModel(seed: dice.next())
    let (events, blocks) = dice.pick([(1, 1), (1, 4), (2, 2), (2, 4), (4, 2), (4, 4), (8, 1), (16, 4)])
    geometry = LedgerGeometry(checking: events, blocksPerSegment: blocks) ?? .standard
    reserveBytes = dice.pick([64, 512, 4_096])
    paddingBytes = dice.pick([0, 40, 700, 3_000])
    writesAside = !seed.isMultiple(of: 3)
    pacesSealing = seed % 5 < 2
    self.dice = dice
    story.append(
      "segments of \(blocks) blocks of \(events) events, a reserve of \(reserveBytes) bytes, padding of "
        + "\(paddingBytes)")
  }

  /// Lets the world run its course; throws what must not be, with the story so far.
  package func run() async throws(TrialFinding) {
    do {
      for life in 1...dice.roll(2...6) {
        try await live(WorldTrouble(&dice), name: "life \(life)")
        if dice.happens(50) { cutPower() }
        if dice.happens(15) { try await rotSomewhere() }
      }
      try await live(.none, name: "the last life")
      try judgeAtTheEnd()
    } catch {
      throw TrialFinding(
        "seed \(seed): \(error.description)\n  \(story.suffix(40).joined(separator: "\n  "))")
    }
  }

  /// A process of this world, with its environment.
  func process() -> (files: SimulatedFiles, environment: LedgerEnvironment) {
    let files = SimulatedFiles(on: disk)
    let (clock, random) = (clock, random)
    processes += 1
    return (
      files,
      LedgerEnvironment(
        time: clock, random: { random.bytes($0) },
        files: files, processID: Int32(processes), reserveBytes: reserveBytes, paddingBytes: paddingBytes,
        sealingDebtMax: 2,
        sealing: LedgerEnvironment.sealsInside, alwaysWritesAside: writesAside)
    )
  }

  /// The same, whose sealing comes in between the calls of its writer.
  private func pacedProcess() -> (
    files: SimulatedFiles, environment: LedgerEnvironment, sealing: PacedSealing
  ) {
    var (files, environment) = process()
    let sealing = PacedSealing(seed: dice.next())
    guard pacesSealing else { return (files, environment, sealing) }
    files.weather.setInterlude { _, path in
      if path.contains("/log/") { sealing.pass() }
    }
    environment.sealing = { sealing.take($0) }
    environment.sealingDebtMax = .max  // nobody seals while an append waits for it
    return (files, environment, sealing)
  }

  private func cutPower() {
    story.append("the power goes")
    disk.cutPower()
    isCacheDoubtful = false
    follower = nil
  }

  /// One life: opened, used, and closed or killed; what goes wrong was drawn before.
  private func live(_ trouble: WorldTrouble, name: String) async throws(TrialFinding) {
    story.append("\(name): \(trouble)")
    let (files, environment, sealing) = pacedProcess()
    files.weather.set(trouble.forecast())
    if case .room(let bytes) = trouble { disk.setCapacity(disk.used + bytes) }
    defer {
      files.kill()
      disk.setCapacity(.max)
    }
    let before = disk.files
    let wasDoubtful = isCacheDoubtful
    isCacheDoubtful = wasDoubtful || trouble.failsSyncs
    guard let ledger = try await open(environment, calm: trouble == .none) else { return }
    if trouble == .none { try judgeQuarantine(before) }
    isCacheDoubtful = trouble.failsSyncs
    for _ in 0..<dice.roll(0...8) where !files.weather.isOver {
      try await step(ledger, files, calm: trouble == .none)
    }
    if dice.happens(60) || trouble == .none {
      sealing.finish()
      try await close(ledger, files, calm: trouble == .none)
    }
    // A reader is another process: also the bytes of a dead writer must be durable before it shows them.
    if dice.happens(40) { try look(name) }
  }

  /// Opens the ledger, making it where it is missing; nil where trouble kept it from opening.
  func open(_ environment: LedgerEnvironment, calm: Bool) async throws(TrialFinding) -> Ledger? {
    do throws(Failure) {
      return try await openOrMake(environment)
    } catch {
      story.append("opening: \(error.code.name), \(error.message)")
      let isExcused = !calm && ![.ledgerDamaged, .checkpointInconsistent, .wrongKey].contains(error.code)
      guard isExcused else { throw TrialFinding("the ledger does not open: \(error)") }
      return nil
    }
  }

  private func openOrMake(_ environment: LedgerEnvironment) async throws(Failure) -> Ledger {
    let isNew = model.acknowledgedThrough == 0
    do {
      let ledger = try await open(environment)
      model.opened()
      return ledger
    } catch  where error.code == .ledgerMissing && isNew {
      _ = try Ledger.create(at: Self.path, signingKey: key, geometry: geometry, environment: environment)
    } catch  where error.code == .clockBehind {
      story.append("the clock is accepted")
      return try await open(environment, acceptClock: true)
    }
    model.opened()
    return try await open(environment)
  }

  /// Opens with the key that signs now.
  func open(
    _ environment: LedgerEnvironment, knownDurable: UInt64 = 0, acceptClock: Bool = false
  ) async throws(Failure) -> Ledger {
    try await withKey { key throws(Failure) in
      try await Ledger.open(
        at: Self.path, signingKey: key, knownDurable: knownDurable, acceptClock: acceptClock,
        environment: environment)
    }
  }

  /// Does something with the key that signs now; behind a change of keys that broke off, only opening tells which it is.
  func withKey(
    _ body: (_ key: [UInt8]) async throws(Failure) -> Ledger
  ) async throws(Failure) -> Ledger {
    var failure: Failure?
    for candidate in [key] + laterKeys {
      do throws(Failure) {
        let ledger = try await body(candidate)
        (key, laterKeys) = (candidate, [])
        return ledger
      } catch {
        guard error.code == .wrongKey else { throw error }
        failure = error
      }
    }
    throw failure ?? .simulatedMissing(Self.path)
  }

  /// Puts another key in the place of the one that signs.
  private func changeKey(_ ledger: Ledger, calm: Bool) async throws(TrialFinding) {
    let new = random.bytes(32)
    laterKeys.append(new)
    do throws(Failure) {
      _ = try await ledger.rotateKey(to: new)
      (key, laterKeys) = (new, [])
      model.signed(await ledger.head)
      story.append("another key signs")
    } catch {
      story.append("changing the key: \(error.code.name)")
      guard !calm, error.code != .checkpointInconsistent else {
        throw TrialFinding("the key is not changed: \(error)")
      }
    }
  }

  private func step(_ ledger: Ledger, _ files: SimulatedFiles, calm: Bool) async throws(TrialFinding) {
    model.begin()
    switch dice.roll(0...99) {
    case ..<55: try await append(commit(), to: ledger, files, calm: calm)
    case ..<70: try await appendTogether(dice.roll(2...5), to: ledger, files, calm: calm)
    case ..<78: try await expect(ledger, files, calm: calm)
    case ..<84: try await sign(ledger, calm: calm)
    case ..<88: try await changeKey(ledger, calm: calm)
    case ..<92:
      let seconds = dice.pick([-400, -20, 20, 400])
      story.append("the clock is set by \(seconds) s")
      clock.set(by: Int64(seconds) * 1_000_000)
    default: if !files.weather.isOver { try look("meanwhile") }
    }
  }

  private func commit() -> TrialCommit {
    nextCommit += 1
    return TrialCommit(nextCommit - 1, seed: model.seed)
  }

  /// Several appends that come while the first of them holds the disk.
  private func appendTogether(
    _ count: Int, to ledger: Ledger, _ files: SimulatedFiles, calm: Bool
  ) async throws(TrialFinding) {
    guard writesAside else {
      for _ in 0..<count { try await append(commit(), to: ledger, files, calm: calm) }
      return
    }
    let gate = Gate()
    files.weather.hold(gate)
    let tasks = (0..<count).map { _ in
      let commit = commit()
      return Task { () -> TrialFinding? in
        do throws(TrialFinding) {
          try await append(commit, to: ledger, files, calm: calm)
          return nil
        } catch {
          return error
        }
      }
    }
    // Tasks begin in their order, and so do the writer's jobs: when this one is done, all of them wait.
    let opener = Task {
      _ = await ledger.head
      gate.open()
    }
    await opener.value
    var finding: TrialFinding?
    for task in tasks { finding = await task.value ?? finding }
    files.weather.hold(nil)
    if let finding { throw finding }
  }

  private func append(
    _ commit: TrialCommit, to ledger: Ledger, _ files: SimulatedFiles, calm: Bool,
    expecting: [ExpectedSequence] = []
  ) async throws(TrialFinding) {
    let outcome: AppendOutcome
    do throws(Failure) {
      outcome = try await ledger.append(commit.events, expecting: expecting)
    } catch {
      story.append("commit \(commit.number), \(commit.count) events: \(error.code.name)")
      guard !calm else { throw TrialFinding("commit \(commit.number) is refused for nothing: \(error)") }
      // A disk that is full says that nothing of it was kept; every other failure leaves it open.
      if error.code == .diskFull, !files.weather.isOver { model.refuse(commit) }
      return
    }
    switch outcome {
    case .appended(let receipt):
      story.append("commit \(commit.number), \(commit.count) events: \(receipt.first)-\(receipt.last)")
      try model.acknowledge(commit, receipt)
    case .moved(let streams):
      story.append("commit \(commit.number): moved \(streams.map(\.stream))")
      guard !expecting.isEmpty else { throw TrialFinding("nothing was expected, and \(streams) moved") }
      model.refuse(commit)
    }
  }

  /// An append that rests on what it has seen: right, or one behind.
  private func expect(_ ledger: Ledger, _ files: SimulatedFiles, calm: Bool) async throws(TrialFinding) {
    let commit = commit()
    let stream = commit.stream(0)
    let last: UInt64
    do throws(Failure) {
      last = try await ledger.lastSequence(of: stream)
    } catch {
      guard !calm else { throw TrialFinding("the last event of \(stream) can not be told: \(error)") }
      return
    }
    let isRight = dice.happens(50) || last == 0
    let expected = ExpectedSequence(stream: stream, last: isRight ? last : last - 1)
    let before = model.acknowledged.count
    try await append(commit, to: ledger, files, calm: calm, expecting: [expected])
    guard isRight || model.acknowledged.count == before else {
      throw TrialFinding("\(stream) has moved on to \(last), and commit \(commit.number) was taken")
    }
  }

  private func sign(_ ledger: Ledger, calm: Bool) async throws(TrialFinding) {
    do throws(Failure) {
      if let checkpoint = try await ledger.checkpoint() {
        story.append("signed \(checkpoint.size)")
        model.signed(checkpoint.size)
      }
    } catch {
      story.append("signing: \(error.code.name)")
      guard !calm, error.code != .checkpointInconsistent else {
        throw TrialFinding("the head is not signed: \(error)")
      }
    }
  }

  func close(_ ledger: Ledger, _ files: SimulatedFiles, calm: Bool) async throws(TrialFinding) {
    do throws(Failure) {
      try await ledger.close()
      story.append("closed")
      model.signed(model.acknowledgedThrough)
    } catch {
      story.append("closing: \(error.code.name)")
      guard !calm, error.code != .checkpointInconsistent else {
        throw TrialFinding("the ledger does not close: \(error)")
      }
    }
  }

  /// What a new reader in another process sees now, and whether that survives the worst power cut.
  func look(_ moment: String) throws(TrialFinding) {
    let lines = try lines(on: disk)
    try model.see(lines, isCertain: !isCacheDoubtful)
    story.append("\(moment), a reader sees \(lines.count) events")
    try follow(lines)
    guard !isCacheDoubtful, dice.happens(50) else { return }
    let worst = try self.lines(on: SimulatedDisk(disk.leastLeft))
    guard worst.count >= lines.count, Array(worst.prefix(lines.count)) == lines else {
      throw TrialFinding("\(lines.count) events were shown, and a power cut leaves \(worst.count)")
    }
  }

  /// What rots is judged by readers of its own.
  func stopFollowing() { follower = nil }

  /// A reader that was opened long ago sees what a new one sees.
  private func follow(_ lines: [[UInt8]]) throws(TrialFinding) {
    guard !isCacheDoubtful else {
      follower = nil  // which of them is told of a failed sync is chance
      return
    }
    do throws(Failure) {
      guard let following = follower else {
        if !lines.isEmpty { follower = try LedgerReader.open(at: Self.path, files: SimulatedFiles(on: disk)) }
        return
      }
      do {
        try following.refresh()
      } catch  where error.code == .fileFailed {
        try following.refresh()  // a sync of a writer failed since it looked last: it is told, once
      }
      guard try following.trialLines() == lines else {
        throw Failure(
          Failure.Code("follows-not", exitCode: 1), "a reader that follows sees \(following.last) events",
          at: nil, remedy: "")
      }
    } catch {
      throw TrialFinding("where a new reader sees \(lines.count) events: \(error)")
    }
  }

  func lines(on disk: SimulatedDisk) throws(TrialFinding) -> [[UInt8]] {
    do throws(Failure) {
      return try LedgerReader.open(at: Self.path, files: SimulatedFiles(on: disk)).trialLines()
    } catch {
      if error.code == .ledgerMissing, model.acknowledgedThrough == 0 { return [] }
      throw TrialFinding("a reader is told: \(error)")
    }
  }
}
