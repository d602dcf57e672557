import JSONText
import SimulatedCompanies
import Testing

@testable import ZohoSimulator

/// Talks to a simulated Zoho without a socket.
final class ZohoConversation: Sendable {
  let zoho: SimulatedZoho
  let token: String
  /// The machine's time of every call.
  static let now = WallTime(seconds: 1_795_428_000)  // 2026-11-23T10:00:00Z
  static let today = CivilDate(year: 2026, month: 11, day: 23)

  init(records: Int = 200, existing: Int = 0, quirks: ZohoQuirks = .plain) throws {
    zoho = SimulatedZoho(
      seed: 1, records: records, existing: existing, today: Self.today, now: Self.now, quirks: quirks)
    token = try #require(Self.refresh(zoho).json["access_token"]?.string)
  }

  static func refresh(
    _ zoho: SimulatedZoho, refreshToken: String = SimulatedZoho.refreshToken,
    client: String = SimulatedZoho.clientID, secret: String = SimulatedZoho.clientSecret,
    at time: WallTime = now,
    faults: [Fault.Kind] = []
  ) -> ImitatedAnswer {
    let form =
      "grant_type=refresh_token&client_id=\(client)&client_secret=\(secret)&refresh_token=\(refreshToken)"
    return zoho.answer(
      ImitatedRequest(
        time: time, method: "POST", path: "/oauth/v2/token", body: Array(form.utf8), faults: faults))
  }

  func call(
    _ method: String, _ address: String, _ body: JSONValue? = nil, headers: [String: String] = [:],
    at time: WallTime = now, number: Int = 1, concurrent: Int = 1, faults: [Fault.Kind] = [],
    token: String? = nil
  ) -> ImitatedAnswer {
    zoho.answer(
      request(
        method, address, body, headers: headers, at: time, number: number, concurrent: concurrent,
        faults: faults,
        token: token))
  }

  func request(
    _ method: String, _ address: String, _ body: JSONValue? = nil, headers: [String: String] = [:],
    at time: WallTime = now, number: Int = 1, concurrent: Int = 1, faults: [Fault.Kind] = [],
    token: String? = nil
  ) -> ImitatedRequest {
    let parts = address.split(separator: "?", maxSplits: 1).map(String.init)
    var headers = headers
    headers["authorization"] = "Zoho-oauthtoken \(token ?? self.token)"
    return ImitatedRequest(
      number: number, time: time, method: method, path: "/crm/v8/\(parts[0])",
      query: parts.count > 1 ? FormText.pairs(parts[1]) : [], headers: headers, body: body?.bytes ?? [],
      concurrent: concurrent, faults: faults)
  }

  /// A write call with its rows.
  func write(
    _ method: String, _ address: String, _ rows: [JSONValue], headers: [String: String] = [:],
    at time: WallTime = now,
    number: Int = 1, faults: [Fault.Kind] = []
  ) -> ImitatedAnswer {
    call(
      method, address, ["data": .array(rows), "trigger": []], headers: headers, at: time, number: number,
      faults: faults)
  }

  /// Inserts accounts and gives their ids.
  func insert(_ rows: JSONValue..., at time: WallTime = now, number: Int = 1) throws -> [String] {
    let answer = write("POST", "Accounts", rows, at: time, number: number)
    return try answer.rows.map { try #require($0["details"]?["id"]?.string) }
  }

  func coql(_ query: String, at time: WallTime = now) -> ImitatedAnswer {
    call("POST", "coql", ["select_query": JSONValue(query)], at: time)
  }

  /// A call of the control endpoint.
  func control(_ method: String, _ path: String, _ body: JSONValue? = nil) throws -> JSONValue {
    let request = ImitatedRequest(
      time: Self.now, method: method, path: "/control/\(path)", body: body?.bytes ?? [])
    return try #require(zoho.control(request)).json
  }
}

extension ImitatedAnswer {
  /// The body as JSON; `null` where it is empty.
  var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }  // an empty body is none

  /// The rows of `data`.
  var rows: [JSONValue] { json["data"]?.array ?? [] }

  /// The code of the error of a whole request, wrapped or not.
  var code: String? { json["code"]?.string ?? rows.first?["code"]?.string }
}

extension JSONValue: ExpressibleByFloatLiteral {
  /// A number with a point, as tests write it.
  package init(floatLiteral value: Double) {
    self = JSONNumber(digits: "\(value)").map { .number($0) } ?? .null
  }
}
