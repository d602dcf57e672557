import Diagnostics
import Foundation
import HTTPDoubles
import HTTPTransport
import JDEdwards
import JSONText
import Synchronization
import TestSupport

/// A small AIS server in memory for tests of the client: tokens, one table, filters, order, pages, next-links.
final class MiniAIS: Sendable {
  /// What happens to a data-service call instead of its answer.
  enum Fault: Hashable, Sendable {
    case deadSession, expiredResultSet, unavailable, lostAnswer
  }

  struct State {
    var password = "right"
    var tokens: Set<String> = []
    var logins = 0
    var logouts = 0
    var nextCursor = 0
    var cursors: [String: (rows: ArraySlice<JSONValue>, size: Int)] = [:]
  }

  let table: String
  let rows: [JSONValue]
  let pageMax: Int
  let state = Mutex(State())
  private let faults: @Sendable (HTTPCall) -> Fault?

  init(
    table: String = "F0101", rows: [JSONValue] = [], pageMax: Int = 2_000,
    faults: @escaping @Sendable (HTTPCall) -> Fault? = { _ in nil }
  ) {
    self.table = table
    self.rows = rows
    self.pageMax = pageMax
    self.faults = faults
  }

  var transport: ScriptedTransport { ScriptedTransport { [self] call, _ in answer(call) } }

  func answer(_ call: HTTPCall) -> ScriptedTransport.Ending {
    let path = WebAddress(call.url)?.path ?? ""
    if path.hasSuffix("/tokenrequest") { return logIn(call) }
    let token = call.headers["jde-AIS-Auth"] ?? ""
    if path.hasSuffix("/tokenrequest/logout") {
      state.withLock { state in
        state.logouts += 1
        state.tokens.remove(token)
      }
      return .status(200)
    }
    let isAlive = state.withLock { $0.tokens.contains(token) }
    guard isAlive, call.headers["jde-AIS-Auth-Device"] == "tests" else { return .json("{}", status: 444) }
    switch faults(call) {
    case .deadSession:
      state.withLock { _ = $0.tokens.remove(token) }
      return .json(#"{"message":"invalid token"}"#, status: 444)
    case .expiredResultSet:
      return .json(#"{"sysErrors":[{"TITLE":"JAS_MSG347: The query results expired."}]}"#, status: 500)
    case .unavailable: return .json("<html></html>", status: 503, headers: ["Content-Type": "text/html"])
    case .lostAnswer:
      _ = page(call, path, token)
      return .dropped(.mayHaveArrived)
    case nil: return page(call, path, token)
    }
  }

  private func logIn(_ call: HTTPCall) -> ScriptedTransport.Ending {
    let body = try? JSONValue(parsing: call.bodyText)  // nil fails the comparison below
    return state.withLock { state in
      state.logins += 1
      guard body?["password"]?.string == state.password, body?["deviceName"]?.string == "tests" else {
        return .json(#"{"message":"Authorization Failure"}"#, status: 403)
      }
      let token = "token+/=\(state.logins)"
      state.tokens.insert(token)
      return .json(
        #"{"userInfo":{"token":"\#(token)","simpleDateFormat":"dd.MM.yyyy"},"passwordAboutToExpire":false}"#)
    }
  }

  private func page(_ call: HTTPCall, _ path: String, _ token: String) -> ScriptedTransport.Ending {
    if path.hasSuffix("/dataservice/next") {
      let name = call.url.split(separator: "cursor=").last.map(String.init) ?? ""
      guard let cursor = state.withLock({ $0.cursors.removeValue(forKey: name) }) else {
        return .json(#"{"sysErrors":[{"TITLE":"JAS_MSG347: The query results expired."}]}"#, status: 500)
      }
      return grid(cursor.rows, size: cursor.size, token: token, withLinks: true)
    }
    guard let body = try? JSONValue(parsing: call.bodyText),
      let size = body["maxPageSize"]?.string.flatMap({ Int($0) })
    else { return .json("{}", status: 400) }
    let found = rows.filter { row in body["query"].map { matches(row, $0) } ?? true }
    let isLinked = body["enableNextPageProcessing"]?.bool == true
    return grid(found[...], size: min(size, pageMax), token: token, withLinks: isLinked)
  }

  private func grid(
    _ rows: ArraySlice<JSONValue>, size: Int, token: String, withLinks: Bool
  ) -> ScriptedTransport.Ending {
    let page = rows.prefix(size)
    let rest = rows.dropFirst(size)
    var root: JSONObject = [
      "fs_DATABROWSE_\(table)": [
        "data": [
          "gridData": [
            "rowset": .array(Array(page)),
            "summary": ["records": .number(page.count), "moreRecords": .bool(!rest.isEmpty)],
          ]
        ], "errors": [], "warnings": [],
      ], "timeStamp": "2026-03-02:10.15.30", "sysErrors": [],
    ]
    if withLinks && !rest.isEmpty {
      let name = state.withLock { state in
        state.nextCursor += 1
        state.cursors["\(state.nextCursor)"] = (rest, size)
        return "\(state.nextCursor)"
      }
      let href =
        "http://inside:7075//jderest/v2/dataservice/next?ids=\(table).AN8|\(table).UPMJ&token=\(token)&cursor=\(name)"
      root.append("links", [["rel": "next", "href": .string(href)]])
    }
    return .json(JSONValue.object(root).text, headers: ["Date": "Mon, 02 Mar 2026 15:15:30 GMT"])
  }

  private func matches(_ row: JSONValue, _ query: JSONValue) -> Bool {
    if let parts = query["complexQuery"]?.array {
      let isAny = parts.dropFirst().contains { $0["andOr"]?.string == "OR" }
      let hits = parts.map { part in part["query"].map { matches(row, $0) } ?? false }
      return isAny ? hits.contains(true) : !hits.contains(false)
    }
    let hits = (query["condition"]?.array ?? []).map { condition -> Bool in
      let name = (condition["controlId"]?.string ?? "").replacingOccurrences(of: ".", with: "_")
      let cell = row[name]
      let wanted = condition["value"]?[0]?["content"]?.string ?? ""
      let isLess: Bool
      let isEqual: Bool
      if let number = cell?.int, let other = Int(wanted) {
        (isLess, isEqual) = (number < other, number == other)
      } else {
        let text = cell?.string?.trimmingCharacters(in: .whitespaces) ?? ""
        (isLess, isEqual) = (text < wanted, text == wanted)
      }
      switch condition["operator"]?.string {
      case "GREATER": return !isLess && !isEqual
      case "GREATER_EQUAL": return !isLess
      case "EQUAL": return isEqual
      default: return false
      }
    }
    return query["matchType"]?.string == "MATCH_ANY" ? hits.contains(true) : !hits.contains(false)
  }
}

extension AISSettings {
  /// Settings of a test: the device and user that `MiniAIS` knows.
  static func test(password: Secret = "right", sessions: Int = 1, pageSize: Int = 10) -> AISSettings {
    AISSettings(
      url: "https://ais.example/jderest/", environment: "JPD920", device: "tests", username: "SYNC",
      password: password,
      pageSize: pageSize, sessions: sessions)
  }
}

extension Failure {
  /// The failure that a piece of work ends in; nil where it succeeds.
  static func from<Value>(_ body: () async throws(Failure) -> Value) async -> Failure? {
    do throws(Failure) {
      _ = try await body()
      return nil
    } catch {
      return error
    }
  }
}
