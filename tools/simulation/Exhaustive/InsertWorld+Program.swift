import Decisions

/// What the program does: matches, inserts, looks up by its key, reads back.
extension InsertWorld {
  /// A step of this world.
  package typealias Step = WorldStep<State, Act>

  /// The steps of the program, in the order in which a calm world takes them.
  func program(_ state: State) -> [Step] {
    if state.answer != nil { return [answerTaken(state)] }
    if state.life.stage == .unborn { return decided(state).map { [$0] } ?? [] }
    switch state.life.next {
    case .send, .sendAgain: return state.isMatched ? calls(state) : views(state).map { matched(state, $0) }
    case .look(let second):
      guard second.map({ $0 <= state.now }) ?? true else { return [] }
      return views(state).compactMap { lookedUp(state, $0) }
    case .readBack(let second):
      guard second.map({ $0 <= state.now }) ?? true else { return [] }
      return views(state).compactMap { readBack(state, $0) }
    case .decideAgain, .abandon: return [ended(state, by: .abandoned)]
    case .wait, .ask, .nothing: return []
    }
  }

  /// What a read shows: everything, or, where it lags, nothing of what was made or changed a moment ago.
  struct View {
    let keyed: [Int8]
    let ours: [Int8]
    let isLagging: Bool
  }

  private func views(_ state: State) -> [View] {
    let ours = [Int8(1), 2].filter { state[$0].exists }
    let whole = View(keyed: state.keyed, ours: ours, isLagging: false)
    guard state.faults > 0 else { return [whole] }
    let isNew = { (second: Int64) in state.now - second <= bounds.lag }
    let old = View(
      keyed: (Int8(0)..<3).filter { place in
        let entry = state[place]
        guard entry.exists, !isNew(entry.madeAt) else { return false }
        // A key is only ever typed or taken off: a read that lags shows the contrary.
        return isNew(entry.time) ? !entry.showsKey : entry.showsKey
      }, ours: ours.filter { !isNew(state[$0].madeAt) }, isLagging: true)
    return old.keyed == whole.keyed && old.ours == whole.ours ? [whole] : [whole, old]
  }

  private func after(_ view: View, _ state: State) -> State {
    var next = state
    if view.isLagging {
      next.faults -= 1
      if state.hasLandedRefused { next.windows.insert(.laggingAfterRefusal) }
    }
    return next
  }

  private func decided(_ state: State) -> Step? {
    // While our key stands elsewhere, or a former call may land, nothing is created: both bind the subject.
    guard !state.isDone, !state.hasEnded, !state.bars.isOpen(at: state.now),
      !(state.isApart && state.stranger.showsKey)
    else { return nil }
    var next = state
    next.bars = .closed
    _ = next.life.take(.intended(.insert, isConditional: false))
    return Step(.decided, next)
  }

  /// The look by all keys before every attempt: ours is found by its marks too.
  private func matched(_ state: State, _ view: View) -> Step {
    var next = after(view, state)
    let found = Set(view.keyed.filter { $0 != 0 || !state.isApart } + view.ours)
    guard !found.isEmpty else {
      next.isMatched = !(state.isApart && view.keyed.contains(0))
      return next.isMatched ? Step(.matched(lagging: view.isLagging), next) : ended(next, by: .abandoned)
    }
    guard state.life.mayHaveLanded else {
      // Somebody is there: it is matched or asked about, and no create.
      next.isDone = true
      return Step(.matched(lagging: view.isLagging), ended(next, by: .abandoned).state)
    }
    return judged(Array(found), next, .matched(lagging: view.isLagging))
  }

  private func lookedUp(_ state: State, _ view: View) -> Step? {
    let step = judged(view.keyed, after(view, state), .lookedUp(lagging: view.isLagging))
    return step.state == state ? nil : step
  }

  /// A look at an insert whose outcome is not known.
  private func judged(_ found: [Int8], _ state: State, _ act: Act) -> Step {
    var next = state
    let identity: WriteSight.Identity =
      found.count > 1 ? .several : found.first.map { owner(of: $0) } ?? .nobody
    let values: WriteSight.Values = identity == .ours ? .desired : .other
    let time = found.first.map { state[$0].time }
    let sight = WriteSight(identity: identity, values: values, time: time, readAt: state.now)
    let finding = sight.finding(sentAt: state.sentAt, isInsert: true)
    guard next.life.take(.probed(finding, at: state.now)) == nil else {
      return Step(act, next, bad: "a look met a fault: \(finding) in \(state.life.state)")
    }
    if finding == .applied { next.named = found.first }
    return Step(act, next)
  }

  /// Whether a record that was found is what our insert made.
  private func owner(of place: Int8) -> WriteSight.Identity {
    InsertedRecord(wasKnownBefore: place == 0, isHeld: false, hasOurMarks: place != 0).identity
  }

  private func readBack(_ state: State, _ view: View) -> Step? {
    guard case .applied(let plan) = state.life.stage else { return nil }
    var next = after(view, state)
    let act = Act.readBack(lagging: view.isLagging)
    let place = state.named.flatMap { place in place == 0 || view.ours.contains(place) ? place : nil }
    let identity: WriteSight.Identity =
      place.map { place in
        view.keyed.contains(place) ? owner(of: place) : .another
      } ?? .nobody
    let sight = WriteSight(
      identity: identity, values: .desired, time: place.map { state[$0].time }, readAt: state.now)
    switch sight.readBack(ours: plan.answered.map { $0...$0 }, isInsert: true) {
    case .confirmed:
      guard next.life.take(.confirmed) == nil else {
        return Step(act, next, bad: "a confirmation met a fault")
      }
      return linked(next, act)
    case .finding(let finding):
      guard next.life.take(.probed(finding, at: state.now)) == nil else {
        return Step(act, next, bad: "a read-back met a fault: \(finding)")
      }
      return Step(act, next)
    }
  }

  private func linked(_ state: State, _ act: Act) -> Step {
    var next = state
    (next.linked, next.isDone) = (state.named, true)
    var bad = state.hasEnded ? "a write of an ended pairing is confirmed" : nil
    if let place = state.named, place != 0, state[place].exists {
      (next.life, next.openUntil) = (WriteLife(), nil)
    } else {
      bad = bad ?? (state.named == 0 ? "linked to the stranger" : "linked to a record that is not there")
    }
    return Step(act, next, bad: bad)
  }

  func answerTaken(_ state: State) -> Step {
    var next = state
    guard let answer = state.answer, next.life.take(.answered(answer.says)) == nil else {
      return Step(.answerTaken, next, bad: "an answer met a fault in \(state.life.state)")
    }
    (next.answer, next.named) = (nil, answer.record)
    if answer.says != .unknown { next.openUntil = nil }
    return next.life.stage == .confirmed ? linked(next, .answerTaken) : Step(.answerTaken, next)
  }

  func ended(_ state: State, by event: WriteEvent) -> Step {
    var next = state
    guard next.life.take(event) == nil else {
      return Step(.ended, next, bad: "an end met a fault in \(state.life.state)")
    }
    next.bars = max(next.bars, next.life.barsRecord)
    (next.life, next.named, next.sentAt, next.isMatched, next.openUntil) = (WriteLife(), nil, 0, false, nil)
    if next.hasEnded { next.isDone = true }
    return Step(.ended, next)
  }
}
