package import Diagnostics
package import JSONText

/// `call.sent`: a writing call is about to leave; durable before its first byte.
package struct CallSent: Hashable, Sendable {
  /// The call's own id; its stream is `call/<id>`.
  package let call: String
  /// The system that is called.
  package let side: Side
  /// The module (`Accounts`) or the orchestration.
  package let kind: String
  /// The writes that it carries, in the order of its rows.
  package let operations: [String]
  /// How often these writes were sent, this time included: 1 at first.
  package let attempt: Int
  /// The system's date when it was sent, as far as its answers have shown it, RFC 3339; nil before any answer.
  package let serverDate: String?
  /// The last second in which it may land, by the system's clock, RFC 3339; nil where no end is known.
  package let landsUntil: String?

  /// A call from its parts.
  package init(
    call: String, side: Side, kind: String, operations: [String], attempt: Int, serverDate: String?,
    landsUntil: String?
  ) {
    self.call = call
    self.side = side
    self.kind = kind
    self.operations = operations
    self.attempt = attempt
    self.serverDate = serverDate
    self.landsUntil = landsUntil
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    call = try reader.text("call")
    side = try reader.choice("side")
    kind = try reader.text("kind")
    operations = reader.elements("operations").compactMap(\.string)
    attempt = try reader.count("attempt")
    serverDate = reader.optionalText("server_date")
    landsUntil = reader.optionalText("lands_until")
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "call": JSONValue(call), "side": JSONValue(side.rawValue), "kind": JSONValue(kind),
      "operations": .array(operations.map { JSONValue($0) }), "attempt": JSONValue(attempt),
    ]
    object["server_date"] = serverDate.map { JSONValue($0) }
    object["lands_until"] = landsUntil.map { JSONValue($0) }
    return .object(object)
  }
}

/// `call.answered`: what came back to a writing call besides its rows, or that nothing did.
package struct CallAnswered: Hashable, Sendable {
  package let call: String
  /// The HTTP status; nil where there was no answer.
  package let status: Int?
  /// The headers that matter, by their names in lower case: `date`, `retry-after` and the like.
  package let headers: JSONObject
  /// What stands beside the rows, verbatim; the whole body where it has none; nil where it is empty.
  package let body: JSONValue?
  /// Hex SHA-256 of the whole body as it came; nil where there was no answer.
  package let digest: String?
  /// Why there is no answer, or why it is none; nil where each row has its own.
  package let message: String?

  /// An answer from its parts.
  package init(
    call: String, status: Int?, headers: JSONObject, body: JSONValue?, digest: String?, message: String?
  ) {
    self.call = call
    self.status = status
    self.headers = headers
    self.body = body
    self.digest = digest
    self.message = message
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    call = try reader.text("call")
    status = reader.member("status")?.int
    headers = reader.member("headers")?.object ?? [:]
    body = reader.member("body")
    digest = reader.optionalText("sha256")
    message = reader.optionalText("message")
  }

  package var json: JSONValue {
    var object: JSONObject = ["call": JSONValue(call)]
    object["status"] = status.map { JSONValue($0) }
    object["headers"] = headers.isEmpty ? nil : .object(headers)
    object["body"] = body
    object["sha256"] = digest.map { JSONValue($0) }
    object["message"] = message.map { JSONValue($0) }
    return .object(object)
  }
}
