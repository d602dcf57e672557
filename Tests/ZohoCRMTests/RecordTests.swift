import Diagnostics
import Foundation
import HTTPDoubles
import HTTPTransport
import JSONText
import Synchronization
import Testing
import ZohoCRM

@Suite("Records of Zoho", .timeLimit(.minutes(1)))
struct RecordTests {
  let time = HandTime()

  func client(_ zoho: MiniZoho) -> (client: ZohoClient, transport: ScriptedTransport) {
    let transport = zoho.transport
    return (
      ZohoClient(settings: .test(), transport: transport, cache: MemorySealedCache(), pacing: time.pacing),
      transport
    )
  }

  @Test("are listed in an order that does not shift, by page tokens, each byte as it came")
  func listing() async throws {
    let row = #"{"id":"1","Account_Name":"Gr\u00fcn","Annual_Revenue":850000.50}"#
    let zoho = MiniZoho { call in
      let isSecond = call.url.contains("page_token=t%2B1")
      return .json(
        #"{"data":[\#(row)],"info":{"more_records":\#(!isSecond),"next_page_token":\#(isSecond ? "null" : #""t+1""#)}}"#,
        headers: ["Date": "Mon, 02 Mar 2026 10:00:05 GMT"])
    }
    let (client, transport) = client(zoho)
    let query = RecordQuery(
      "Accounts", fields: ["Account_Name", "id"], modifiedSince: "2026-03-01T00:00:00+00:00")
    let first = try await client.records(query)
    let second = try await client.records(query, pageToken: first.nextToken)
    #expect(first.rows.first?.text == row)
    #expect(first.nextToken == "t+1" && first.more)
    #expect(second.nextToken == nil && !second.more)
    #expect(first.serverDate == 1_772_445_605)
    let call = transport.calls[1]
    #expect(
      call.url
        == "https://www.zohoapis.eu/crm/v8/Accounts?fields=Account_Name&per_page=200&sort_by=Modified_Time&sort_order=asc"
    )
    #expect(call.headers["If-Modified-Since"] == "2026-03-01T00:00:00+00:00")
  }

  @Test("that are none, or unchanged, are an empty page", arguments: [204, 304])
  func empty(status: Int) async throws {
    let (client, _) = client(MiniZoho { _ in .status(status) })
    let since = status == 304 ? "2026-03-01T00:00:00+00:00" : nil
    let query = RecordQuery("Accounts", fields: ["Account_Name"], modifiedSince: since)
    let page = try await client.records(query)
    #expect(page.rows.isEmpty && !page.more)
    #expect(try await client.deleted("Accounts", page: 1, since: since).rows.isEmpty)
  }

  @Test("of which Zoho knows none are none")
  func unknown() async throws {
    let (client, _) = client(MiniZoho { _ in .status(204) })
    #expect(try await client.records("Accounts", ids: ["1"], fields: ["Phone"]).isEmpty)
    #expect(try await client.ids("Accounts", where: "Key", in: ["a"]).isEmpty)
  }

  @Test("are asked for by ids, by page of what was deleted, and one by one")
  func others() async throws {
    let zoho = MiniZoho { call in
      if call.url.hasSuffix("/Accounts/9") {
        return .json(
          #"{"code":"INVALID_DATA","details":{},"message":"the id given seems to be invalid","status":"error"}"#,
          status: 400)
      }
      let isDeleted = call.url.contains("/deleted")
      return .json(#"{"data":[{"id":"1","Phone":null}],"info":{"more_records":\#(isDeleted)}}"#)
    }
    let (client, transport) = client(zoho)
    #expect(try await client.records("Accounts", ids: ["1", "2"], fields: ["Phone"]).count == 1)
    #expect(transport.calls.last?.url.hasSuffix("/Accounts?ids=1%2C2&fields=Phone&per_page=200") == true)
    #expect(try await client.deleted("Accounts", page: 3).more)
    #expect(transport.calls.last?.url.hasSuffix("/Accounts/deleted?type=all&page=3&per_page=200") == true)
    #expect(try await client.record("Accounts", id: "1")?["id"]?.string == "1")
    #expect(try await client.record("Accounts", id: "9") == nil)
  }

  @Test("with a certain value are found by COQL, fifty values at a time, however many hold it")
  func byValue() async throws {
    let zoho = MiniZoho { call in
      guard call.url.hasSuffix("/coql") else {
        let ids = call.url.split(separator: "ids=").last?.prefix { $0 != "&" } ?? ""
        let rows = ids.split(separator: "%2C").map { #"{"id":"\#($0)","Phone":null}"# }
        return .json(#"{"data":[\#(rows.joined(separator: ","))],"info":{}}"#)
      }
      guard call.bodyText.contains(#"'it\\'s 1'"#) else { return .status(204) }
      return call.bodyText.contains("and id > '2' order by id asc")
        ? .json(#"{"data":[{"Key":"b","id":"3"}],"info":{"more_records":false}}"#)
        : .json(#"{"data":[{"Key":"a","id":"1"},{"Key":"a","id":"2"}],"info":{"more_records":true}}"#)
    }
    let (client, transport) = client(zoho)
    let values = ["it's 1"] + (2...120).map { "v\($0)" }
    #expect(try await client.ids("Accounts", where: "Key", in: values) == ["a": ["1", "2"], "b": ["3"]])
    #expect(transport.calls.count { $0.url.hasSuffix("/coql") } == 4)
    #expect(
      transport.calls[1].bodyText.hasPrefix(
        #"{"select_query":"select id, Key from Accounts where Key in ('it\\'s 1','v2',"#))
    #expect(
      try await client.records("Accounts", where: "Key", in: values, fields: ["Phone"]).mapValues(\.count)
        == ["a": 2, "b": 1])
  }

  @Test(
    "that cannot be had say why, and what to do",
    arguments: [
      (400, "INVALID_MODULE", Failure.Code.zohoRefused, "API names"),
      (400, "PAGINATION_LIMIT_EXCEEDED", .pageTokenDead, "starts over"),
      (400, "EXPIRED_VALUE", .pageTokenDead, "over"),
      (401, "OAUTH_SCOPE_MISMATCH", .zohoScopeMissing, "ZohoCRM.modules.accounts.READ"),
      (403, "NO_PERMISSION", .zohoNoPermission, "profile"),
      (404, "INVALID_URL_PATTERN", .wrongAddress, "api_url"),
      (500, "INTERNAL_ERROR", .serverError, "status.zoho.com"),
      (429, "TOO_MANY_REQUESTS", .zohoThrottled, "concurrent"),
    ])
  func failures(status: Int, code: String, failureCode: Failure.Code, word: String) async {
    let (client, transport) = client(
      MiniZoho { _ in
        .json(#"{"code":"\#(code)","details":{},"message":"m","status":"error"}"#, status: status)
      })
    let failure = await Failure.from { () async throws(Failure) in
      try await client.records(RecordQuery("Accounts", fields: ["Phone"]))
    }
    #expect(failure?.code == failureCode)
    #expect(failure?.remedy.contains(word) == true, "\(String(describing: failure))")
    #expect(transport.calls.count == (status >= 429 ? 7 : 2), "what passes is tried six times, all else once")
  }

  @Test("come out of no answer that is no JSON", arguments: ["", "<html>", "{"])
  func unreadable(body: String) async {
    let (client, _) = client(MiniZoho { _ in .json(body) })
    let failure = await Failure.from { () async throws(Failure) in try await client.modules() }
    #expect(failure?.code == .serverError)
  }
}

@Suite("Records with more fields than a call gives", .timeLimit(.minutes(1)))
struct FieldPassTests {
  let fields = (1...120).map { "F\($0)" }

  /// A Zoho whose records hold their version in every field, and change while `changes` says so.
  func zoho(
    ids: [String], changes: @escaping @Sendable (_ call: Int) -> [String],
    isHidden: @escaping @Sendable (_ id: String, _ call: Int, _ isSingle: Bool) -> Bool = { _, _, _ in false }
  ) -> (MiniZoho, @Sendable () -> Int) {
    let state = Mutex((call: 0, versions: [String: Int]()))
    let zoho = MiniZoho { call in
      state.withLock { state in
        state.call += 1
        for id in changes(state.call) { state.versions[id, default: 0] += 1 }
        let address = WebAddress(call.url)
        let parameters = (address?.query ?? "").split(separator: "&").map { $0.split(separator: "=") }
        func values(_ name: String) -> [String]? {
          parameters.first { $0[0] == name }?.last?.replacingOccurrences(of: "%2C", with: ",").split(
            separator: ","
          )
          .map(String.init)
        }
        let single = address?.path.split(separator: "/").last.map(String.init)
        let wanted = values("ids") ?? (single == "Accounts" ? ids : [single ?? ""])
        let asked = values("fields") ?? ["Modified_Time"] + (1...120).map { "F\($0)" }
        let rows = wanted.filter { !isHidden($0, state.call, single != "Accounts") }
        if rows.isEmpty, single != "Accounts" { return .status(204) }
        let shown = rows.map { id -> String in
          let version = state.versions[id, default: 0]
          let cells = asked.map { field in
            field == "Modified_Time" ? #""Modified_Time":"t\#(version)""# : #""\#(field)":\#(version)"#
          }
          return #"{"id":"\#(id)",\#(cells.joined(separator: ","))}"#
        }
        return .json(#"{"data":[\#(shown.joined(separator: ","))],"info":{"more_records":false}}"#)
      }
    }
    return (zoho, { state.withLock { $0.call } })
  }

  func read(_ zoho: MiniZoho) async throws -> [JSONValue] {
    let client = ZohoClient(
      settings: .test(), transport: zoho.transport, cache: MemorySealedCache(), pacing: HandTime().pacing)
    return try await client.records(RecordQuery("Accounts", fields: fields)).rows
  }

  func expectWhole(_ rows: [JSONValue], sourceLocation: SourceLocation = #_sourceLocation) {
    for row in rows {
      #expect(row.object?.count == 122, sourceLocation: sourceLocation)
      let versions = Set(fields.map { row[$0]?.int })
      #expect(versions.count == 1, "all fields are of one state", sourceLocation: sourceLocation)
    }
  }

  @Test("are read in as few passes as there must be")
  func passes() async throws {
    let (zoho, calls) = zoho(ids: ["1", "2"]) { _ in [] }
    let rows = try await read(zoho)
    #expect(rows.compactMap { $0["id"]?.string } == ["1", "2"])
    expectWhole(rows)
    #expect(calls() == 3)
  }

  @Test("are read again where they changed between two passes")
  func moved() async throws {
    let (zoho, calls) = zoho(ids: ["1", "2", "3"]) { call in call == 2 ? ["2"] : call == 5 ? ["2"] : [] }
    let rows = try await read(zoho)
    #expect(rows.compactMap { $0["id"]?.string } == ["1", "2", "3"])
    expectWhole(rows)
    #expect(rows[1]["F1"]?.int == 2)
    #expect(calls() > 3)
  }

  @Test("are read in one call where they never hold still")
  func restless() async throws {
    let (zoho, _) = zoho(ids: ["1", "2"]) { _ in ["2"] }
    let rows = try await read(zoho)
    #expect(rows.compactMap { $0["id"]?.string } == ["1", "2"])
    expectWhole(rows)
  }

  @Test("are left out where they are gone by the next pass")
  func gone() async throws {
    let (zoho, _) = zoho(
      ids: ["1", "404"], changes: { _ in [] }, isHidden: { id, call, _ in id == "404" && call > 1 })
    let rows = try await read(zoho)
    #expect(rows.compactMap { $0["id"]?.string } == ["1"])
  }

  @Test("are not left out where an answer lacks them, and they are there by their own address")
  func lacking() async throws {
    for last in [2, .max] {
      let (zoho, _) = zoho(
        ids: ["1", "2", "3"], changes: { _ in [] },
        isHidden: { id, call, isSingle in id != "1" && !isSingle && (2...last).contains(call) })
      let rows = try await read(zoho)
      #expect(rows.compactMap { $0["id"]?.string } == ["1", "2", "3"])
      expectWhole(rows)
    }
  }

  @Test("that a listing has just shown are asked for one by one where they do not show together")
  func justListed() async throws {
    let (zoho, calls) = zoho(
      ids: ["1", "2", "3"], changes: { _ in [] },
      isHidden: { id, _, isSingle in id == "3" || (id == "2" && !isSingle) })
    let client = ZohoClient(
      settings: .test(), transport: zoho.transport, cache: MemorySealedCache(), pacing: HandTime().pacing)
    let rows = try await client.records("Accounts", justListed: ["1", "2", "3"], fields: ["F1", "F2"])
    #expect(rows.compactMap { $0["id"]?.string } == ["1", "2"])
    #expect(rows.allSatisfy { $0.object?.keys == ["id", "F1", "F2"] })
    #expect(calls() == 3)
  }
}
