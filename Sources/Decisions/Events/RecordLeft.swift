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
  /// What is written on its record because of that, and what stood there; empty where it is not marked.
  package let marks: [LeavingMark]

  package init(entity: String, key: String, reason: String, policy: String, marks: [LeavingMark] = []) {
    self.entity = entity
    self.key = key
    self.reason = reason
    self.policy = policy
    self.marks = marks
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    entity = try reader.text("entity")
    key = try reader.text("key")
    reason = try reader.text("reason")
    policy = try reader.text("policy")
    marks = LeavingMark.list(json: reader.member("marks"))
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "entity": JSONValue(entity), "key": JSONValue(key), "reason": JSONValue(reason),
      "policy": JSONValue(policy),
    ]
    object["marks"] = marks.isEmpty ? nil : .array(marks.map(\.json))
    return .object(object)
  }
}

/// A field by which a record that left its scope is marked on the other side.
package struct LeavingMark: Hashable, Sendable {
  /// The field's API name: `Account_Status`.
  package let field: String
  /// What it was marked with: `Inactive`.
  package let mark: String
  /// What stood there before, verbatim; null where nothing did.
  package let before: JSONValue

  package init(field: String, mark: String, before: JSONValue) {
    self.field = field
    self.mark = mark
    self.before = before
  }

  /// The marks of an array; what is no mark is left out.
  package static func list(json: JSONValue?) -> [LeavingMark] {
    (json?.array ?? []).compactMap { element in
      guard let field = element["field"]?.string, let mark = element["mark"]?.string else { return nil }
      return LeavingMark(field: field, mark: mark, before: element["before"] ?? .null)
    }
  }

  package var json: JSONValue {
    ["field": JSONValue(field), "mark": JSONValue(mark), "before": before]
  }
}
