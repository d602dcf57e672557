import Decisions

/// From a verdict to events, and their fold (`SyncEngine.carryOut`, `RecordEvents`, `FieldChanges`).
extension PairWorld {
  /// It is decided, on a fresh and settled read of what would be written (`SyncEngine.refresh`).
  ///
  /// Between that read and the commit nothing of Zoho's is known to move: what moves afterwards may as well move before.
  func decided(_ state: State) -> Step? {
    guard !isBusy(state.known, at: state.now) else { return nil }
    var next = state
    var found = evaluated(state.known)
    let wanted = recordsToRead(found)
    for place in wanted {
      guard isSecondOver(state.zoho[place].time, readAt: state.now) else { return nil }
      observe(place, &next)
    }
    if next.known != state.known { found = evaluated(next.known) }
    guard !found.isParked else { return nil }
    var draft = Draft(next: next, found: found, bad: nil)
    clearKeys(&draft)
    if found.course.endsQuestion,
      !found.course.leavesQuestionToKeys || keyReason(found) == nil || found.inputs.isLeftAlone,
      !next.known.writes.contains(where: \.hasFailed)
    {
      draft.next.known.question = nil
    }
    draw(&draft)
    if asksAboutKeys(found.course), let reason = keyReason(found), !found.inputs.isLeftAlone {
      let candidates = [draft.next.known.link.place] + found.keys.asked.compactMap { catalogue.place($0.id) }
      ask(.match(reason.rawValue), candidates, &draft)
    }
    noteNews(&draft)
    guard draft.next != state else { return nil }
    return Step(.decided, draft.next, bad: draft.bad ?? badDecision(draft.next, state))
  }

  /// A decision as far as *the same one again* is asked (`RecordEvents.fingerprint`).
  private struct Sketch: Hashable {
    let action: String
    let outcome: DecisionMade.Outcome
    let held: String
    let lines: [Line]
  }

  /// What a decision says of one field.
  struct Line: Hashable {
    var id: String
    var rule: String
    var action: String
    var jde: FieldValue
    var zoho: FieldValue
    var value: FieldValue
  }

  /// A commit in the making.
  struct Draft {
    var next: State
    let found: Evaluated
    var bad: String?
    /// A decision of this commit was written down, or one is held.
    var hasDecision = false
    /// Something of it is a decision that stands already.
    var isHeld = false
  }

  private func recordsToRead(_ found: Evaluated) -> [Place] {
    let clears = found.clears.compactMap { catalogue.place($0.bearer.id) }
    switch found.course.kind {
    case .links(let place, _): return [place] + clears
    case .updates:
      let isWritten = found.lacksKey || found.course.outcomes.contains { $0.write(to: .zoho) != nil }
      return (isWritten ? [found.place].compactMap(\.self) : []) + clears
    case .settles, .waits, .asks, .creates: return clears
    }
  }

  private func keyReason(_ found: Evaluated) -> MatchReviewReason? {
    found.keys.reason(found.inputs.statements)
  }

  private func asksAboutKeys(_ course: Course) -> Bool {
    switch course.kind {
    case .settles, .updates: true
    case .waits, .asks, .creates, .links: false
    }
  }

  private func draw(_ draft: inout Draft) {
    let found = draft.found
    switch found.course.kind {
    case .waits: break
    case .settles:
      if draft.next.known.isHeld { decide("update", .base, nil, Changes(), &draft) }
      draft.next.known.conflicts = Fields(terms: nil, credit: nil)
    case .asks(let about, let candidates): ask(about, candidates, &draft)
    case .creates: create(&draft)
    case .links(let place, let isPersonsWord):
      draft.bad = draft.bad ?? badLink(place, isPersonsWord: isPersonsWord, draft.next)
      link(place, &draft.next, isCreated: false)
      update(place, generation: draft.next.known.link.generation, isNew: true, &draft)
    case .updates:
      let link = draft.next.known.link
      update(link.place, generation: link.generation, isNew: false, &draft)
    }
  }

  /// A question about the whole record, once (`RecordEvents.ask`).
  private func ask(_ about: Question.About, _ candidates: [Place], _ draft: inout Draft) {
    let question = Question(
      about: about, candidates: candidates, company: draft.next.known.jde.company)
    guard !draft.found.inputs.isLeftAlone, draft.next.known.question != question else { return }
    draft.next.known.sequence += 1
    draft.next.known.question = question
  }

  /// The outcomes of the fields, sorted by what has to be done about them (`FieldChanges`).
  struct Changes {
    var call: [Field] = []
    var desired = Fields<Int8>(terms: 0, credit: 0)
    var before = Fields<Int8>(terms: 0, credit: 0)
    var jde = Fields<Int8>(terms: 0, credit: 0)
    var moved: [(Field, Agreed)] = []
    var asked: [(Field, Sides)] = []
    var isHeldBack = false
    var setsKey = false
    /// Fields whose write a person's word decided.
    var words: [Field] = []
    /// The terms are put back.
    var isRevert = false
    var lines: [Line] = []

