import Decisions

/// What ``WriteLife`` owes is done (`Carrier`).
extension PairWorld {
  /// The steps of the program, in the order in which a calm world takes them.
  func program(_ state: State) -> [Step] {
    var steps: [Step] = []
    for index in state.known.writes.indices where state.known.writes[index].answer != nil {
      steps.append(answerTaken(state, index))
    }
    if state.known.jde != state.jde {
      var next = state
      next.known.sequence += 1
      (next.known.jde, next.known.jdeChanged) = (state.jde, next.known.sequence)
      steps.append(Step(.jdeRead, next))
    }
    for place in Place.allCases where state.known.zoho[place].stand != state.zoho[place] {
      var next = state
      observe(place, &next)
      steps.append(Step(.zohoRead(place), next))
    }
    for index in state.known.writes.indices where state.known.writes[index].answer == nil {
      steps += carried(state, index)
    }
    if let step = decided(state) { steps.append(step) }
    return steps
  }

  private func carried(_ state: State, _ index: Int) -> [Step] {
    let write = state.known.writes[index]
    guard write.isOpen else { return [] }
    let isOutOfDate = !write.isFresh && write.call.action != .clearKey
    switch write.life.next {
    case .send where isOutOfDate, .wait(until: nil) where !write.isFresh:
      return [ended(state, index, .abandoned)]
    case .sendAgain where !write.isFresh || write.call.action == .insert && !write.isNew:
      return [ended(state, index, .abandoned)]
    case .send, .sendAgain, .wait(until: nil): return calls(state, index)
    case .look(let second): return isDue(second, state) ? [lookedUp(state, index)] : []
    case .readBack(let second): return isDue(second, state) ? [readBack(state, index)] : []
    case .decideAgain, .abandon: return [ended(state, index, .abandoned)]
    case .ask(let reason): return asked(state, index, reason)
    case .wait, .nothing: return []
    }
  }

  private func isDue(_ second: Int64?, _ state: State) -> Bool { second.map { $0 <= state.now } ?? true }

  private func ended(_ state: State, _ index: Int, _ event: WriteEvent) -> Step {
    var next = state
    let bad = end(index, event, doubtful: [:], &next)
    return Step(.ended(generation: state.known.writes[index].call.generation), next, bad: bad)
  }

  /// Carrier+Endings: what a person is asked ends the write, but for what may show itself yet.
  private func asked(_ state: State, _ index: Int, _ reason: QuestionReason) -> [Step] {
    switch reason {
    case .notSeenYet, .noKnownEnd, .brake, .question: return []
    case .refused, .anotherRecord, .undecidable, .leftOver:
      var step = ended(state, index, .failed(.invalid))
      var next = step.state
      if reason == .leftOver || reason == .anotherRecord {
        next.known.sequence += 1
        next.known.question = Question(
          about: .write("\(reason)"), candidates: [.made], company: next.known.jde.company)
      }
      step = Step(step.act, next, bad: step.bad)
      return [step]
    }
  }

  /// What the run cannot wait for is left for a later one.
  private func left(_ index: Int, _ next: inout State) {
    next.known.writes[index].isNew = false
    if case .look(let second?) = next.known.writes[index].life.next, second > next.now {
      next.known.writes[index].isFresh = false
    }
  }

  func answerTaken(_ state: State, _ index: Int) -> Step {
    var next = state
    let write = state.known.writes[index]
    let act = Act.answerTaken(generation: write.call.generation)
    guard let answer = write.answer, next.known.writes[index].life.take(.answered(answer)) == nil else {
      return Step(act, next, bad: "an answer met a fault in \(write.life.state)")
    }
    next.known.sequence += 1
    next.known.writes[index].last = next.known.sequence
    next.known.writes[index].answer = nil
    if answer != .unknown { next.known.writes[index].openUntil = nil }
    if case .applied = answer { next.known.writes[index].place = write.call.place }
    left(index, &next)
    guard next.known.writes[index].life.stage == .confirmed else { return Step(act, next) }
    let bad = confirm(index, write.call.place, intent(of: write).pairs, &next)
    return Step(act, next, bad: bad ?? badBase(next, state))
  }

  /// Carrier+Looks: what the real `judgeProbe` says of a call whose outcome is not known.
  private func lookedUp(_ state: State, _ index: Int) -> Step {
    var next = state
    let write = state.known.writes[index]
    let mapping = catalogue.mappings[Int(state.known.mapping)]
    let act = Act.lookedUp(generation: write.call.generation)
    let found: [Place] =
      write.call.action == .insert
      ? Place.allCases.filter { state.zoho[$0].exists && state.zoho[$0].showsKey } : [write.call.place]
    var finding = WriteFinding.undecidable
    let intent = intent(of: write)
    if found.count < 2 {
      let place = found.first
      let seen = place.map { catalogue.record($0, state.zoho[$0]) }
      let first = place.map { state.known.zoho[$0] }
      let ground = ProbeGround(
        recordTime: place.map { state.zoho[$0].time + Self.epoch }, sentAt: write.sentAt + Self.epoch,
        wasKnown: first.map { $0.stand.exists && $0.first < write.intended } ?? false)
      switch judgeProbe(of: intent, seen: seen, ground: ground, mapping: mapping) {
      case .applied: finding = .applied
      case .notApplied: finding = .notApplied
      case .changed: finding = .changed
      case .anotherRecord: finding = .anotherRecord
      case .gone, .unreadable: finding = .undecidable
      }
    }
    if let fault = next.known.writes[index].life.take(.probed(finding, at: state.now)) {
      return Step(act, next, bad: "a look met a fault: \(fault) after \(finding)")
    }
    next.known.sequence += 1
    next.known.writes[index].last = next.known.sequence
    if finding == .applied { next.known.writes[index].place = write.place ?? found.first }
    let doubtful =
      finding == .changed
      ? found.first.map {
        doubtfulPairs(of: intent, seen: catalogue.record($0, state.zoho[$0]), mapping: mapping)
      } ?? [:] : [:]
    left(index, &next)
    // What an earlier run left open is looked up before everything is read, and decided about afterwards (`sync`).
    if write.life.successor == .generation { observe(write.call.place, &next) }
    let bad = endAtOnce(index, doubtful, &next)
    return Step(act, next, bad: bad ?? badBase(next, state))
  }

