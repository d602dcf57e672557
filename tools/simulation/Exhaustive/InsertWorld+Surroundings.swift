import Decisions

/// Calls, people, time, and what is wrong at rest.
extension InsertWorld {
  func calls(_ state: State) -> [Step] {
    Fate.allCases.compactMap { fate in
      guard fate == .answered || state.faults > 0, fate != .doubled || bounds.doubles else { return nil }
      return called(state, fate)
    }
  }

  private func called(_ state: State, _ fate: Fate) -> Step? {
    var next = state
    if fate != .answered { next.faults -= 1 }
    var bad = state.hasEnded ? "an insert of an ended pairing is sent" : nil
    if let open = state.openUntil, open >= state.now {
      bad = bad ?? "an insert is sent again while its former call may land"
    }
    let last = state.now + bounds.landing
    next.openUntil = last
    let told = last + bounds.lag
    guard next.life.take(.sent(attempt: state.life.attempts + 1, landsUntil: told)) == nil else {
      return Step(.called(fate), next, bad: "a sending met a fault in \(state.life.state)")
    }
    (next.sentAt, next.isMatched) = (state.now, false)
    var made: Answer?
    switch fate {
    case .answered, .lostAfter, .doubled, .exchanged, .throttledAfter:
      let landing = land(&next)
      bad = bad ?? landing.bad
      made = landing.answer
    case .lostBefore, .late, .withoutEffect, .throttledBefore: break
    }
    switch fate {
    case .answered, .doubled: next.answer = made
    case .exchanged:
      guard case .applied? = made?.says else { return nil }
      next.answer = Answer(says: .applied(time: state.now), record: 0)
    case .withoutEffect: next.answer = Answer(says: .applied(time: state.now), record: nil)
    case .lostBefore, .lostAfter, .late: next.answer = Answer(says: .unknown, record: nil)
    case .throttledBefore, .throttledAfter: next.answer = Answer(says: .refused(.throttle), record: nil)
    }
    if fate == .throttledAfter { next.hasLandedRefused = true }
    if fate == .late || fate == .doubled {
      guard next.air.count < 2 else { return nil }
      next.air.append(last)
      // Nothing but the key protects against the copy of an insert.
      if fate == .doubled, !bounds.isKeyEnforced { next.windows.insert(.keyNotEnforced) }
    }
    return Step(.called(fate), next, bad: bad)
  }

  /// An insert arrives: a new record, or the answer that a record with the key exists.
  private func land(_ next: inout State) -> (answer: Answer?, bad: String?) {
    if bounds.isKeyEnforced, let place = next.keyed.first {
      // DUPLICATE_DATA names the record; what our own insert made before is taken as applied.
      return place == 0
        ? (Answer(says: .refused(.invalid), record: nil), nil)
        : (Answer(says: .applied(time: nil), record: place), nil)
    }
    let isNamed = !next.windows.isEmpty
    guard let place = [Int8(1), 2].first(where: { !next[$0].exists }) else {
      return (Answer(says: .unknown, record: nil), isNamed ? nil : "a third record by us")
    }
    next[place] = Entry(exists: true, showsKey: true, time: next.now, madeAt: next.now)
    let isSecond = next.first.exists && next.second.exists
    return (
      Answer(says: .applied(time: next.now), record: place),
      isSecond && !isNamed ? "two records by us for one subject" : nil
    )
  }

  func surroundings(_ state: State) -> [Step] {
    var steps: [Step] = []
    if let next = later(state) { steps.append(Step(.timePasses, next)) }
    for place in state.air.indices {
      var next = state
      next.air.remove(at: place)
      let landing = land(&next)
      steps.append(Step(.copyLanded, next, bad: landing.bad))
    }
    if state.acts > 0 { steps += keys(state) }
    if state.crashes > 0, state.isMatched || state.answer != nil {
      var next = state
      next.crashes -= 1
      (next.isMatched, next.answer) = (false, nil)
      steps.append(Step(.crashed, next))
    }
    if state.relinks > 0, state.life.stage != .unborn {
      var next = state
      next.relinks -= 1
      next.hasEnded = true
      if next.life.take(.superseded(by: .generation)) == nil { steps.append(Step(.relinked, next)) }
    }
    return steps + answers(in: state)
  }

