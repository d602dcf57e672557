import Decisions
import JSONText

/// The outcomes of a record's fields, sorted by what has to be done about them.
struct FieldChanges {
  /// The row for Zoho: only the fields that the decision is about.
  private(set) var row = JSONObject()
  /// What both sides show once the row is applied.
  private(set) var pairs: Base = [:]
  /// What Zoho showed of the written fields.
  private(set) var before: [String: FieldValue] = [:]
  /// Pairs that both sides were seen to agree on.
  private(set) var moved: Base = [:]
  /// Fields that a person must decide.
  private(set) var asked: [FieldOutcome] = []
  /// Fields that would be written in JD Edwards, and foreign edits that are only reported.
  private(set) var heldBack: [FieldOutcome] = []
  /// The decision's own list: every field that is not at rest.
  private(set) var fields: [DecisionMade.Field] = []
  /// Zoho's people may edit one of the written fields too: it goes alone, under a condition.
  private(set) var isContested = false

  init(_ outcomes: [FieldOutcome], mapping: EntityMapping) {
    for outcome in outcomes { add(outcome, mapping: mapping) }
  }

  /// Whether there is something to send to Zoho.
  var writes: Bool { !row.isEmpty }

  /// Writes our key on a record that was found, so that it is known by it from now on.
  mutating func addKey(_ key: String, mapping: EntityMapping, shown: FieldValue) {
    guard shown == .blank else { return }
    row[mapping.zoho.key] = JSONValue(key)
    fields.append(
      DecisionMade.Field(
        id: Self.keyField, rule: "cross_reference", action: "write", to: .zoho, jde: .value(key), zoho: shown,
        value: .value(key)))
  }

  /// Pairs two records, by what they were found.
  mutating func addPairing(of key: String, with id: String, how: String) {
    fields.insert(
      DecisionMade.Field(
        id: "link", rule: how, action: "link", to: nil, jde: .value(key), zoho: .value(id), value: .absent),
      at: 0)
  }

  /// Writes a plain value of the Zoho side that no field maps: the owner, a mark.
  mutating func add(_ name: String, value: JSONValue, rule: String, shown: FieldValue) {
    row[name] = value
    let text = value.string ?? value["id"]?.string ?? value.text
    fields.append(
      DecisionMade.Field(
        id: name, rule: rule, action: "write", to: .zoho, jde: .absent, zoho: shown,
        value: value == .null ? .blank : .value(text)))
  }

  /// The name under which our own key stands among the fields of a decision.
  static let keyField = "key"

  private mutating func add(_ outcome: FieldOutcome, mapping: EntityMapping) {
    guard let field = mapping.field(outcome.field) else { return }
    switch outcome.action {
    case .nothing:
      return
    case .moveBase:
      moved[field.id] = outcome.observedPair
    case .write(to: .zoho, let value):
      row[field.zoho] = zohoWriteValue(field: field, value: value)
      pairs[field.id] = outcome.writtenPair
      before[field.id] = outcome.zoho
      if field.owner == .both || field.owner == .zoho { isContested = true }
    case .ask(let reason):
      guard reason.needsPerson else { return }
      asked.append(outcome)
    case .write(to: .jde, _), .report:
      heldBack.append(outcome)
    }
    fields.append(Self.line(for: outcome))
  }

  private static func line(for outcome: FieldOutcome) -> DecisionMade.Field {
    var to: Side?
    var value = FieldValue.absent
    let action: String
    switch outcome.action {
    case .nothing: action = "nothing"
    case .moveBase: action = "base"
    case .ask: action = "ask"
    case .report: action = "report"
    case .write(let side, let written):
      action = "write"
      to = side
      value = written
    }
    return DecisionMade.Field(
      id: outcome.field, rule: outcome.rule.rawValue, action: action, to: to, jde: outcome.jde.value,
      zoho: outcome.zoho, value: value)
  }
}
