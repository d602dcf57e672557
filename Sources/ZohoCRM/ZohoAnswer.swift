import Diagnostics
import HTTPTransport
import JSONText

/// Reads the bodies of Zoho's answers, and the errors that concern a whole request.
enum ZohoAnswer {
  /// The error of a request, as a body says it: at its root, or wrapped in `data`.
  struct RequestError: Hashable, Sendable {
    let code: String
    let message: String
    let details: JSONValue
  }

  /// The JSON of a body; nil where it is none, or says something twice.
  static func json(_ answer: HTTPAnswer) -> JSONValue? {
    guard let json = parsed(answer), json.doubledName == nil else { return nil }
    return json
  }

  /// Why a body without `json` is none, as messages go on behind "Zoho answers, but".
  static func objection(_ answer: HTTPAnswer) -> String {
    if answer.body.isEmpty { return "with nothing" }
    guard let name = parsed(answer)?.doubledName else { return "with what is no JSON" }
    return "with an object that has `\(name)` twice"
  }

  private static func parsed(_ answer: HTTPAnswer) -> JSONValue? {
    guard answer.looksLikeJSON else { return nil }
    do throws(JSONSyntaxError) { return try JSONValue(parsing: answer.body) } catch { return nil }
  }

  /// The request-level error of a body; nil where it holds none.
  static func error(_ json: JSONValue?) -> RequestError? {
    guard let json else { return nil }
    let element = json["code"] != nil ? json : json["data"]?[0]
    guard let element, let code = element["code"]?.string, code != "SUCCESS" else { return nil }
    return RequestError(
      code: code, message: element["message"]?.string ?? "", details: element["details"] ?? .null)
  }

  /// The largest body in which a refusal is looked for whatever the status is: a page of records is longer, and is not
  /// read twice.
  private static let refusalBytesMax = 4_096

  /// Whether Zoho refuses a call because a quota is used up: whatever the status, nothing was done.
  ///
  /// 429 says so by itself; the same comes under 400, 403 and 200, for the request or for each of its rows.
  static func isQuotaRefusal(_ answer: HTTPAnswer) -> Bool {
    if answer.status == 429 { return true }
    guard answer.status < 500, answer.body.count <= refusalBytesMax, let json = json(answer) else {
      return false  // behind a 5xx something may have been done
    }
    if let rows = json["data"]?.array, !rows.isEmpty { return rows.allSatisfy(isQuotaCode) }
    return isQuotaCode(json)
  }

  /// Whether an element says that a quota is used up, by its code or, with a general code, by its sentence.
  static func isQuotaCode(_ element: JSONValue) -> Bool {
    switch element["code"]?.string ?? element["error"]?.string ?? "" {
    case "API_LIMIT_EXCEEDED", "TOO_MANY_REQUESTS", "RATE_LIMIT_EXCEEDED": true
    case "LIMIT_EXCEEDED", "LIMIT_REACHED", "Access Denied":
      ["api limit", "api call", "api credit", "quota", "too many requests", "rate limit"].contains { words in
        [element["message"], element["error_description"]].contains {
          $0?.string?.lowercased().contains(words) == true
        }
      }
    default: false
    }
  }

  /// The failure that an answer of status 200 is in truth: an error in place of what was asked for.
  static func failureInside(_ json: JSONValue, _ answer: HTTPAnswer, _ request: ZohoRequest) -> Failure? {
    guard json.object != nil else { return .zohoUnreadable(request.place, "with what is no object") }
    let isError =
      json["status"]?.string?.lowercased() == "error" || json["code"].map { $0.string != "SUCCESS" } ?? false
      || json["error"]?.string != nil
    return isError ? failure(answer, request) : nil
  }

  /// The failure of a read whose answer is none of the good ones.
  static func failure(_ answer: HTTPAnswer, _ request: ZohoRequest) -> Failure {
    let error = error(json(answer))
    let says = error.map { "\($0.code), \($0.message)" } ?? (answer.looksLikeHTML ? "a web page" : nil)
    if isQuotaRefusal(answer) { return .zohoTooManyCalls(answer, place: request.place) }
    if error == nil, let remedy = answer.remedyInBetween(setting: "zoho.api_url") {
      return .zohoServer(request.place, status: answer.status, says: says, remedy: remedy)
    }
    switch (answer.status, error?.code) {
    case (_, "OAUTH_SCOPE_MISMATCH"): return .zohoScopeMissing(request.scope, place: request.place)
    case (_, "NO_PERMISSION"), (_, "AUTHORIZATION_FAILED"), (403, _):
      return Failure(
        .zohoNoPermission, "Zoho does not permit this call\(says.map { ": \($0)" } ?? "")", at: request.place,
        remedy: "give the profile of the user who made the refresh token the rights that this module needs")
    case (_, "EXPIRED_VALUE"), (_, "TOKEN_BOUND_DATA_MISMATCH"), (_, "PAGINATION_LIMIT_EXCEEDED"),
      (_, "DISCRETE_PAGINATION_LIMIT_EXCEEDED"):
      return Failure(
        .pageTokenDead, "Zoho does not go on with this listing (\(error?.code ?? ""))", at: request.place,
        remedy: "run the command again: the listing starts over, and nothing is taken for read")
    case (404, _):
      return Failure(
        .wrongAddress, "there is no such call at this address (HTTP 404\(says.map { ": \($0)" } ?? ""))",
        at: request.place, remedy: "check zoho.api_url and the API name of the module")
    case (400..<500, _):
      return Failure(
        .zohoRefused, "Zoho refuses the call\(says.map { ": \($0)" } ?? " (HTTP \(answer.status))")",
        at: request.place, remedy: "check the API names of module and fields in the mapping")
    default: return .zohoServer(request.place, status: answer.status, says: says)
    }
  }
}
