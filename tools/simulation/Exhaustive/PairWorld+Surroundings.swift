import Decisions

/// Calls, people's edits, crashes.
extension PairWorld {
  /// The call leaves: its sending is durable before, its fate is the network's.
  func calls(_ state: State, _ index: Int) -> [Step] {
    ([.answered] + bounds.fates).compactMap { fate in
      guard fate == .answered || state.left.faults > 0 else { return nil }
      return called(state, index, fate)
    }
  }

  private func called(_ state: State, _ index: Int, _ fate: Fate) -> Step? {
    var next = state
    var write = state.known.writes[index]
    let act = Act.called(fate, generation: write.call.generation)
    if fate != .answered { next.left.faults -= 1 }
    let last = state.now + bounds.landing
    var bad = badSending(write, state)
    if let fault = write.life.take(.sent(attempt: write.life.attempts + 1, landsUntil: last)) {
      return Step(act, next, bad: "a sending met a fault: \(fault)")
    }
    (write.sentAt, write.openUntil, write.isNew) = (state.now, last, false)
    var call = write.call
    call.condition = write.life.isConditional ? write.repeatedUnder ?? call.condition : nil
    call.lastSecond = last
    switch fate {
    case .answered, .lostAfter, .doubled:
      let landing = land(call, &next)
      bad = bad ?? landing.bad
      write.answer = fate == .lostAfter ? .unknown : landing.answer
    case .withoutEffect: write.answer = .applied(time: state.now)
    case .lostBefore, .late: write.answer = .unknown
    }
    if fate == .late || fate == .doubled {
      guard next.air.count < 2 else { return nil }
      next.air.append(call)
    }
    next.known.sequence += 1
    write.last = next.known.sequence
    next.known.writes[index] = write
    return Step(act, next, bad: bad)
  }

  /// A call arrives at Zoho.
  private func land(_ call: Call, _ next: inout State) -> (answer: WriteAnswer, bad: String?) {
    let bearer = Place.allCases.first { next.zoho[$0].exists && next.zoho[$0].showsKey }
    switch call.action {
    case .insert:
      // DUPLICATE_DATA of our own key: it is looked up.
      if bearer != nil { return (.unknown, nil) }
      if next.zoho.made.exists {
        // What a person kept apart has lost our key, which alone protects against a copy of its insert.
        guard next.memory.together.made == false else {
          return (.unknown, "a second record by us for one subject")
        }
        next.memory.windows.insert(.keyTakenOff)
        return (.unknown, nil)
      }
      next.zoho.made = Stand(
        exists: true, showsKey: true, values: call.desired, company: call.company, time: next.now)
      for field in Field.allCases { next.memory.stood.made[field] |= 1 << UInt8(call.desired[field]) }
      next.memory.isLeftAlone = false
      return (.applied(time: next.now), nil)
    case .update, .clearKey:
      let stand = next.zoho[call.place]
      if let condition = call.condition, stand.time > condition { return (.refused(.stale), nil) }
      if call.setsKey, let bearer, bearer != call.place {
        return (.refused(.invalid), "our key is written while it stands on another record")
      }
      let bad = badLanding(call, stand, &next)
      var landed = stand
      if call.setsKey { landed.showsKey = true }
      if call.action == .clearKey { landed.showsKey = false }
      for field in call.fields {
        if field == .credit, landed.values.credit != call.desired.credit {
          next.memory.former[call.place] = landed.values.credit
          next.memory.takenBack[call.place] = false
        }
        landed.values[field] = call.desired[field]
        next.memory.stood[call.place][field] |= 1 << UInt8(call.desired[field])
        next.memory.byPerson[call.place][field] = false
        next.memory.unseen[call.place][field] = false
      }
      if call.isWord { next.memory.isWordDone = true }
      landed.time = next.now
      next.zoho[call.place] = landed
      next.memory.isLeftAlone = false
      return (.applied(time: next.now), bad)
    }
  }

  /// Time, late calls, people and crashes.
  func surroundings(_ state: State) -> [Step] {
    var steps: [Step] = []
    if let next = later(state) { steps.append(Step(.timePasses, next)) }
    for index in state.air.indices {
      var next = state
      let call = next.air.remove(at: index)
      let landing = land(call, &next)
      steps.append(Step(.copyLanded(call.place), next, bad: landing.bad))
    }
    steps += edits(state)
    if state.left.crashes > 0 {
      var next = state
      next.left.crashes -= 1
      forget(&next)
      if next.known != state.known { steps.append(Step(.crashed, next)) }
    }
    if state.left.mappings > 0 {
      // Another configuration is another run.
      var next = state
      next.left.mappings -= 1
      forget(&next)
      next.known.sequence += 1
      next.known.mapping = 1
      steps.append(Step(.mappingMoved, next))
    }
    return steps + words(state)
  }

  /// What a crash forgets; everything else is folded again from the log.
  private func forget(_ next: inout State) {
    for index in next.known.writes.indices {
      (next.known.writes[index].isFresh, next.known.writes[index].isNew) = (false, false)
      (next.known.writes[index].answer, next.known.writes[index].repeatedUnder) = (nil, nil)
    }
  }

  private func edits(_ state: State) -> [Step] {
    var steps: [Step] = []
    for field in bounds.fields {
      for value in 0..<Int8(bounds.values) {
        if state.left.edits.jde > 0, value != state.jde.values[field] {
          var next = state
          next.left.edits.jde -= 1
          next.jde.values[field] = value
          next.memory.stoodJDE[field] |= 1 << UInt8(value)
          note(field, &next)
          if field == .credit {
            next.memory.takenBack = Places(all: false)
            next.memory.lastWords = Words(jde: value, zoho: state.memory.lastWords?.zoho)
          }
          steps.append(Step(.jdeEdited(field, value), next))
        }
        guard state.left.edits.zoho > 0 else { continue }
        for place in Place.allCases where isEdited(place, state) && value != state.zoho[place].values[field] {
          steps.append(edited(place, field, value, state))
        }
      }
    }
    if state.left.touches > 0 {
      var next = state
      next.left.touches -= 1
      next.zoho.first.time = state.now
      next.memory.isLeftAlone = false
      steps.append(Step(.zohoTouched(.first), next))
    }
    if state.left.companies > 0, state.jde.company == 0 {
      var next = state
      next.left.companies -= 1
      next.jde.company = 1
      next.memory.isLeftAlone = false
      steps.append(Step(.becameAnother, next))
    }
    return steps
  }

  /// The first record, and what the subject is paired with.
  private func isEdited(_ place: Place, _ state: State) -> Bool {
    state.zoho[place].exists && (place == .first || place == state.known.link.place)
  }

  private func edited(_ place: Place, _ field: Field, _ value: Int8, _ state: State) -> Step {
    var next = state
    next.left.edits.zoho -= 1
    let isOurs = !state.memory.byPerson[place][field]
    next.zoho[place].values[field] = value
    next.zoho[place].time = state.now
    next.memory.stood[place][field] |= 1 << UInt8(value)
    next.memory.byPerson[place][field] = true
    next.memory.unseen[place][field] = true
    note(field, &next)
    if field == .credit {
      next.memory.takenBack[place] = isOurs && state.memory.former[place] == value
      if state.known.link.isLinked, state.known.link.place == place {
        next.memory.lastWords = Words(jde: state.memory.lastWords?.jde, zoho: value)
      }
    }
    return Step(.zohoEdited(place, field, value), next)
  }

  private func note(_ field: Field, _ next: inout State) {
    next.memory.isLeftAlone = false
    if field == .credit { next.memory.chosen = nil }
  }
}
