package import Diagnostics
import HTTPTransport
package import JSONText

extension ZohoClient {
  /// One page of a listing; the first without a token, the next with the token of the page before.
  ///
  /// Nothing there (204) and nothing changed (304) are empty pages where a listing begins, and no end where one goes
  /// on. A page has to say whether there are more. `number` is what messages call it, from 1.
  package func records(
    _ query: RecordQuery, pageToken: String? = nil, number: Int = 1
  ) async throws(Failure) -> RecordPage {
    let listed = try await listed(query, pageToken: pageToken, number: number)
    return RecordPage(
      rows: try await completed(listed.rows, module: query.module, passes: FieldPasses(query.fields)),
      nextToken: listed.nextToken, more: listed.more, serverDate: listed.serverDate)
  }

  /// A page as the listing itself shows it: the fields of the first pass.
  struct ListedPage {
    let rows: [JSONObject]
    let nextToken: String?
    let more: Bool
    let serverDate: Int64?
  }

  /// One page of a listing before further passes fill it up: its order is the listing's.
  func listed(
    _ query: RecordQuery, pageToken: String?, number: Int
  ) async throws(Failure) -> ListedPage {
    let passes = FieldPasses(query.fields)
    var request = ZohoRequest(
      method: .get, path: "/\(WebAddress.encoded(query.module))", kind: "records/\(query.module)",
      scope: "ZohoCRM.modules.\(query.module.lowercased()).READ", page: number)
    request.query = [
      ("fields", passes.first.joined(separator: ",")), ("per_page", String(query.rowsPerPage)),
      ("sort_by", query.sort.rawValue), ("sort_order", query.isAscending ? "asc" : "desc"),
    ]
    if let pageToken { request.query.append(("page_token", pageToken)) }
    if let since = query.modifiedSince { request.headers["If-Modified-Since"] = since }
    let (json, answer) = try await readJSON(request)
    guard let json else {
      try requireMore([], behind: pageToken, request)
      return ListedPage(rows: [], nextToken: nil, more: false, serverDate: answer.date)
    }
    let found = try AnsweredRows(json, place: request.place)
    try requireMore(found.rows, behind: pageToken, request)
    try found.requireFields(passes.first, place: request.place)
    guard let more = found.more else { throw .zohoEndNotSaid(request.place) }
    if more && found.nextToken == nil {
      throw .zohoTokenDead("it gives no token for them", place: request.place)
    }
    return ListedPage(
      rows: found.rows, nextToken: more ? found.nextToken : nil, more: more, serverDate: answer.date)
  }

  /// Nothing behind a token is no end, whatever else the page says: there was to be more.
  private func requireMore(
    _ rows: [JSONObject], behind token: String?, _ request: ZohoRequest
  ) throws(Failure) {
    guard token == nil || !rows.isEmpty else {
      throw .zohoTokenDead("it shows nothing behind them", place: request.place)
    }
  }

  /// The records of these ids, at most 100; ids that Zoho does not know are left out, and only an answer that is whole
  /// says that it does not know them.
  ///
  /// The order is Zoho's.
  package func records(
    _ module: String, ids: [String], fields: [String]
  ) async throws(Failure) -> [JSONValue] {
    precondition(ids.count <= Self.idsPerRead, "a read takes at most \(Self.idsPerRead) ids")
    guard !ids.isEmpty else { return [] }
    // One record may be the target of two writes; Zoho shows it once for each time that it is named.
    var named: Set<String> = []
    let ids = ids.filter { named.insert($0).inserted }
    let passes = FieldPasses(fields)
    let rows = try await rows(module, ids: ids, fields: passes.first)
    return try await completed(rows, module: module, passes: passes)
  }

  /// The records of ids that a listing or a query has just shown.
  ///
  /// One that this does not show is asked for by its own address: only where that says so as well it is gone meanwhile.
  package func records(
    _ module: String, justListed ids: [String], fields: [String]
  ) async throws(Failure) -> [JSONValue] {
    var rows: [JSONValue] = []
    for start in stride(from: 0, to: ids.count, by: Self.idsPerRead) {
      let chunk = Array(ids[start..<min(start + Self.idsPerRead, ids.count)])
      rows += try await records(module, ids: chunk, fields: fields)
    }
    let shown = Set(rows.compactMap { $0["id"]?.string })
    for id in ids where !shown.contains(id) {
      guard let record = try await record(module, id: id) else { continue }
      rows.append(Self.reduced(record, to: FieldPasses(fields)))
    }
    return rows
  }

  /// One record with every field that it has; nil where it is gone.
  package func record(_ module: String, id: String) async throws(Failure) -> JSONValue? {
    try await masked { () async throws(Failure) in try await shownRecord(module, id: id) }
  }

  private func shownRecord(_ module: String, id: String) async throws(Failure) -> JSONValue? {
    let request = ZohoRequest(
      method: .get, path: "/\(WebAddress.encoded(module))/\(WebAddress.encoded(id))", kind: "ids/\(module)",
      scope: "ZohoCRM.modules.\(module.lowercased()).READ")
    switch await exchange(request, .read) {
    case .answered(let answer) where answer.status == 204: return nil
    case .answered(let answer) where [400, 404].contains(answer.status):
      // Gone by Zoho's own word: a proxy's page, or an address that is none of Zoho's, says nothing of the record.
      let code = ZohoAnswer.error(ZohoAnswer.json(answer))?.code
      let isGone = code == "INVALID_DATA" || (code == "RESOURCE_NOT_FOUND" && answer.status == 404)
      guard isGone else { throw ZohoAnswer.failure(answer, request) }
      return nil
    case .answered(let answer) where answer.status == 200:
      guard let json = ZohoAnswer.json(answer) else {
        throw .zohoUnreadable(request.place, ZohoAnswer.objection(answer))
      }
      if let failure = ZohoAnswer.failureInside(json, answer, request) { throw failure }
      let rows = try AnsweredRows(json, place: request.place).rows
      guard rows.count == 1, let row = rows.first, row["id"]?.string == id else {
        throw .zohoUnreadable(request.place, "not with this one record")
      }
      return .object(row)
    case .answered(let answer): throw ZohoAnswer.failure(answer, request)
    case .notSent(let failure), .unknown(let failure): throw failure
    }
  }

  func rows(_ module: String, ids: [String], fields: [String]) async throws(Failure) -> [JSONObject] {
    var request = ZohoRequest(
      method: .get, path: "/\(WebAddress.encoded(module))", kind: "ids/\(module)",
      scope: "ZohoCRM.modules.\(module.lowercased()).READ")
    request.query = [
      ("ids", ids.joined(separator: ",")), ("fields", fields.joined(separator: ",")),
      ("per_page", String(Self.rowsPerPage)),
    ]
    guard let json = try await readJSON(request).json else { return [] }
    let found = try AnsweredRows(json, place: request.place)
    try found.requireFields(fields, place: request.place)
    let asked = Set(ids)
    let shown = found.rows.filter { $0["id"]?.string.map(asked.contains) ?? false }
    // What is not shown is gone: only an answer to this question, and to all of it, says so.
    let lacking = asked.subtracting(shown.compactMap { $0["id"]?.string }).count
    guard lacking == 0 || (found.more == false && shown.count == found.rows.count) else {
      throw .zohoListing(
        request.place, "does not show \(lacking) of \(asked.count) records, and does not say that this is all"
      )
    }
    return shown
  }
}
