/// Decides every field of a linked pair from the last agreed state and the two seen; total and pure.
///
/// Outcomes come in the order of the mapping. Fields of a group merge as one: only the members that differ are
/// written, and a blank among them is no clear. Writes to JDE are decided in full; the caller says whether that
/// direction is enabled.
/// - Parameters:
///   - mapping: The entity.
///   - crosswalks: By name.
///   - base: The last state that both sides agreed on; nil for a pair that was just linked.
///   - jde: The latest observation of JDE.
///   - zoho: The latest observation of Zoho.
///   - times: When each side was edited last.
///   - words: What persons said of fields and was not done yet; it goes before every row of the table.
///   - revertsRecently: How often foreign edits of a field were put back within the window.
/// - Returns: One outcome a field.
package func mergeRecord(
  mapping: EntityMapping, crosswalks: [String: Crosswalk], base: Base?, jde: CompositeRecord,
  zoho: ZohoRecord, times: EditTimes = .unknown, words: [String: FieldWord] = [:],
  revertsRecently: (_ field: String) -> Int = { _ in 0 }
) -> [FieldOutcome] {
  let merge = RecordMerge(mapping: mapping, crosswalks: crosswalks, country: jde.location.country)
  let parts = mapping.fields.map { field in
    merge.part(field, jde: jde.field(field.id), zoho: zoho.value(of: field), base: base?[field.id])
  }
  let said = PersonsWord(
    words: words, mapping: mapping, crosswalks: crosswalks, country: jde.location.country
  ).outcomes(of: units(of: parts))
  var decisions: [String: MergeUnit.Decision] = [:]  // of groups, by name
  return parts.map { part in
    if let outcome = said[part.field.id] { return outcome }
    let decision: MergeUnit.Decision
    if let group = part.field.group {
      if let known = decisions[group] {
        decision = known
      } else {
        let members = parts.filter { $0.field.group == group }
        decision = MergeUnit(parts: members, rules: part.field).decide(
          times: times.narrowed(to: mapping.jde.tables(of: members.map(\.field))), reverts: revertsRecently)
        decisions[group] = decision
      }
    } else {
      decision = MergeUnit(parts: [part], rules: part.field).decide(
        times: times.narrowed(to: mapping.jde.tables(of: [part.field])), reverts: revertsRecently)
    }
    return merge.outcome(of: part, decision)
  }
}

/// The fields that merge as one, in the order of the mapping.
private func units(of parts: [MergeUnit.Part]) -> [MergeUnit] {
  var seen: Set<String> = []
  return parts.compactMap { part in
    guard let group = part.field.group else { return MergeUnit(parts: [part], rules: part.field) }
    guard seen.insert(group).inserted else { return nil }
    return MergeUnit(parts: parts.filter { $0.field.group == group }, rules: part.field)
  }
}

/// What all fields of a record are merged with.
private struct RecordMerge {
  let mapping: EntityMapping
  let crosswalks: [String: Crosswalk]
  let country: String?

  func part(_ field: MappedField, jde: JDEField, zoho: FieldValue, base: FieldPair?) -> MergeUnit.Part {
    // Half a pair is none: the other half was never seen.
    let whole = base.flatMap { $0.jde == .absent || $0.zoho == .absent ? nil : $0 }
    let move = whole.map { self.move(of: field, base: $0) } ?? MappingMove.none
    let base = move == .identity ? nil : whole
    let agrees = valuesAgree(
      type: field.type, lengthMax: field.crosswalk == nil ? field.lengthMax : nil, jde: jde.mapped,
      zoho: zoho, country: country, jdeScale: field.type == .money ? mapping.jde.scale(of: field) : nil)
    return MergeUnit.Part(
      field: field, jde: jde, zoho: zoho, base: base, agrees: agrees,
      jdeStands: base.map { isUnchanged(type: field.type, $0.jde, jde.value, country: country) } ?? false,
      zohoStands: base.map { isUnchanged(type: field.type, $0.zoho, zoho, country: country) } ?? false,
      mappingMove: move, namedForm: agrees ? nil : namedForm(of: field, jde: jde, zoho: zoho, base: base))
  }

