import Foundation
import JSONText
import SimulatedCompanies

/// The credentials that a call carries.
struct Login: Sendable {
  let user: String
  let password: String
  let environment: String?
  let device: String?

  /// From the body, a Basic header, or the query.
  init?(_ request: ImitatedRequest) {
    let json = request.json
    device = json?["deviceName"]?.string ?? request.headers["jde-ais-auth-device"]
    environment =
      json?["environment"]?.string ?? request.headers["jde-ais-auth-environment"]
      ?? request.parameter("$environment")
    if let user = json?["username"]?.string, let password = json?["password"]?.string {
      (self.user, self.password) = (user, password)
    } else if let header = request.headers["authorization"], header.hasPrefix("Basic "),
      let data = Data(base64Encoded: String(header.dropFirst(6)))
    {
      let parts = String(decoding: data, as: UTF8.self).split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      (user, password) = (String(parts[0]), String(parts[1]))
    } else if let user = request.parameter("$username"), let password = request.parameter("$password") {
      (self.user, self.password) = (user, password)
    } else {
      return nil
    }
  }
}

extension AISState {
  mutating func signIn(_ request: ImitatedRequest) -> ImitatedAnswer {
    if !request.body.isEmpty, request.json?.object == nil {
      return failure(400, "Bad Request: invalid JSON input", at: request.time)
    }
    guard let login = Login(request),
      let token = sessions.signIn(
        user: login.user, password: login.password, environment: login.environment, device: login.device,
        caller: request.caller, at: request.time)
    else { return failure(403, "Authorization Failure: Invalid Login", at: request.time) }
    let user = sessions.users[login.user]
    var info: JSONObject = [
      "token": JSONValue(token), "langPref": "  ", "dateFormat": "MDE", "dateSeperator": "/",
      "simpleDateFormat": "MM/dd/yyyy", "decimalFormat": quirks.decimalFormat == .comma ? "," : ".",
      "addressNumber": 7_001, "alphaName": "Sync, Robot",
    ]
    if quirks.userInfo == .full {
      info["locale"] = "en"
      info["timeFormat"] = "12"
      info["appsRelease"] = "E920"
      info["country"] = " "
      info["username"] = JSONValue(login.user)
      info["longUserId"] = "sync@example.test"
      info["timeZoneOffset"] = JSONValue(clock.zone == .utc ? "UTC" : "UTC+01:00")
    }
    var answer: JSONObject = [
      "username": JSONValue(login.user), "environment": JSONValue(SimulatedAIS.environment), "role": "*ALL",
      "jasserver": "http://jas.example:8080", "userInfo": .object(info), "userAuthorized": false,
      "version": .null,
      "poStringJSON": .null, "altPoStringJSON": .null, "aisSessionCookie": "Simulated!-12!1412608708388",
    ]
    if quirks.userInfo == .full || user?.passwordAboutToExpire == true {
      answer["adminAuthorized"] = false
      answer["passwordAboutToExpire"] = JSONValue(user?.passwordAboutToExpire ?? false)
    }
    return ImitatedAnswer(200, .object(answer))
  }

  mutating func validate(_ request: ImitatedRequest) -> ImitatedAnswer {
    let token = request.headers["jde-ais-auth"] ?? request.json?["token"]?.string ?? ""
    let device = request.headers["jde-ais-auth-device"] ?? request.json?["deviceName"]?.string
    if request.faults.contains(.deadSession) { _ = sessions.end(token) }
    if use(token, device: device, request) != nil {
      return ImitatedAnswer(200, ["isValidSession": true])
    }
    switch quirks.deadTokenValidated {
    case .status200: return ImitatedAnswer(200, ["isValidSession": false, "message": "Token is Invalid"])
    case .status403: return failure(403, "Token is Invalid", at: request.time)
    case .status444: return failure(444, "Invalid Token", at: request.time)
    }
  }

  mutating func signOut(_ request: ImitatedRequest) -> ImitatedAnswer {
    let token = request.headers["jde-ais-auth"] ?? request.json?["token"]?.string ?? ""
    let device = request.headers["jde-ais-auth-device"] ?? request.json?["deviceName"]?.string
    guard use(token, device: device, request) != nil, sessions.end(token) else {
      return failure(444, "Invalid Token", at: request.time)
    }
    return .empty(200)
  }

  /// The session of a token that a call carries, as far as the device binding allows it.
  mutating func use(_ token: String, device: String?, _ request: ImitatedRequest) -> AISSessions.Session? {
    sessions.use(
      token, device: device, caller: request.caller, at: request.time, binding: quirks.deviceBinding)
  }
}
