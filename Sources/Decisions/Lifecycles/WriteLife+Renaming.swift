extension WriteLife {
  /// The seconds of its answers, which are compared with the times of records.
  package var answers: [Int64] {
    var seconds: [Int64] = []
    if case .applied(let plan) = stage, let answered = plan.answered { seconds.append(answered) }
    if let answered = repeated?.answered { seconds.append(answered) }
    return seconds
  }

  /// The seconds that it waits for: the next look or read-back, the last second of each window.
  package var deadlines: [Int64] {
    var seconds: [Int64] = []
    for case .until(let last) in [unanswered, copies] { seconds.append(last) }
    switch stage {
    case .looked(let plan): if let second = plan.notBefore { seconds.append(second) }
    case .applied(let plan): if let second = plan.notBefore { seconds.append(second) }
    default: break
    }
    return seconds
  }

  /// The same life with other names for its seconds: what a world compares, in which only their order and their
  /// distance from now say anything.
  package func renamed(answer: (Int64) -> Int64, deadline: (Int64) -> Int64) -> WriteLife {
    var life = self
    life.unanswered = unanswered.renamed(deadline)
    life.copies = copies.renamed(deadline)
    life.repeated = repeated?.renamed(answer, deadline)
    switch stage {
    case .looked(let plan): life.stage = .looked(plan.renamed(deadline))
    case .applied(let plan): life.stage = .applied(plan.renamed(answer, deadline))
    default: break
    }
    return life
  }
}

extension LandingWindow {
  fileprivate func renamed(_ rename: (Int64) -> Int64) -> LandingWindow {
    if case .until(let last) = self { .until(rename(last)) } else { self }
  }
}
