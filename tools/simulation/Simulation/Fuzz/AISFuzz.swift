import Diagnostics
import HTTPDoubles
import HTTPTransport
import JDEdwards
import JSONText

/// Answers of the AIS server, through the real client: log-in, data service by key and by links, default configuration.
struct AISFuzz: FuzzTarget {
  static let name = "ais"

  private static let columns = ["AN8", "ALPH", "AT1", "UPMJ", "UPMT"]
  private static let settings = AISSettings(
    url: "https://ais.example/jderest", environment: "JDV920", device: "fuzz", username: "SYNCUSR",
    password: "hunter2", pageSize: 3, sessions: 1)

  init() {}

  func run(seed: UInt64) async throws {
    var dice = Dice(seed: seed)
    let server = FuzzedServer(seed: dice.next())
    let client = AISClient(
      settings: Self.settings, transport: server.transport(Self.example), cache: MemorySealedCache(),
      pacing: HandTime(seed: dice.next()).pacing)
    do {
      switch dice.roll(0...9) {
      case 0: _ = try await client.defaultConfig()
      case 1: _ = try await client.signIn()
      case 2:
        let page = try await client.query(TableQuery("F0101", columns: dice.pick([Self.columns, []])))
        if !page.more { try Self.checkEnd(server) }
      case 3...5: try await Self.walk(client, .links, server)
      default: try await Self.walk(client, .key, server)
      }
    } catch let failure as Failure {
      try FuzzLaws.check(failure)
    }
    do throws(Failure) { try await client.close() } catch { try FuzzLaws.check(error) }
  }

  private static func walk(
    _ client: AISClient, _ paging: TableCursor.Paging, _ server: FuzzedServer
  ) async throws {
    var cursor = try client.pages(TableQuery("F0101", columns: columns), paging: paging)
    var isEnd = false
    while let page = try await cursor.nextPage() { isEnd = !page.more }
    if isEnd { try checkEnd(server) }
  }

  /// Law: a table is read to its end only where the server has said that it ends.
  private static func checkEnd(_ server: FuzzedServer) throws(BrokenLaw) {
    let body = String(decoding: server.lastBody(of: "data") ?? [], as: UTF8.self)
    guard body.contains("moreRecords") else {
      throw BrokenLaw("a table ends with an answer that does not say so: \(body)")
    }
  }

  /// What a good server answers: three pages of three rows.
  @Sendable
  private static func example(
    _ call: HTTPCall, _ number: Int
  ) -> (kind: String, example: FuzzedServer.Example) {
    let date: HTTPHeaders = ["Content-Type": "application/json", "Date": "Mon, 02 Mar 2026 10:00:00 GMT"]
    if call.url.hasSuffix("/tokenrequest/logout") {
      return ("logout", .init(json: JSONValue.object(JSONObject())))
    }
    if call.url.hasSuffix("/tokenrequest") {
      let token: JSONValue = [
        "username": "SYNCUSR", "environment": "JDV920", "role": "*ALL", "jasserver": "http://jas.example",
        "userInfo": [
          "token": "044token+/=", "langPref": "  ", "locale": "en", "dateFormat": "DMY", "dateSeperator": "/",
          "simpleDateFormat": "dd.MM.yyyy", "decimalFormat": ".", "addressNumber": 7777,
        ], "userAuthorized": true, "version": .null, "passwordAboutToExpire": false,
      ]
      return ("token", .init(json: token, headers: date, isMostlyGood: true))
    }
    if call.url.hasSuffix("/defaultconfig") {
      let config: JSONValue = [
        "aisVersion": "EnterpriseOne 9.2.8.1", "defaultEnvironment": "JDV920", "defaultRole": "*ALL",
        "capabilityList": [["name": "grid", "asOf": "9.1.4"], ["name": "dataservice", "asOf": "9.2.0"]],
      ]
      return ("config", .init(json: config, headers: date))
    }
    return ("data", .init(json: grid(number), headers: date))
  }

  private static func grid(_ number: Int) -> JSONValue {
    // Keys rise with the calls, so that pages follow each other whatever was asked.
    let rows = (0..<3).map { row -> JSONValue in
      [
        "F0101_AN8": .number(number * 10 + row), "F0101_ALPH": "Nordwind Logistik GmbH", "F0101_AT1": "C  ",
        "F0101_UPMJ": "20260227", "F0101_UPMT": .number(93_015), "rowIndex": .number(row), "MOExist": false,
      ]
    }
    let isLast = number % 4 == 0
    var root: JSONObject = [
      "fs_DATABROWSE_F0101": [
        "title": "Data Browser - F0101",
        "data": [
          "gridData": [
            "id": 58, "fullGridId": "58",
            "columns": ["F0101_AN8": "Address Number", "F0101_ALPH": "Alpha Name"],
            "rowset": .array(rows), "summary": ["records": 3, "moreRecords": .bool(!isLast)],
          ]
        ], "errors": [], "warnings": [],
      ], "stackId": 1, "stateId": 1, "rid": "1f0", "currentApp": "DATABROWSE_F0101",
      "timeStamp": "2026-03-02:11.00.00", "sysErrors": [],
    ]
    if !isLast {
      let href = "http://inside:7075/jderest/v2/dataservice/next?id=1&token=044token+/="
      root.append("links", [["rel": "next", "href": .string(href)]])
    }
    return .object(root)
  }
}