  private func move(of field: MappedField, base: FieldPair) -> MappingMove {
    guard let before = base.mapping else { return .none }
    return MappingMove(from: before, to: hash(field, base.jde, base.zoho))
  }

  private func hash(_ field: MappedField, _ jde: FieldValue, _ zoho: FieldValue) -> String {
    mappingHash(of: field, in: mapping, crosswalks: crosswalks, jde: jde, zoho: zoho)
  }

  /// The form that the base recorded, where what one side shows is that form of the other side's value today.
  private func namedForm(
    of field: MappedField, jde: JDEField, zoho: FieldValue, base: FieldPair?
  ) -> String? {
    guard let name = base?.normalised else { return nil }
    let target = TargetField(lengthMax: zoho.text?.utf16.count)
    if namedNormalisation(of: jde.mapped, shown: zoho, field: field, country: country, target: target) == name
    {
      return name
    }
    let written = jdeForm(of: zoho, field: field, present: jde.value, crosswalks: crosswalks)
    return namedNormalisation(of: written, shown: jde.value, field: field, country: country) == name
      ? name : nil
  }

  /// The outcome of one field of a unit.
  ///
  /// A field that agrees inside a group that does not is left as it is.
  func outcome(of part: MergeUnit.Part, _ decision: MergeUnit.Decision) -> FieldOutcome {
    switch decision.move {
    case .nothing: return made(part, decision.rule, .nothing)
    case .moveBase: return settled(part)
    case .ask(let reason): return made(part, decision.rule, part.agrees ? .nothing : .ask(reason))
    case .report: return made(part, decision.rule, part.agrees ? .nothing : .report)
    case .write(let side):
      if part.agrees || decision.rule == .mappingMoved && part.namedForm != nil { return settled(part) }
      if side == .zoho {
        return made(
          part, decision.rule, .write(to: .zoho, part.jde.mapped),
          overridden: decision.overrides ? part.zoho : nil)
      }
      switch jdeForm(of: part.zoho, field: part.field, present: part.jde.value, crosswalks: crosswalks) {
      case .absent:
        let issue = part.field.crosswalk.map {
          MappingIssue.unknownValue(part.zoho.text ?? "", crosswalk: $0)
        }
        return made(part, .valueWithoutCode, .nothing, issue: issue ?? .unreadable(.notOfType))
      case let value:
        return made(
          part, decision.rule, .write(to: .jde, value),
          overridden: decision.overrides ? part.jde.value : nil)
      }
    }
  }

  /// The outcome of a field on which both sides agree, if only through a form that the base knows of.
  private func settled(_ part: MergeUnit.Part) -> FieldOutcome {
    if part.isAtRest { return made(part, part.agrees ? .unchanged : .nobodyMoved, .nothing) }
    return made(part, part.isRemapped ? .mappingMoved : .converged, .moveBase)
  }

  private func made(
    _ part: MergeUnit.Part, _ rule: MergeRule, _ action: FieldAction, overridden: FieldValue? = nil,
    issue: MappingIssue? = nil
  ) -> FieldOutcome {
    let mapping: String? =
      switch action {
      case .moveBase: hash(part.field, part.jde.value, part.zoho)
      case .write(to: .zoho, let value): hash(part.field, part.jde.value, value)
      case .write(to: .jde, let value): hash(part.field, value, part.zoho)
      case .nothing, .ask, .report: nil
      }
    return FieldOutcome(
      field: part.field.id, rule: rule, action: action, jde: part.jde, zoho: part.zoho, base: part.base,
      overridden: overridden, issue: issue, mapping: mapping,
      normalised: action == .moveBase ? part.namedForm : nil)
  }
}

extension JDEShape {
  /// The decimals of the one column that a field comes from; nil where they are not known.
  func scale(of field: MappedField) -> Int? {
    guard case .columns(let columns, _) = field.source, columns.count == 1, let column = columns.first else {
      return nil
    }
    return table(of: column).flatMap { TableKeys.columnScale(table: $0, column: column.column) }
  }

  /// The tables that the values of some fields stand in.
  package func tables(of fields: [MappedField]) -> Set<String> {
    Set(fields.flatMap(\.source.columns).compactMap(table(of:)))
  }

  private func table(of column: ColumnName) -> String? {
    column.source == root ? root : joins.first { $0.alias == column.source }?.table
  }
}
