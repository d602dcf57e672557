package import Diagnostics
package import JSONText

/// `write.answered`: what the system said to one write, or that it is not known what it did.
package struct WriteAnswered: Hashable, Sendable {
  /// The three ways on.
  package enum Outcome: String, Hashable, Sendable {
    case applied
    case rejected
    /// It may have arrived: it is probed, never resent blindly.
    case unknown
  }

  package let operation: String
  package let outcome: Outcome
  package let zohoID: String?
  package let modifiedTime: String?
  /// The kind of trouble; nil where applied.
  package let errorClass: ErrorClass?
  /// The system's own code and words; nil where applied.
  package let code: String?
  package let message: String?

  package init(
    operation: String, outcome: Outcome, zohoID: String? = nil, modifiedTime: String? = nil,
    errorClass: ErrorClass? = nil, code: String? = nil, message: String? = nil
  ) {
    self.operation = operation
    self.outcome = outcome
    self.zohoID = zohoID
    self.modifiedTime = modifiedTime
    self.errorClass = errorClass
    self.code = code
    self.message = message
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    operation = try reader.text("operation")
    outcome = try reader.choice("outcome")
    zohoID = reader.optionalText("zoho_id")
    modifiedTime = reader.optionalText("modified_time")
    errorClass = try reader.optionalChoice("class")
    code = reader.optionalText("code")
    message = reader.optionalText("message")
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "operation": JSONValue(operation), "outcome": JSONValue(outcome.rawValue),
    ]
    object["zoho_id"] = zohoID.map { JSONValue($0) }
    object["modified_time"] = modifiedTime.map { JSONValue($0) }
    object["class"] = errorClass.map { JSONValue($0.rawValue) }
    object["code"] = code.map { JSONValue($0) }
    object["message"] = message.map { JSONValue($0) }
    return .object(object)
  }
}

/// `write.probed`: what a look at the system said of a write whose outcome was unknown.
package struct WriteProbed: Hashable, Sendable {
  /// What was seen.
  package enum Found: String, Hashable, Sendable {
    /// The desired values are there.
    case applied
    /// The values from before are there: it may be sent again.
    case notApplied = "not_applied"
    /// Something else is there: decide again.
    case changed
    /// A person must look.
    case undecidable
  }

  package let operation: String
  package let found: Found
  package let zohoID: String?

  package init(operation: String, found: Found, zohoID: String?) {
    self.operation = operation
    self.found = found
    self.zohoID = zohoID
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    operation = try reader.text("operation")
    found = try reader.choice("found")
    zohoID = reader.optionalText("zoho_id")
  }

  package var json: JSONValue {
    var object: JSONObject = ["operation": JSONValue(operation), "found": JSONValue(found.rawValue)]
    object["zoho_id"] = zohoID.map { JSONValue($0) }
    return .object(object)
  }
}

/// `write.confirmed`: the write was read back; the base takes these pairs.
package struct WriteConfirmed: Hashable, Sendable {
  package let operation: String
  package let entity: String
  package let key: String
  package let zohoID: String
  package let pairs: Base
  /// Fields that the system shows otherwise than written, at the same `Modified_Time`.
  package let normalised: [String]

  package init(
    operation: String, entity: String, key: String, zohoID: String, pairs: Base, normalised: [String]
  ) {
    self.operation = operation
    self.entity = entity
    self.key = key
    self.zohoID = zohoID
    self.pairs = pairs
    self.normalised = normalised
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    operation = try reader.text("operation")
    entity = try reader.text("entity")
    key = try reader.text("key")
    zohoID = try reader.text("zoho_id")
    pairs = Base(json: reader.member("pairs"))
    normalised = reader.elements("normalised").compactMap(\.string)
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "operation": JSONValue(operation), "entity": JSONValue(entity), "key": JSONValue(key),
      "zoho_id": JSONValue(zohoID), "pairs": pairs.json,
    ]
    object["normalised"] = normalised.isEmpty ? nil : .array(normalised.map { JSONValue($0) })
    return .object(object)
  }
}

/// `write.failed`, `write.settled` and `write.abandoned`: how a write ended that was not confirmed.
package struct WriteEnded: Hashable, Sendable {
  package let operation: String
  package let entity: String
  package let key: String
  /// The kind of trouble; nil where a person ended it.
  package let errorClass: ErrorClass?
  package let message: String

  package init(operation: String, entity: String, key: String, errorClass: ErrorClass?, message: String) {
    self.operation = operation
    self.entity = entity
    self.key = key
    self.errorClass = errorClass
    self.message = message
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    operation = try reader.text("operation")
    entity = try reader.text("entity")
    key = try reader.text("key")
    errorClass = try reader.optionalChoice("class")
    message = try reader.text("message")
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "operation": JSONValue(operation), "entity": JSONValue(entity), "key": JSONValue(key),
    ]
    object["class"] = errorClass.map { JSONValue($0.rawValue) }
    object["message"] = JSONValue(message)
    return .object(object)
  }
}
