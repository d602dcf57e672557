import JSONText
import SimulatedCompanies

extension ZohoState {
  /// GET `/Accounts/search`: by `criteria`, `email`, `phone` or `word`; sees nothing newer than its lag.
  mutating func search(_ module: ZohoModule, _ request: ImitatedRequest) -> ImitatedAnswer {
    guard tokens.scopes.contains("ZohoSearch.securesearch.READ") else {
      return failure(401, "OAUTH_SCOPE_MISMATCH", "invalid oauth scope to access this URL")
    }
    let fields =
      request.parameter("fields")?.split(separator: ",").map(String.init) ?? module.fields.map(\.name)
    let newest = time(of: request).seconds - searchLagSeconds
    var conditions: [(field: String, sign: String, value: String)] = []
    if let criteria = request.parameter("criteria") {
      conditions = Self.conditions(criteria)
      guard !conditions.isEmpty else { return failure(400, "INVALID_QUERY", "invalid criteria") }
    } else if let email = request.parameter("email") {
      conditions = [("*email", "equals", email)]
    } else if let phone = request.parameter("phone") {
      conditions = [("*phone", "equals", phone)]
    } else if let word = request.parameter("word"), word.count >= 2 {
      conditions = [("*", "contains", word)]
    } else {
      return failure(400, "EXPECTED_PARAM_MISSING", "nothing to search by")
    }
    let found = seen(module, request).records.filter { record in
      record.modified <= newest && conditions.allSatisfy { Self.holds($0, record, module) }
    }
    let perPage = max(1, min(request.parameter("per_page").flatMap { Int($0) } ?? 200, 200))
    let number = max(1, request.parameter("page").flatMap { Int($0) } ?? 1)
    guard number * perPage <= 2_000 else { return failure(400, "LIMIT_REACHED", "more than 2000 results") }
    let page = Array(found.dropFirst((number - 1) * perPage).prefix(perPage))
    guard !page.isEmpty else { return .empty(204) }
    let info = PageInfo(
      page: number, perPage: perPage, hasMore: found.count > number * perPage, sort: "id", isAscending: true)
    return records(page, of: module, names: Array(fields.prefix(50)), request, info: info)
  }

  /// The parts of `((A:equals:x)and(B:starts_with:y))`; only `and` is known.
  private static func conditions(_ criteria: String) -> [(field: String, sign: String, value: String)] {
    var parts: [String] = []
    var part = ""
    var isEscaped = false
    for character in criteria {
      if isEscaped {
        part.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "(" {
        part = ""
      } else if character == ")" {
        if part.contains(":") { parts.append(part) }
        part = ""
      } else {
        part.append(character)
      }
    }
    if parts.isEmpty, part.contains(":") { parts.append(part) }
    return parts.compactMap { part in
      let words = part.split(separator: ":", maxSplits: 2).map(String.init)
      return words.count == 3 ? (words[0], words[1], words[2]) : nil
    }
  }

  private static func holds(
    _ condition: (field: String, sign: String, value: String), _ record: ZohoRecord, _ module: ZohoModule
  ) -> Bool {
    let positions: [Int] =
      switch condition.field {
      case "*email": module.fields.indices.filter { module.fields[$0].kind == .email }
      case "*phone": module.fields.indices.filter { module.fields[$0].kind == .phone }
      case "*": Array(module.fields.indices)
      default: module.position(condition.field).map { [$0] } ?? []
      }
    let wanted = condition.value.lowercased()
    return positions.contains { position in
      guard let value = record.string(position)?.lowercased() else { return false }
      switch condition.sign {
      case "starts_with": return value.hasPrefix(wanted)
      case "not_equal": return value != wanted
      case "in": return wanted.split(separator: ",").contains { value.contains($0) }
      default: return value.contains(wanted)  // equals behaves like contains
      }
    }
  }

  /// GET `/Accounts/deleted`.
  mutating func deleted(_ module: ZohoModule, _ request: ImitatedRequest) -> ImitatedAnswer {
    let kind = request.parameter("type") ?? "all"
    let since = request.headers["if-modified-since"].flatMap { WallTime(iso: $0) ?? WallTime(http: $0) }
    let all = (tables[module.name]?.deleted ?? []).filter { row in
      (kind == "all" || (kind == "permanent") == row.isPermanent) && row.time > since?.seconds ?? Int.min
    }
    let perPage = max(1, min(request.parameter("per_page").flatMap { Int($0) } ?? 200, 200))
    let number = max(1, request.parameter("page").flatMap { Int($0) } ?? 1)
    let isStuck = quirks.listing == .repeated || quirks.listing == .tokenRepeated
    var page = Array(all.reversed().dropFirst(isStuck ? 0 : (number - 1) * perPage).prefix(perPage))
    if quirks.listing == .emptyPages || quirks.listing == .endsEarly && number > 1 { page = [] }
    let promisesMore = ![.whole, .endsEarly].contains(quirks.listing)
    guard !page.isEmpty || promisesMore else { return .empty(204) }
    journal.show(call: request.number, place: "\(module.name)/deleted", keys: page.map { String($0.id) })
    let whole: JSONValue = [
      "per_page": JSONValue(perPage), "count": JSONValue(page.count), "page": JSONValue(number),
      "more_records": JSONValue(promisesMore || all.count > number * perPage),
    ]
    var body: JSONObject = ["data": .array(page.map(deletedRow))]
    body["info"] = info(whole)
    var answer = ImitatedAnswer(200, .object(body))
    answer.rows = page.count
    return answer
  }

  private func deletedRow(_ row: ZohoTable.Deleted) -> JSONValue {
    var object: JSONObject = [
      "deleted_by": row.isPermanent ? .null : ZohoUser.all[Int(row.by)].shortJSON(quirks)
    ]
    if let name = quirks.idName { object[name] = quirks.value(of: row.id) }
    object["display_name"] = row.isPermanent ? .null : JSONValue(row.name)
    object["type"] = row.isPermanent ? "permanent" : "recycle"
    object["created_by"] = row.isPermanent ? .null : ZohoUser.all[Int(row.createdBy)].shortJSON(quirks)
    object["deleted_time"] = JSONValue(ZohoTimeText.text(row.time, quirks.timeZone))
    return .object(object)
  }
}
