import Decisions

/// What becomes of calls, and what people do meanwhile.
extension UpdateWorld {
  /// The call leaves: its sending is durable before, its fate is the network's.
  func calls(_ state: State) -> [Step] {
    Fate.allCases.compactMap { fate in
      guard fate == .answered || state.faults > 0 else { return nil }
      return called(state, fate)
    }
  }

  private func called(_ state: State, _ fate: Fate) -> Step? {
    var next = state
    if fate != .answered { next.faults -= 1 }
    let last = state.now + bounds.landing
    next.openUntil = last
    var bad = state.hasEnded ? "a write of an ended pairing is sent" : nil
    if let open = state.openUntil, open >= state.now {
      bad = bad ?? "a write is sent again while its former call may land"
    }
    guard next.life.take(.sent(attempt: state.life.attempts + 1, landsUntil: last)) == nil else {
      return Step(.called(fate), next, bad: "a sending met a fault in \(state.life.state)")
    }
    let condition = state.life.isConditional ? state.fresh : nil
    (next.sentAt, next.fresh) = (state.now, nil)
    switch fate {
    case .answered, .lostAfter, .doubled:
      let landing = land(next.desired, condition, &next)
      bad = bad ?? landing.bad
      next.answer =
        fate == .lostAfter
        ? .unknown : landing.isApplied ? .applied(time: state.now) : .refused(.stale)
    case .withoutEffect: next.answer = .applied(time: state.now)
    case .throttled: next.answer = .refused(.throttle)
    case .lostBefore, .late: next.answer = .unknown
    }
    if fate == .late || fate == .doubled {
      guard next.air.count < 2 else { return nil }
      next.air.append(Copy(value: next.desired, condition: condition, lastSecond: last))
    }
    return Step(.called(fate), next, bad: bad)
  }

  func answerTaken(_ state: State) -> Step {
    var next = state
    guard let answer = state.answer, next.life.take(.answered(answer)) == nil else {
      return Step(.answerTaken, next, bad: "an answer met a fault in \(state.life.state)")
    }
    next.answer = nil
    if answer != .unknown { next.openUntil = nil }
    return next.life.stage == .confirmed ? confirmed(next, state, .answerTaken) : Step(.answerTaken, next)
  }

  /// A call arrives at the target.
  private func land(
    _ value: Int8, _ condition: Int64?, _ next: inout State
  ) -> (isApplied: Bool, bad: String?) {
    if let condition, next.target.time > condition { return (false, nil) }
    var bad: String?
    if next.target.byPerson, next.target.value != value {
      if next.isUnseen {
        if condition != nil, !next.windows.contains(.sameSecond) {
          bad = "a person's edit is overwritten that no read had shown"
        }
        if condition == nil { next.windows.insert(.beforeLanding) }
      } else if next.isTakenBack, !bounds.isSourceOwned {
        bad =
          "a person took our value back, and it is overwritten by one who thinks that it never stood there"
      }
    }
    change(&next, to: value, byPerson: false)
    return (true, bad)
  }

  private func change(_ next: inout State, to value: Int8, byPerson: Bool) {
    next.former = next.target
    next.target = Stand(value: value, time: next.now, byPerson: byPerson)
    next.stood.target |= 1 << Int16(value)
    if next.life.stage != .unborn, value == next.desired { next.hasLanded = true }
    if byPerson { next.isUnseen = true } else { (next.isUnseen, next.isTakenBack) = (false, false) }
  }

  /// Time, late calls, people and crashes.
  func surroundings(_ state: State) -> [Step] {
    var steps: [Step] = []
    if let next = later(state) { steps.append(Step(.timePasses, next)) }
    for (place, copy) in state.air.enumerated() {
      var next = state
      next.air.remove(at: place)
      let landing = land(copy.value, copy.condition, &next)
      // Where no condition protects, a copy that lands over a person's edit is the named loss, seen or not.
      if landing.isApplied, copy.condition == nil, state.target.byPerson, state.target.value != copy.value {
        next.windows.insert(.beforeLanding)
        steps.append(Step(.copyLanded(copy.value), next))
      } else {
        steps.append(Step(.copyLanded(copy.value), next, bad: landing.bad))
      }
    }
    steps += edits(state)
    if state.crashes > 0, state.fresh != nil || state.answer != nil {
      var next = state
      next.crashes -= 1
      (next.fresh, next.answer) = (nil, nil)
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

  private func edits(_ state: State) -> [Step] {
    var steps: [Step] = []
    for value in 0..<Int8(bounds.values) {
      if state.edits.source > 0, value != state.source {
        var next = state
        next.edits.source -= 1
        next.source = value
        next.stood.source |= 1 << Int16(value)
        next.lastWords.source = value
        next.chosen = nil
        next.isTakenBack = false
        steps.append(Step(.sourceEdited(value), next))
      }
      if state.edits.target > 0, value != state.target.value {
        var next = state
        next.edits.target -= 1
        let isOurs =
          !state.target.byPerson && state.life.stage != .unborn && state.target.value == state.desired
        change(&next, to: value, byPerson: true)
        next.lastWords.target = value
        next.chosen = nil
        next.isTakenBack = isOurs && value == state.before
        steps.append(Step(.targetEdited(value), next))
      }
    }
    if state.touches > 0 {
      var next = state
      next.touches -= 1
      next.former = state.target
      next.target.time = state.now
      steps.append(Step(.targetTouched, next))
    }
    return steps
  }

  /// What a person may answer: a question of the pair, or one about the write.
  package func answers(in state: State) -> [Step] {
    var steps: [Step] = []
    if let question = state.question, question == Pair(source: state.sourceSeen, target: state.seen.value),
      state.word == nil
    {
      for side in [Side.source, .target] {
        var next = state
        (next.word, next.isTakenBack) = (side, false)
        // Somebody who answers what no longer stands there has said nothing about what does.
        if question == Pair(source: state.source, target: state.target.value) {
          next.lastWords = Pair(source: nil, target: nil)
          next.chosen = side == .source ? state.source : state.target.value
        }
        steps.append(Step(.personChose(side), renamed(next)))
      }
    }
    if case .ask = state.life.next {
      steps.append(Step(.personLooked, renamed(ended(state, by: .settled).state)))
    }
    return steps
  }
}
