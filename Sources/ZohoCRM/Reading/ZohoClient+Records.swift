package import Diagnostics
import HTTPTransport
package import JSONText

extension ZohoClient {
  /// One page of a listing; the first without a token, the next with the token of the page before.
  ///
  /// Nothing there (204) and nothing changed (304) are empty pages.
  package func records(_ query: RecordQuery, pageToken: String? = nil) async throws(Failure) -> RecordPage {
    let passes = FieldPasses(query.fields)
    var request = ZohoRequest(
      method: .get, path: "/\(WebAddress.encoded(query.module))", kind: "records/\(query.module)",
      scope: "ZohoCRM.modules.\(query.module.lowercased()).READ")
    request.query = [
      ("fields", passes.first.joined(separator: ",")), ("per_page", String(query.rowsPerPage)),
      ("sort_by", query.sort.rawValue), ("sort_order", query.isAscending ? "asc" : "desc"),
    ]
    if let pageToken { request.query.append(("page_token", pageToken)) }
    if let since = query.modifiedSince { request.headers["If-Modified-Since"] = since }
    let (json, answer) = try await readJSON(request)
    let rows = json?["data"]?.array ?? []
    let more = json?["info"]?["more_records"]?.bool ?? false
    let nextToken = json?["info"]?["next_page_token"]?.string
    if more && nextToken == nil {
      throw Failure(
        .pageTokenDead, "Zoho says that there are more records, but gives no token for them",
        at: request.place,
        remedy: "start the listing over from the last Modified_Time")
    }
    return RecordPage(
      rows: try await completed(rows, module: query.module, passes: passes),
      nextToken: more ? nextToken : nil,
      more: more, serverDate: answer.date)
  }

  /// The records of these ids, at most 100; ids that Zoho does not know are left out.
  ///
  /// The order is Zoho's.
  package func records(
    _ module: String, ids: [String], fields: [String]
  ) async throws(Failure) -> [JSONValue] {
    precondition(ids.count <= Self.idsPerRead, "a read takes at most \(Self.idsPerRead) ids")
    guard !ids.isEmpty else { return [] }
    let passes = FieldPasses(fields)
    let rows = try await rows(module, ids: ids, fields: passes.first)
    return try await completed(rows, module: module, passes: passes)
  }

  /// One record with every field that it has; nil where it is gone.
  package func record(_ module: String, id: String) async throws(Failure) -> JSONValue? {
    let request = ZohoRequest(
      method: .get, path: "/\(WebAddress.encoded(module))/\(WebAddress.encoded(id))", kind: "ids/\(module)",
      scope: "ZohoCRM.modules.\(module.lowercased()).READ")
    switch await exchange(request, .read) {
    case .answered(let answer) where [204, 404].contains(answer.status): return nil
    case .answered(let answer) where answer.status == 400:
      guard ZohoAnswer.error(ZohoAnswer.json(answer))?.code == "INVALID_DATA" else {
        throw ZohoAnswer.failure(answer, request)
      }
      return nil
    case .answered(let answer) where answer.status == 200:
      guard let row = ZohoAnswer.json(answer)?["data"]?[0] else {
        throw .zohoUnreadable(request.place, "without a record")
      }
      return row
    case .answered(let answer): throw ZohoAnswer.failure(answer, request)
    case .notSent(let failure), .unknown(let failure): throw failure
    }
  }

  /// One page of what was deleted, pages counting from 1; recycled rows are listed for 60 days, others for 120.
  package func deleted(
    _ module: String, page: Int, since: String? = nil
  ) async throws(Failure) -> RecordPage {
    var request = ZohoRequest(
      method: .get, path: "/\(WebAddress.encoded(module))/deleted", kind: "deleted/\(module)",
      scope: "ZohoCRM.modules.\(module.lowercased()).READ")
    request.query = [("type", "all"), ("page", String(page)), ("per_page", String(Self.rowsPerPage))]
    if let since { request.headers["If-Modified-Since"] = since }
    let (json, answer) = try await readJSON(request)
    return RecordPage(
      rows: json?["data"]?.array ?? [], nextToken: nil, more: json?["info"]?["more_records"]?.bool ?? false,
      serverDate: answer.date)
  }

  func rows(_ module: String, ids: [String], fields: [String]) async throws(Failure) -> [JSONValue] {
    var request = ZohoRequest(
      method: .get, path: "/\(WebAddress.encoded(module))", kind: "ids/\(module)",
      scope: "ZohoCRM.modules.\(module.lowercased()).READ")
    request.query = [
      ("ids", ids.joined(separator: ",")), ("fields", fields.joined(separator: ",")),
      ("per_page", String(Self.rowsPerPage)),
    ]
    return try await readJSON(request).json?["data"]?.array ?? []
  }
}
