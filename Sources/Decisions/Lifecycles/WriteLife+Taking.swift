extension WriteLife {
  /// Takes what happened; gives the fault of an event that cannot follow, which then changes nothing.
  package mutating func take(_ event: WriteEvent) -> LifecycleFault? {
    guard stage != .unborn || event.begins else { return .notBegun }
    switch event {
    case .intended(let action, let isConditional, let allowsCondition):
      return takeIntent(
        isInsert: action == .insert, isConditional: isConditional, allowsCondition: allowsCondition)
    case .sent(let attempt, let landsUntil):
      return takeSending(attempt, LandingWindow(landsUntil: landsUntil))
    case .answered(let answer): return takeAnswer(answer)
    case .probed(let finding, let second): return takeFinding(finding, at: second)
    case .confirmed: return takeConfirmation()
    case .failed(let trouble): return takeEnd(.failed(trouble))
    case .abandoned: return takeEnd(.abandoned)
    case .settled: return takeEnd(.settled)
    case .superseded(let successor): return takeSuccessor(successor)
    }
  }

  /// The same write may be intended again once it ended without effect: same fields, same base, same operation.
  private mutating func takeIntent(
    isInsert: Bool, isConditional: Bool, allowsCondition: Bool
  ) -> LifecycleFault? {
    switch stage {
    case .unborn, .failed, .abandoned, .settled: break
    case .confirmed: return .endedAlready
    default: return .begunAlready
    }
    self.isInsert = isInsert
    self.isConditional = isConditional && !isInsert
    self.allowsCondition = allowsCondition && !isInsert
    successor = nil
    repeated = nil
    mayHaveLanded = false
    // Law 5: a call of the same write that may still land is looked up first.
    stage = unanswered == .closed ? .intended : .looked(LookPlan(after: unanswered))
    return nil
  }

  private mutating func takeSending(_ attempt: Int, _ window: LandingWindow) -> LifecycleFault? {
    switch next {
    case .send, .sendAgain, .wait: break
    default: return sendingFault
    }
    guard attempt == attempts + 1 else { return .outOfOrder }
    attempts = attempt
    unanswered = window
    copies = max(copies, window)
    stage = .sent
    return nil
  }

  private var sendingFault: LifecycleFault {
    switch stage {
    case .confirmed, .failed, .abandoned, .settled: .endedAlready
    case .spent: .superseded
    case .applied: .answeredAlready
    case .outdated, .asked: .waitsForAnother
    case .refused: isInsert ? .mayStillLand : .waitsForAnother
    default: .mayStillLand
    }
  }

  private mutating func takeAnswer(_ answer: WriteAnswer) -> LifecycleFault? {
    guard case .sent = stage else { return openFault(attempts == 0 ? .notSent : .answeredAlready) }
    switch answer {
    case .unknown, .refused(.unknown):
      stage = .unknown
      mayHaveLanded = true
    case .applied(let time):
      unanswered = .closed
      mayHaveLanded = true
      stage =
        successor == .generation ? .looked(LookPlan(after: copies)) : .applied(ReadBackPlan(answered: time))
    case .refused(let trouble):
      unanswered = .closed
      takeRefusal(trouble)
    }
    return nil
  }

  private mutating func takeRefusal(_ trouble: ErrorClass) {
    if trouble == .stale, let repeated {
      // Law 4: a repeat that is refused by its condition has shown that the reads had lagged.
      stage = successor == .generation ? .looked(LookPlan(after: copies)) : .applied(repeated.anew)
    } else if trouble == .stale {
      // A former attempt may be what moved the record, and a person may have taken it back.
      stage = successor == nil ? .outdated(isDoubtful: mayHaveLanded) : .spent
    } else if successor == nil || isInsert && trouble.isTriedAgain {
      stage = .refused(trouble)
    } else {
      stage = .spent
    }
  }

  private mutating func takeConfirmation() -> LifecycleFault? {
    guard successor != .generation else { return openFault(.superseded) }
    switch stage {
    case .applied, .asked(.notSeenYet): stage = .confirmed
    default: return openFault(.notApplied)
    }
    return nil
  }

  private mutating func takeEnd(_ end: Stage) -> LifecycleFault? {
    switch stage {
    case .intended, .outdated, .asked, .spent: break
    // Law 5: 401 and 429 are answers, and an insert is looked up all the same before anything else is decided.
    case .refused(let trouble) where isInsert && trouble.isTriedAgain: return .mayStillLand
    case .refused: break
    case .failed:
      if case .failed = end { return .endedAlready }
    case .confirmed, .abandoned, .settled: return .endedAlready
    default: return .mayStillLand
    }
    // Only a person's word ends what has no known end.
    if unanswered == .unbounded { unanswered = .closed }
    stage = end
    return nil
  }

  private mutating func takeSuccessor(_ successor: WriteSuccessor) -> LifecycleFault? {
    switch stage {
    case .confirmed, .abandoned, .settled: return .endedAlready
    default: break
    }
    guard self.successor == nil || (self.successor == .mapping && successor == .generation) else {
      return .superseded
    }
    self.successor = successor
    switch stage {
    case .intended, .outdated, .failed: stage = .spent
    case .refused(let trouble): if !(isInsert && trouble.isTriedAgain) { stage = .spent }
    case .looked, .applied: if successor == .generation { stage = .looked(LookPlan(after: copies)) }
    default: break
    }
    return nil
  }

  /// A fault for a write that is open; one that ended has ended.
  func openFault(_ fault: LifecycleFault) -> LifecycleFault {
    switch stage {
    case .confirmed, .failed, .abandoned, .settled: .endedAlready
    default: fault
    }
  }
}

extension WriteEvent {
  /// Whether it can be the first of a write.
  fileprivate var begins: Bool {
    if case .intended = self { true } else { false }
  }
}
