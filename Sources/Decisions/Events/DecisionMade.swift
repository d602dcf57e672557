package import Diagnostics
package import JSONText

/// `decision.made`: what should happen to one record, from which inputs and by which rules.
package struct DecisionMade: Hashable, Sendable {
  /// One field of a decision that is not "nothing".
  package struct Field: Hashable, Sendable {
    package let id: String
    /// The row of the merge table by name.
    package let rule: String
    /// `write`, `base`, `ask`, `report`.
    package let action: String
    /// Where a write goes; nil for the others.
    package let to: Side?
    /// The two values as they stood, each in its own side's form.
    package let jde: FieldValue
    package let zoho: FieldValue
    /// The value to be written, in the form of `to`.
    package let value: FieldValue

    package init(
      id: String, rule: String, action: String, to: Side?, jde: FieldValue, zoho: FieldValue,
      value: FieldValue
    ) {
      self.id = id
      self.rule = rule
      self.action = action
      self.to = to
      self.jde = jde
      self.zoho = zoho
      self.value = value
    }
  }

  /// What became of the decision.
  package enum Outcome: String, Hashable, Sendable {
    /// Intents are in the same commit.
    case write
    /// Writes are off, or a direction is not enabled: nothing is sent.
    case held
    /// Only the base moves.
    case base
    /// A person is needed for at least one field, and nothing else is to be written.
    case ask
  }

  package let entity: String
  package let key: String
  /// `create`, `update` or `mark` (the record left its scope).
  package let action: String
  package let outcome: Outcome
  /// Why it is held, in words; nil otherwise.
  package let held: String?
  /// Every input by stream and the sequence number seen.
  package let inputs: [Input]
  /// The sequence number of the configuration that decided.
  package let configuration: UInt64
  package let fields: [Field]
  /// Pairs that both sides were seen to agree on: the base takes them at once.
  package let base: Base
  /// What is owed about the record: the whole list, which takes the place of the one before; nil leaves that as it is.
  package let owed: [Owed]?
  /// By what both sides are known from now on; nil leaves that as it is.
  package let marks: KeptMarks?
  /// Equal fingerprints are the same decision: a held one is recorded once.
  package let fingerprint: String

  package init(
    entity: String, key: String, action: String, outcome: Outcome, held: String?, inputs: [Input],
    configuration: UInt64, fields: [Field], base: Base, owed: [Owed]? = nil, marks: KeptMarks? = nil,
    fingerprint: String
  ) {
    self.entity = entity
    self.key = key
    self.action = action
    self.outcome = outcome
    self.held = held
    self.inputs = inputs
    self.configuration = configuration
    self.fields = fields
    self.base = base
    self.owed = owed
    self.marks = marks
    self.fingerprint = fingerprint
  }

  /// Something that a record is owed: a field that nothing is decided about.
  package struct Owed: Hashable, Sendable {
    /// The side whose value is the reason.
    package let side: Side
    /// The field's id in the mapping; `*` for the whole record.
    package let field: String
    /// `unreadable`, `key_stands_on`, `parent`.
    package let reason: String
    /// More about the reason: the raw value of an `UnreadableReason`, the ids of the records that show our key, the
    /// records that it hangs on.
    package let detail: String

    package init(side: Side, field: String, reason: String, detail: String) {
      self.side = side
      self.field = field
      self.reason = reason
      self.detail = detail
    }

    /// A field that cannot be read.
    package init(_ unreadable: UnreadableField) {
      self.init(
        side: unreadable.side, field: unreadable.field, reason: Self.unreadable,
        detail: unreadable.reason.rawValue)
    }

    /// Our key stands on these records of Zoho, of which a person said that they are not this one.
    package init(keyStandsOn ids: [String]) {
      self.init(
        side: .zoho, field: Self.wholeRecord, reason: Self.keyStandsOn, detail: ids.joined(separator: " "))
    }

    /// It hangs on these records, which have no pairing yet: `customer/4242`.
    package init(parents: String) {
      self.init(side: .jde, field: Self.wholeRecord, reason: Self.parent, detail: parents)
    }

    /// The reason of a field that cannot be read.
    package static let unreadable = "unreadable"
    /// The reason while our key stands on a record that is not the one.
    package static let keyStandsOn = "key_stands_on"
    /// The reason while the record that it hangs on has no pairing.
    package static let parent = "parent"
    /// What stands for a field where the whole record is meant.
    package static let wholeRecord = "*"
  }

  /// A stream and the sequence number that was seen of it.
  package struct Input: Hashable, Sendable {
    package let stream: String
    package let sequence: UInt64

    package init(stream: String, sequence: UInt64) {
      self.stream = stream
      self.sequence = sequence
    }
  }
}

extension DecisionMade {
  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    entity = try reader.text("entity")
    key = try reader.text("key")
    action = try reader.text("action")
    outcome = try reader.choice("outcome")
    held = reader.optionalText("held")
    var inputs: [Input] = []
    for member in reader.member("inputs")?.object?.members ?? [] {
      inputs.append(Input(stream: member.key.value, sequence: member.value.number?.uint64 ?? 0))
    }
    self.inputs = inputs
    configuration = reader.optionalSequence("configuration") ?? 0
    var fields: [Field] = []
    for element in reader.elements("fields") { fields.append(try Field(json: element)) }
    self.fields = fields
    base = Base(json: reader.member("base"))
    var owed: [Owed] = []
    for element in reader.elements("owed") { owed.append(try Owed(json: element)) }
    self.owed = reader.member("owed") == nil ? nil : owed
    marks = reader.member("marks").map { KeptMarks(json: $0) }
    fingerprint = try reader.text("fingerprint")
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "entity": JSONValue(entity), "key": JSONValue(key), "action": JSONValue(action),
      "outcome": JSONValue(outcome.rawValue),
    ]
    object["held"] = held.map { JSONValue($0) }
    var seen = JSONObject()
    for input in inputs { seen.append(input.stream, JSONValue(input.sequence)) }
    object["inputs"] = .object(seen)
    object["configuration"] = JSONValue(configuration)
    object["fields"] = .array(fields.map(\.json))
    object["base"] = base.isEmpty ? nil : base.json
    object["owed"] = owed.map { .array($0.map(\.json)) }
    object["marks"] = marks?.json
    object["fingerprint"] = JSONValue(fingerprint)
    return .object(object)
  }
}

extension DecisionMade.Field {
  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    id = try reader.text("id")
    rule = try reader.text("rule")
    action = try reader.text("action")
    to = reader.optionalText("to").flatMap(Side.init)
    jde = FieldValue(json: reader.member("jde"))
    zoho = FieldValue(json: reader.member("zoho"))
    value = FieldValue(json: reader.member("value"))
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "id": JSONValue(id), "rule": JSONValue(rule), "action": JSONValue(action),
    ]
    object["to"] = to.map { JSONValue($0.rawValue) }
    object["jde"] = jde.json
    object["zoho"] = zoho.json
    object["value"] = value.json
    return .object(object)
  }
}

extension DecisionMade.Owed {
  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    side = try reader.choice("side")
    field = try reader.text("field")
    reason = try reader.text("reason")
    detail = try reader.text("detail")
  }

  package var json: JSONValue {
    [
      "side": JSONValue(side.rawValue), "field": JSONValue(field), "reason": JSONValue(reason),
      "detail": JSONValue(detail),
    ]
  }
}
