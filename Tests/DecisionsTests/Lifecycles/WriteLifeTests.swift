import Decisions
import Testing

@Suite("The life of a write")
struct WriteLifeTests {
  @Test("is intended, sent, answered, read back two seconds after the answer's, and confirmed")
  func straight() throws {
    var life = WriteLife()
    #expect(life.next == .nothing)
    try life.lives(.intended(.update, isConditional: true))
    #expect(life.next == .send(isConditional: true))
    try life.lives(.sent(attempt: 1, landsUntil: 310))
    #expect(life.next == .look(notBefore: nil), "after a crash nobody waits for the answer")
    try life.lives(.answered(.applied(time: 12)))
    #expect(life.next == .readBack(notBefore: 14))
    #expect(life.owed == nil)
    try life.lives(.confirmed)
    #expect(life.next == .nothing)
    #expect(life.attempts == 1)
  }

  @Test("of an unknown outcome is sent again only after a look that found nothing past its last second")
  func unknown() throws {
    var life = try WriteLife.sent(until: 310)
    try life.lives(.answered(.unknown))
    #expect(life.next == .look(notBefore: nil))
    #expect(life.owed == .unknown)
    try life.faults(.sent(attempt: 2, landsUntil: 400), .mayStillLand)
    try life.faults(.abandoned, .mayStillLand)
    try life.faults(.settled, .mayStillLand)
    try life.lives(.probed(.notApplied, at: 310))
    #expect(life.next == .look(notBefore: 311), "in its last second it may still land")
    try life.faults(.sent(attempt: 2, landsUntil: 400), .mayStillLand)
    try life.lives(.probed(.notApplied, at: nil))
    #expect(life.next == .look(notBefore: 311), "a look without a date proves nothing")
    try life.lives(.probed(.notApplied, at: 311))
    #expect(life.next == .sendAgain(isConditional: false))
    try life.faults(.sent(attempt: 3, landsUntil: 700), .outOfOrder)
    try life.lives(.sent(attempt: 2, landsUntil: 700))
    #expect(life.attempts == 2)
  }

  @Test("without a known end is looked up with patience, never sent again by itself, and asked about")
  func noKnownEnd() throws {
    var life = try WriteLife.sent(until: nil)
    try life.lives(.answered(.unknown))
    var now: Int64 = 100
    for delay in LookPlan.patience {
      try life.lives(.probed(.notApplied, at: now))
      #expect(life.next == .look(notBefore: now + delay))
      now += delay
    }
    try life.lives(.probed(.notApplied, at: now))
    #expect(life.next == .ask(.noKnownEnd))
    #expect(life.barsRecord == .unbounded)
    var found = life
    try found.lives(.probed(.applied, at: now + 5))
    #expect(found.next == .readBack(notBefore: now + 7), "it shows itself all the same")
    try life.lives(.abandoned)
    #expect(life.barsRecord == .closed, "a person's word ends what has no end")
  }

  @Test("answered with success is never refuted by one look: again after 2, 4 and 8 s, then once more alone")
  func notSeenYet() throws {
    var life = try WriteLife.answered(at: 12)
    try life.faults(.probed(.notApplied, at: 14), .answeredAlready)
    var now: Int64 = 14
    for delay: Int64 in [2, 4, 8] {
      try life.lives(.probed(.notSeenYet, at: now))
      #expect(life.next == .readBack(notBefore: now + delay))
      #expect(life.owed == .notSeenYet)
      now += delay
    }
    try life.lives(.probed(.notSeenYet, at: now))
    #expect(life.next == .sendAgain(isConditional: true))
    try life.lives(.sent(attempt: 2, landsUntil: 400))
    var lagged = life
    try lagged.lives(.answered(.refused(.stale)))
    #expect(lagged.next == .readBack(notBefore: nil), "412: the reads had lagged")
    try life.lives(.answered(.applied(time: 40)))
    for second: Int64 in [42, 44, 48, 56] { try life.lives(.probed(.notSeenYet, at: second)) }
    #expect(life.next == .ask(.notSeenYet), "once more, and not twice")
    var shown = life
    try shown.lives(.confirmed)
    #expect(shown.next == .nothing)
  }

  @Test(
    "that is never seen asks, where nothing can go under a condition",
    arguments: [WriteIntended.Action.insert, .update])
  func neverSeen(action: WriteIntended.Action) throws {
    var life = WriteLife()
    try life.lives(
      .intended(action, isConditional: false, allowsCondition: false), .sent(attempt: 1, landsUntil: 310),
      .answered(.applied(time: 12)))
    for second: Int64 in [14, 16, 20, 28] { try life.lives(.probed(.notSeenYet, at: second)) }
    #expect(life.next == .ask(.notSeenYet))
    #expect(life.owed == .question)
  }

  @Test(
    "of a record that moves in the second of each read is listed after five of them, and read on more rarely")
  func keepsMoving() throws {
    var life = try WriteLife.answered(at: 12)
    for second: Int64 in [14, 16, 18, 20] {
      try life.lives(.probed(.unsettled, at: second))
      #expect(life.next == .readBack(notBefore: second + 2))
      #expect(life.owed == nil)
    }
    try life.lives(.probed(.unsettled, at: 22))
    #expect(life.owed == .keepsMoving)
    #expect(life.next == .readBack(notBefore: 322))
  }

