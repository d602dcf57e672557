import HTTPTransport
import JSONText

/// One call to the API, before it has a token and a host.
struct ZohoRequest: Sendable {
  /// What is asked.
  var method: HTTPCall.Method
  /// The path below `/crm/v8`, `/Accounts`.
  var path: String
  /// The parameters in their order.
  var query: [(String, String)] = []
  /// Header fields beyond those of every call.
  var headers: HTTPHeaders = [:]
  /// The body.
  var body: JSONValue?
  /// What it is counted as, `records/Accounts`.
  var kind: String
  /// What it costs.
  var credits = CreditCost.read
  /// Whether it belongs to the calls of which Zoho runs 10 at once in every edition.
  var isHeavy = false
  /// The scope that it needs.
  var scope: String
  /// When the call must be over, in microseconds of the steady clock; nil leaves it to the limits alone.
  ///
  /// A write that waits for its turn must not begin when the ledger already says that it can no longer land.
  var endsBy: Int64?
  /// Which page of a listing it asks for, from 1; nil where it is none.
  var page: Int?

  /// What messages call it: `GET /crm/v8/Accounts, page 3`.
  var place: String { "\(method.rawValue) /crm/v8\(path)" + (page.map { ", page \($0)" } ?? "") }

  func call(_ token: AccessToken, limits: HTTPCall.Limits, isRepeatable: Bool) -> HTTPCall {
    var headers = headers
    headers["Authorization"] = "Zoho-oauthtoken \(token.value.value)"
    headers["Accept"] = "application/json"
    if body != nil { headers["Content-Type"] = "application/json" }
    let url = "\(token.apiURL)/crm/v8\(path)" + (query.isEmpty ? "" : "?\(WebAddress.query(query))")
    return HTTPCall(
      method, url, headers: headers, body: body?.bytes, limits: limits, isRepeatable: isRepeatable)
  }
}