    var writes: Bool { !call.isEmpty || setsKey }
  }

  private func changes(_ outcomes: [FieldOutcome]) -> Changes {
    var changes = Changes()
    for outcome in outcomes {
      guard let field = Field.allCases.first(where: { "\($0)" == outcome.field }) else { continue }
      let (jde, zoho) = (catalogue.number(outcome.jde.value), catalogue.number(outcome.zoho))
      switch outcome.action {
      case .nothing: continue
      case .moveBase: changes.moved.append((field, catalogue.agreed(outcome.observedPair, field)))
      case .write(to: .zoho, let value):
        changes.call.append(field)
        changes.desired[field] = catalogue.number(value)
        (changes.before[field], changes.jde[field]) = (zoho, jde)
        if outcome.rule.isPersonsWord { changes.words.append(field) }
        if outcome.rule.isDamped, field == .terms { changes.isRevert = true }
      case .ask(let reason):
        if reason.needsPerson { changes.asked.append((field, Sides(jde: jde, zoho: zoho))) }
      case .write(to: .jde, _), .report: changes.isHeldBack = true
      }
      changes.lines.append(line(outcome))
    }
    return changes
  }

  private func line(_ outcome: FieldOutcome) -> Line {
    let (action, value): (String, FieldValue) =
      switch outcome.action {
      case .nothing: ("nothing", .absent)
      case .moveBase: ("base", .absent)
      case .ask: ("ask", .absent)
      case .report: ("report", .absent)
      case .write(let side, let value): ("write to \(side)", value)
      }
    return Line(
      id: outcome.field, rule: outcome.rule.rawValue, action: action, jde: outcome.jde.value,
      zoho: outcome.zoho, value: value)
  }

  /// A pair is brought into agreement (`RecordEvents.update`).
  private func update(_ place: Place, generation: Int8, isNew: Bool, _ draft: inout Draft) {
    let found = draft.found
    var changes = changes(found.course.outcomes)
    changes.setsKey = found.lacksKey
    for field in Field.allCases where !changes.asked.contains(where: { $0.0 == field }) {
      draft.next.known.conflicts[field] = nil
    }
    for (field, values) in changes.asked where draft.next.known.conflicts[field] != values {
      askAbout(field, values, &draft.next)
    }
    if changes.writes {
      if found.waitsForKey {
        decideOnce("update", .held, "our key stands on another record", changes, &draft)
      } else {
        let base = isNew ? 0 : draft.next.known.link.baseSequence
        intend(.update, place, generation: generation, base: base, changes, &draft)
      }
    } else if changes.isHeldBack {
      decideOnce("update", .held, "writing to JD Edwards is not enabled", changes, &draft)
    } else if !changes.moved.isEmpty {
      decide("update", .base, nil, changes, &draft)
    } else if !changes.asked.isEmpty {
      decideOnce("update", .ask, nil, changes, &draft)
    }
  }

  /// Zoho gets a new record, under a number that is reserved first (`SyncEngine.reserve`, `RecordEvents.create`).
  private func create(_ draft: inout Draft) {
    let generation = draft.next.known.link.generation
    if draft.next.known.reserved <= generation { draft.next.known.reserved = generation + 1 }
    var changes = changes(draft.found.course.outcomes)
    changes.setsKey = true
    // The number stands for the event that reserved it.
    intend(.insert, .made, generation: draft.next.known.reserved, base: 0, changes, &draft)
  }

  private func intend(
    _ action: WriteIntended.Action, _ place: Place, generation: Int8, base: Sequence16, _ changes: Changes,
    _ draft: inout Draft
  ) {
    decide(action == .insert ? "create" : "update", .write, nil, changes, &draft)
    var write = Write(
      call: Call(
        action: action, place: place, generation: generation, fields: changes.call,
        desired: changes.desired, setsKey: changes.setsKey, company: draft.next.known.jde.company))
    write.base = changes.call.isEmpty && action == .update ? max(base, draft.found.cause) : base
    (write.before, write.jde, write.mapping) = (changes.before, changes.jde, draft.next.known.mapping)
    write.call.isWord = changes.words.contains(.credit)
    // Zoho's people may edit the credit too: it goes alone, under a condition.
    if action == .update, changes.call.contains(.credit) {
      write.call.condition = draft.next.known.zoho[place].stand.time
    }
    if draft.next.memory.isLeftAlone {
      draft.bad = draft.bad ?? "what a person said to leave alone is written"
    }
    if action != .insert { write.place = place }
    begin(write, &draft)
  }

