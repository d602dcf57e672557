import Diagnostics
import HTTPDoubles
import HTTPTransport
import JSONText
import ZohoCRM

/// Answers of Zoho CRM, through the real client: tokens, listings, COQL, writes, metadata.
struct ZohoFuzz: FuzzTarget {
  static let name = "zoho"

  private static let settings = ZohoSettings(
    dataCenter: .eu, clientID: "1000.CLIENT", clientSecret: "hunter2", refreshToken: "1000.hunter3")

  init() {}

  func run(seed: UInt64) async throws {
    var dice = Dice(seed: seed)
    let server = FuzzedServer(seed: dice.next())
    let client = ZohoClient(
      settings: Self.settings, transport: server.transport(Self.example), cache: MemorySealedCache(),
      pacing: HandTime(seed: dice.next()).pacing)
    do {
      for _ in 0..<dice.roll(1...2) { try await Self.act(client, server, &dice) }
    } catch let failure as Failure {
      try FuzzLaws.check(failure, needsPlace: failure.code != .interrupted)
    }
    do throws(Failure) { try await client.close() } catch { try FuzzLaws.check(error) }
  }

  private static func act(_ client: ZohoClient, _ server: FuzzedServer, _ dice: inout Dice) async throws {
    switch dice.roll(0...11) {
    case 0: _ = try await client.fields("Accounts")
    case 1: _ = try await client.organisation()
    case 2: _ = try await client.activeUsers()
    case 3: _ = try await client.ids("Accounts", where: "JDE_Address_Number", in: ["4242", "it's"])
    case 4: _ = try await client.record("Accounts", id: "4876876000000500001")
    case 5: _ = try await client.records("Accounts", ids: ["4876876000000500001"], fields: ["Account_Name"])
    case 6: _ = try await client.deleted("Accounts", page: 1)
    case 7...8: try await write(client, server, &dice)
    default: try await list(client, server, fields: dice.happens(30) ? 70 : 3)
    }
  }

  private static func list(_ client: ZohoClient, _ server: FuzzedServer, fields count: Int) async throws {
    let query = RecordQuery("Accounts", fields: (0..<count).map { "Field_\($0)" } + ["Account_Name"])
    var token: String?
    repeat {
      let page = try await client.records(query, pageToken: token)
      token = page.nextToken
      // Law: a listing ends only where Zoho has said so, or has said that there is nothing.
      if !page.more, !page.rows.isEmpty, count < 50 {
        let body = String(decoding: server.lastBody(of: "records") ?? [], as: UTF8.self)
        guard body.contains("more_records") else { throw BrokenLaw("a listing ends without a word: \(body)") }
      }
    } while token != nil
  }

  private static func write(_ client: ZohoClient, _ server: FuzzedServer, _ dice: inout Dice) async throws {
    let row: JSONObject = ["Account_Name": "Nordwind", "JDE_Address_Number": "4242"]
    let outcome =
      switch dice.roll(0...2) {
      case 0: await client.insert("Accounts", rows: [row, row])
      case 1: await client.update("Accounts", rows: [row])
      default:
        await client.update(
          "Accounts", id: "4876876000000500001", row: row, unmodifiedSince: "2026-03-02T10:00:00+01:00")
      }
    switch outcome {
    case .answered(let rows, _):
      // Law: what counts as done has an id, and Zoho's word for it.
      let body = String(decoding: server.lastBody(of: "write") ?? [], as: UTF8.self)
      for row in rows {
        guard case .applied(let id, _) = row.outcome else { continue }
        guard !id.isEmpty, body.contains("SUCCESS") else {
          throw BrokenLaw("a row counts as written: \(body)")
        }
      }
    case .notSent(let failure): throw failure
    case .unknown(let failure, _), .refused(let failure, _): throw failure
    }
  }

  /// What a good Zoho answers: three pages of two records.
  @Sendable
  private static func example(
    _ call: HTTPCall, _ number: Int
  ) -> (kind: String, example: FuzzedServer.Example) {
    let headers: HTTPHeaders = [
      "Content-Type": "application/json;charset=UTF-8", "Date": "Mon, 02 Mar 2026 10:00:00 GMT",
    ]
    let path = WebAddress(call.url)?.path ?? ""
    if path.hasSuffix("/oauth/v2/token") {
      let token: JSONValue = [
        "access_token": .string("1000.access.\(number)"), "scope": "ZohoCRM.modules.ALL",
        "api_domain": "https://www.zohoapis.eu", "token_type": "Bearer", "expires_in": 3_600,
      ]
      return ("token", .init(json: token, headers: headers, isMostlyGood: true))
    }
    switch call.method {
    case .post where path.hasSuffix("/coql"): return ("records", .init(json: page(number), headers: headers))
    case .post, .put: return ("write", .init(json: written(call), headers: headers))
    case .get, .delete: break
    }
    if path.contains("/settings/") || path.hasSuffix("/org") || path.hasSuffix("/users") {
      return ("metadata", .init(json: metadata, headers: headers))
    }
    return ("records", .init(json: page(number), headers: headers))
  }

  private static func page(_ number: Int) -> JSONValue {
    let records = (0..<2).map { row -> JSONValue in
      [
        "id": .string("487687600000050\(number * 10 + row)"), "Account_Name": "Nordwind Logistik GmbH",
        "JDE_Address_Number": "4242", "Modified_Time": "2026-03-02T10:00:00+01:00", "Credit_Limit": 25_000,
        "Owner": ["name": "Ada", "id": "4876876000000100002"],
      ]
    }
    let more = number % 4 != 0
    return [
      "data": .array(records),
      "info": [
        "per_page": 200, "count": 2, "page": 1, "sort_by": "id", "sort_order": "asc",
        "more_records": .bool(more),
        "next_page_token": more ? .string("token\(number)") : .null,
        "page_token_expiry": "2026-03-03T10:00:00+01:00",
      ],
    ]
  }

  private static func written(_ call: HTTPCall) -> JSONValue {
    let count = call.bodyText.ranges(of: "Account_Name").count
    let rows = (0..<max(1, count)).map { row -> JSONValue in
      [
        "code": "SUCCESS", "status": "success", "message": "record added",
        "details": [
          "id": .string("48768760000005000\(row)"), "Modified_Time": "2026-03-02T10:00:01+01:00",
          "Created_Time": "2026-03-02T10:00:01+01:00",
          "Modified_By": ["name": "Sync", "id": "4876876000000100009"],
        ],
      ]
    }
    return ["data": .array(rows)]
  }

  private static let metadata: JSONValue = [
    "fields": [
      [
        "api_name": "Account_Name", "data_type": "text", "length": 200, "custom_field": false,
        "system_mandatory": true, "read_only": false, "unique": .object(JSONObject()),
        "pick_list_values": [["display_value": "A", "actual_value": "a", "type": "used"]],
        "operation_type": ["api_update": true],
      ]
    ], "modules": [["api_name": "Accounts", "id": "1"]],
    "org": [
      [
        "id": "4876876000000020001", "zgid": "20001", "company_name": "Example", "type": "production",
        "iso_code": "EUR", "time_zone": "Europe/Berlin", "license_details": ["paid_type": "enterprise"],
      ]
    ],
    "users": [
      [
        "id": "4876876000000100002", "full_name": "Ada", "email": "ada@counterfoil.example",
        "status": "active",
      ]
    ], "info": ["per_page": 200, "count": 1, "page": 1, "more_records": false],
  ]
}
