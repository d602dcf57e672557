@testable import Decisions

/// The merge table of one field as a list of rows, each with its own condition: a plainer way to the same answer.
enum MergeTableOracle {
  static func expected(_ world: MergePropertyTests.World) -> (rule: MergeRule, action: FieldAction) {
    let (field, j, z) = (world.field, world.jde.mapped, world.zoho)
    let whole = world.base.flatMap { $0.jde == .absent || $0.zoho == .absent ? nil : $0 }
    let isOther = whole != nil && world.ground == .otherField
    let base = isOther ? nil : whole
    let isDoubtful = base != nil && world.ground == .doubt
    let isReread = base != nil && world.ground == .otherReading
    let isNamed = base?.normalised == "case" && (j, z) == (.value("b"), .value("B"))
    let isAbsent = j == .absent || z == .absent
    let isCut =
      field.crosswalk == nil && field.lengthMax == 3 && (j, z) == (.value("aaa"), .value("aaab"))
      || field.crosswalk == nil && field.lengthMax == 3 && (j, z) == (.value("bbb"), .value("bbbb"))
    let same = j == z || isCut
    let jMoved = base.map { $0.jde != world.jde.value } ?? true
    let zMoved = base.map { $0.zoho != z } ?? true
    let newer: Side? = world.edited.jde.flatMap { jde in
      guard abs(jde - world.edited.zoho) > 1 else { return nil }
      return jde > world.edited.zoho ? .jde : .zoho
    }
    let owner = field.owner
    let rows: [(Bool, MergeRule, FieldAction?)] = [
      (isAbsent, .sideAbsent, .nothing),
      (owner == .none, .recordedOnly, .nothing),
      (owner == .initial, .initialOnly, .nothing),
      (same && base != nil && !jMoved && !zMoved && !isDoubtful && !isReread, .unchanged, .nothing),
      (same && !jMoved && !zMoved && isReread, .mappingMoved, .moveBase),
      (same, .converged, .moveBase),
      (isOther && owner == .jde, .otherFieldOwnerJDE, toZoho(world)),
      (isOther && owner == .zoho, .otherFieldOwnerZoho, nil),
      (isOther, .otherFieldUndecided, .ask(.conflict)),
      (base == nil && z == .blank, .blankFilled, toZoho(world)),
      (base == nil && j == .blank, .blankFilled, nil),
      (base == nil && owner == .jde, .firstByOwnerJDE, toZoho(world)),
      (base == nil && owner == .zoho, .firstByOwnerZoho, nil),
      (base == nil && field.first == .jde, .firstJDE, toZoho(world)),
      (base == nil && field.first == .zoho, .firstZoho, nil),
      (base == nil, .firstUndecided, .ask(.conflict)),
      (isDoubtful && owner == .both, .doubtfulUndecided, .ask(.conflict)),
      (isDoubtful && world.reverts >= 2, .doubtfulDamped, .ask(.noEffect)),
      (isDoubtful && owner == .jde, .doubtfulOwnerJDE, toZoho(world)),
      (isDoubtful, .doubtfulOwnerZoho, nil),
      (!jMoved && !zMoved && isReread && isNamed, .mappingMoved, .moveBase),
      (!jMoved && !zMoved && isReread && wins(.jde, field), .mappingMoved, toZoho(world)),
      (!jMoved && !zMoved && isReread && wins(.zoho, field), .mappingMoved, nil),
      (!jMoved && !zMoved && isReread, .mappingMoved, .ask(.conflict)),
      (!jMoved && !zMoved, .nobodyMoved, .nothing),
      (jMoved && !zMoved && owner != .zoho, .jdeMoved, toZoho(world)),
      (!jMoved && zMoved && owner != .jde, .zohoMoved, nil),
      (jMoved != zMoved && field.foreignEdit == .report, .foreignEditReported, .report),
      (jMoved != zMoved && world.reverts >= 2, .revertDamped, .ask(.revertedTooOften)),
      (jMoved && !zMoved, .foreignEditReverted, nil),
      (zMoved && !jMoved, .foreignEditReverted, toZoho(world)),
      (owner == .jde, .bothMovedOwnerJDE, toZoho(world)),
      (owner == .zoho, .bothMovedOwnerZoho, nil),
      (field.tie == .jde, .tieJDE, toZoho(world)),
      (field.tie == .zoho, .tieZoho, nil),
      (field.tie == .newer && newer == .jde, .newerJDE, toZoho(world)),
      (field.tie == .newer && newer == .zoho, .newerZoho, nil),
      (field.tie == .newer, .newerUndecided, .ask(.conflict)),
      (true, .conflict, .ask(.conflict)),
    ]
    guard let row = rows.first(where: \.0) else { return (.conflict, .nothing) }
    guard let action = row.2 else { return toJDE(world, row.1) }
    if case .write(to: .zoho, .blank) = action, z != .blank, !field.allowsClear {
      return (.clearNotAllowed, .ask(.wouldClear))
    }
    return (row.1, action)
  }

  private static func wins(_ side: Side, _ field: MappedField) -> Bool {
    field.owner == (side == .jde ? .jde : .zoho) || field.owner == .both && field.first == side
  }

  private static func toZoho(_ world: MergePropertyTests.World) -> FieldAction {
    .write(to: .zoho, world.jde.mapped)
  }

  private static func toJDE(
    _ world: MergePropertyTests.World, _ rule: MergeRule
  ) -> (rule: MergeRule, action: FieldAction) {
    let field = world.field
    if world.zoho == .blank, world.jde.mapped != .blank, !field.allowsClear {
      return (.clearNotAllowed, .ask(.wouldClear))
    }
    if !field.isReversible { return (.oneWay, .nothing) }
    guard let text = world.zoho.text else { return (rule, .write(to: .jde, .blank)) }
    if field.crosswalk != nil {
      switch (text, world.jde.value) {
      case ("aaa", .value("A2")): return (rule, .write(to: .jde, .value("A2")))
      case ("aaa", _): return (rule, .write(to: .jde, .value("A1")))
      case ("b", _): return (rule, .write(to: .jde, .value("B")))
      default: return (.valueWithoutCode, .nothing)
      }
    }
    return (rule, .write(to: .jde, .value(field.lengthMax.map { String(text.prefix($0)) } ?? text)))
  }
}
