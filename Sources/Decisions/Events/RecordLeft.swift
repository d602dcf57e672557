package import Diagnostics
package import JSONText

/// `record.left`: a record that is or was linked is no longer in the scope of its entity.
package struct RecordLeft: Hashable, Sendable {
  package let entity: String
  package let key: String
  /// Why, in words: `AT1 is X`.
  package let reason: String
  /// `keep`, `mark` or `unlink`.
  package let policy: String

  package init(entity: String, key: String, reason: String, policy: String) {
    self.entity = entity
    self.key = key
    self.reason = reason
    self.policy = policy
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    entity = try reader.text("entity")
    key = try reader.text("key")
    reason = try reader.text("reason")
    policy = try reader.text("policy")
  }

  package var json: JSONValue {
    [
      "entity": JSONValue(entity), "key": JSONValue(key), "reason": JSONValue(reason),
      "policy": JSONValue(policy),
    ]
  }
}
