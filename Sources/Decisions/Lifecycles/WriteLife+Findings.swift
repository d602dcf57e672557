extension WriteLife {
  /// What a look or a read-back says.
  mutating func takeFinding(_ finding: WriteFinding, at second: Int64?) -> LifecycleFault? {
    switch stage {
    case .sent, .unknown, .looked: takeLook(finding, at: second)
    case .applied(let plan): takeReadBack(finding, at: second, plan)
    case .refused(let trouble) where isInsert && trouble.isTriedAgain: takeLook(finding, at: second)
    case .intended where mayHaveLanded, .refused where mayHaveLanded && next == .wait(until: nil):
      takeLastRead(finding, at: second)
    case .asked(.notSeenYet), .asked(.noKnownEnd): takeFindingWhileAsked(finding, at: second)
    case .asked, .outdated, .spent: .waitsForAnother
    case .refused: .answeredAlready
    default: openFault(.notSent)
    }
  }

  /// A look at a call of which nobody knows what became.
  private mutating func takeLook(_ finding: WriteFinding, at second: Int64?) -> LifecycleFault? {
    guard finding != .notSeenYet, finding != .unsettled else { return .notApplied }
    let isOver = !unanswered.isOpen(at: second)
    mayHaveLanded = true
    if successor == .generation {
      takeLastLook(finding, at: second)
    } else {
      switch finding {
      case .applied: stage = .applied(ReadBackPlan(answered: nil, seen: second))
      case .anotherRecord: stage = .asked(.anotherRecord)
      case .undecidable: stage = .asked(.undecidable)
      case .changed where isConditional || isOver: stage = .outdated(isDoubtful: true)
      case .notApplied where isOver: stage = successor == nil ? .intended : .spent
      // Law 5: where no condition protects, "something else is there" ends nothing while the call may land.
      default: lookAgain(at: second)
      }
    }
    if isOver { unanswered = .closed }
    return nil
  }

  /// The read before a further attempt: a look lags, and only a second one tells what the first may have missed.
  private mutating func takeLastRead(_ finding: WriteFinding, at second: Int64?) -> LifecycleFault? {
    switch finding {
    case .applied: stage = .applied(repeated?.anew ?? ReadBackPlan(answered: nil, seen: second))
    case .notApplied: break
    case .changed: stage = .outdated(isDoubtful: true)
    case .anotherRecord: stage = .asked(.anotherRecord)
    case .undecidable: stage = .asked(.undecidable)
    case .notSeenYet, .unsettled: return .notApplied
    }
    return nil
  }

  /// A look at a call of a pairing that ended: its effect is nobody's agreement, only its landing counts.
  private mutating func takeLastLook(_ finding: WriteFinding, at second: Int64?) {
    switch finding {
    case .anotherRecord: stage = .asked(.anotherRecord)
    case .undecidable: stage = .asked(.undecidable)
    default:
      if copies.isOpen(at: second) {
        lookAgain(at: second)
      } else {
        stage = isInsert && finding == .applied ? .asked(.leftOver) : .spent
      }
    }
  }

  /// The call may still land: it is looked up after its last second, or with patience where none is known.
  private mutating func lookAgain(at second: Int64?) {
    let window = successor == .generation ? copies : unanswered
    var plan = LookPlan(after: window)
    if window == .unbounded {
      if case .looked(let former) = stage { plan = former }
      plan.tookNothing(at: second)
    }
    stage = plan.isExhausted ? .asked(.noKnownEnd) : .looked(plan)
  }

  /// A read after an answer of success (law 4).
  private mutating func takeReadBack(
    _ finding: WriteFinding, at second: Int64?, _ plan: ReadBackPlan
  ) -> LifecycleFault? {
    var plan = plan
    switch finding {
    // The one is a confirmation. The other would say that a success was none, and only `notSeenYet` may say that.
    case .applied, .notApplied: return .answeredAlready
    case .changed: stage = .outdated(isDoubtful: true)
    case .anotherRecord: stage = .asked(.anotherRecord)
    case .undecidable: stage = .asked(.undecidable)
    case .unsettled:
      plan.tookUnsettled(at: second)
      stage = .applied(plan)
    case .notSeenYet:
      plan.tookLag(at: second)
      stage = .applied(plan)
      if plan.isExhausted { goOnUnseen(plan) }
    }
    return nil
  }

  /// Answered with success, and four reads show the value from before.
  private mutating func goOnUnseen(_ plan: ReadBackPlan) {
    if successor != nil {
      stage = .spent
    } else if allowsCondition, repeated == nil {
      // Once more, alone, under the time that was read: had the reads lagged, it is refused.
      repeated = plan
      isConditional = true
      stage = .intended
    } else {
      stage = .asked(.notSeenYet)
    }
  }

  /// What a person was asked about may show itself meanwhile.
  private mutating func takeFindingWhileAsked(_ finding: WriteFinding, at second: Int64?) -> LifecycleFault? {
    switch (stage, finding) {
    case (.asked(.noKnownEnd), .applied):
      stage =
        successor == .generation
        ? .asked(.leftOver) : .applied(ReadBackPlan(answered: nil, seen: second))
    case (.asked(.notSeenYet), .changed): stage = .outdated(isDoubtful: true)
    case (.asked(.notSeenYet), .anotherRecord): stage = .asked(.anotherRecord)
    default: return .waitsForAnother
    }
    return nil
  }
}
