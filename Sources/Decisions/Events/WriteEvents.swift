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
  /// The call that carried it, and the number of its row there, from 0; nil where no call was made.
  package let call: String?
  package let row: Int?
  package let outcome: Outcome
  /// The record that the answer names.
  package let id: String?
  /// The record's own time after the write, as the system wrote it.
  package let modifiedTime: String?
  /// The kind of trouble; nil where applied.
  package let errorClass: ErrorClass?
  /// The system's own code and words; nil where applied.
  package let code: String?
  package let message: String?
  /// The row's own element of the answer, verbatim; nil where the answer had none.
  package let answer: JSONValue?

  package init(
    operation: String, call: String? = nil, row: Int? = nil, outcome: Outcome, id: String? = nil,
    modifiedTime: String? = nil, errorClass: ErrorClass? = nil, code: String? = nil, message: String? = nil,
    answer: JSONValue? = nil
  ) {
    self.operation = operation
    self.call = call
    self.row = row
    self.answer = answer
    self.outcome = outcome
    self.id = id
    self.modifiedTime = modifiedTime
    self.errorClass = errorClass
    self.code = code
    self.message = message
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    operation = try reader.text("operation")
    call = reader.optionalText("call")
    row = reader.member("row")?.int
    answer = reader.member("answer")
    outcome = try reader.choice("outcome")
    id = reader.optionalText("id")
    modifiedTime = reader.optionalText("modified_time")
    errorClass = try reader.optionalChoice("class")
    code = reader.optionalText("code")
    message = reader.optionalText("message")
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "operation": JSONValue(operation), "outcome": JSONValue(outcome.rawValue),
    ]
    object["call"] = call.map { JSONValue($0) }
    object["row"] = row.map { JSONValue($0) }
    object["id"] = id.map { JSONValue($0) }
    object["modified_time"] = modifiedTime.map { JSONValue($0) }
    object["class"] = errorClass.map { JSONValue($0.rawValue) }
    object["code"] = code.map { JSONValue($0) }
    object["message"] = message.map { JSONValue($0) }
    object["answer"] = answer
    return .object(object)
  }
}

/// `write.probed`: what a look at the system said of a write, or a read-back that confirmed nothing yet.
package struct WriteProbed: Hashable, Sendable {
  package let operation: String
  package let found: WriteFinding
  /// The record that was seen; nil where there was none, or several.
  package let id: String?
  /// The system's date of the look, RFC 3339; nil where it said none.
  package let at: String?

  package init(operation: String, found: WriteFinding, id: String?, at: String? = nil) {
    self.operation = operation
    self.found = found
    self.id = id
    self.at = at
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    operation = try reader.text("operation")
    found = try reader.choice("found")
    id = reader.optionalText("id")
    at = reader.optionalText("at")
  }

  package var json: JSONValue {
    var object: JSONObject = ["operation": JSONValue(operation), "found": JSONValue(found.rawValue)]
    object["id"] = id.map { JSONValue($0) }
    object["at"] = at.map { JSONValue($0) }
    return .object(object)
  }
}

/// `write.confirmed`: the write was read back; the base of its pairing takes these pairs.
package struct WriteConfirmed: Hashable, Sendable {
  package let operation: String
  package let entity: String
  package let key: String
  /// The pairing that it was made for; the base of another is not moved.
  package let generation: Int
  /// The record that was read.
  package let id: String
  /// As each side shows it; a pair names the normalisation that the system made of what was written.
  package let pairs: Base

  package init(operation: String, entity: String, key: String, generation: Int, id: String, pairs: Base) {
    self.operation = operation
    self.entity = entity
    self.key = key
    self.generation = generation
    self.id = id
    self.pairs = pairs
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    operation = try reader.text("operation")
    entity = try reader.text("entity")
    key = try reader.text("key")
    generation = try reader.count("generation")
    id = try reader.text("id")
    pairs = Base(json: reader.member("pairs"))
  }

  package var json: JSONValue {
    [
      "operation": JSONValue(operation), "entity": JSONValue(entity), "key": JSONValue(key),
      "generation": JSONValue(generation), "id": JSONValue(id), "pairs": pairs.json,
    ]
  }

  /// The fields that the system shows otherwise than written, in a named form.
  package var normalised: [String] { pairs.filter { $0.value.normalised != nil }.keys.sorted() }
}

/// `write.failed`, `write.settled` and `write.abandoned`: how a write ended that was not confirmed.
package struct WriteEnded: Hashable, Sendable {
  package let operation: String
  package let entity: String
  package let key: String
  /// The pairing that it was made for; the base of another is not moved.
  package let generation: Int
  /// The kind of trouble; nil where a person ended it.
  package let errorClass: ErrorClass?
  package let message: String
  /// What the base takes all the same: pairs that were seen, and as doubtful those that were refuted.
  package let pairs: Base
  /// The person who ended it, `ada`, and why; nil where nobody did or no reason was given.
  package let by: String?
  package let because: String?

  package init(
    operation: String, entity: String, key: String, generation: Int, errorClass: ErrorClass?,
    message: String, pairs: Base = [:], by: String? = nil, because: String? = nil
  ) {
    self.by = by
    self.because = because
    self.operation = operation
    self.entity = entity
    self.key = key
    self.generation = generation
    self.pairs = pairs
    self.errorClass = errorClass
    self.message = message
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    operation = try reader.text("operation")
    entity = try reader.text("entity")
    key = try reader.text("key")
    generation = try reader.count("generation")
    errorClass = try reader.optionalChoice("class")
    message = try reader.text("message")
    pairs = Base(json: reader.member("pairs"))
    by = reader.optionalText("by")
    because = reader.optionalText("because")
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "operation": JSONValue(operation), "entity": JSONValue(entity), "key": JSONValue(key),
      "generation": JSONValue(generation),
    ]
    object["class"] = errorClass.map { JSONValue($0.rawValue) }
    object["message"] = JSONValue(message)
    object["pairs"] = pairs.isEmpty ? nil : pairs.json
    object["by"] = by.map { JSONValue($0) }
    object["because"] = because.map { JSONValue($0) }
    return .object(object)
  }
}
