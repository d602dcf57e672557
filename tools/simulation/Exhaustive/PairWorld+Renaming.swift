import Decisions

/// Time, calm, and states that are one where only the names of seconds and events differ.
extension PairWorld {
  /// The same state a little later; nil where waiting changes nothing (`UpdateWorld.later`).
  func later(_ state: State) -> State? {
    let newest = state.compared.max() ?? .min
    let awaited = state.deadlines.flatMap { [$0, $0 + 1] }.filter { $0 > state.now }.min()
    let isQuiet = state.now - newest >= UpdateWorld.gapMax
    guard !isQuiet || awaited != nil else { return nil }
    var next = state
    next.now = isQuiet ? awaited ?? state.now : state.now + 1
    next.air.removeAll { $0.lastSecond < next.now }
    return next
  }

  package func calmed(_ state: State) -> State? {
    guard state.air.isEmpty else { return nil }
    var next = state
    next.left = Left()
    return renamed(next)
  }

  package func calmStep(from state: State) -> Step? {
    if let step = program(state).first { return Step(step.act, renamed(step.state), bad: step.bad) }
    return later(state).map { Step(.timePasses, renamed($0)) }
  }

  /// The state with `now` as second 0, the past drawn together, and events numbered by their order.
  func renamed(_ state: State) -> State {
    var next = state
    next.known.writes.removeAll { $0.isOver(at: state.now) }
    for index in next.known.writes.indices { next.known.writes[index].strip() }
    let names = SecondNames(next.compared, now: state.now, gapMax: UpdateWorld.gapMax)
    next.now = 0
    for place in Place.allCases {
      next.zoho[place].time = next.zoho[place].exists ? names[next.zoho[place].time] : 0
      let stand = next.known.zoho[place].stand
      next.known.zoho[place].stand.time = stand.exists ? names[stand.time] : 0
    }
    for index in next.known.writes.indices { next.known.writes[index].rename(names) }
    for index in next.air.indices {
      next.air[index].condition = next.air[index].condition.map { names[$0] }
      next.air[index].lastSecond = names.deadline(next.air[index].lastSecond)
    }
    next.known.number()
    return next
  }
}

extension PairWorld.Write {
  /// What says nothing any more is the same for all.
  fileprivate mutating func strip() {
    if !hasFailed { last = 0 }
    guard !isOpen else { return }
    (sentAt, openUntil, answer, repeatedUnder) = (0, nil, nil, nil)
    (isFresh, isNew) = (false, false)
    if !hasFailed { (decision, before, jde) = (0, PairWorld.Fields(terms: 0, credit: 0), call.desired) }
    call.condition = nil
  }

  fileprivate mutating func rename(_ names: SecondNames) {
    life = life.renamed(answer: { names[$0] }, deadline: { names.deadline($0) })
    guard isOpen else { return }
    sentAt = life.attempts == 0 ? 0 : names[sentAt]
    call.condition = call.condition.map { names[$0] }
    repeatedUnder = repeatedUnder.map { names[$0] }
    openUntil = openUntil.map { names.deadline($0) }
    if case .applied(let time?) = answer { answer = .applied(time: names[time]) }
  }
}

extension PairWorld.State {
  /// Seconds that are compared with each other.
  fileprivate var compared: [Int64] {
    var seconds: [Int64] = []
    for place in PairWorld.Place.allCases {
      if zoho[place].exists { seconds.append(zoho[place].time) }
      let stand = known.zoho[place].stand
      if stand.exists, stand.time != zoho[place].time { seconds.append(stand.time) }
    }
    for write in known.writes where write.isOpen {
      if write.life.attempts > 0 { seconds.append(write.sentAt) }
      seconds += write.life.answers
      if let condition = write.call.condition { seconds.append(condition) }
      if let under = write.repeatedUnder { seconds.append(under) }
      if case .applied(let time?) = write.answer { seconds.append(time) }
    }
    for call in air { if let condition = call.condition { seconds.append(condition) } }
    return seconds
  }

  /// Seconds that something waits for.
  fileprivate var deadlines: [Int64] {
    var seconds: [Int64] = []
    for write in known.writes {
      seconds += write.life.deadlines
      if let open = write.openUntil { seconds.append(open) }
    }
    for call in air { seconds.append(call.lastSecond) }
    return seconds
  }
}

extension PairWorld.Known {
  /// Events are numbered anew, as far as anything compares them: statements, refused writes and inserts by their order,
  /// with even numbers; a change by which of those it came after, with odd ones; the others not at all.
  fileprivate mutating func number() {
    var anchors = said.map(\.sequence)
    for write in writes {
      if write.hasFailed { anchors.append(write.last) }
      if write.call.action == .insert { anchors.append(write.intended) }
    }
    anchors.sort()
    func even(_ number: Sequence16) -> Sequence16 {
      Sequence16(2 * (anchors.firstIndex { $0 >= number } ?? anchors.count) + 2)
    }
    func odd(_ number: Sequence16) -> Sequence16 {
      number == 0 ? 0 : Sequence16(2 * (anchors.firstIndex { $0 >= number } ?? anchors.count) + 1)
    }
    jdeChanged = max(1, odd(jdeChanged))
    for place in PairWorld.Place.allCases {
      zoho[place].changed = max(1, odd(zoho[place].changed))
      zoho[place].first = zoho[place].stand.exists ? max(1, odd(zoho[place].first)) : 0
      zoho[place].key = odd(zoho[place].key)
      zoho[place].cleared = odd(zoho[place].cleared)
    }
    numberWrites(even)
    for index in said.indices { said[index].sequence = even(said[index].sequence) }
    sequence = Sequence16(2 * anchors.count + 2)
  }

  private mutating func numberWrites(_ even: (Sequence16) -> Sequence16) {
    // What only has to be the same or another one; a number that no event can get.
    let bases = writes.map { $0.call.action == .update ? $0.base : 0 }
    link.baseSequence = Sequence16(-1 - (bases.firstIndex(of: link.baseSequence) ?? -1))
    for index in writes.indices {
      writes[index].base =
        writes[index].call.action == .update
        ? Sequence16(-1 - (bases.firstIndex(of: bases[index]) ?? -1)) : even(writes[index].base)
      let decision = writes[index].decision
      writes[index].decision = said.contains { $0.used == decision && $0.used != 0 } ? decision : 0
      writes[index].last = writes[index].hasFailed ? even(writes[index].last) : 0
      writes[index].intended = writes[index].call.action == .insert ? even(writes[index].intended) : 0
    }
    let decisions = writes.map(\.decision)
    for index in said.indices where said[index].used != 0 {
      said[index].used = Sequence16((decisions.firstIndex(of: said[index].used) ?? -2) + 3)
    }
    for index in writes.indices where decisions[index] != 0 {
      writes[index].decision = Sequence16((decisions.firstIndex(of: decisions[index]) ?? -2) + 3)
    }
  }
}
