package import Diagnostics
package import JSONText

/// `write.intended`: one write is about to be sent; durable before the call.
package struct WriteIntended: Hashable, Sendable {
  /// What is done to the record.
  package enum Action: String, Hashable, Sendable {
    case insert
    case update
    /// Takes our key off a record that is not the one: only while it still shows it.
    case clearKey = "clear_key"
  }

  /// The operation id: the same write has the same id.
  package let operation: String
  package let entity: String
  package let key: String
  /// The pairing that it is made for: a write of an ended one is not sent.
  package let generation: Int
  package let target: WriteTarget
  package let action: Action
  /// The row as it is sent, the target's field names to values, without `id`.
  package let row: JSONObject
  /// What the target showed of the same fields before, to tell "not applied" from "something else"; empty for an insert.
  package let before: [String: FieldValue]
  /// What both sides show once it is applied, by field id.
  package let pairs: Base
  /// Goes alone under `If-Unmodified-Since` with this `Modified_Time`; nil goes in a batch.
  package let unmodifiedSince: String?

  package init(
    operation: String, entity: String, key: String, generation: Int, target: WriteTarget, action: Action,
    row: JSONObject, before: [String: FieldValue], pairs: Base, unmodifiedSince: String?
  ) {
    self.operation = operation
    self.entity = entity
    self.key = key
    self.generation = generation
    self.target = target
    self.action = action
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
    generation = try reader.count("generation")
    target = try WriteTarget(json: reader.member("target") ?? .null)
    action = try reader.choice("action")
    row = reader.member("row")?.object ?? [:]
    var before: [String: FieldValue] = [:]
    for member in reader.member("before")?.object?.members ?? [] {
      before[member.key.value] = FieldValue(json: member.value)
    }
    self.before = before
    pairs = Base(json: reader.member("pairs"))
    unmodifiedSince = reader.optionalText("unmodified_since")
  }

  /// The base of a record that this write may have made: what it shows otherwise is somebody's edit.
  package var doubtfulPairs: Base { pairs.mapValues(\.doubtful) }

  package var json: JSONValue {
    var object: JSONObject = [
      "operation": JSONValue(operation), "entity": JSONValue(entity), "key": JSONValue(key),
      "generation": JSONValue(generation), "target": target.json, "action": JSONValue(action.rawValue),
    ]
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
