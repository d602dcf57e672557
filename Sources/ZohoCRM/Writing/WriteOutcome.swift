import Crypto
package import Diagnostics
import HTTPTransport
import Instants
package import JSONText

/// How an insert or update ended, one case for each way of going on.
package enum WriteOutcome: Sendable {
  /// Zoho answered for each row, in the order of the request.
  case answered([RowAnswer], WriteEvidence)
  /// Nothing left: Zoho was not reached, or there was no token, no credit, no room. The same rows may go again.
  case notSent(Failure)
  /// It may have been done. Look before anything is sent again.
  case unknown(Failure, WriteEvidence?)
  /// Zoho refused the request as a whole. An insert is looked up all the same before it goes again.
  case refused(Failure, WriteEvidence)
}

/// What Zoho answered to a write, for the log.
package struct WriteEvidence: Hashable, Sendable {
  /// The HTTP status.
  package let status: Int
  /// The headers that matter, by their names in lower case.
  package let headers: JSONObject
  /// What stands beside the rows; the whole body where it has none; nil where nothing does, or it is no JSON.
  package let body: JSONValue?
  /// Hex SHA-256 of the body as it came.
  package let digest: String
  /// How long Zoho asks to wait, in seconds; nil where it does not.
  package let retryAfter: Duration?

  /// The headers that say when, how soon again, and how much is left.
  private static let headerNames = [
    "Date", "Retry-After", "X-API-CREDITS-REMAINING", "X-RATELIMIT-LIMIT", "X-RATELIMIT-REMAINING",
    "X-RATELIMIT-RESET",
  ]

  /// The evidence of an answer; `json` is its body where that is JSON.
  init(_ answer: HTTPAnswer, json: JSONValue?, now: Int) {
    status = answer.status
    var headers = JSONObject()
    for name in Self.headerNames {
      headers[name.lowercased()] = answer.headers[name].map { JSONValue($0) }
    }
    self.headers = headers
    digest = Hex.text(SHA256.hash(data: answer.body))
    retryAfter = answer.retryAfter(now: now)
    guard var object = json?.object, object["data"]?.array != nil else {
      body = json
      return
    }
    object["data"] = nil
    body = object.isEmpty ? nil : .object(object)
  }

  private init(_ other: WriteEvidence, headers: JSONObject, body: JSONValue?) {
    status = other.status
    digest = other.digest
    retryAfter = other.retryAfter
    self.headers = headers
    self.body = body
  }

  /// The evidence with another body and other headers: those without a secret.
  func with(headers: JSONObject, body: JSONValue?) -> WriteEvidence {
    WriteEvidence(self, headers: headers, body: body)
  }
}
