import Decisions

/// What the program does: reads, decides, sends what ``WriteLife`` says, looks up, reads back.
extension UpdateWorld {
  /// A step of this world.
  package typealias Step = WorldStep<State, Act>

  /// The steps of the program, in the order in which a calm world takes them.
  func program(_ state: State) -> [Step] {
    var steps: [Step] = []
    if state.answer != nil { steps.append(answerTaken(state)) }
    if state.sourceSeen != state.source {
      var next = state
      next.sourceSeen = state.source
      steps.append(Step(.sourceRead, next))
    }
    steps += reads(of: state).compactMap { polled(state, $0) }
    if state.life.stage == .unborn {
      if let step = decided(state) { steps.append(step) }
    } else if state.answer == nil {
      steps += carried(state)
    }
    return steps
  }

  /// One read of the target: what is there, or what was there before the last change.
  struct Read {
    let stand: Stand
    let isLagging: Bool
  }

  /// The reads that are possible now.
  func reads(of state: State) -> [Read] {
    var reads = [Read(stand: state.target, isLagging: false)]
    let isOtherSecond = state.former.time < state.target.time
    if state.faults > 0, state.former != state.target, isOtherSecond || bounds.lagsWithinSecond {
      reads.append(Read(stand: state.former, isLagging: true))
    }
    return reads
  }

  /// The state after a read, with what the program knows of the record by it; nil where the read lags behind what it
  /// knows already (law 3).
  func taking(_ read: Read, _ state: State) -> State? {
    let held = ReadTime(time: state.seen.time, isSettled: state.seenIsSettled)
    let shown = ReadTime(time: read.stand.time, isSettled: isSecondOver(read.stand.time, readAt: state.now))
    guard !held.isAhead(of: shown, hasSameContent: read.stand.value == state.seen.value) else { return nil }
    var next = state
    if read.isLagging {
      next.faults -= 1
      if read.stand.time == state.target.time { next.windows.insert(.sameSecond) }
    } else {
      next.isUnseen = false
    }
    let late = lateCopy(of: read.stand, state)
    // What could still land has landed by now, and is shown by this read or is gone.
    if !read.isLagging, !next.copies.isEmpty { next.copies.removeAll { $0.lastSecond < state.now } }
    if let late {
      // Law 5: nobody's edit, and so nothing counts as agreed.
      next.copies.removeAll { $0 == late }
      next.base = .doubtful
      next.isTakenBack = false
    }
    (next.seen, next.seenIsSettled, next.mustRead) = (read.stand, shown.isSettled, false)
    // A newer read that shows a record which has moved takes the ground from a call that is about to leave.
    if let fresh = state.fresh, fresh != read.stand.time { next.fresh = nil }
    if !next.bars.isOpen(at: state.now) { next.bars = .closed }
    return next
  }

  /// The copy of an ended write that a read shows, if it was not there before.
  private func lateCopy(of stand: Stand, _ state: State) -> Copy? {
    guard stand.value != state.seen.value, state.base != .agreed(stand.value) else { return nil }
    return state.copies.first { $0.value == stand.value && stand.time <= $0.lastSecond }
  }

  private func polled(_ state: State, _ read: Read) -> Step? {
    guard let next = taking(read, state) else { return nil }
    var changed = next
    (changed.isUnseen, changed.faults) = (state.isUnseen, state.faults)
    return changed == state && next.isUnseen == state.isUnseen
      ? nil : Step(.targetRead(lagging: read.isLagging), next)
  }

  /// What the smallest three-way rule says; nil where it says nothing new.
  private func decided(_ state: State) -> Step? {
    guard !state.hasEnded, !state.mustRead, state.bars == .closed else { return nil }
    var next = state
    let (source, target) = (state.sourceSeen, state.seen.value)
    if state.question != nil, state.question != Pair(source: source, target: target) {
      (next.question, next.word) = (nil, nil)
    }
    guard source != target else { return converged(state, next) }
    if next.question != nil, next.word == nil { return nil }
    switch (state.base, next.word) {
    case (_, .source?): intend(source, over: target, &next)
    case (_, .target?): carryBack(target, &next)
    case (.agreed(target), nil): intend(source, over: target, &next)
    case (.agreed(source), nil):
      guard !bounds.isSourceOwned else { return next == state ? nil : Step(.decided, next) }
      carryBack(target, &next)
    default:
      if bounds.isSourceOwned {
        intend(source, over: target, &next)
      } else {
        next.question = Pair(source: source, target: target)
        next.isTakenBack = false
      }
    }
    return Step(.decided, next, bad: badBase(next, state))
  }

  private func converged(_ state: State, _ converged: State) -> Step? {
    var next = converged
    (next.question, next.word) = (nil, nil)
    next.isTakenBack = false
    next.base = .agreed(state.sourceSeen)
    return next == state ? nil : Step(.decided, next, bad: badBase(next, state))
  }

  private func badBase(_ next: State, _ state: State) -> String? {
    guard next.base != state.base, case .agreed(let value) = next.base else { return nil }
    let bit = Int16(1) << value
    return next.stood.source & bit == 0 || next.stood.target & bit == 0
      ? "the base records an agreement that never was" : nil
  }

  private func intend(_ desired: Int8, over before: Int8, _ next: inout State) {
    _ = next.life.take(
      .intended(
        .update, isConditional: bounds.kind == .conditional, allowsCondition: bounds.kind != .unconditional))
    (next.desired, next.before) = (desired, before)
    next.hasLanded = next.target.value == desired
  }

