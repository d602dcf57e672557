import Decisions

/// What people say (`SyncEngine+Statements`, `SyncEngine+Conflicts`).
extension PairWorld {
  /// What may be said before it becomes calm.
  func words(_ state: State) -> [Step] {
    guard state.left.words > 0 else { return [] }
    var sayings = answersNow(state)
    for saying in bounds.unasked where !sayings.contains(saying) { sayings.append(saying) }
    return sayings.compactMap { saying in
      guard var next = said(saying, state) else { return nil }
      next.left.words -= 1
      return Step(.said(saying), next, bad: badBase(next, state))
    }
  }

  /// What a person may answer to an open question.
  package func answers(in state: State) -> [Step] {
    answersNow(state).compactMap { saying in
      said(saying, state).map { Step(.said(saying), renamed($0), bad: badBase($0, state)) }
    }
  }

  private func answersNow(_ state: State) -> [Saying] {
    var sayings: [Saying] = []
    for field in Field.allCases where state.known.conflicts[field] != nil {
      sayings += [.takeSide(field, .jde), .takeSide(field, .zoho)]
      sayings += (0..<Int8(bounds.values)).map { .takeValue(field, $0) }
    }
    guard let question = state.known.question else { return sayings }
    switch question.about {
    case .identity: sayings += [.sameCompany, .unlink, .theseTwo(.other), .ignore]
    case .match: sayings += [.theseTwo(.first), .theseTwo(.other), .isNew, .keepApart, .ignore]
    case .write: sayings += [.theseTwo(state.known.link.place), .theseTwo(.made), .keepApart, .unlink]
    case .gone: sayings += [.unlink]
    }
    return sayings
  }

  /// The state after a person has said it; nil where it is refused.
  private func said(_ saying: Saying, _ state: State) -> State? {
    switch saying {
    case .takeSide(let field, _), .takeValue(let field, _): return resolved(field, saying, state)
    default: break
    }
    var next = state
    if isStale(saying, state) {
      next.known.sequence += 1
      next.known.question?.company = state.known.jde.company
      return next
    }
    next.memory.isLeftAlone = false
    switch saying {
    case .unlink:
      guard state.known.link.isLinked else { return nil }
      say(.record(state.known.link.place), .apart, &next)
      next.memory.together[state.known.link.place] = false
      unlink(&next)
    case .theseTwo(let place):
      guard state.known.zoho[place].stand.exists else { return nil }
      pair(with: place, state, &next)
    case .isNew:
      // There is room here for one record of ours.
      guard !state.known.link.isLinked, !state.zoho.made.exists else { return nil }
      say(.pairing, .isNew, &next)
    case .keepApart:
      let candidates = (state.known.question?.candidates ?? []).filter { state.known.zoho[$0].stand.exists }
      guard !candidates.isEmpty,
        !(state.known.link.isLinked && candidates.contains(state.known.link.place))
      else { return nil }
      for place in candidates {
        say(.record(place), .apart, &next)
        next.memory.together[place] = false
      }
    case .ignore:
      say(.waiting, .notUntilChanged, &next)
      next.memory.isLeftAlone = isKnown(state)
    case .sameCompany:
      guard state.known.question?.about == .identity else { return nil }
      say(.identity, .sameCompany, &next)
    case .takeBack:
      guard takeBack(state, &next) else { return nil }
      return next
    case .takeSide, .takeValue: return nil
    }
    if state.known.question != nil { next.known.question = nil }
    if saying != .ignore { endAskedWrites(behind: state.known.question, &next) }
    return next
  }

  private func say(_ slot: Said.Slot, _ says: SubjectStated.Says, _ next: inout State) {
    self.state(Said(slot: slot, says: says, sequence: 0), &next)
  }

  /// An answer whose ground has moved is refused, and asked again (`requireGround`).
  private func isStale(_ saying: Saying, _ state: State) -> Bool {
    guard let question = state.known.question, saying != .takeBack, !isBusy(state.known, at: state.now)
    else { return false }
    if case .match = question.about { return question.company != state.known.jde.company }
    return false
  }

