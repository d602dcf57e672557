package import Diagnostics
package import JSONText

/// `write.intended`: one write is about to be sent; durable before the call.
package struct WriteIntended: Hashable, Sendable {
  /// What is done to the record.
  package enum Action: String, Hashable, Sendable {
    case insert
    case update
  }

  /// The operation id: the same write has the same id.
  package let operation: String
  package let entity: String
  package let key: String
  package let module: String
  package let action: Action
  /// The record to update; nil for an insert.
  package let zohoID: String?
  /// The row as it is sent, Zoho's field names to values, without `id`.
  package let row: JSONObject
  /// What Zoho showed of the same fields before, to tell "not applied" from "something else"; empty for an insert.
  package let before: [String: FieldValue]
  /// What both sides show once it is applied, by field id.
  package let pairs: Base
  /// Goes alone under `If-Unmodified-Since` with this `Modified_Time`; nil goes in a batch.
  package let unmodifiedSince: String?

  package init(
    operation: String, entity: String, key: String, module: String, action: Action, zohoID: String?,
    row: JSONObject, before: [String: FieldValue], pairs: Base, unmodifiedSince: String?
  ) {
    self.operation = operation
    self.entity = entity
    self.key = key
    self.module = module
    self.action = action
    self.zohoID = zohoID
    self.row = row
    self.before = before
    self.pairs = pairs
    self.unmodifiedSince = unmodifiedSince
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    operation = try reader.text("operation")
    entity = try reader.text("entity")
    key = try reader.text("key")
    module = try reader.text("module")
    action = try reader.choice("action")
    zohoID = reader.optionalText("zoho_id")
    row = reader.member("row")?.object ?? [:]
    var before: [String: FieldValue] = [:]
    for member in reader.member("before")?.object?.members ?? [] {
      before[member.key.value] = FieldValue(json: member.value)
    }
    self.before = before
    pairs = Base(json: reader.member("pairs"))
    unmodifiedSince = reader.optionalText("unmodified_since")
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "operation": JSONValue(operation), "entity": JSONValue(entity), "key": JSONValue(key),
      "module": JSONValue(module), "action": JSONValue(action.rawValue),
    ]
    object["zoho_id"] = zohoID.map { JSONValue($0) }
    object["row"] = .object(row)
    var seen = JSONObject()
    for (id, value) in before.sorted(by: { $0.key < $1.key }) {
      if let json = value.json { seen.append(id, json) }
    }
    object["before"] = seen.isEmpty ? nil : .object(seen)
    object["pairs"] = pairs.json
    object["unmodified_since"] = unmodifiedSince.map { JSONValue($0) }
    return .object(object)
  }
}