  private func keys(_ state: State) -> [Step] {
    var steps: [Step] = []
    if !state.stranger.showsKey, !bounds.isKeyEnforced || state.keyed.isEmpty {
      var next = state
      next.acts -= 1
      next.stranger.showsKey = true
      next.stranger.time = state.now
      steps.append(Step(.keyTyped, next))
    }
    for place in state.keyed {
      var next = state
      next.acts -= 1
      next[place].showsKey = false
      next[place].time = state.now
      // An insert that was matched is as good as under way.
      if place != 0, !state.air.isEmpty || state.isMatched { next.windows.insert(.keyTakenOff) }
      steps.append(Step(.keyTakenOff(Int(place)), next))
    }
    return steps
  }

  /// What a person may answer where the insert asks.
  package func answers(in state: State) -> [Step] {
    guard case .ask = state.life.next else { return [] }
    var settled = ended(state, by: .settled).state
    settled.isDone = true
    var steps = [Step(.personSettled(isNew: false), renamed(settled))]
    // Somebody who says *is new* has looked: nothing of ours is there.
    if !state.isApart, !state.first.exists, !state.hasEnded {
      var new = ended(state, by: .settled).state
      new.isApart = true
      steps.append(Step(.personSettled(isNew: true), renamed(new)))
    }
    return steps
  }

  private func later(_ state: State) -> State? {
    let newest = state.compared.max() ?? .min
    let awaited = state.deadlines.flatMap { [$0, $0 + 1] }.filter { $0 > state.now }.min()
    let isQuiet = state.now - newest >= UpdateWorld.gapMax
    guard !isQuiet || awaited != nil else { return nil }
    var next = state
    next.now = isQuiet ? awaited ?? state.now : state.now + 1
    next.air.removeAll { $0 < next.now }
    return next
  }

  package func calmed(_ state: State) -> State? {
    guard state.air.isEmpty else { return nil }
    var next = state
    (next.acts, next.faults, next.crashes, next.relinks) = (0, 0, 0, 0)
    return renamed(next)
  }

  package func calmStep(from state: State) -> Step? {
    if let step = program(state).first { return Step(step.act, renamed(step.state), bad: step.bad) }
    return later(state).map { Step(.timePasses, renamed($0)) }
  }

  package func judge(_ state: State) -> String? {
    if case .ask = state.life.next { return nil }
    if state.life.stage != .unborn { return "an insert hangs in \(state.life.state) and nothing is next" }
    if state.isDone || state.hasEnded || state.isApart && state.stranger.showsKey { return nil }
    return "there is no record, and nothing is owed or asked"
  }

  func renamed(_ state: State) -> State {
    let names = SecondNames(state.compared, now: state.now, gapMax: UpdateWorld.gapMax)
    var next = state
    next.now = 0
    for place in Int8(0)..<3 where state[place].exists {
      next[place].time = names[state[place].time]
      next[place].madeAt = names[state[place].madeAt]
    }
    if state.life.stage == .unborn {
      next.sentAt = 0
    } else {
      next.sentAt = names[state.sentAt]
      next.life = state.life.renamed(answer: { names[$0] }, deadline: { names.deadline($0) })
    }
    if case .applied(let time?) = state.answer?.says { next.answer?.says = .applied(time: names[time]) }
    next.openUntil = state.openUntil.map { names.deadline($0) }
    if case .until(let last) = state.bars { next.bars = .until(names.deadline(last)) }
    next.air = state.air.map { names.deadline($0) }.sorted()
    return next
  }
}

extension InsertWorld.State {
  /// Seconds that are compared with each other.
  fileprivate var compared: [Int64] {
    var seconds = [stranger.time, stranger.madeAt]
    if first.exists { seconds += [first.time, first.madeAt] }
    if second.exists { seconds += [second.time, second.madeAt] }
    if life.stage != .unborn { seconds += [sentAt] + life.answers }
    if case .applied(let time?) = answer?.says { seconds.append(time) }
    return seconds
  }

  /// Seconds that something waits for.
  fileprivate var deadlines: [Int64] {
    var seconds = life.stage == .unborn ? [] : life.deadlines
    if case .until(let last) = bars { seconds.append(last) }
    if let openUntil { seconds.append(openUntil) }
    return seconds + air
  }
}
