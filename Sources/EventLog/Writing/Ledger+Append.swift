package import Diagnostics
import Instants
import Synchronization

extension Ledger {
  /// Appends events as one commit, whole or not at all, and comes back when they are on disk.
  ///
  /// Events are judged and brought into their form on the caller's thread; concurrent callers share one `fdatasync`.
  /// - Returns: the numbers, or the streams that moved on, in which case nothing was written.
  /// - Throws: `bad-event`, `disk-full`, `writer-poisoned`, `writer-closed`.
  package nonisolated func append(
    _ events: [NewEvent], expecting: [ExpectedSequence] = []
  ) async throws(Failure) -> AppendOutcome {
    guard !events.isEmpty else {
      throw .badEvent("an append of no events", remedy: "append at least one event")
    }
    underway.add(1, ordering: .relaxed)
    defer { underway.subtract(1, ordering: .relaxed) }
    var prepared: [PreparedEvent] = []
    prepared.reserveCapacity(events.count)
    for (index, event) in events.enumerated() {
      prepared.append(try PreparedEvent(event, index: index, random: environment.random))
    }
    return try await commit(prepared, expecting: expecting)
  }

  private func commit(
    _ events: [PreparedEvent], expecting: [ExpectedSequence]
  ) async throws(Failure) -> AppendOutcome {
    do throws(Failure) {
      try await sealer.room()
    } catch {
      if error.code == .diskFull { await recordFullDisk(error) }
      throw error
    }
    try checkOpen()
    try regainSpace()
    stage.forgetIndexed()
    var moved: [ExpectedSequence] = []
    for expected in expecting {
      let last = try stage.last(of: StreamHash(expected.stream))
      if last != expected.last { moved.append(ExpectedSequence(stream: expected.stream, last: last)) }
    }
    guard moved.isEmpty else { return .moved(moved) }
    let now = environment.time.now()
    if let jump = clock.look(wall: now, steady: environment.time.steady()) {
      try note(ClockWatch.event(real: now, jump: jump))
    }
    let staged = try stage.stage(events, at: now)
    if let failure = await durable(staged) { throw failure }
    return .appended(AppendReceipt(first: staged.first, last: staged.last, at: staged.at))
  }

  /// Stages an event of the ledger's own; it goes to disk with the next group.
  func note(_ event: NewEvent) throws(Failure) {
    let prepared = try PreparedEvent(event, index: 0, random: environment.random)
    pending.append(PendingCommit(commit: try stage.stage([prepared], at: environment.time.now())))
  }

  /// Waits until a staged commit is on disk, leading the writes where nobody does; gives why it is not.
  private func durable(_ commit: StagedCommit) async -> Failure? {
    pending.append(PendingCommit(commit: commit))
    if isWriting {
      let turn = await withCheckedContinuation { pending[pending.count - 1].waiter = $0 }
      if case .settled(let failure) = turn { return failure }
    }
    return await lead(own: commit.last)
  }

  /// Writes everything that is pending as one group, tells the others, and hands the lead on.
  private func lead(own: UInt64) async -> Failure? {
    isWriting = true
    let group = pending
    pending = []
    let parts = group.map { $0.commit.parts }
    let outcome: CommitFiles.Outcome
    if let displaced = displacement() {
      state = .poisoned(displaced)
      outcome = .partly(count: 0, displaced)
    } else {
      // Nobody else has anything to make ready meanwhile: then this thread is the fastest.
      outcome = isAlone ? disk.write(parts) : await disk.writeAside(parts)
    }
    var mine: Failure?
    let good: Int
    var failure: Failure?
    switch outcome {
    case .written: good = group.count
    case .partly(let count, let cause): (good, failure) = (count, cause)
    case .unknown(let cause):
      (good, failure) = (0, .poisoned(by: cause))
      if let failure { state = .poisoned(failure) }
    }
    for member in group[..<good] {
      stage.settle(member.commit)
      sealer.add(member.commit.jobs)
    }
    var refused = Array(group[good...])
    if let failure {
      // What was staged behind the refused commits rests on them, by number and by prev.
      refused += pending
      pending = []
      stage.takeBack()
      if case .open = state { await recordRefusal(of: refused.count, failure) }
    }
    for member in group[..<good] { member.waiter?.resume(returning: .settled(nil)) }
    for member in refused {
      if member.commit.last == own {
        mine = failure
      } else if let waiter = member.waiter {
        waiter.resume(returning: .settled(failure))
      } else {
        refusedNotes += 1
      }
    }
    handOn()
    return mine
  }

  /// Why nothing may be written any more, where the folder is no longer where readers look for it.
  ///
  /// One look at a name for each group; a sync takes a hundred times as long.
  private func displacement() -> Failure? {
    do throws(Failure) {
      try hold?.requireInPlace()
      return nil
    } catch {
      return error
    }
  }

  /// Whether only one caller is appending; a wrong answer costs time and nothing else.
  private var isAlone: Bool { !environment.alwaysWritesAside && underway.load(ordering: .relaxed) <= 1 }

  /// The first waiter leads next; where there is none, those who wait for rest are told.
  private func handOn() {
    if let next = pending.firstIndex(where: { $0.waiter != nil }), let waiter = pending[next].waiter {
      pending[next].waiter = nil
      waiter.resume(returning: .lead)
      return
    }
    isWriting = false
    let waiting = idle
    idle = []
    for waiter in waiting { waiter.resume() }
  }

  /// Comes back when nothing is pending or being written.
  func drain() async {
    while isWriting || !pending.isEmpty {
      if isWriting {
        await withCheckedContinuation { idle.append($0) }
      } else {
        _ = await lead(own: 0)
      }
    }
  }

  /// The disk is full: the reserve gives the room in which that is recorded.
  ///
  /// Nobody is given a number meanwhile: it would rest on a record that may itself find no room.
  private func recordRefusal(of count: Int, _ failure: Failure) async {
    isOutOfSpace = true
    refusing = failure
    defer { refusing = nil }
    do {
      try folder.files.removeIfThere(folder.space)
      let event = Self.refusal(of: count, failure)
      let prepared = try PreparedEvent(event, index: 0, random: environment.random)
      let staged = try stage.stage([prepared], at: environment.time.now())
      switch await disk.writeAside([staged.parts]) {
      case .written:
        stage.settle(staged)
        sealer.add(staged.jobs)
      case .partly: stage.takeBack()
      case .unknown(let cause): state = .poisoned(.poisoned(by: cause))
      }
    } catch {
      stage.takeBack()  // the refusal itself is told to the callers all the same
    }
  }

  /// Sealing finds no room, and appends have waited for it as long as they may: that is recorded like a refused write.
  private func recordFullDisk(_ failure: Failure) async {
    guard !isOutOfSpace, case .open = state else { return }
    isOutOfSpace = true
    do {
      try folder.files.removeIfThere(folder.space)
      try note(Self.refusal(of: 1, failure))
    } catch {
      return  // the refusal itself is told to the caller all the same
    }
    await drain()
  }

  private static func refusal(of count: Int, _ failure: Failure) -> NewEvent {
    NewEvent(
      kind: OwnEvents.appendRefused, stream: "ledger",
      body: Array(#"{"reason":"\#(failure.code.name)","commits":\#(count)}"#.utf8))
  }

  /// Once the disk was full, appends go on only when the reserve can be set aside again.
  private func regainSpace() throws(Failure) {
    if let refusing { throw refusing }
    guard isOutOfSpace else { return }
    try LedgerReserve(folder: folder, byteCount: environment.reserveBytes).setAside()
    isOutOfSpace = false
  }
}
