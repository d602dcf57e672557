import JSONText
import SimulatedCompanies

extension ZohoState {
  /// POST `/oauth/v2/token`: the parameters stand in a form body or in the query.
  mutating func token(_ request: ImitatedRequest) -> ImitatedAnswer {
    let form = FormText.pairs(String(decoding: request.body, as: UTF8.self)) + request.query
    func value(_ name: String) -> String { form.first { $0.name == name }?.value ?? "" }
    guard value("grant_type") == "refresh_token" else {
      return ImitatedAnswer(200, ["error": "invalid_code"])
    }
    let outcome = tokens.refresh(
      client: value("client_id"), secret: value("client_secret"), refreshToken: value("refresh_token"),
      at: request.time, isThrottledByFault: request.faults.contains(.throttledToken))
    switch outcome {
    case .wrongCode: return ImitatedAnswer(200, ["error": "invalid_code"])
    case .wrongClient: return ImitatedAnswer(200, ["error": "invalid_client"])
    case .wrongSecret: return ImitatedAnswer(200, ["error": "invalid_client_secret"])
    case .throttled:
      let text = "You have made too many requests continuously. Please try again after some time."
      return ImitatedAnswer(
        quirks.throttledToken == .status200 ? 200 : 400,
        ["error_description": JSONValue(text), "error": "Access Denied", "status": "failure"])
    case .granted(let token): return ImitatedAnswer(200, granted(token, request))
    }
  }

  private func granted(_ token: String, _ request: ImitatedRequest) -> JSONValue {
    var answer: JSONObject = ["access_token": JSONValue(token)]
    if quirks.scope == .given {
      answer["scope"] = JSONValue(tokens.scopes.sorted().joined(separator: " "))
    }
    answer["api_domain"] = JSONValue(apiDomain ?? "http://\(request.headers["host"] ?? "127.0.0.1")")
    answer["token_type"] = "Bearer"
    switch quirks.expiry {
    case .seconds: answer["expires_in"] = JSONValue(tokens.lifeSeconds)
    case .milliseconds:
      answer["expires_in_sec"] = JSONValue(tokens.lifeSeconds)
      answer["expires_in"] = JSONValue(tokens.lifeSeconds * 1_000)
    case .missing: break
    }
    for member in tokens.shownLife { answer[member.key.value] = member.value }
    return .object(answer)
  }

  /// POST `/oauth/v2/token/revoke`.
  mutating func revoke(_ request: ImitatedRequest) -> ImitatedAnswer {
    if request.parameter("token") == tokens.refreshToken {
      tokens.isRevoked = true
      tokens.endAll()
    }
    return ImitatedAnswer(200, ["status": "success"])
  }
}
