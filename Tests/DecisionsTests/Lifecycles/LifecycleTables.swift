import Decisions

/// The tables of all life cycles, with representative events.
enum LifecycleTables {
  /// Reads at second 50 come while a call may land, those at 200 after it.
  static let write = LifecycleTable("Write", from: WriteLife(), isTooFar: { $0.attempts > 3 }) { life in
    let number = life.attempts + 1
    var events: [(name: String, event: WriteEvent)] = [
      ("intended", .intended(.update, isConditional: true)),
      ("intended", .intended(.update, isConditional: false)),
      ("intended", .intended(.update, isConditional: false, allowsCondition: false)),
      ("intended", .intended(.insert, isConditional: false)),
      ("sent", .sent(attempt: number, landsUntil: 100)),
      ("sent, no end known", .sent(attempt: number, landsUntil: nil)),
      ("sent, a number left out", .sent(attempt: number + 1, landsUntil: 100)),
      ("answered: applied", .answered(.applied(time: 10))),
    ]
    for trouble in ErrorClass.allCases {
      events.append(("answered: refused, \(trouble.rawValue)", .answered(.refused(trouble))))
    }
    events.append(("answered: unknown", .answered(.unknown)))
    for finding in WriteFinding.allCases {
      let name = "probed: \(finding.rawValue.split(separator: "_").joined(separator: " "))"
      events.append((name, .probed(finding, at: 50)))
      events.append((name, .probed(finding, at: 200)))
    }
    events += [
      ("confirmed", .confirmed), ("failed: transient", .failed(.transient)),
      ("failed: invalid", .failed(.invalid)), ("failed by a person", .failed(nil)), ("abandoned", .abandoned),
      ("settled", .settled), ("superseded by a generation", .superseded(by: .generation)),
      ("superseded by a mapping", .superseded(by: .mapping)),
    ]
    return events
  }

  /// Two generations and two records, one of which a person may keep apart.
  static let pair = LifecycleTable("Pair", from: PairLife(), isTooFar: { $0.generation > 2 }) { life in
    let ours = PairedRecord(side: .zoho, id: "1")
    let other = PairedRecord(side: .zoho, id: "2")
    var events: [(name: String, event: PairEvent)] = [
      ("waits for its parent", .waits), ("a question is asked", .asked),
      ("the question closes", .questionClosed),
      ("proposed", .proposed(ours)), ("reserved", .reserved(generation: life.generation + 1)),
      ("reserved, a number again", .reserved(generation: life.generation)), ("released", .released),
      ("made, after its reservation", .made(generation: life.generation, ours)),
      ("made", .made(generation: life.generation + 1, ours)), ("moved", .moved(other)), ("removed", .removed),
    ]
    for policy in DeparturePolicy.allCases {
      events.append(("left: \(policy.rawValue)", .left(policy)))
      events.append(("gone: \(policy.rawValue)", .gone(policy)))
    }
    events += [
      ("not shown", .notShown), ("shown again", .shown), ("decided", .decided),
      ("kept apart", .keptApart(ours)), ("held together", .heldTogether(ours)),
    ]
    return events
  }

  /// Two grounds, and a person who may have been shown either.
  static let question = LifecycleTable(
    "Question", from: QuestionLife(about: .conflict), isTooFar: { $0.staleAnswers > 2 }
  ) { life in
    [
      ("asked", .asked(ground: "a", at: 100)), ("asked, of another ground", .asked(ground: "b", at: 100)),
      ("answered", .answered(ground: life.ground)), ("answered, of another ground", .answered(ground: "c")),
      ("ignored", .ignored(ground: life.ground)), ("carried out", .carriedOut), ("withdrawn", .withdrawn),
    ]
  }

  /// Two operations that want the same key.
  static let reservation = LifecycleTable("Reservation", from: ReservationLife()) { _ in
    [
      ("reserved", .reserved("1")), ("reserved by another", .reserved("2")),
      ("its operation ends", .operationEnded("1")), ("another's operation ends", .operationEnded("2")),
      ("released", .released("1")), ("released by another", .released("2")),
      ("released by a person", .releasedByPerson),
    ]
  }

  /// A reason that ends by itself, one that a person has to end, and the brake.
  static let lane = LifecycleTable("Lane", from: LaneLife()) { _ in
    [
      ("held by its budget", .held(.budget, until: 100)),
      ("held by its budget, longer", .held(.budget, until: 200)),
      ("paused", .held(.paused, until: nil)), ("held by the brake", .held(.brake, until: nil)),
      ("the budget is open again", .lifted(.budget)), ("the pause ends", .lifted(.paused)),
      ("the brake is released", .lifted(.brake)),
    ]
  }
}
