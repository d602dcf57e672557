import JSONText
import SimulatedCompanies

/// What a page token stands for.
struct PageToken: Sendable {
  /// The parameters that it is bound to.
  let parameters: String
  /// How many records were given before.
  let given: Int
  /// The last record given, by which a token finds its place again.
  let last: (value: Int, id: UInt64)
  let page: Int
  let expires: WallTime
}

/// The `info` of a page.
struct PageInfo: Sendable {
  let page: Int
  let perPage: Int
  let hasMore: Bool
  let sort: String
  let isAscending: Bool
  var next: String?
  var expires: WallTime?

  func json(count: Int, zone: ZohoQuirks.TimeZone) -> JSONValue {
    [
      "call": false, "per_page": JSONValue(perPage), "next_page_token": JSONValue(next),
      "count": JSONValue(count),
      "sort_by": JSONValue(sort), "page": JSONValue(page), "previous_page_token": nil,
      "page_token_expiry": expires.map { JSONValue(ZohoTimeText.text($0.seconds, zone)) } ?? .null,
      "sort_order": isAscending ? "asc" : "desc", "email": false, "more_records": JSONValue(hasMore),
    ]
  }
}

extension ZohoState {
  /// One page of a list, by `page` or `page_token`.
  mutating func page(
    _ module: ZohoModule, names: [String], since: Int?, _ request: ImitatedRequest
  ) -> ImitatedAnswer {
    let perPage = max(1, min(request.parameter("per_page").flatMap { Int($0) } ?? 200, 200))
    let sort = request.parameter("sort_by") ?? "id"
    guard ["id", "Created_Time", "Modified_Time"].contains(sort) else {
      return failure(400, "INVALID_DATA", "invalid sort_by", ["param_name": "sort_by"])
    }
    let isAscending = request.parameter("sort_order") == "asc"
    let binding =
      request.query.filter { !["page_token", "page"].contains($0.name) }
      .map { "\($0.name)=\($0.value)" }.sorted().joined(separator: "&") + (since.map { "@\($0)" } ?? "")
    var token: PageToken?
    if let text = request.parameter("page_token"), !text.isEmpty {
      switch read(text, binding: binding, request) {
      case .success(let found): token = found
      case .failure(let refusal): return refusal.answer
      }
    }
    if request.faults.contains(.shiftPages), token != nil || (request.parameter("page") ?? "1") != "1" {
      shift(module, sort: sort, isAscending: isAscending, request)
    }
    let order = order(module, sort: sort, isAscending: isAscending, since: since)
    let number = token.map { $0.page + 1 } ?? max(1, request.parameter("page").flatMap { Int($0) } ?? 1)
    let start = start(token, number: number, perPage: perPage, order: order, module, sort, isAscending)
    if token == nil, start >= 2_000 {
      return failure(400, "DISCRETE_PAGINATION_LIMIT_EXCEEDED", "page beyond 2000 records", ["limit": 2_000])
    }
    if start >= 100_000 {
      return failure(400, "PAGINATION_LIMIT_EXCEEDED", "more than 100000 records", ["limit": 100_000])
    }
    if token == nil, number == 1 { repeats.lookedAtAll(module: module.name) }
    let rows = order.dropFirst(start).prefix(perPage).compactMap { tables[module.name]?.records[$0] }
    guard let last = rows.last else { return .empty(since == nil ? 204 : 304) }
    var info = PageInfo(
      page: number, perPage: perPage, hasMore: start + rows.count < order.count, sort: sort,
      isAscending: isAscending)
    if info.hasMore {
      let expires = time(of: request).adding(seconds: 86_400)
      info.next = makePageToken(
        PageToken(
          parameters: binding, given: start + rows.count, last: (Self.value(last, sort), last.id),
          page: number,
          expires: expires))
      info.expires = expires
    }
    return records(rows, of: module, names: names, request, info: info)
  }

  private struct TokenRefusal: Error { let answer: ImitatedAnswer }

  private func read(
    _ text: String, binding: String, _ request: ImitatedRequest
  ) -> Result<PageToken, TokenRefusal> {
    func refused(_ code: String, _ message: String) -> Result<PageToken, TokenRefusal> {
      .failure(TokenRefusal(answer: failure(400, code, message, ["param_name": "page_token"])))
    }
    guard request.parameter("page") == nil else {
      return refused("AMBIGUITY_DURING_PROCESSING", "page and page_token together")
    }
    guard let token = pageTokens[text] else { return refused("INVALID_DATA", "invalid page_token") }
    guard token.parameters == binding else {
      return refused("TOKEN_BOUND_DATA_MISMATCH", "the token belongs to other parameters")
    }
    guard token.expires > time(of: request) else { return refused("EXPIRED_VALUE", "the token expired") }
    return .success(token)
  }

  private mutating func makePageToken(_ token: PageToken) -> String {
    let text = String(dice.next(), radix: 16) + String(dice.next(), radix: 16)
    pageTokens[text] = token
    return text
  }

  /// The positions of the records of a list, in its order.
  private mutating func order(
    _ module: ZohoModule, sort: String, isAscending: Bool, since: Int?
  ) -> [Int] {
    guard var table = tables.removeValue(forKey: module.name) else { return [] }
    var order: [Int]
    switch sort {
    case "Modified_Time": order = table.byModification()
    case "Created_Time":
      order = table.records.indices.sorted {
        let (one, two) = (table.records[$0], table.records[$1])
        return one.created == two.created ? $0 < $1 : one.created < two.created
      }
    default: order = Array(table.records.indices)
    }
    if let since { order = order.filter { table.records[$0].modified > since } }
    tables[module.name] = table
    return isAscending ? order : order.reversed()
  }

  private static func value(_ record: ZohoRecord, _ sort: String) -> Int {
    switch sort {
    case "Modified_Time": record.modified
    case "Created_Time": record.created
    default: 0
    }
  }

  private func start(
    _ token: PageToken?, number: Int, perPage: Int, order: [Int], _ module: ZohoModule, _ sort: String,
    _ isAscending: Bool
  ) -> Int {
    guard let token else { return (number - 1) * perPage }
    guard quirks.pageToken == .key, let records = tables[module.name]?.records else { return token.given }
    return order.firstIndex { position in
      let record = records[position]
      let (value, id) = (Self.value(record, sort), record.id)
      let isAfter = value == token.last.value ? id > token.last.id : value > token.last.value
      return isAscending ? isAfter : (value, id) != token.last && !isAfter
    } ?? order.count
  }

  /// Lets something happen that moves the rows of a list between two of its pages.
  private mutating func shift(
    _ module: ZohoModule, sort: String, isAscending: Bool, _ request: ImitatedRequest
  ) {
    let order = order(module, sort: sort, isAscending: isAscending, since: nil)
    guard let first = order.first, var record = tables[module.name]?.records[first] else { return }
    let now = time(of: request).seconds
    if sort == "Modified_Time" {
      let old = record
      record.modified = now
      record.modifiedBy = ZohoUser.automation
      change(module, at: first, from: old, to: record, call: 0, who: "automation", time: request.time)
    } else {
      insertStranger(module, request)
    }
  }
}
