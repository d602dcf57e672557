/// What merges as one: a field, or all fields of a group.
struct MergeUnit {
  /// One field with the three values that decide it.
  struct Part {
    let field: MappedField
    let jde: JDEField
    let zoho: FieldValue
    /// Nil where there is none, only half of one, or one of another field.
    let base: FieldPair?
    /// J=Z through the mapping.
    let agrees: Bool
    /// J=B; false without a base.
    let jdeStands: Bool
    /// Z=B; false without a base.
    let zohoStands: Bool
    /// How the mapping that made the base stands to today's.
    let mappingMove: MappingMove
    /// The named form that the base recorded and by which both sides agree still; nil where there is none.
    let namedForm: String?

    var isAbsent: Bool { jde.value == .absent || jde.mapped == .absent || zoho == .absent }
    var isDoubtful: Bool { base?.isDoubtful ?? false }
    /// Both sides stand where the base stands.
    var stands: Bool { jdeStands && zohoStands && !isDoubtful }
    /// The base is today's and both sides stand there.
    var isAtRest: Bool { stands && mappingMove == .none }
    /// Both sides stand, and only the mapping moved.
    var isRemapped: Bool { stands && mappingMove == .transformation }
  }

  let parts: [Part]
  /// The field whose rules hold for all of the unit: the first of a group.
  let rules: MappedField

  var isAbsent: Bool { parts.contains(where: \.isAbsent) }
  var agrees: Bool { parts.allSatisfy(\.agrees) }
  var hasBase: Bool { parts.allSatisfy { $0.base != nil } }
  var isDoubtful: Bool { parts.contains(where: \.isDoubtful) }
  /// A field of it is another than the base was made of.
  var isOtherField: Bool { parts.contains { $0.mappingMove == .identity } }
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
      return parts.allSatisfy(\.isAtRest)
        ? Decision(.unchanged, .nothing) : Decision(.converged, .moveBase)
    }
    if isOtherField { return guarded(otherField()) }
    guard hasBase else { return guarded(first()) }
    return guarded(isDoubtful ? doubtful(reverts: reverts) : withBase(times: times, reverts: reverts))
  }

  /// What both sides show was never agreed, and nobody is at a first load: what a blank means is as unknown as
  /// whose value is the older one.
  private func otherField() -> Decision {
    switch rules.owner {
    case .jde: Decision(.otherFieldOwnerJDE, .write(to: .zoho), overrides: true)
    case .zoho: Decision(.otherFieldOwnerZoho, .write(to: .jde), overrides: true)
    case .both, .initial, .none: Decision(.otherFieldUndecided, .ask(.conflict))
    }
  }

  /// Neither side counts as standing where the base stands, whatever it shows.
  private func doubtful(reverts: (String) -> Int) -> Decision {
    switch rules.owner {
    case .both, .initial, .none: return Decision(.doubtfulUndecided, .ask(.conflict))
    case .jde, .zoho: break
    }
    guard isBelowDamper(reverts) else { return Decision(.doubtfulDamped, .ask(.noEffect)) }
    return rules.owner == .jde
      ? Decision(.doubtfulOwnerJDE, .write(to: .zoho), overrides: true)
      : Decision(.doubtfulOwnerZoho, .write(to: .jde), overrides: true)
  }

  /// The third write of one field within the window that puts a value back stops and asks.
  private func isBelowDamper(_ reverts: (String) -> Int) -> Bool {
    parts.allSatisfy { reverts($0.field.id) < 2 }
  }

  /// Nobody moved but the mapping.
  private func mappingMoved() -> Decision {
    // What is left between them is a form that the base knows of.
    if parts.allSatisfy({ $0.agrees || $0.namedForm != nil }) { return Decision(.mappingMoved, .moveBase) }
    switch (rules.owner, rules.first) {
    case (.jde, _), (.both, .some(.jde)): return Decision(.mappingMoved, .write(to: .zoho))
    case (.zoho, _), (.both, .some(.zoho)): return Decision(.mappingMoved, .write(to: .jde))
    case (.both, nil), (.initial, _), (.none, _): return Decision(.mappingMoved, .ask(.conflict))
    }
  }

  private func first() -> Decision {
    // A group of which a part was agreed on is at no first load there: who moved that part meanwhile is not overruled.
    if rules.owner == .both, let overruled = rules.first?.other,
      parts.contains(where: { $0.base != nil && !(overruled == .jde ? $0.jdeStands : $0.zohoStands) })
    {
      return Decision(.firstUndecided, .ask(.conflict))
    }
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
    case (true, true, _):
      return parts.contains(where: \.isRemapped) ? mappingMoved() : Decision(.nobodyMoved, .nothing)
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
    guard isBelowDamper(reverts) else { return Decision(.revertDamped, .ask(.revertedTooOften)) }
    return Decision(.foreignEditReverted, .write(to: side), overrides: true)
  }

  private func tie(_ times: EditTimes) -> Decision {
    let newer = times.newerSide(
      movedInJDE: parts.filter { !$0.jdeStands }.map(\.field.id),
      movedInZoho: parts.filter { !$0.zohoStands }.map(\.field.id))
    return switch (rules.tie, newer) {
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
