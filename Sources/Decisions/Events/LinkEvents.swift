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

/// `link.review_asked`: a person must say which record this is, or that it is a new one.
package struct LinkReviewAsked: Hashable, Sendable {
  package let entity: String
  package let key: String
  package let module: String
  /// `many_left`, `many_right`, `already_linked`, `keys_disagree`, `weak_only`, `country_differs`, `unreadable_key`, `gone_in_zoho`, or `unclear: …`.
  package let reason: String
  /// Ranked, best first: `{"zoho_id":…,"name":…,"score":…,"keys":[…]}`.
  package let candidates: [JSONValue]
  /// Equal fingerprints ask the same question: it is asked once.
  package let fingerprint: String

  package init(
    entity: String, key: String, module: String, reason: String, candidates: [JSONValue], fingerprint: String
  ) {
    self.entity = entity
    self.key = key
    self.module = module
    self.reason = reason
    self.candidates = candidates
    self.fingerprint = fingerprint
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    entity = try reader.text("entity")
    key = try reader.text("key")
    module = try reader.text("module")
    reason = try reader.text("reason")
    candidates = reader.elements("candidates")
    fingerprint = try reader.text("fingerprint")
  }

  package var json: JSONValue {
    [
      "entity": JSONValue(entity), "key": JSONValue(key), "module": JSONValue(module),
      "reason": JSONValue(reason), "candidates": .array(candidates), "fingerprint": JSONValue(fingerprint),
    ]
  }
}

/// `link.review_answered`, `link.kept_apart` and `link.removed`: what was said of a pairing.
package struct LinkSettled: Hashable, Sendable {
  /// The answers that a review takes.
  package enum Answer: String, Hashable, Sendable, CaseIterable {
    case link
    case create
    case keepApart = "keep_apart"
    /// Until the record changes.
    case ignore
    case unlink
    /// Nobody answered: the question no longer arises.
    case withdrawn

    /// What a person may say.
    package static let spoken: [Answer] = [.link, .create, .keepApart, .ignore, .unlink]
  }

  package let entity: String
  package let key: String
  package let answer: Answer
  package let zohoID: String?
  /// Who said so, and why, as given.
  package let by: String
  package let reason: String?

  package init(entity: String, key: String, answer: Answer, zohoID: String?, by: String, reason: String?) {
    self.entity = entity
    self.key = key
    self.answer = answer
    self.zohoID = zohoID
    self.by = by
    self.reason = reason
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    entity = try reader.text("entity")
    key = try reader.text("key")
    answer = try reader.choice("answer")
    zohoID = reader.optionalText("zoho_id")
    by = try reader.text("by")
    reason = reader.optionalText("reason")
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "entity": JSONValue(entity), "key": JSONValue(key), "answer": JSONValue(answer.rawValue),
    ]
    object["zoho_id"] = zohoID.map { JSONValue($0) }
    object["by"] = JSONValue(by)
    object["reason"] = reason.map { JSONValue($0) }
    return .object(object)
  }
}

/// `link.reserved` and `link.released`: a create holds its key until its operation ends.
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