  /// The end stands in the commit of the finding that led to it.
  private func endAtOnce(_ index: Int, _ doubtful: Base, _ next: inout State) -> String? {
    switch next.known.writes[index].life.next {
    case .decideAgain, .abandon: end(index, .abandoned, doubtful: doubtful, &next)
    default: nil
    }
  }

  /// Carrier+Looks: what the real `judgeReadBack` says, field by field.
  private func readBack(_ state: State, _ index: Int) -> Step {
    var next = state
    let write = state.known.writes[index]
    let act = Act.readBack(generation: write.call.generation)
    guard case .applied(let plan) = write.life.stage, let place = write.place else {
      return Step(act, next, bad: "nothing to read back")
    }
    let stand = state.zoho[place]
    let seen = stand.exists ? catalogue.record(place, stand) : nil
    let verdict = judgeReadBack(
      of: intent(of: write), target: catalogue.id(place), seen: seen,
      time: RecordTime(
        record: stand.time + Self.epoch, answered: plan.answered.map { $0 + Self.epoch },
        sentAt: write.sentAt + Self.epoch, readAt: state.now + Self.epoch),
      rules: ReadBackRules(mapping: catalogue.mappings[Int(state.known.mapping)], crosswalks: [:]))
    switch conclusion(verdict, write, stand, at: state.now) {
    case .confirmed(let pairs):
      guard next.known.writes[index].life.take(.confirmed) == nil else {
        return Step(act, next, bad: "a confirmation met a fault in \(write.life.state)")
      }
      observe(place, &next)
      let bad = confirm(index, place, pairs, &next)
      return Step(act, next, bad: bad ?? badBase(next, state))
    case .finding(let finding, let doubtful):
      guard next.known.writes[index].life.take(.probed(finding, at: state.now)) == nil else {
        return Step(act, next, bad: "a read-back met a fault: \(finding)")
      }
      if finding == .notSeenYet { next.known.writes[index].repeatedUnder = stand.time }
      if stand.exists { observe(place, &next) }
      next.known.sequence += 1
      next.known.writes[index].last = next.known.sequence
      left(index, &next)
      if next.known.writes[index].life.next == .ask(.notSeenYet) {
        next.known.question = Question(
          about: .write("not_seen_yet"), candidates: [place], company: next.known.jde.company)
      }
      let bad = endAtOnce(index, doubtful, &next)
      return Step(act, next, bad: bad ?? badBase(next, state))
    }
  }

  private enum Conclusion {
    case confirmed(Base)
    case finding(WriteFinding, Base)
  }

  private func conclusion(_ verdict: ReadBack, _ write: Write, _ stand: Stand, at now: Int64) -> Conclusion {
    switch verdict.conclusion {
    case .confirmed: return .confirmed(verdict.pairs)
    case .anotherRecord: return .finding(.anotherRecord, [:])
    case .gone: return .finding(write.call.action == .insert ? .notSeenYet : .undecidable, [:])
    case .unreadable:
      return write.call.action == .insert ? .finding(.undecidable, [:]) : .confirmed([:])
    case .lookAgain: return .finding(.notSeenYet, [:])
    case .decideAgain:
      guard isSecondOver(stand.time, readAt: now) else { return .finding(.unsettled, [:]) }
      let isPartlyThere = verdict.fields.values.contains { $0 == .asWritten }
      if isPartlyThere || write.call.action == .insert { return .confirmed(verdict.pairs) }
      let isRefuted = verdict.plain.values.contains(.doubtful)
      return verdict.pairs.isEmpty && isRefuted
        ? .finding(.undecidable, [:]) : .finding(.changed, verdict.pairs)
    }
  }

  /// `write.confirmed`, and the pairing that an insert makes (`EventFold.writeConfirmed`).
  private func confirm(_ index: Int, _ place: Place, _ pairs: Base, _ next: inout State) -> String? {
    let write = next.known.writes[index]
    var bad: String?
    if write.call.action == .insert {
      bad = badInsertLink(place, write, next)
      link(place, &next, isCreated: true)
    } else if write.call.action == .update, next.known.link.generation != write.call.generation {
      bad = "a write of an ended pairing is confirmed"
    }
    next.known.sequence += 1
    next.known.writes[index].last = next.known.sequence
    for other in next.known.writes.indices
    where next.known.writes[other].hasFailed && next.known.writes[other].call.action != .clearKey {
      _ = next.known.writes[other].life.take(.settled)
    }
    moveBase(pairs, generation: write.call.generation, &next)
    next.known.isHeld = false
    return bad
  }

  /// Real functions take a time of 0 for none.
  private static var epoch: Int64 { 1_000_000 }
}
