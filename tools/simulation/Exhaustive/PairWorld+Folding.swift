import Decisions

/// What events do to the state (`Projections/Folding`).
extension PairWorld {
  /// A record of Zoho is read and recorded (`EventFold.recordObserved`, `noteKeys`).
  func observe(_ place: Place, _ next: inout State) {
    next.memory.unseen[place] = Fields(terms: false, credit: false)
    let stand = next.zoho[place]
    var seen = next.known.zoho[place]
    guard seen.stand != stand else { return }
    next.known.sequence += 1
    let sequence = next.known.sequence
    if seen.stand.showsKey != stand.showsKey { seen.key = sequence }
    if !seen.stand.exists { seen.first = sequence }
    (seen.stand, seen.changed) = (stand, sequence)
    next.known.zoho[place] = seen
  }

  /// `link.made` (`EventFold.linkMade`): the same pair made once more takes up its base.
  func link(_ place: Place, _ next: inout State, isCreated: Bool) {
    var known = next.known
    known.sequence += 1
    let sequence = known.sequence
    let former = known.link
    let generation = isCreated ? known.reserved : max(former.generation, known.reserved) + 1
    if former.place != place { known.marks.zoho = 0 }
    known.said.removeAll { said in
      switch said.slot {
      case .pairing, .waiting: true
      case .record(place): said.says == .apart
      case .field: !former.isLinked || former.place != place
      case .record, .identity: false
      }
    }
    let isSame = former.place == place
    known.link = Link(
      place: place, generation: generation, isLinked: true,
      base: isSame ? former.base : Fields(terms: nil, credit: nil),
      baseSequence: isSame ? former.baseSequence : sequence)
    known.question = nil
    known.isHeld = false
    if !isCreated, known.link.base == Fields(terms: nil, credit: nil) {
      for (id, pair) in writtenByInsert(known) {
        guard let field = Field.allCases.first(where: { "\($0)" == id }) else { continue }
        known.link.base[field] = catalogue.agreed(pair, field)
      }
    }
    next.known = known
    supersede(before: generation, &next)
    forgetWords(&next)
  }

  /// `link.removed` (`EventFold.linkRemoved`).
  func unlink(_ next: inout State) {
    supersede(before: next.known.link.generation + 1, &next)
    next.known.sequence += 1
    next.known.link.isLinked = false
    next.known.conflicts = Fields(terms: nil, credit: nil)
    next.known.said.removeAll { if case .field = $0.slot { true } else { false } }
    next.known.isHeld = false
    forgetWords(&next)
  }

  /// What the judges remember of a pair says nothing of another one.
  private func forgetWords(_ next: inout State) {
    (next.memory.lastWords, next.memory.chosen) = (nil, nil)
  }

  /// Writes of an ended pairing are never sent again (`EventFold.supersede`).
  private func supersede(before generation: Int8, _ next: inout State) {
    guard generation > 1 else { return }
    for index in next.known.writes.indices {
      let write = next.known.writes[index]
      guard write.call.generation < generation, write.call.action != .clearKey,
        write.isOpen || write.hasFailed, write.life.successor != .generation
      else { continue }
      _ = next.known.writes[index].life.take(.superseded(by: .generation))
      guard write.life.mayStandUnconfirmed, write.place == next.known.link.place else { continue }
      for field in write.call.fields {
        next.known.link.base[field]?.isDoubtful = true
        if field == .credit { next.memory.takenBack[next.known.link.place] = false }
      }
    }
  }

  /// Moves the base, field by field; a write of another pairing moves nothing (`EventFold.moveBase`).
  func moveBase(_ pairs: Base, generation: Int8, _ next: inout State) {
    guard next.known.link.isLinked, next.known.link.generation == generation, !pairs.isEmpty else { return }
    for (id, pair) in pairs {
      guard let field = Field.allCases.first(where: { "\($0)" == id }) else { continue }
      next.known.link.base[field] = catalogue.agreed(pair, field)
      if field == .credit { next.memory.takenBack[next.known.link.place] = false }
    }
    next.known.link.baseSequence = next.known.sequence
  }

  /// A field is asked about: what was said of it is about other values (`EventFold.questionAsked`).
  func askAbout(_ field: Field, _ values: Sides, _ next: inout State) {
    next.known.sequence += 1
    next.known.conflicts[field] = values
    if field == .credit { next.memory.takenBack = Places(all: false) }
    for index in next.known.said.indices
    where next.known.said[index].slot == .field(field) && next.known.said[index].used == 0 {
      next.known.said[index].isOvertaken = true
    }
  }

  /// `subject.stated` (`EventFold.subjectStated`): the newest about the same thing holds.
  func state(_ said: Said, _ next: inout State) {
    next.known.sequence += 1
    var said = said
    said.sequence = next.known.sequence
    next.known.said.removeAll { $0.slot == said.slot }
    next.known.said.append(said)
    next.known.isHeld = false
  }

  /// The end of a write that was not confirmed (`EventFold.writeEnded`): a person's word that it was about still stands.
  func end(_ index: Int, _ event: WriteEvent, doubtful: Base, _ next: inout State) -> String? {
    let write = next.known.writes[index]
    if let fault = next.known.writes[index].life.take(event) {
      return "an end met a fault: \(fault) in \(write.life.state)"
    }
    next.known.sequence += 1
    next.known.writes[index].last = next.known.sequence
    if write.call.action == .clearKey, event == .abandoned { next.known.zoho[write.call.place].cleared = 0 }
    moveBase(doubtful, generation: write.call.generation, &next)
    if event != .settled, !write.life.leavesBaseDoubtful {
      for place in next.known.said.indices where next.known.said[place].used == write.decision {
        next.known.said[place].used = 0
      }
    }
    return nil
  }
}
