/// What persons said of fields, turned into outcomes before any row of the table is asked.
///
/// A word is bound to the two values that it was about. Where a side shows another one, the person is asked again; where
/// both agree, it is used up. A group goes as one: each of its members that differ needs a word, and all the same side.
struct PersonsWord {
  let words: [String: FieldWord]
  let mapping: EntityMapping
  let crosswalks: [String: Crosswalk]
  let country: String?

  /// The outcomes of the fields of these units that a word decides; the others are left to the table.
  func outcomes(of units: [MergeUnit]) -> [String: FieldOutcome] {
    guard !words.isEmpty else { return [:] }
    var found: [String: FieldOutcome] = [:]
    for unit in units where unit.parts.contains(where: { words[$0.field.id] != nil }) {
      for outcome in outcomes(of: unit) { found[outcome.field] = outcome }
    }
    return found
  }

  private func outcomes(of unit: MergeUnit) -> [FieldOutcome] {
    guard !unit.isAbsent, unit.rules.owner != .none, unit.rules.owner != .initial else { return [] }
    let said = unit.parts.filter { words[$0.field.id] != nil }
    let differing = unit.parts.filter { !$0.agrees }
    // Law 1: agreement uses a word up; the base takes the pair, also where it held that very pair before.
    let agreed = said.filter(\.agrees).map { made($0, .converged, .moveBase) }
    guard !differing.isEmpty else { return agreed }
    guard let word = common(of: differing) else {
      return agreed + differing.map { made($0, .answerOvertaken, .ask(.conflict)) }
    }
    switch word {
    case .side(let side): return agreed + take(side, differing, of: unit)
    case .value(let value): return agreed + differing.map { give(value, $0) }
    }
  }

  /// What all of these were said to hold; nil where that is not one thing, or was said about other values.
  private func common(of parts: [MergeUnit.Part]) -> FieldWord.Takes? {
    var takes: Set<FieldWord.Takes> = []
    for part in parts {
      guard let word = words[part.field.id], holds(word, for: part) else { return nil }
      takes.insert(word.takes)
    }
    guard let only = takes.first, takes.count == 1 else { return nil }
    if case .value = only, parts.count > 1 { return nil }
    return only
  }

  private func holds(_ word: FieldWord, for part: MergeUnit.Part) -> Bool {
    guard !word.isOvertaken else { return false }
    var jdeStands = isUnchanged(type: part.field.type, word.about.jde, part.jde.value, country: country)
    var zohoStands = isUnchanged(type: part.field.type, word.about.zoho, part.zoho, country: country)
    // One side may show the given value already: the other one is still to get it.
    if case .value(let value) = word.takes {
      jdeStands = jdeStands || shows(value, part.jde.mapped, part.field)
      zohoStands = zohoStands || shows(value, part.zoho, part.field)
    }
    return jdeStands && zohoStands
  }

  private func take(_ side: Side, _ parts: [MergeUnit.Part], of unit: MergeUnit) -> [FieldOutcome] {
    let isOwnersLoss = side == .jde ? unit.rules.owner == .zoho : unit.rules.owner == .jde
    // The loser owns the field and would win again: both values count as agreed, and stay as they are.
    if isOwnersLoss { return parts.map { made($0, .personLeftApart, .moveBase) } }
    if unit.isBlank(side), !unit.isBlank(side.other), !unit.rules.allowsClear {
      return parts.map { made($0, .clearNotAllowed, .ask(.wouldClear)) }
    }
    guard side == .zoho else {
      return parts.map { made($0, .personTookJDE, .write(to: .zoho, $0.jde.mapped), overridden: $0.zoho) }
    }
    guard parts.allSatisfy(\.field.isReversible) else { return parts.map { made($0, .oneWay, .nothing) } }
    return parts.map { toJDE($0.zoho, $0, .personTookZoho) }
  }

  /// JDE gets a given value first: what is written in Zoho alone would never be taken over.
  private func give(_ value: FieldValue, _ part: MergeUnit.Part) -> FieldOutcome {
    if value == .blank, !part.field.allowsClear { return made(part, .clearNotAllowed, .ask(.wouldClear)) }
    if shows(value, part.jde.mapped, part.field) {
      return made(part, .personGaveValue, .write(to: .zoho, value), overridden: part.zoho)
    }
    guard part.field.isReversible else { return made(part, .oneWay, .nothing) }
    return toJDE(value, part, .personGaveValue)
  }

  private func toJDE(_ value: FieldValue, _ part: MergeUnit.Part, _ rule: MergeRule) -> FieldOutcome {
    let form = jdeForm(of: value, field: part.field, present: part.jde.value, crosswalks: crosswalks)
    guard form != .absent else { return made(part, .valueWithoutCode, .nothing) }
    return made(part, rule, .write(to: .jde, form), overridden: part.jde.value)
  }

  private func shows(_ value: FieldValue, _ shown: FieldValue, _ field: MappedField) -> Bool {
    valuesAgree(type: field.type, lengthMax: nil, jde: value, zoho: shown, country: country)
  }

  private func made(
    _ part: MergeUnit.Part, _ rule: MergeRule, _ action: FieldAction, overridden: FieldValue? = nil
  ) -> FieldOutcome {
    let pair: (jde: FieldValue, zoho: FieldValue)? =
      switch action {
      case .moveBase: (part.jde.value, part.zoho)
      case .write(to: .zoho, let value): (part.jde.value, value)
      case .write(to: .jde, let value): (value, part.zoho)
      case .nothing, .ask, .report: nil
      }
    return FieldOutcome(
      field: part.field.id, rule: rule, action: action, jde: part.jde, zoho: part.zoho, base: part.base,
      overridden: overridden,
      mapping: pair.map {
        mappingHash(of: part.field, in: mapping, crosswalks: crosswalks, jde: $0.jde, zoho: $0.zoho)
      })
  }
}
