package import Decisions
package import Diagnostics
package import JSONText

/// One line of a plan: what would happen to one record.
package struct PlanItem: Hashable, Sendable {
  /// What would happen.
  package enum Action: String, Hashable, Sendable, CaseIterable {
    case create
    case update
    /// Paired with an existing record, which is then brought into agreement.
    case link
    /// A person must say which record it is.
    case review
    /// Both sides moved: a person must say which value holds.
    case conflict
    /// Only JD Edwards would be written, which is not enabled.
    case towardsJDE = "towards_jde"
    /// The record left its scope and is marked in Zoho.
    case mark
    /// The record left its scope and its pairing ends.
    case unlink
    /// Our key is taken off a record of which a person said that it is not this one.
    case clearKey = "clear_key"
    /// Nothing happens to the record, for a reason that is not its own.
    case owed
    /// Nothing else happens to the record, and something of it cannot be read.
    case unreadable

    /// Whether applying it sends or records something.
    package var isApplied: Bool {
      switch self {
      case .create, .update, .link, .mark, .unlink, .clearKey: true
      case .review, .conflict, .towardsJDE, .owed, .unreadable: false
      }
    }
  }

  /// One field of an item, old and new.
  package struct Field: Hashable, Sendable {
    package let id: String
    package let zoho: String
    /// The side that would be written; nil where nobody would be.
    package let side: Side?
    package let from: FieldValue
    package let to: FieldValue
    /// The row of the merge table.
    package let rule: String

    package init(
      id: String, zoho: String, side: Side?, from: FieldValue, to: FieldValue, rule: String
    ) {
      self.id = id
      self.zoho = zoho
      self.side = side
      self.from = from
      self.to = to
      self.rule = rule
    }
  }

  /// One field of an item that cannot be read; its value is shown nowhere.
  package struct Unreadable: Hashable, Sendable {
    package let id: String
    /// The API name of the Zoho field; nil for the reference column.
    package let zoho: String?
    /// The side that shows it.
    package let side: Side
    package let reason: UnreadableReason

    package init(_ unreadable: UnreadableField, mapping: EntityMapping) {
      id = unreadable.field
      zoho = mapping.field(unreadable.field)?.zoho
      side = unreadable.side
      reason = unreadable.reason
    }
  }

  package let entity: String
  package let key: String
  package let name: String
  package let action: Action
  package let module: String
  package let zohoID: String?
  package let fields: [Field]
  package let unreadable: [Unreadable]
  package let reason: String?
  package let candidates: [JSONValue]
  /// Of the decision: when it is another at `apply`, the record has moved.
  package let fingerprint: String

  package init(
    entity: String, key: String, name: String, action: Action, module: String, zohoID: String?,
    fields: [Field], unreadable: [Unreadable], reason: String?, candidates: [JSONValue], fingerprint: String
  ) {
    self.entity = entity
    self.key = key
    self.name = name
    self.action = action
    self.module = module
    self.zohoID = zohoID
    self.fields = fields
    self.unreadable = unreadable
    self.reason = reason
    self.candidates = candidates
    self.fingerprint = fingerprint
  }

  /// `customer/4242`: how a person names the record.
  package var record: String { "\(entity)/\(key)" }
}

extension PlanItem {
  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    entity = try reader.text("entity")
    key = try reader.text("key")
    name = try reader.text("name")
    action = try reader.choice("action")
    module = try reader.text("module")
    zohoID = reader.optionalText("zoho_id")
    var fields: [Field] = []
    for element in reader.elements("fields") { fields.append(try Field(json: element)) }
    self.fields = fields
    var unreadable: [Unreadable] = []
    for element in reader.elements("unreadable") { unreadable.append(try Unreadable(json: element)) }
    self.unreadable = unreadable
    reason = reader.optionalText("reason")
    candidates = reader.elements("candidates")
    fingerprint = try reader.text("fingerprint")
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "entity": JSONValue(entity), "key": JSONValue(key), "name": JSONValue(name),
      "action": JSONValue(action.rawValue), "module": JSONValue(module),
    ]
    object["zoho_id"] = zohoID.map { JSONValue($0) }
    object["fields"] = .array(fields.map(\.json))
    object["unreadable"] = unreadable.isEmpty ? nil : .array(unreadable.map(\.json))
    object["reason"] = reason.map { JSONValue($0) }
    object["candidates"] = candidates.isEmpty ? nil : .array(candidates)
    object["fingerprint"] = JSONValue(fingerprint)
    return .object(object)
  }
}

extension PlanItem.Field {
  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    id = try reader.text("id")
    zoho = try reader.text("zoho")
    side = reader.optionalText("side").flatMap(Side.init)
    from = FieldValue(json: reader.member("from"))
    to = FieldValue(json: reader.member("to"))
    rule = try reader.text("rule")
  }

  package var json: JSONValue {
    var object: JSONObject = ["id": JSONValue(id), "zoho": JSONValue(zoho)]
    object["side"] = side.map { JSONValue($0.rawValue) }
    object["from"] = from.json
    object["to"] = to.json
    object["rule"] = JSONValue(rule)
    return .object(object)
  }
}

extension PlanItem.Unreadable {
  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    id = try reader.text("id")
    zoho = reader.optionalText("zoho")
    side = try reader.choice("side")
    reason = try reader.choice("reason")
  }

  package var json: JSONValue {
    var object: JSONObject = ["id": JSONValue(id)]
    object["zoho"] = zoho.map { JSONValue($0) }
    object["side"] = JSONValue(side.rawValue)
    object["reason"] = JSONValue(reason.rawValue)
    object["why"] = JSONValue(reason.sentence)
    return .object(object)
  }
}
