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
///   - revertsRecently: How often foreign edits of a field were put back within the window.
/// - Returns: One outcome a field.
package func mergeRecord(
  mapping: EntityMapping, crosswalks: [String: Crosswalk], base: Base?, jde: CompositeRecord,
  zoho: ZohoRecord, times: EditTimes = .unknown, revertsRecently: (_ field: String) -> Int = { _ in 0 }
) -> [FieldOutcome] {
  let country = jde.location.country
  let parts = mapping.fields.map { field in
    part(
      field, jde: jde.field(field.id), zoho: zoho.value(of: field), base: base?[field.id],
      country: country, scale: field.type == .money ? mapping.jde.scale(of: field) : nil)
  }
  var decisions: [String: MergeUnit.Decision] = [:]  // of groups, by name
  return parts.map { part in
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
    return outcome(of: part, decision, crosswalks: crosswalks)
  }
}

private func part(
  _ field: MappedField, jde: JDEField, zoho: FieldValue, base: FieldPair?, country: String?, scale: Int?
) -> MergeUnit.Part {
  // Half a pair is none: the other half was never seen.
  let base = base.flatMap { $0.jde == .absent || $0.zoho == .absent ? nil : $0 }
  return MergeUnit.Part(
    field: field, jde: jde, zoho: zoho, base: base,
    agrees: valuesAgree(
      type: field.type, lengthMax: field.crosswalk == nil ? field.lengthMax : nil, jde: jde.mapped,
      zoho: zoho, country: country,
      jdeScale: scale),
    jdeStands: base.map { isUnchanged(type: field.type, $0.jde, jde.value, country: country) } ?? false,
    zohoStands: base.map { isUnchanged(type: field.type, $0.zoho, zoho, country: country) } ?? false)
}

/// The outcome of one field of a unit.
///
/// A field that agrees inside a group that does not is left as it is.
private func outcome(
  of part: MergeUnit.Part, _ decision: MergeUnit.Decision, crosswalks: [String: Crosswalk]
) -> FieldOutcome {
  func made(
    _ rule: MergeRule, _ action: FieldAction, overridden: FieldValue? = nil, issue: MappingIssue? = nil
  ) -> FieldOutcome {
    FieldOutcome(
      field: part.field.id, rule: rule, action: action, jde: part.jde, zoho: part.zoho, base: part.base,
      overridden: overridden, issue: issue)
  }
  switch decision.move {
  case .nothing: return made(decision.rule, .nothing)
  case .moveBase:
    let isKnown = part.base != nil && part.jdeStands && part.zohoStands
    return isKnown ? made(.unchanged, .nothing) : made(decision.rule, .moveBase)
  case .ask(let reason): return made(decision.rule, part.agrees ? .nothing : .ask(reason))
  case .report: return made(decision.rule, part.agrees ? .nothing : .report)
  case .write(let side):
    if part.agrees {
      let isKnown = part.base != nil && part.jdeStands && part.zohoStands
      return isKnown ? made(.unchanged, .nothing) : made(.converged, .moveBase)
    }
    if side == .zoho {
      return made(
        decision.rule, .write(to: .zoho, part.jde.mapped), overridden: decision.overrides ? part.zoho : nil)
    }
    switch jdeForm(of: part.zoho, field: part.field, present: part.jde.value, crosswalks: crosswalks) {
    case .absent:
      let issue = part.field.crosswalk.map {
        MappingIssue.unknownValue(part.zoho.text ?? "", crosswalk: $0)
      }
      return made(.valueWithoutCode, .nothing, issue: issue ?? .unreadable(.notOfType))
    case let value:
      return made(
        decision.rule, .write(to: .jde, value), overridden: decision.overrides ? part.jde.value : nil)
    }
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
  func tables(of fields: [MappedField]) -> Set<String> {
    Set(fields.flatMap(\.source.columns).compactMap(table(of:)))
  }

  private func table(of column: ColumnName) -> String? {
    column.source == root ? root : joins.first { $0.alias == column.source }?.table
  }
}
