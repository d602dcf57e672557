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
      "sort_by": JSONValue(sort), "page": JSONValue(page), "previous_page_token": .null,
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
    let (seen, order) = listed(module, sort: sort, isAscending: isAscending, since: since, request)
    let number = token.map { $0.page + 1 } ?? max(1, request.parameter("page").flatMap { Int($0) } ?? 1)
    let start = start(token, number: number, perPage: perPage, order: order, seen, sort, isAscending)
    if token == nil, start >= 2_000 {
      return failure(400, "DISCRETE_PAGINATION_LIMIT_EXCEEDED", "page beyond 2000 records", ["limit": 2_000])
    }
    if start >= listingMax {
      return failure(
        400, "PAGINATION_LIMIT_EXCEEDED", "more than \(listingMax) records",
        ["limit": JSONValue(listingMax)])
    }
    if token == nil, number == 1 { repeats.lookedAtAll(module: module.name) }
    let next = order.dropFirst(start).prefix(perPage).map { seen.records[$0] }
    guard let page = paged(next, of: module, isFirst: number == 1) else {
      return .empty(since == nil ? 204 : 304)
    }
    var info = PageInfo(
      page: number, perPage: perPage, hasMore: page.promisesMore || start + next.count < order.count,
      sort: sort, isAscending: isAscending)
    if info.hasMore {
      let last = next.last.map { (Self.value($0, sort), $0.id) } ?? token?.last ?? (Int.min, 0)
      let expires = time(of: request).adding(seconds: 86_400)
      let isSame = quirks.listing == .tokenRepeated && token != nil
      info.next =
        isSame
        ? request.parameter("page_token")
        : makePageToken(
          PageToken(
            parameters: binding, given: page.isStuck ? start : start + next.count, last: last, page: number,
            expires: expires))
      info.expires = expires
    }
    return records(page.rows, of: module, names: names, request, info: info)
  }

  /// What a listing shows of its next records.
  private struct Paged {
    let rows: [ZohoRecord]
    /// Whether it says that there is more, whatever is true.
    var promisesMore = false
    /// Whether its next page begins where this one did.
    var isStuck = false
  }

  /// What a listing shows of its next records, as the switch has it; nil where the page has no content.
  private mutating func paged(_ next: [ZohoRecord], of module: ZohoModule, isFirst: Bool) -> Paged? {
    switch quirks.listing {
    case .emptyPages: return Paged(rows: [], promisesMore: true, isStuck: true)
    case .repeated:
      if let last = lastPages[module.name] { return Paged(rows: last, promisesMore: true, isStuck: true) }
    case .tokenRepeated: return Paged(rows: next, promisesMore: true, isStuck: !isFirst)
    case .endsEarly where !isFirst: return nil
    case .endless where next.isEmpty: return Paged(rows: [], promisesMore: true)
    case .whole, .endless, .endsEarly: break
    }
    guard !next.isEmpty else { return nil }
    lastPages[module.name] = next
    return Paged(
      rows: next, promisesMore: quirks.listing == .repeated || quirks.listing == .endless,
      isStuck: quirks.listing == .repeated)
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

  /// The records of a module as lists show them, and the positions of those of one list, in its order.
  private mutating func listed(
    _ module: ZohoModule, sort: String, isAscending: Bool, since: Int?, _ request: ImitatedRequest
  ) -> (seen: ZohoTable, order: [Int]) {
    guard listLagSeconds == 0, var table = tables.removeValue(forKey: module.name) else {
      var seen = seen(module, request)
      return (seen, Self.order(&seen, sort: sort, isAscending: isAscending, since: since))
    }
    // Taken out meanwhile, so that the order by modification is kept in place and not in a copy.
    let order = Self.order(&table, sort: sort, isAscending: isAscending, since: since)
    tables[module.name] = table
    return (table, order)
  }

  private static func order(
    _ table: inout ZohoTable, sort: String, isAscending: Bool, since: Int?
  ) -> [Int] {
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
    if let since {
      let records = table.records
      order = order.filter { records[$0].modified > since }
    }
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
    _ token: PageToken?, number: Int, perPage: Int, order: [Int], _ seen: ZohoTable, _ sort: String,
    _ isAscending: Bool
  ) -> Int {
    guard let token else { return (number - 1) * perPage }
    guard quirks.pageToken == .key else { return token.given }
    return order.firstIndex { position in
      let record = seen.records[position]
      let (value, id) = (Self.value(record, sort), record.id)
      let isAfter = value == token.last.value ? id > token.last.id : value > token.last.value
      return isAscending ? isAfter : (value, id) != token.last && !isAfter
    } ?? order.count
  }

  /// Lets something happen that moves the rows of a list between two of its pages.
  private mutating func shift(
    _ module: ZohoModule, sort: String, isAscending: Bool, _ request: ImitatedRequest
  ) {
    guard var table = tables[module.name] else { return }
    let order = Self.order(&table, sort: sort, isAscending: isAscending, since: nil)
    guard let first = order.first else { return }
    var record = table.records[first]
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
