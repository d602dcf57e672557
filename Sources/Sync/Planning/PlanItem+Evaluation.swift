import Decisions
import JSONText

extension PlanItem {
  /// The line of a plan for a record; nil where nothing would happen that a person should read.
  init?(_ evaluation: Evaluation, mapping: EntityMapping) {
    let traits = evaluation.traits
    guard let action = Self.action(of: traits, evaluation, mapping) else { return nil }
    var target = traits.target ?? evaluation.link?.zohoID
    var reason = traits.reason
    var candidates: [JSONValue] = []
    if action == .review,
      let question = evaluation.keyQuestion(mapping) ?? evaluation.question(mapping)
    {
      reason = question.reason
      candidates = question.candidates
    }
    if action == .clearKey || action == .owed {
      reason = DecisionMade.Owed.keyStandsOn
      candidates = evaluation.keys.owed.map(\.bearer.candidate.json)
      target = evaluation.keys.owed.map(\.bearer.id).joined(separator: " ")
    }
    let outcomes = action == .clearKey || action == .owed ? [] : traits.outcomes
    var fields = outcomes.compactMap { Field($0, mapping: mapping) }
    if action == .link || action == .update, evaluation.lacksKey(mapping) {
      fields.insert(
        Field(
          id: FieldChanges.keyField, zoho: mapping.zoho.key, side: .zoho, from: .blank,
          to: .value(evaluation.key), rule: "cross_reference"), at: 0)
    }
    if action == .update {
      fields += evaluation.marksToTakeBack.map { mark in
        Field(
          id: mark.field, zoho: mark.field, side: .zoho, from: .value(mark.mark),
          to: FieldValue(json: mark.before), rule: "returned")
      }
    }
    self.init(
      entity: evaluation.entity, key: evaluation.key, name: evaluation.name, action: action,
      module: mapping.zoho.module, zohoID: target, fields: fields,
      unreadable: evaluation.unreadable.map { Unreadable($0, mapping: mapping) }, reason: reason,
      candidates: candidates,
      fingerprint: Self.fingerprint(action: action, target: target, fields: fields, mapping: mapping))
  }

  /// What a plan calls it; nil where nothing would happen.
  private static func action(
    of traits: VerdictTraits, _ evaluation: Evaluation, _ mapping: EntityMapping
  ) -> Action? {
    switch traits.load {
    case .merge:
      let written = evaluation.writesBesides(mapping) ? .update : action(of: traits.outcomes)
      let isWaiting = written == .update && evaluation.waitsForKey(mapping)
      return (isWaiting ? nil : written) ?? action(ofQuiet: evaluation, mapping)
    case .mark:
      switch mapping.jde.onLeave {
      case .keep: return nil
      case .mark: return .mark
      case .unlink: return .unlink
      }
    case .none, .create, .link, .identity, .hidden, .gone:
      return traits.action ?? action(ofQuiet: evaluation, mapping)
    }
  }

  /// What is to be told of a record to which nothing happens by itself; nil where that is nothing.
  private static func action(ofQuiet evaluation: Evaluation, _ mapping: EntityMapping) -> Action? {
    if !evaluation.clears.isEmpty { return .clearKey }
    if evaluation.keyQuestion(mapping) != nil { return .review }
    if !evaluation.keys.owed.isEmpty { return .owed }
    return evaluation.unreadable.isEmpty ? nil : .unreadable
  }

  /// A linked pair is updated, waits for a person, or only JD Edwards would be written; nil where the base moves.
  private static func action(of outcomes: [FieldOutcome]) -> Action? {
    if outcomes.contains(where: { $0.write(to: .zoho) != nil }) { return .update }
    if outcomes.contains(where: \.isAsked) { return .conflict }
    if outcomes.contains(where: { $0.write(to: .jde) != nil || $0.action == .report }) { return .towardsJDE }
    return nil
  }

  /// Equal decisions have equal fingerprints; the id of a record that only the plan knows does not count.
  private static func fingerprint(
    action: Action, target: String?, fields: [Field], mapping: EntityMapping
  ) -> String {
    let lines = fields.filter { mapping.field($0.id)?.source.linkedEntity == nil }.map { field -> JSONValue in
      ["id": JSONValue(field.id), "to": field.to.json ?? JSONValue(false), "rule": JSONValue(field.rule)]
    }
    return String(
      Decisions.fingerprint(of: [
        "action": JSONValue(action.rawValue), "target": JSONValue(target ?? ""), "fields": .array(lines),
      ]).prefix(32))
  }
}

extension PlanItem {
  /// Whether carrying this out does what was planned: the same decision, or what is left of a link whose pairing was made
  /// and whose fields did not come to be written.
  func carriesOut(_ item: ChosenItem, mapping: EntityMapping) -> Bool {
    if fingerprint == item.fingerprint { return true }
    guard action == .update, item.action == .link else { return false }
    return item.fingerprint
      == Self.fingerprint(action: .link, target: zohoID, fields: fields, mapping: mapping)
  }

  /// Zoho's people may edit one of the fields that are written too: the update goes alone, under a condition.
  func isContested(_ mapping: EntityMapping) -> Bool {
    action != .create
      && fields.contains { field in
        let owner = mapping.field(field.id)?.owner
        return field.side == .zoho && (owner == .both || owner == .zoho)
      }
  }
}

extension PlanItem.Field {
  /// The line for a field that would be written or needs a person; nil for a field at rest.
  fileprivate init?(_ outcome: FieldOutcome, mapping: EntityMapping) {
    guard let field = mapping.field(outcome.field) else { return nil }
    switch outcome.action {
    case .nothing, .moveBase:
      return nil
    case .write(to: .zoho, let value):
      self.init(
        id: field.id, zoho: field.zoho, side: .zoho, from: outcome.zoho, to: value,
        rule: outcome.rule.rawValue)
    case .write(to: .jde, let value):
      self.init(
        id: field.id, zoho: field.zoho, side: .jde, from: outcome.jde.value, to: value,
        rule: outcome.rule.rawValue)
    case .ask, .report:
      self.init(
        id: field.id, zoho: field.zoho, side: nil, from: outcome.zoho, to: outcome.jde.mapped,
        rule: outcome.rule.rawValue)
    }
  }
}
