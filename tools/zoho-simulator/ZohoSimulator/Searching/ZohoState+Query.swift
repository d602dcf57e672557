import JSONText
import SimulatedCompanies

extension ZohoState {
  /// POST `/coql`.
  mutating func query(_ request: ImitatedRequest) -> ImitatedAnswer {
    guard let text = request.json?["select_query"]?.string else {
      return failure(400, "MANDATORY_NOT_FOUND", "required field not found", ["api_name": "select_query"])
    }
    do throws(COQLProblem) {
      var parser = try COQLParser(text)
      let query = try parser.query()
      try checkLimits(query)
      return try run(query, request)
    } catch {
      return answer(to: error)
    }
  }

  private func answer(to problem: COQLProblem) -> ImitatedAnswer {
    switch problem {
    case .syntax(let near):
      failure(400, "SYNTAX_ERROR", "error in query near \(near)", ["near": JSONValue(near), "line": 1])
    case .bracketsMissing:
      failure(400, "SYNTAX_ERROR", "more than two conditions need brackets in pairs", ["clause": "where"])
    case .limit(let what, let limit):
      failure(
        400, "LIMIT_EXCEEDED", "\(what) exceed the limit",
        ["limit": JSONValue(limit), "clause": JSONValue(what)])
    }
  }

  private func checkLimits(_ query: COQLQuery) throws(COQLProblem) {
    if query.fields.count > 50 { throw .limit("select", 50) }
    if query.limit > 2_000 || query.limit < 1 { throw .limit("limit", 2_000) }
    if query.offset + query.limit > queryMax { throw .limit("offset", queryMax) }
    if query.order.count > 10 { throw .limit("order by", 10) }
    let leaves = query.condition?.leaves ?? []
    if leaves.count > 25 { throw .limit("where", 25) }
    let valuesMax = quirks.valuesInList == .fifty ? 50 : 100
    if leaves.contains(where: { $0.values.count > valuesMax }) { throw .limit("in", valuesMax) }
  }

  private mutating func run(
    _ query: COQLQuery, _ request: ImitatedRequest
  ) throws(COQLProblem) -> ImitatedAnswer {
    guard let module = tables[query.module]?.module else {
      return failure(400, "INVALID_MODULE", "the module name given seems to be invalid")
    }
    guard tokens.allows("modules.\(module.name.lowercased())", "READ") else {
      return failure(401, "OAUTH_SCOPE_MISMATCH", "invalid oauth scope to access this URL")
    }
    let matcher = COQLMatcher(module)
    if let name = matcher.unknownNames(query).first {
      return failure(
        400, "INVALID_QUERY", "column given seems to be invalid",
        ["column_name": JSONValue(name), "reason": "invalid column"])
    }
    creditsUsed += query.limit > 1_000 ? 2 : query.limit > 200 ? 1 : 0
    noteLook(query, module)
    let found = select(query, seen(module, request), matcher)
    let page = Array(found.dropFirst(query.offset).prefix(query.limit))
    let hasMore = found.count > query.offset + page.count
    switch quirks.listing {
    case .emptyPages: return coqlRows([], query, module, hasMore: true, request)
    case .repeated, .tokenRepeated:
      let last = lastPages["coql \(module.name)"] ?? page
      lastPages["coql \(module.name)"] = last
      return coqlRows(last, query, module, hasMore: true, request)
    case .endless: return coqlRows(page, query, module, hasMore: true, request)
    case .endsEarly where query.offset > 0: return .empty(204)
    case .whole, .endsEarly: break
    }
    guard !page.isEmpty else { return .empty(204) }
    lastPages["coql \(module.name)"] = page
    return coqlRows(page, query, module, hasMore: hasMore, request)
  }

  /// The records that fulfil the condition, in the query's order.
  private func select(_ query: COQLQuery, _ table: ZohoTable, _ matcher: COQLMatcher) -> [ZohoRecord] {
    guard let condition = query.condition else { return [] }
    var found = candidates(condition, table).filter { matcher.isFulfilled(condition, by: $0) }
    guard !query.order.isEmpty else { return found }
    found.sort { left, right in
      for (field, isDescending) in query.order {
        let order = matcher.order(left, right, by: field)
        if order != 0 { return isDescending ? order > 0 : order < 0 }
      }
      return left.id < right.id
    }
    return found
  }

  /// The few records that can fulfil it, where an id or a unique value must be one of a list; else all.
  private func candidates(_ condition: COQLCondition, _ table: ZohoTable) -> [ZohoRecord] {
    if let ids = condition.necessaryValues(of: "id") {
      return ids.compactMap { UInt64($0).flatMap(table.index) }.map { table.records[$0] }
    }
    for position in table.module.uniquePositions {
      guard let values = condition.necessaryValues(of: table.module.fields[position].name) else { continue }
      let ids = values.flatMap { table.holders(of: $0, at: position) }
      return ids.compactMap(table.index).map { table.records[$0] }
    }
    return table.records
  }

  private mutating func coqlRows(
    _ records: [ZohoRecord], _ query: COQLQuery, _ module: ZohoModule, hasMore: Bool,
    _ request: ImitatedRequest
  ) -> ImitatedAnswer {
    let plain = query.fields.filter { !$0.contains(".") }
    let dotted = query.fields.filter { $0.contains(".") }
    let writer = RecordWriter(module, names: plain, quirks: quirks, namesLookups: false)
    let lookups = ZohoLookups(tables: tables)
    var bytes = Array("{\"data\":[".utf8)
    for (index, record) in records.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      writer.append(record, lookups: lookups, to: &bytes)
      for name in dotted {
        bytes.removeLast()
        bytes += Array(",\"\(name)\":\(followed(name, from: record, module, lookups))}".utf8)
      }
    }
    bytes.append(UInt8(ascii: "]"))
    appendInfo(["count": JSONValue(records.count), "more_records": JSONValue(hasMore)], to: &bytes)
    bytes.append(UInt8(ascii: "}"))
    shown(records, of: module, request)
    var answer = ImitatedAnswer(200, body: bytes)
    answer.rows = records.count
    answer.subject = module.name
    return answer
  }

  /// The JSON text of `Account_Name.Account_Name`: a field of the record that a lookup names.
  private func followed(
    _ name: String, from record: ZohoRecord, _ module: ZohoModule, _ lookups: ZohoLookups
  ) -> String {
    let parts = name.split(separator: ".").map(String.init)
    guard parts.count == 2, let position = module.position(parts[0]), let id = record[position],
      case .lookup(let other) = module.fields[position].kind, let table = lookups.tables[other],
      let number = UInt64(id), let index = table.index(of: number)
    else { return "null" }
    if parts[1] == "id" { return quirks.value(of: number).text }
    return table.module.position(parts[1]).flatMap { table.records[index][$0] } ?? "null"
  }

  /// A query that names keys has looked for them; one over times has looked at all.
  private mutating func noteLook(_ query: COQLQuery, _ module: ZohoModule) {
    let leaves = query.condition?.leaves ?? []
    let keys = leaves.filter { $0.field == module.keyField && [.equal, .isIn].contains($0.comparison) }
    if !keys.isEmpty {
      repeats.looked(for: keys.flatMap(\.values), module: module.name)
    } else if leaves.allSatisfy({ ["Modified_Time", "Created_Time", "id"].contains($0.field) }),
      !leaves.contains(where: { $0.field == "id" && [.equal, .isIn].contains($0.comparison) })
    {
      repeats.lookedAtAll(module: module.name)
    }
  }
}
