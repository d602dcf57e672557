import Decisions

/// Time, calm, and what is wrong at rest.
extension UpdateWorld {
  /// The same state a little later; nil where waiting changes nothing.
  ///
  /// Second by second while a second of the past may still matter, and then at once to the next that something waits
  /// for: between them nothing can differ but the name of the second.
  func later(_ state: State) -> State? {
    let newest = state.compared.max() ?? .min
    // A window closes in the second after its last.
    let awaited = state.deadlines.flatMap { [$0, $0 + 1] }.filter { $0 > state.now }.min()
    let isQuiet = newest == .min || state.now - newest >= Self.gapMax
    guard !isQuiet || awaited != nil else { return nil }
    var next = state
    next.now = isQuiet ? awaited ?? state.now : state.now + 1
    next.air.removeAll { $0.lastSecond < next.now }
    return next
  }

  package func calmed(_ state: State) -> State? {
    guard state.air.isEmpty else { return nil }
    var next = state
    next.edits = Pair(source: 0, target: 0)
    (next.touches, next.faults, next.crashes, next.relinks) = (0, 0, 0, 0)
    return renamed(next)
  }

  package func calmStep(from state: State) -> Step? {
    if let step = program(state).first { return Step(step.act, renamed(step.state), bad: step.bad) }
    return later(state).map { Step(.timePasses, renamed($0)) }
  }

  package func judge(_ state: State) -> String? {
    // Who holds the wrong state of a second for settled takes every read of the right one for a lag, until the record
    // moves again: part of the named loss.
    if state.windows.contains(.sameSecond) { return nil }
    if state.question != nil, state.word == nil { return nil }
    if case .ask = state.life.next { return nil }
    if state.life.stage != .unborn { return "a write hangs in \(state.life.state) and nothing is next" }
    if state.hasEnded { return nil }
    if state.source != state.target.value {
      guard bounds.isSourceOwned else { return "the sides differ, and nothing is owed or asked" }
      return state.lastWords.target == nil ? "an edit of the target is reported that no person made" : nil
    }
    if let chosen = state.chosen, chosen != state.source, state.windows.isEmpty {
      return "what a person took does not hold"
    }
    guard !bounds.isSourceOwned, state.windows.isEmpty, state.lastWords != Pair(source: nil, target: nil)
    else { return nil }
    return state.lastWords.source == state.source || state.lastWords.target == state.source
      ? nil : "both sides agree on a value that is no person's last word"
  }
}

/// Seconds have no names: states are one where only those differ.
extension UpdateWorld {
  /// Seconds that lie further apart are as far apart: a settled read needs two.
  static var gapMax: Int64 { 3 }

  /// The state with `now` as second 0, seconds to come as far away as they are, and those of the past drawn together.
  func renamed(_ state: State) -> State {
    let names = SecondNames(state.compared, now: state.now, gapMax: Self.gapMax)
    var next = state
    next.now = 0
    next.target.time = names[state.target.time]
    // Without faults to come no read lags any more.
    next.former = state.faults > 0 ? state.former : state.target
    next.former.time = names[next.former.time]
    next.seen.time = names[state.seen.time]
    next.sentAt = state.life.stage == .unborn ? 0 : names[state.sentAt]
    next.fresh = state.fresh.map { names[$0] }
    next.openUntil = state.openUntil.map { names.deadline($0) }
    if case .applied(let time?) = state.answer { next.answer = .applied(time: names[time]) }
    if case .until(let last) = state.bars { next.bars = .until(names.deadline(last)) }
    if state.life.stage != .unborn {
      next.life = state.life.renamed(answer: { names[$0] }, deadline: { names.deadline($0) })
    }
    if !state.air.isEmpty { next.air = state.air.map { $0.renamed(names) }.sorted() }
    if !state.copies.isEmpty { next.copies = Set(state.copies.map { $0.renamed(names) }).sorted() }
    return next
  }
}

extension UpdateWorld.State {
  /// Seconds that are compared with each other.
  fileprivate var compared: [Int64] {
    var seconds = [target.time, seen.time]
    if faults > 0 { seconds.append(former.time) }
    if life.stage != .unborn {
      seconds.append(sentAt)
      seconds += life.answers
    }
    if let fresh { seconds.append(fresh) }
    if case .applied(let time?) = answer { seconds.append(time) }
    for copy in air { if let condition = copy.condition { seconds.append(condition) } }
    for copy in copies where copy.lastSecond <= now { seconds.append(copy.lastSecond) }
    return seconds
  }

  /// Seconds that something waits for.
  fileprivate var deadlines: [Int64] {
    var seconds = life.stage == .unborn ? [] : life.deadlines
    if case .until(let last) = bars { seconds.append(last) }
    if let openUntil { seconds.append(openUntil) }
    for copy in air { seconds.append(copy.lastSecond) }
    for copy in copies { seconds.append(copy.lastSecond) }
    return seconds
  }
}

extension UpdateWorld.Copy: Comparable {
  func renamed(_ names: SecondNames) -> Self {
    Self(value: value, condition: condition.map { names[$0] }, lastSecond: names[lastSecond])
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.value, left.condition ?? .min, left.lastSecond) < (
      right.value, right.condition ?? .min, right.lastSecond
    )
  }
}
