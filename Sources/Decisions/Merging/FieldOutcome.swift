/// What is decided about one field of a pair, and by which rule.
package struct FieldOutcome: Hashable, Sendable {
  /// The field's id in the mapping.
  package let field: String
  /// The row of the merge table that decided.
  package let rule: MergeRule
  /// What is to be done.
  package let action: FieldAction
  /// The J that was looked at.
  package let jde: JDEField
  /// The Z that was looked at.
  package let zoho: FieldValue
  /// The B that was looked at; nil where there was none.
  package let base: FieldPair?
  /// The edit or first value that a write goes over; nil where it only replaces what was agreed.
  package let overridden: FieldValue?
  /// What kept a value from getting through the mapping, in either direction.
  package let issue: MappingIssue?
  /// The hash of today's mapping for the pair that the outcome leads to (`mappingHash`); nil where it leads to none.
  package let mapping: String?
  /// The named form by which both sides agree where their values do not: `case`; nil where they need none.
  package let normalised: String?

  /// An outcome from its parts.
  package init(
    field: String, rule: MergeRule, action: FieldAction, jde: JDEField, zoho: FieldValue,
    base: FieldPair? = nil, overridden: FieldValue? = nil, issue: MappingIssue? = nil,
    mapping: String? = nil, normalised: String? = nil
  ) {
    self.field = field
    self.rule = rule
    self.action = action
    self.jde = jde
    self.zoho = zoho
    self.base = base
    self.overridden = overridden
    self.issue = issue ?? jde.issue
    self.mapping = mapping
    self.normalised = normalised
  }

  /// The pair that the base takes where it moves without a call: what both sides show, by today's mapping.
  package var observedPair: FieldPair {
    FieldPair(
      jde: jde.value, zoho: zoho, mapping: action == .moveBase ? mapping : nil, normalised: normalised)
  }

  /// The pair that a write leads to, by today's mapping: what an intent carries and a read-back confirms; nil where
  /// nothing is written.
  package var writtenPair: FieldPair? {
    switch action {
    case .write(to: .zoho, let value): FieldPair(jde: jde.value, zoho: value, mapping: mapping)
    case .write(to: .jde, let value): FieldPair(jde: value, zoho: zoho, mapping: mapping)
    case .nothing, .moveBase, .ask, .report: nil
    }
  }

  /// The outcome where nothing is written to Zoho.
  var unwritten: FieldOutcome {
    guard write(to: .zoho) != nil else { return self }
    return FieldOutcome(
      field: field, rule: rule, action: .nothing, jde: jde, zoho: zoho, base: base, issue: issue,
      normalised: normalised)
  }

  /// The outcome where a person is asked first.
  func asked(_ reason: AskReason, by rule: MergeRule) -> FieldOutcome {
    FieldOutcome(
      field: field, rule: rule, action: .ask(reason), jde: jde, zoho: zoho, base: base, issue: issue,
      normalised: normalised)
  }

  /// A person must decide the field.
  package var isAsked: Bool {
    guard case .ask(let reason) = action else { return false }
    return reason.needsPerson
  }

  /// The value that a side gets; nil where nothing is written there.
  package func write(to side: Side) -> FieldValue? {
    guard case .write(side, let value) = action else { return nil }
    return value
  }
}

/// What to do about one field.
package enum FieldAction: Hashable, Sendable {
  case nothing
  /// Both sides agree on something that the base does not hold: no call is needed.
  case moveBase
  /// The value, in the form of the side that gets it.
  case write(to: Side, FieldValue)
  /// A person decides, or the record waits.
  case ask(AskReason)
  /// An edit of the side that does not own the field is listed and left alone.
  case report
}

/// Why a field, or a record that would be created, is not decided here.
package enum AskReason: String, Hashable, Sendable, CaseIterable {
  /// Both sides moved, or nobody is first.
  case conflict
  /// A blank would go over a value.
  case wouldClear = "would_clear"
  /// A foreign edit was put back twice within the window and is there again.
  case revertedTooOften = "reverted_too_often"
  /// The owner's value was written twice within the window and neither time stayed as it was written.
  case noEffect = "no_effect"
  /// A create lacks a field that Zoho insists on.
  case mandatoryMissing = "mandatory_missing"
  /// A code that the crosswalk does not know, and the mapping says `fail`.
  case unknownCode = "unknown_code"
  /// Its parent is paired with another record now, and nobody has said that it follows (law 6).
  case parentMoved = "parent_moved"
  /// The record that it hangs on is not linked yet: it waits, nobody need do anything.
  case waitsForLink = "waits_for_link"

  /// Whether a person is needed; false where it goes on by itself.
  package var needsPerson: Bool { self != .waitsForLink }
}

extension Base {
  /// The base after what needed no call: fields on which both sides were seen to agree.
  package func converged(with outcomes: [FieldOutcome]) -> Base {
    var base = self
    for outcome in outcomes where outcome.action == .moveBase { base[outcome.field] = outcome.observedPair }
    return base
  }
}
