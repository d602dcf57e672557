import JSONText
import SimulatedCompanies
import Testing

@testable import AISSimulator

/// Talks to a simulated AIS server without a socket.
final class AISConversation: Sendable {
  let ais: SimulatedAIS
  let token: String
  /// The machine's time of every call.
  static let now = WallTime(seconds: 1_795_428_000)
  static let today = CivilDate(year: 2026, month: 11, day: 23)

  init(records: Int = 300, quirks: AISQuirks = .plain, signIn: Bool = true) throws {
    ais = SimulatedAIS(
      seed: 1, records: records, today: Self.today, now: Self.now, timeZone: "UTC", quirks: quirks)
    guard signIn else {
      token = ""
      return
    }
    let answer = Self.send(ais, "POST", "tokenrequest", Self.credentials())
    token = try #require(answer.json["userInfo"]?["token"]?.string)
  }

  static func credentials(
    user: String = SimulatedAIS.userName, password: String = SimulatedAIS.password, device: String = "dev"
  ) -> JSONValue {
    [
      "username": JSONValue(user), "password": JSONValue(password), "environment": "JDV920",
      "deviceName": JSONValue(device),
    ]
  }

  static func send(
    _ ais: SimulatedAIS, _ method: String, _ path: String, _ body: JSONValue? = nil,
    headers: [String: String] = [:], query: [(name: String, value: String)] = [], at time: WallTime = now,
    faults: [Fault.Kind] = [], number: Int = 1
  ) -> ImitatedAnswer {
    var headers = headers
    if body != nil { headers["content-type"] = headers["content-type"] ?? "application/json" }
    return ais.answer(
      ImitatedRequest(
        number: number, time: time, method: method, path: "/jderest/v2/\(path)", query: query,
        headers: headers,
        body: body?.bytes ?? [], faults: faults))
  }

  /// A call of somebody who is signed in.
  func call(
    _ method: String, _ path: String, _ body: JSONValue? = nil, device: String = "dev",
    query: [(name: String, value: String)] = [], at time: WallTime = now, faults: [Fault.Kind] = []
  ) -> ImitatedAnswer {
    Self.send(
      ais, method, path, body, headers: ["jde-ais-auth": token, "jde-ais-auth-device": device], query: query,
      at: time, faults: faults)
  }

  /// A BROWSE of a table.
  func browse(
    _ table: String, _ columns: String = "", conditions: JSONValue = [], size: Int = 2_000,
    sort: [String] = [], match: String = "MATCH_ALL", extra: JSONObject = [:], at time: WallTime = now,
    faults: [Fault.Kind] = []
  ) -> ImitatedAnswer {
    let order = sort.map { column -> JSONValue in ["column": JSONValue(column), "direction": "ASC"] }
    var body: JSONObject = [
      "targetName": JSONValue(table), "targetType": "table", "dataServiceType": "BROWSE",
      "outputType": "GRID_DATA", "maxPageSize": JSONValue(String(size)),
      "query": ["matchType": JSONValue(match), "condition": conditions],
      "aggregation": ["orderBy": .array(order)],
    ]
    if !columns.isEmpty {
      body["returnControlIDs"] = JSONValue(
        columns.split(separator: " ").map { "\(table).\($0)" }.joined(separator: "|"))
    }
    for member in extra { body[member.key.value] = member.value }
    return call("POST", "dataservice", .object(body), at: time, faults: faults)
  }

  /// A call of the control endpoint.
  func control(_ method: String, _ path: String, _ body: JSONValue? = nil) throws -> JSONValue {
    let request = ImitatedRequest(
      time: Self.now, method: method, path: "/control/\(path)", body: body?.bytes ?? [])
    return try #require(ais.control(request)).json
  }

  static func condition(_ column: String, _ sign: String, _ values: String...) -> JSONValue {
    let contents = values.map { value -> JSONValue in
      ["content": JSONValue(value), "specialValueId": "LITERAL"]
    }
    return ["controlId": JSONValue(column), "operator": JSONValue(sign), "value": .array(contents)]
  }
}

extension ImitatedAnswer {
  /// The body as JSON; `null` where it is none.
  var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }  // an HTML body is none

  /// The grid of a data answer.
  var grid: JSONValue { json.object?.members.first?.value["data"]?["gridData"] ?? .null }

  /// The rows of a data answer.
  var rowset: [JSONValue] { grid["rowset"]?.array ?? [] }

  /// One column of the rows.
  func column(_ name: String) -> [String] {
    rowset.map { $0[name]?.string ?? $0[name]?.number?.digits ?? "" }
  }
}
