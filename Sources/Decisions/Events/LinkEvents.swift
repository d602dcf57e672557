package import Diagnostics
package import JSONText

/// `link.made`: a record of JD Edwards and one of Zoho are the same.
package struct LinkMade: Hashable, Sendable {
  package let entity: String
  package let key: String
  /// Counts the pairings of the record, from 1.
  package let generation: Int
  package let module: String
  package let zohoID: String
  /// `reference`, `tax_id`, `email`, `created` or `person`.
  package let how: String
  /// How a pairing came to be that an insert of ours has made.
  package static let created = "created"
  /// How a pairing came to be that a person said.
  package static let person = "person"
  /// Key, raw values, normalised values and rule, for people.
  package let explanation: JSONValue

  package init(
    entity: String, key: String, generation: Int, module: String, zohoID: String, how: String,
    explanation: JSONValue
  ) {
    self.entity = entity
    self.key = key
    self.generation = generation
    self.module = module
    self.zohoID = zohoID
    self.how = how
    self.explanation = explanation
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    entity = try reader.text("entity")
    key = try reader.text("key")
    generation = try reader.count("generation")
    module = try reader.text("module")
    zohoID = try reader.text("zoho_id")
    how = try reader.text("how")
    explanation = reader.member("explanation") ?? .null
  }

  package var json: JSONValue {
    [
      "entity": JSONValue(entity), "key": JSONValue(key), "generation": JSONValue(generation),
      "module": JSONValue(module), "zoho_id": JSONValue(zohoID), "how": JSONValue(how),
      "explanation": explanation,
    ]
  }
}

/// `link.removed`: the pairing holds no longer, by a person's word or by the rule for records that leave their scope.
package struct LinkRemoved: Hashable, Sendable {
  package let entity: String
  package let key: String
  /// The pairing that ended.
  package let generation: Int
  package let module: String
  package let zohoID: String
  /// Who ended it: a person, `mapping` where its record left the scope, `source` where the other one was deleted.
  package let by: String
  /// Why, as given; of the mapping why the record left.
  package let reason: String?

  /// An ended pairing from its parts.
  package init(
    entity: String, key: String, generation: Int, module: String, zohoID: String, by: String, reason: String?
  ) {
    self.entity = entity
    self.key = key
    self.generation = generation
    self.module = module
    self.zohoID = zohoID
    self.by = by
    self.reason = reason
  }

  /// An ended pairing read back; throws `event-unreadable` where a member is missing.
  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    entity = try reader.text("entity")
    key = try reader.text("key")
    generation = try reader.count("generation")
    module = try reader.text("module")
    zohoID = try reader.text("zoho_id")
    by = try reader.text("by")
    reason = reader.optionalText("reason")
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "entity": JSONValue(entity), "key": JSONValue(key), "generation": JSONValue(generation),
      "module": JSONValue(module), "zoho_id": JSONValue(zohoID), "by": JSONValue(by),
    ]
    object["reason"] = reason.map { JSONValue($0) }
    return .object(object)
  }
}

/// `link.reserved`: a create holds its key until its operation ends.
package struct LinkReserved: Hashable, Sendable {
  package let entity: String
  package let key: String
  /// The pairing that the create leads to.
  package let generation: Int

  package init(entity: String, key: String, generation: Int) {
    self.entity = entity
    self.key = key
    self.generation = generation
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    entity = try reader.text("entity")
    key = try reader.text("key")
    generation = try reader.count("generation")
  }

  package var json: JSONValue {
    ["entity": JSONValue(entity), "key": JSONValue(key), "generation": JSONValue(generation)]
  }
}
