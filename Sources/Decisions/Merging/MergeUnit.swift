/// What merges as one: a field, or all fields of a group.
struct MergeUnit {
  /// One field with the three values that decide it.
  struct Part {
    let field: MappedField
    let jde: JDEField
    let zoho: FieldValue
    /// Nil where there is none, or only half of one.
    let base: FieldPair?
    /// J=Z through the mapping.
    let agrees: Bool
    /// J=B; false without a base.
    let jdeStands: Bool
    /// Z=B; false without a base.
    let zohoStands: Bool

    var isAbsent: Bool { jde.value == .absent || jde.mapped == .absent || zoho == .absent }
  }

  let parts: [Part]
  /// The field whose rules hold for all of the unit: the first of a group.
  let rules: MappedField

  var isAbsent: Bool { parts.contains(where: \.isAbsent) }
  var agrees: Bool { parts.allSatisfy(\.agrees) }
  var hasBase: Bool { parts.allSatisfy { $0.base != nil } }
  var jdeStands: Bool { parts.allSatisfy(\.jdeStands) }
  var zohoStands: Bool { parts.allSatisfy(\.zohoStands) }

  func isBlank(_ side: Side) -> Bool {
    parts.allSatisfy { side == .jde ? $0.jde.mapped == .blank : $0.zoho == .blank }
  }

  /// Which way the unit goes, and by which rule.
  ///
  /// The first row of the table that applies decides.
  func decide(times: EditTimes, reverts: (String) -> Int) -> Decision {
    if isAbsent { return Decision(.sideAbsent, .nothing) }
    switch rules.owner {
    case .none: return Decision(.recordedOnly, .nothing)
    case .initial: return Decision(.initialOnly, .nothing)
    case .jde, .zoho, .both: break
    }
    if agrees {
      return hasBase && jdeStands && zohoStands
        ? Decision(.unchanged, .nothing) : Decision(.converged, .moveBase)
    }
    let decision = hasBase ? withBase(times: times, reverts: reverts) : first()
    return guarded(decision)
  }

  private func first() -> Decision {
    if isBlank(.zoho) { return Decision(.blankFilled, .write(to: .zoho)) }
    if isBlank(.jde) { return Decision(.blankFilled, .write(to: .jde)) }
    switch (rules.owner, rules.first) {
    case (.jde, _): return Decision(.firstByOwnerJDE, .write(to: .zoho), overrides: true)
    case (.zoho, _): return Decision(.firstByOwnerZoho, .write(to: .jde), overrides: true)
    case (_, .some(.jde)): return Decision(.firstJDE, .write(to: .zoho), overrides: true)
    case (_, .some(.zoho)): return Decision(.firstZoho, .write(to: .jde), overrides: true)
    case (_, nil): return Decision(.firstUndecided, .ask(.conflict))
    }
  }

  private func withBase(times: EditTimes, reverts: (String) -> Int) -> Decision {
    switch (jdeStands, zohoStands, rules.owner) {
    case (true, true, _): return Decision(.nobodyMoved, .nothing)
    case (false, true, .zoho): return foreignEdit(of: .jde, reverts: reverts)
    case (false, true, _): return Decision(.jdeMoved, .write(to: .zoho))
    case (true, false, .jde): return foreignEdit(of: .zoho, reverts: reverts)
    case (true, false, _): return Decision(.zohoMoved, .write(to: .jde))
    case (false, false, .jde): return Decision(.bothMovedOwnerJDE, .write(to: .zoho), overrides: true)
    case (false, false, .zoho): return Decision(.bothMovedOwnerZoho, .write(to: .jde), overrides: true)
    case (false, false, _): return tie(times)
    }
  }

  private func foreignEdit(of side: Side, reverts: (String) -> Int) -> Decision {
    guard rules.foreignEdit == .revert else { return Decision(.foreignEditReported, .report) }
    // The third of one field within the window stops and asks.
    guard parts.allSatisfy({ reverts($0.field.id) < 2 }) else {
      return Decision(.revertDamped, .ask(.revertedTooOften))
    }
    return Decision(.foreignEditReverted, .write(to: side), overrides: true)
  }

  private func tie(_ times: EditTimes) -> Decision {
    switch (rules.tie, times.newerSide) {
    case (.jde, _): Decision(.tieJDE, .write(to: .zoho), overrides: true)
    case (.zoho, _): Decision(.tieZoho, .write(to: .jde), overrides: true)
    case (.newer, .some(.jde)): Decision(.newerJDE, .write(to: .zoho), overrides: true)
    case (.newer, .some(.zoho)): Decision(.newerZoho, .write(to: .jde), overrides: true)
    case (.newer, nil): Decision(.newerUndecided, .ask(.conflict))
    case (.review, _): Decision(.conflict, .ask(.conflict))
    }
  }

  /// Whichever row would put a blank over a value needs leave, and what goes back needs a way.
  private func guarded(_ decision: Decision) -> Decision {
    guard case .write(let side) = decision.move else { return decision }
    if isBlank(side.other), !isBlank(side), !rules.allowsClear {
      return Decision(.clearNotAllowed, .ask(.wouldClear))
    }
    if side == .jde, !parts.allSatisfy(\.field.isReversible) { return Decision(.oneWay, .nothing) }
    return decision
  }

  /// Which way a unit goes.
  struct Decision {
    enum Move: Equatable {
      case nothing
      case moveBase
      case write(to: Side)
      case ask(AskReason)
      case report
    }

    let rule: MergeRule
    let move: Move
    /// Whether a write goes over something that was never agreed.
    let overrides: Bool

    init(_ rule: MergeRule, _ move: Move, overrides: Bool = false) {
      self.rule = rule
      self.move = move
      self.overrides = overrides
    }
  }
}