  @Test("whose place shows something else ends nothing while a call may land that no condition protects")
  func somethingElse() throws {
    var batch = try WriteLife.sent(until: 310)
    try batch.lives(.answered(.unknown), .probed(.changed, at: 100))
    #expect(batch.next == .look(notBefore: 311))
    #expect(batch.barsRecord == .until(310))
    try batch.lives(.probed(.changed, at: 311))
    #expect(batch.next == .decideAgain)
    #expect(batch.leavesBaseDoubtful)
    #expect(batch.barsRecord == .closed)

    var alone = try WriteLife.sent(until: 310, isConditional: true)
    try alone.lives(.answered(.unknown), .probed(.changed, at: 100))
    #expect(alone.next == .decideAgain, "its condition refuses what is still under way")
    #expect(alone.barsRecord == .closed)
  }

  @Test(
    "that is refused because the record moved is decided again, and doubtful where an attempt may have landed"
  )
  func stale() throws {
    var life = try WriteLife.sent(until: 310, isConditional: true)
    try life.lives(.answered(.refused(.stale)))
    #expect(life.next == .decideAgain)
    #expect(!life.leavesBaseDoubtful)

    var again = try WriteLife.sent(until: 310, isConditional: true)
    try again.lives(.answered(.unknown), .probed(.notApplied, at: 311), .sent(attempt: 2, landsUntil: 700))
    try again.lives(.answered(.refused(.stale)))
    #expect(again.leavesBaseDoubtful, "the look may have lagged")
  }

  @Test(
    "of an insert that is refused for now is looked up before it is sent again",
    arguments: [ErrorClass.auth, .throttle, .transient])
  func refusedInsert(trouble: ErrorClass) throws {
    var life = WriteLife()
    try life.lives(
      .intended(.insert, isConditional: false), .sent(attempt: 1, landsUntil: 310),
      .answered(.refused(trouble)))
    #expect(life.next == .look(notBefore: nil))
    try life.faults(.sent(attempt: 2, landsUntil: 400), .mayStillLand)
    try life.faults(.failed(trouble), .mayStillLand)
    try life.lives(.probed(.notApplied, at: 20))
    #expect(life.next == .sendAgain(isConditional: false))
  }

  @Test("of an update that is refused for now waits, and then goes again; one that is refused for good asks")
  func refusedUpdate() throws {
    var life = try WriteLife.sent(until: 310)
    try life.lives(.answered(.refused(.throttle)))
    #expect(life.next == .wait(until: nil))
    #expect(life.owed == .lane)
    try life.lives(.sent(attempt: 2, landsUntil: 400), .answered(.refused(.invalid)))
    #expect(life.next == .ask(.refused(.invalid)))
    #expect(life.owed == .refused)
    try life.lives(.failed(.invalid))
    #expect(life.next == .ask(.refused(.invalid)))
    try life.lives(.settled)
    #expect(life.next == .nothing)
  }

  @Test("of a pairing that ended is never sent again nor confirmed, and ends once no copy of it can land")
  func superseded() throws {
    var unsent = WriteLife()
    try unsent.lives(.intended(.update, isConditional: false), .superseded(by: .generation))
    #expect(unsent.next == .abandon)
    try unsent.faults(.sent(attempt: 1, landsUntil: 310), .superseded)

    var answered = try WriteLife.answered(at: 12)
    try answered.lives(.superseded(by: .generation))
    try answered.faults(.confirmed, .superseded)
    #expect(answered.next == .look(notBefore: 311), "an answered call has copies too")
    try answered.lives(.probed(.applied, at: 100))
    #expect(answered.next == .look(notBefore: 311))
    try answered.faults(.abandoned, .mayStillLand)
    try answered.lives(.probed(.applied, at: 311))
    #expect(answered.next == .abandon)
    try answered.lives(.abandoned)
    #expect(answered.next == .nothing)
  }

  @Test("of an insert whose pairing ended asks about what it made")
  func leftOver() throws {
    var life = WriteLife()
    try life.lives(
      .intended(.insert, isConditional: false), .sent(attempt: 1, landsUntil: 310), .answered(.unknown),
      .superseded(by: .generation), .probed(.applied, at: 311))
    #expect(life.next == .ask(.leftOver))
  }

  @Test(
    "whose mapping moved is looked up and confirmed by the mapping that intended it, and never sent again")
  func mappingMoved() throws {
    var life = try WriteLife.sent(until: 310)
    try life.lives(.answered(.unknown), .superseded(by: .mapping))
    var landed = life
    try landed.lives(.probed(.applied, at: 20), .confirmed)
    #expect(landed.next == .nothing)
    try life.lives(.probed(.notApplied, at: 311))
    #expect(life.next == .abandon)
    try life.faults(.sent(attempt: 2, landsUntil: 700), .superseded)
  }

