/// One question to a person, be it a match, a conflict or a record that went.
///
///     asked ──┬── answered ── used up
///       ▲     ├── ignored (not until its ground changes)
///       │     ├── withdrawn (its ground is gone)
///       └─────┴── stale (answered, but the ground had moved: asked anew)
///
/// Its *ground* is what it rests on: the subject's marks, or two values, and the named record.
package struct QuestionLife: Lifecycle {
  /// Seconds between asking anew, after an answer was stale once: a day.
  package static let patience: Int64 = 86_400

  /// Where a question stands.
  package enum Stage: Hashable, Sendable {
    case unasked
    case asked
    case answered
    case ignored
    case withdrawn
    /// An answer met another ground than the one that was shown.
    case stale
    /// What was answered was carried out; the same ground may ask again.
    case usedUp
  }

  package let about: QuestionSubject
  /// Where it stands, say `asked`.
  package private(set) var stage: Stage = .unasked
  /// What it rests on, say the hash of two values and a record's id; empty before it was asked.
  package private(set) var ground = ""
  /// When it was asked last, in seconds since 1970.
  package private(set) var askedAt: Int64 = 0
  /// Answers in a row whose ground had moved.
  package private(set) var staleAnswers = 0

  /// A question about that, not yet asked.
  package init(about: QuestionSubject) {
    self.about = about
  }

  /// The name of the state, say `asked`.
  package var state: String {
    switch stage {
    case .unasked: "unasked"
    case .asked: "asked"
    case .answered: "answered"
    case .ignored: "ignored"
    case .withdrawn: "withdrawn"
    case .stale: "stale"
    case .usedUp: "used up"
    }
  }

  /// What is owed now: the person's word while it is open, and the decision that an answer wants.
  package var next: NextStep {
    switch stage {
    case .unasked, .withdrawn, .ignored, .usedUp: .nothing
    case .asked: .ask(.question(about))
    case .answered: .decideAgain
    // Asked again at once, and then at most once a day.
    case .stale: staleAnswers > 1 ? .wait(until: askedAt + Self.patience) : .ask(.question(about))
    }
  }

  /// Takes what happened; gives the fault of an event that cannot follow, which then changes nothing.
  package mutating func take(_ event: QuestionEvent) -> LifecycleFault? {
    switch event {
    case .asked(let ground, let second): return takeAsking(ground, at: second)
    case .answered(let ground): return takeWord(.answered, ground)
    case .ignored(let ground): return takeWord(.ignored, ground)
    case .carriedOut:
      guard stage == .answered else { return stage == .unasked ? .notBegun : .waitsForAnother }
      stage = .usedUp
    case .withdrawn:
      switch stage {
      case .unasked: return .notBegun
      case .withdrawn, .usedUp, .answered: return .endedAlready
      case .asked, .ignored, .stale: stage = .withdrawn
      }
    }
    return nil
  }

  private mutating func takeAsking(_ ground: String, at second: Int64) -> LifecycleFault? {
    switch stage {
    case .asked where ground == self.ground: return .begunAlready
    // An answer covers its ground until it was carried out, and "not until it changes" until it changes.
    case .answered where ground == self.ground, .ignored where ground == self.ground: return .endedAlready
    case .stale: break
    default: staleAnswers = 0
    }
    stage = .asked
    self.ground = ground
    askedAt = second
    return nil
  }

  private mutating func takeWord(_ word: Stage, _ ground: String) -> LifecycleFault? {
    switch stage {
    case .unasked: return .notBegun
    case .asked where ground == self.ground:
      staleAnswers = 0
      stage = word
    case .asked:
      staleAnswers += 1
      stage = .stale
    case .stale: return .waitsForAnother
    case .answered, .ignored, .withdrawn, .usedUp: return .endedAlready
    }
    return nil
  }
}

/// What happens to one question.
package enum QuestionEvent: Hashable, Sendable {
  /// `question.asked` with what it rests on, at that second.
  case asked(ground: String, at: Int64)
  /// `question.answered`, by somebody who was shown that ground.
  case answered(ground: String)
  /// `question.answered` with *not until changed*.
  case ignored(ground: String)
  /// The operation of the answer was confirmed, or the pairing that it wanted made.
  case carriedOut
  /// `question.withdrawn`.
  case withdrawn
}

/// What a question is about, as its event spells it.
package enum QuestionSubject: String, Hashable, Sendable, CaseIterable {
  case conflict
  case match
  case identity
  /// The record left the scope of its entity.
  case left
  case gone
  case merge
  case notShown = "not_shown"
  case noEffect = "no_effect"
  case leftOver = "left_over"
}