  /// The way back, in one exact step: it is refused where the source has moved.
  private func carryBack(_ value: Int8, _ next: inout State) {
    (next.question, next.word) = (nil, nil)
    guard next.source == next.sourceSeen else { return }
    (next.source, next.sourceSeen) = (value, value)
    next.stood.source |= 1 << Int16(value)
    next.base = .agreed(value)
    next.isTakenBack = false
    next.lastWords.source = nil
  }

  /// What is next for the open write.
  private func carried(_ state: State) -> [Step] {
    switch state.life.next {
    case .send, .sendAgain, .wait:
      guard state.fresh == nil else { return calls(state) }
      return reads(of: state).compactMap { readBeforeCall(state, $0) }
    case .look(let second):
      guard second.map({ $0 <= state.now }) ?? true else { return [] }
      return reads(of: state).compactMap { lookedUp(state, $0) }
    case .readBack(let second):
      guard second.map({ $0 <= state.now }) ?? true else { return [] }
      return reads(of: state).compactMap { readBack(state, $0) }
    case .decideAgain, .abandon:
      return [ended(state, by: .abandoned)]
    case .ask, .nothing:
      return []
    }
  }

  /// A write rests on a read that shows what its decision saw; a condition on one that is settled, too.
  private func readBeforeCall(_ state: State, _ read: Read) -> Step? {
    guard var next = taking(read, state) else { return nil }
    if case .wait = state.life.next, state.life.successor != nil { return nil }
    let act = Act.readBeforeCall(lagging: read.isLagging)
    if state.life.mayHaveLanded {
      let finding = sight(of: read, state).finding(sentAt: state.sentAt, isInsert: false)
      guard next.life.take(.probed(finding, at: state.now)) == nil else {
        return Step(act, next, bad: "the read before a repeat met a fault: \(finding)")
      }
      if finding != .notApplied { return Step(act, next) }
    } else if read.stand.value != state.before {
      return Step(act, ended(next, by: .abandoned).state)
    }
    if state.life.isConditional, !next.seenIsSettled { return nil }
    next.fresh = read.stand.time
    return Step(act, next)
  }

  private func lookedUp(_ state: State, _ read: Read) -> Step? {
    guard var next = taking(read, state) else { return nil }
    let finding = sight(of: read, state).finding(sentAt: state.sentAt, isInsert: false)
    guard next.life.take(.probed(finding, at: state.now)) == nil else {
      return Step(.lookedUp(lagging: read.isLagging), next, bad: "a look met a fault: \(finding)")
    }
    return next == state ? nil : Step(.lookedUp(lagging: read.isLagging), next)
  }

  private func readBack(_ state: State, _ read: Read) -> Step? {
    guard var next = taking(read, state), case .applied(let plan) = state.life.stage else { return nil }
    let verdict = sight(of: read, state).readBack(ours: ours(plan, read, state), isInsert: false)
    let act = Act.readBack(lagging: read.isLagging)
    switch verdict {
    case .confirmed:
      guard next.life.take(.confirmed) == nil else {
        return Step(act, next, bad: "a confirmation met a fault")
      }
      return confirmed(next, state, act)
    case .finding(let finding):
      guard next.life.take(.probed(finding, at: state.now)) == nil else {
        return Step(act, next, bad: "a read-back met a fault: \(finding)")
      }
      return Step(act, next)
    }
  }

  /// The base takes what a confirmed write wrote.
  func confirmed(_ confirmed: State, _ state: State, _ act: Act) -> Step {
    var next = confirmed
    var bad = state.hasEnded ? "a write of an ended pairing is confirmed" : nil
    if !state.hasLanded { bad = bad ?? "a write is confirmed that never took effect" }
    next.base = .agreed(state.desired)
    close(&next)
    return Step(act, next, bad: bad ?? badBase(next, state))
  }

  private func sight(of read: Read, _ state: State) -> WriteSight {
    let values: WriteSight.Values =
      read.stand.value == state.desired ? .desired : read.stand.value == state.before ? .before : .other
    return WriteSight(values: values, time: read.stand.time, readAt: state.now)
  }

  /// The seconds in which the record's own time is our write's; where the target names the author, only if it is us.
  private func ours(_ plan: ReadBackPlan, _ read: Read, _ state: State) -> ClosedRange<Int64>? {
    guard let answered = plan.answered else { return nil }
    guard bounds.kind == .unconditional else { return answered...answered }
    let range = min(state.sentAt, answered)...answered
    return read.stand.byPerson && range.contains(read.stand.time) ? nil : range
  }

  /// The end of the open write; what it leaves behind stays.
  func ended(_ state: State, by event: WriteEvent) -> Step {
    var next = state
    if next.life.leavesBaseDoubtful || event == .settled {
      next.base = .doubtful
      next.isTakenBack = false
    }
    if case .outdated = next.life.stage { next.mustRead = true }
    guard next.life.take(event) == nil else {
      return Step(.ended, next, bad: "an end met a fault in \(state.life.state)")
    }
    close(&next)
    return Step(.ended, next)
  }

  /// A write that is over leaves its windows.
  private func close(_ next: inout State) {
    next.bars = max(next.bars, next.life.barsRecord)
    if !next.bars.isOpen(at: next.now) { next.bars = .closed }
    if bounds.kind != .conditional, case .until(let last) = next.life.copies, last >= next.now {
      next.copies.append(Copy(value: next.desired, condition: nil, lastSecond: last))
    }
    (next.life, next.fresh, next.answer, next.openUntil) = (WriteLife(), nil, nil, nil)
    // *Take this value* is used up by the write that carried it out (law 1).
    if next.word != nil { (next.question, next.word) = (nil, nil) }
    (next.desired, next.before, next.sentAt, next.hasLanded) = (0, 0, 0, false)
  }
}