  /// `write.intended`: under the same id it is the same row (`EventFold.writeIntended`).
  private func begin(_ write: Write, _ draft: inout Draft) {
    var write = write
    var known = draft.next.known
    write.decision = known.sequence
    known.sequence += 1
    (write.intended, write.last) = (known.sequence, known.sequence)
    if let former = known.writes.firstIndex(where: { $0.isSame(as: write) }) {
      write.life = known.writes[former].life
      write.sentAt = known.writes[former].sentAt
      known.writes.remove(at: former)
    }
    let fault = write.life.take(
      .intended(write.call.action, isConditional: write.call.condition != nil, allowsCondition: true))
    if let fault { draft.bad = draft.bad ?? "an intent met a fault: \(fault)" }
    known.writes.append(write)
    draft.next.known = known
  }

  /// Our key is taken off records that are not this one (`RecordEvents.clearKeys`).
  private func clearKeys(_ draft: inout Draft) {
    for owed in draft.found.clears {
      guard let place = catalogue.place(owed.bearer.id) else { continue }
      let stand = draft.next.known.zoho[place].stand
      var changes = Changes()
      changes.lines = [
        Line(
          id: "key", rule: "key_stands_on \(place)", action: "write", jde: .absent, zoho: .blank,
          value: .blank)
      ]
      decide("clear_key", .write, nil, changes, &draft)
      let generation = max(draft.next.known.link.generation, draft.next.known.reserved)
      var write = Write(call: Call(action: .clearKey, place: place, generation: generation))
      write.call.condition = stand.time
      (write.base, write.place) = (Sequence16(clamping: owed.statement), place)
      begin(write, &draft)
      draft.next.known.zoho[place].cleared = draft.next.known.sequence
    }
  }

  /// What is owed, or by what it is known, is another than before (`RecordEvents.noteNews`).
  private func noteNews(_ draft: inout Draft) {
    let known = draft.next.known
    let owed = owedKeys(draft.found)
    let isNews =
      owed != known.owed
      || catalogue.marks(draft.found.marks).isNews(after: catalogue.marks(known.marks))
    guard isNews, !draft.isHeld, !draft.hasDecision else { return }
    decide("update", .base, nil, Changes(), &draft)
  }

  private func owedKeys(_ found: Evaluated) -> [Place] {
    found.keys.owed.compactMap { catalogue.place($0.bearer.id) }
  }

  /// A decision that changes nothing by itself is recorded once for each change.
  private func decideOnce(
    _ action: String, _ outcome: DecisionMade.Outcome, _ held: String?, _ changes: Changes,
    _ draft: inout Draft
  ) {
    if outcome == .held { draft.isHeld = true }
    let sketch = sketch(action, outcome, held, changes)
    // What a person says ends what is held.
    let isUnsaid = outcome == .held && !draft.next.known.isHeld
    guard isUnsaid || owedKeys(draft.found) != draft.next.known.owed || draft.next.known.decided != sketch
    else { return }
    decide(action, outcome, held, changes, &draft)
  }

  private func sketch(
    _ action: String, _ outcome: DecisionMade.Outcome, _ held: String?, _ changes: Changes
  ) -> Int {
    var lines = changes.lines
    if changes.setsKey {
      lines.append(
        Line(
          id: "key", rule: "cross_reference", action: "write", jde: .absent, zoho: .blank, value: .absent))
    }
    return Sketch(action: action, outcome: outcome, held: held ?? "", lines: lines).hashValue
  }

  /// `decision.made`, and what it does to the state (`EventFold.decisionMade`).
  private func decide(
    _ action: String, _ outcome: DecisionMade.Outcome, _ held: String?, _ changes: Changes,
    _ draft: inout Draft
  ) {
    draft.hasDecision = true
    var known = draft.next.known
    known.sequence += 1
    known.decided = sketch(action, outcome, held, changes)
    for (field, agreed) in changes.moved {
      if known.link.isLinked {
        known.link.base[field] = agreed
        known.link.baseSequence = known.sequence
      }
      known.said.removeAll { $0.slot == .field(field) }
    }
    if outcome == .write {
      for place in known.said.indices {
        guard case .field(let field) = known.said[place].slot, changes.words.contains(field) else { continue }
        known.said[place].used = known.sequence
      }
    }
    known.marks = draft.found.marks
    if action == "create" { known.marks.zoho = known.marks.jde }
    known.owed = owedKeys(draft.found)
    known.isHeld = outcome == .held
    if changes.isRevert { known.reverts += 1 }
    draft.next.known = known
    if known.link.isLinked, changes.moved.contains(where: { $0.0 == .credit }) {
      draft.next.memory.takenBack[known.link.place] = false
    }
  }
}