  private func pair(with place: Place, _ state: State, _ next: inout State) {
    let before = next.known.sequence
    let former = state.known.link.isLinked ? state.known.link.place : nil
    if let former, former != place {
      say(.record(former), .apart, &next)
      next.memory.together[former] = false
    }
    for other in Place.allCases where other != place && other != former {
      let stand = state.known.zoho[other].stand
      guard stand.exists, stand.showsKey else { continue }
      say(.record(other), .apart, &next)
      next.memory.together[other] = false
    }
    say(.record(place), .theseTwo, &next)
    next.memory.together[place] = true
    for index in next.known.said.indices.dropLast() where next.known.said[index].sequence > before {
      next.known.said[index].isJoined = true
    }
    next.known.link.isByWord = false
    guard former != place else { return }
    link(place, &next, isCreated: false)
    next.known.link.isByWord = true
  }

  /// What was said last holds no longer, nor the pair that it made, nor what was said of others in the same breath.
  private func takeBack(_ state: State, _ next: inout State) -> Bool {
    let known = state.known.said.filter { $0.says != .takenBack }.sorted { $0.sequence < $1.sequence }
    guard let last = known.last else { return false }
    takeBack(last, &next)
    guard last.says == .theseTwo, state.known.link.isLinked, state.known.link.isByWord else { return true }
    for other in known.dropLast().reversed() {
      guard other.says == .apart, other.isJoined else { break }
      takeBack(other, &next)
    }
    unlink(&next)
    return true
  }

  private func takeBack(_ said: Said, _ next: inout State) {
    next.known.sequence += 1
    next.known.isHeld = false
    guard let row = next.known.said.firstIndex(where: { $0.sequence == said.sequence }) else { return }
    next.known.said[row].says = .takenBack
    next.known.said[row].sequence = next.known.sequence
    (next.known.said[row].used, next.known.said[row].isOvertaken) = (0, false)
    if case .record(let place) = said.slot { next.memory.together[place] = nil }
    if case .field = said.slot { next.memory.chosen = nil }
  }

  /// A write that waits for this word is over, and a refused one that was asked about or whose pairing has ended.
  private func endAskedWrites(behind question: Question?, _ next: inout State) {
    let isAnswered = if case .write? = question?.about { true } else { false }
    for index in next.known.writes.indices {
      let write = next.known.writes[index]
      let isAsked = if case .asked = write.life.stage { true } else { false }
      let isSettled = write.hasFailed && (isAnswered || write.life.successor == .generation)
      guard isAsked || isSettled else { continue }
      _ = end(index, .abandoned, doubtful: [:], &next)
    }
  }

  /// Whose value of a field holds: about the two values that stand there now (`SyncEngine.resolve`).
  private func resolved(_ field: Field, _ saying: Saying, _ state: State) -> State? {
    guard let asked = state.known.conflicts[field] else { return nil }
    var next = state
    if !isBusy(state.known, at: state.now), case .updates = evaluated(state.known).course.kind {
      let place = state.known.link.place
      let shown = Sides(
        jde: state.known.jde.values[field], zoho: state.known.zoho[place].stand.values[field])
      if shown != asked {
        askAbout(field, shown, &next)
        return next
      }
    }
    next.memory.isLeftAlone = false
    var said = Said(slot: .field(field), says: .takeSide, takes: saying, about: asked, sequence: 0)
    if case .takeValue = saying { said.says = .takeValue }
    self.state(said, &next)
    next.known.conflicts[field] = nil
    remember(field, saying, asked, &next)
    return next
  }

  /// Somebody who answers what no longer stands there has said nothing about what does.
  private func remember(_ field: Field, _ saying: Saying, _ asked: Sides, _ next: inout State) {
    let place = next.known.link.place
    if field == .terms, saying == .takeSide(.terms, .zoho) { next.memory.leftApart = asked }
    guard field == .credit else { return }
    next.memory.takenBack = Places(all: false)
    next.memory.isWordDone = false
    guard asked == Sides(jde: next.jde.values.credit, zoho: next.zoho[place].values.credit) else { return }
    next.memory.lastWords = nil
    switch saying {
    case .takeSide(_, .jde): next.memory.chosen = asked.jde
    case .takeSide: next.memory.chosen = asked.zoho
    // A given value goes to JD Edwards first, by hand.
    case .takeValue(_, let value): next.memory.chosen = value == asked.jde ? value : nil
    default: break
    }
  }

  /// Everything is known as it is, and nothing is on its way.
  private func isKnown(_ state: State) -> Bool {
    state.known.jde == state.jde && state.air.isEmpty && !state.known.writes.contains(where: \.isOpen)
      && Place.allCases.allSatisfy { state.known.zoho[$0].stand == state.zoho[$0] }
  }
}