  @Test("that is intended again while a former call of it may land is looked up first")
  func intendedAgain() throws {
    var life = try WriteLife.sent(until: 310)
    try life.lives(.answered(.unknown), .probed(.anotherRecord, at: 50), .failed(nil))
    try life.lives(.intended(.update, isConditional: false))
    #expect(life.next == .look(notBefore: 311))
    try life.lives(.probed(.notApplied, at: 311))
    #expect(life.next == .sendAgain(isConditional: false))
  }

  @Test(
    "of an insert that was refused binds its subject as long as a copy may land; a confirmed one does not")
  func insertBindsItsSubject() throws {
    var life = WriteLife()
    try life.lives(.intended(.insert, isConditional: false), .sent(attempt: 1, landsUntil: 310))
    var confirmed = life
    try life.lives(.answered(.refused(.invalid)), .failed(.invalid))
    #expect(life.barsRecord == .until(310))
    try confirmed.lives(.answered(.applied(time: 12)), .confirmed)
    #expect(confirmed.barsRecord == .closed)
  }
}

@Suite("A read of a written record")
struct WriteSightTests {
  @Test("shows a write as not applied only where the record has not moved since the sending")
  func moved() {
    func finding(_ values: WriteSight.Values, time: Int64?) -> WriteFinding {
      WriteSight(values: values, time: time, readAt: 400).finding(sentAt: 100, isInsert: false)
    }
    #expect(finding(.before, time: 99) == .notApplied)
    #expect(finding(.before, time: 100) == .changed, "the second of the sending is not before it")
    #expect(finding(.before, time: nil) == .changed, "nothing proves that it did not move")
    #expect(finding(.other, time: 99) == .changed)
    #expect(finding(.normalised, time: 120) == .changed, "nobody answered that it is ours")
    #expect(finding(.desired, time: 350) == .applied)
  }

  @Test(
    "refutes an answer only by a time that is not earlier, and takes a named form only from its own second")
  func readBack() {
    func verdict(_ values: WriteSight.Values, time: Int64?) -> WriteReadBack {
      WriteSight(values: values, time: time, readAt: 400).readBack(ours: 100...100, isInsert: false)
    }
    #expect(verdict(.before, time: 99) == .finding(.notSeenYet))
    #expect(verdict(.before, time: nil) == .finding(.notSeenYet))
    #expect(verdict(.before, time: 100) == .finding(.changed))
    #expect(verdict(.before, time: 101) == .finding(.changed))
    #expect(verdict(.other, time: 99) == .finding(.changed))
    #expect(verdict(.normalised, time: 100) == .confirmed(isNormalised: true))
    #expect(verdict(.normalised, time: 101) == .finding(.changed))
    #expect(verdict(.desired, time: 399) == .finding(.unsettled), "its second is over only by 401")
    #expect(verdict(.desired, time: 398) == .confirmed(isNormalised: false))
  }

  @Test("compares whose record it is before anything else", arguments: [true, false])
  func identity(isInsert: Bool) {
    func sight(_ identity: WriteSight.Identity) -> WriteSight {
      WriteSight(identity: identity, values: .desired, time: 100, readAt: 400)
    }
    #expect(sight(.another).readBack(ours: 100...100, isInsert: isInsert) == .finding(.anotherRecord))
    #expect(sight(.another).finding(sentAt: 90, isInsert: isInsert) == .anotherRecord)
    #expect(sight(.several).finding(sentAt: 90, isInsert: isInsert) == .undecidable)
    #expect(sight(.nobody).finding(sentAt: 90, isInsert: isInsert) == (isInsert ? .notApplied : .undecidable))
  }

  @Test("takes a record for what an insert made only where nothing speaks against it")
  func inserted() {
    for known in [true, false] {
      for held in [true, false] {
        for marks in [true, false] {
          let record = InsertedRecord(wasKnownBefore: known, isHeld: held, hasOurMarks: marks)
          #expect((record.identity == .ours) == (!known && !held && marks))
        }
      }
    }
  }

  @Test("lags where its time is earlier, or equal to a settled one with other content")
  func lags() {
    let settled = ReadTime(time: 100, isSettled: true)
    let open = ReadTime(time: 100, isSettled: false)
    #expect(settled.isAhead(of: ReadTime(time: 99, isSettled: true), hasSameContent: true))
    #expect(settled.isAhead(of: settled, hasSameContent: false))
    #expect(!settled.isAhead(of: settled, hasSameContent: true))
    #expect(!open.isAhead(of: settled, hasSameContent: false))
    #expect(!settled.isAhead(of: ReadTime(time: 101, isSettled: false), hasSameContent: false))
    #expect(!settled.isAhead(of: ReadTime(time: nil, isSettled: false), hasSameContent: false))
  }
}

extension WriteLife {
  /// An update that was sent once.
  static func sent(until last: Int64?, isConditional: Bool = false) throws -> WriteLife {
    var life = WriteLife()
    try life.lives(.intended(.update, isConditional: isConditional), .sent(attempt: 1, landsUntil: last))
    return life
  }

  /// An update that was answered with success.
  static func answered(at second: Int64) throws -> WriteLife {
    var life = try sent(until: 310)
    try life.lives(.answered(.applied(time: second)))
    return life
  }
}
