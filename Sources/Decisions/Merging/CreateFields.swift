/// What a create in Zoho carries: every field that has a value, whoever owns it.
///
/// Outcomes come in the order of the mapping. An outcome that asks stops the create: a field that Zoho insists on is missing, a code is unknown where the
/// mapping says `fail`, or the record that it hangs on is not linked yet. The key field and the owner are not among
/// the outcomes.
/// - Parameters:
///   - mapping: The entity.
///   - jde: The record to create.
///   - mandatory: API names that Zoho's metadata calls mandatory, beside those of the module.
///   - crosswalks: By name, for the hash of the mapping in the pairs that the create leads to; nil leaves it out.
/// - Returns: One outcome a field.
package func createFields(
  mapping: EntityMapping, jde: CompositeRecord, mandatory: Set<String> = [],
  crosswalks: [String: Crosswalk]? = nil
) -> [FieldOutcome] {
  let mandatory = mandatory.union(ZohoModule.mandatoryFields(mapping.zoho.module))
  return mapping.fields.map { field in
    let shown = jde.field(field.id)
    let (rule, action) = creation(of: shown, isMandatory: mandatory.contains(field.zoho))
    let hash = crosswalks.flatMap { crosswalks -> String? in
      guard case .write(_, let value) = action else { return nil }
      return mappingHash(of: field, in: mapping, crosswalks: crosswalks, jde: shown.value, zoho: value)
    }
    return FieldOutcome(
      field: field.id, rule: rule, action: action, jde: shown, zoho: .absent, mapping: hash)
  }
}

private func creation(of shown: JDEField, isMandatory: Bool) -> (MergeRule, FieldAction) {
  if case .waitsForLink = shown.issue { return (.linkAwaited, .ask(.waitsForLink)) }
  if shown.issue?.parksRecord == true { return (.codeUnknown, .ask(.unknownCode)) }
  if case .value = shown.mapped { return (.created, .write(to: .zoho, shown.mapped)) }
  return isMandatory ? (.mandatoryMissing, .ask(.mandatoryMissing)) : (.nothingToCreate, .nothing)
}
