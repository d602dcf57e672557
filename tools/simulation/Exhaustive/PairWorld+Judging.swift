import Decisions

/// What is bad, step by step and at rest: nothing of it asks the program.
extension PairWorld {
  /// A call that must not leave.
  func badSending(_ write: Write, _ state: State) -> String? {
    if let open = write.openUntil, open >= state.now {
      return "a write is sent again while its former call may land"
    }
    let link = state.known.link
    let (call, generation) = (write.call, write.call.generation)
    switch call.action {
    case .clearKey: return nil
    case .insert:
      return link.generation >= generation ? "an insert of an ended pairing is sent" : nil
    case .update:
      guard link.isLinked, link.generation == generation, link.place == call.place else {
        return "a write of an ended pairing is sent"
      }
      if state.memory.together[call.place] == false { return "a record is written that is kept apart" }
      for field in call.fields where state.known.conflicts[field] != nil && !call.isWord {
        return "the \(field) is written while a person is asked about it"
      }
      let isShared = state.known.writes.contains { other in
        other != write && other.call.place == call.place && other.call.action == .update
          && other.life.unanswered.isOpen(at: state.now)
      }
      return isShared ? "a record is written while another call to it may land" : nil
    }
  }

  /// A call that goes over what a person has set.
  func badLanding(_ call: Call, _ stand: Stand, _ next: inout State) -> String? {
    for field in call.fields where stand.values[field] != call.desired[field] {
      guard next.memory.byPerson[call.place][field] else { continue }
      if next.memory.unseen[call.place][field] || call.condition == nil && call.lastSecond > next.now {
        guard call.condition == nil else { return "a person's edit is overwritten that no read had shown" }
        if next.memory.unseen[call.place][field] { next.memory.windows.insert(.beforeLanding) }
      } else if field == .credit, next.memory.takenBack[call.place], !call.isWord {
        return "a person took our value back, and it is overwritten as if it had never stood there"
      } else if field == .credit {
        if call.condition == nil { return "everybody's field is written without a condition" }
        if !call.isWord, !isAgreed(stand.values.credit, next.known.link) {
          return "a person's edit is overwritten, and nobody was asked"
        }
        if call.isWord, next.memory.isWordDone { return "a person's word is carried out a second time" }
      }
    }
    return nil
  }

  /// Who took his edit back to what was agreed has edited nothing.
  private func isAgreed(_ credit: Int8, _ link: Link) -> Bool {
    link.base.credit.map { !$0.isDoubtful && $0.zoho == credit } ?? false
  }

  /// A base that holds what never stood there.
  func badBase(_ next: State, _ state: State) -> String? {
    let link = next.known.link
    guard link.isLinked, link != state.known.link else { return nil }
    for field in Field.allCases {
      guard let agreed = link.base[field], !agreed.isDoubtful,
        agreed != state.known.link.base[field] || link.place != state.known.link.place
      else { continue }
      let stoodJDE = next.memory.stoodJDE[field] & (1 << UInt8(agreed.jde)) != 0
      let stoodZoho = next.memory.stood[link.place][field] & (1 << UInt8(agreed.zoho)) != 0
      guard stoodJDE, stoodZoho else { return "the base records an agreement that never was" }
    }
    return nil
  }

  /// What a decision did.
  func badDecision(_ next: State, _ state: State) -> String? { badBase(next, state) }

  /// A pairing that the keys make.
  func badLink(_ place: Place, isPersonsWord: Bool, _ state: State) -> String? {
    if state.memory.together[place] == false { return "linked to a record that is kept apart" }
    if place == .other, state.memory.together[place] != true { return "linked to a stranger" }
    return isPersonsWord && state.memory.together[place] != true ? "linked by a word that nobody said" : nil
  }

  /// A pairing that an insert makes.
  func badInsertLink(_ place: Place, _ write: Write, _ state: State) -> String? {
    guard place == .made, state.zoho.made.exists else { return "linked to a record that is not ours" }
    if state.memory.together[place] == false { return "linked to a record that is kept apart" }
    return state.known.link.generation >= write.call.generation
      ? "an insert of an ended pairing is confirmed" : nil
  }

  package func judge(_ state: State) -> String? {
    let known = state.known
    for place in Place.allCases {
      let isPaired = known.link.isLinked && known.link.place == place
      if let isTogether = state.memory.together[place], isTogether != isPaired {
        return isPaired ? "paired with a record that is kept apart" : "not paired as a person said"
      }
    }
    if let open = known.writes.first(where: \.isOpen) {
      if case .ask = open.life.next {
        return known.question == nil ? "a write asks, and no question stands" : nil
      }
      return "a write hangs in \(open.life.state) and nothing is next"
    }
    let found = evaluated(known)
    if found.inputs.isLeftAlone { return nil }
    if known.question != nil { return nil }
    if found.isParked {
      // A refused write is listed as one, until it is one of an ended pairing.
      let isEnded = known.writes.contains { $0.hasFailed && $0.life.successor == .generation }
      return isEnded ? "a write of an ended pairing parks the record, and nobody is asked" : nil
    }
    guard known.link.isLinked else {
      return known.owed.isEmpty ? "there is no pairing, and nothing is owed or asked" : nil
    }
    let goesToJDE = found.course.outcomes.filter { $0.write(to: .jde) != nil }.map(\.field)
    return badPair(state, waitsForKey: found.waitsForKey, goesToJDE: Set(goesToJDE))
  }

  private func badPair(_ state: State, waitsForKey: Bool, goesToJDE: Set<String>) -> String? {
    let (known, stand) = (state.known, state.zoho[state.known.link.place])
    for field in Field.allCases {
      let now = Sides(jde: state.jde.values[field], zoho: stand.values[field])
      if let asked = known.conflicts[field] {
        if now.jde == now.zoho { return "a person is asked about the \(field), on which both sides agree" }
        if asked != now { return "a person is asked about values of the \(field) that do not stand there" }
      } else if now.jde != now.zoho, !(field == .terms && state.memory.leftApart == now),
        !(known.isHeld && (waitsForKey || goesToJDE.contains("\(field)")))
      {
        return "the sides differ in the \(field), and nothing is owed or asked"
      }
    }
    let differs = state.jde.values != stand.values
    if known.isHeld, !differs, !waitsForKey { return "something is held back, and nothing differs" }
    if !stand.showsKey, !known.isHeld { return "the linked record lacks our key, and nothing is owed" }
    guard state.memory.windows.isEmpty else { return nil }
    if let chosen = state.memory.chosen, chosen != stand.values.credit {
      return "what a person took does not hold"
    }
    guard let words = state.memory.lastWords, state.jde.values.credit == stand.values.credit else {
      return nil
    }
    return words.jde == stand.values.credit || words.zoho == stand.values.credit
      ? nil : "both sides agree on a credit that is no person's last word"
  }
}
