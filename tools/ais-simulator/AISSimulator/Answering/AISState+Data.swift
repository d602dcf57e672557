import JSONText
import SimulatedCompanies

extension AISState {
  /// POST `dataservice`.
  mutating func data(_ request: ImitatedRequest, version: Int) -> ImitatedAnswer {
    guard let json = request.json, json.object != nil else {
      return failure(400, "Bad Request: invalid JSON input", at: request.time)
    }
    return authorised(request) { state, caller in
      do throws(DataRequest.Problem) {
        let context = state.context(caller, at: request.time)
        let parsed = try DataRequest(json, context: context)
        return state.run(parsed, request, caller: caller, version: version)
      } catch {
        return state.answer(to: error, at: request.time)
      }
    }
  }

  /// GET `dataservice/table/F0101`.
  mutating func dataByQuery(_ request: ImitatedRequest, table: String) -> ImitatedAnswer {
    authorised(request) { state, caller in
      do throws(DataRequest.Problem) {
        let context = state.context(caller, at: request.time)
        let parsed = try DataRequest(table: table, parameters: request.query, context: context)
        return state.run(parsed, request, caller: caller, version: 1)
      } catch {
        return state.answer(to: error, at: request.time)
      }
    }
  }

  private func context(_ caller: Caller, at time: WallTime) -> DataRequest.Context {
    DataRequest.Context(today: clock.date(at: time), user: caller.user, fetchLimit: fetchLimit)
  }

  private func answer(to problem: DataRequest.Problem, at time: WallTime) -> ImitatedAnswer {
    switch problem {
    case .unreadable(let what): failure(400, "Bad Request: \(what)", at: time)
    case .unknownTable(let name), .unknownColumn(let name):
      failure(quirks.unknownColumn == .status503 ? 503 : 500, "invalid input: \(name)", at: time)
    case .wrongValue(let value): failure(500, "invalid value \(value)", at: time)
    }
  }

  private mutating func run(
    _ parsed: DataRequest, _ request: ImitatedRequest, caller: Caller, version: Int
  ) -> ImitatedAnswer {
    var parsed = parsed
    parsed.sight = sessions.users[caller.user]?.sight(of: parsed.table) ?? Sight()
    guard sessions.users[caller.user]?.deniedTables.contains(parsed.table.name) != true else {
      let message = "Authorization Failure: no access to table \(parsed.table.name)"
      return failure(quirks.deniedTable == .status403 ? 403 : 500, message, at: request.time)
    }
    if request.faults.contains(.shiftPages), let last = parsed.lastKeyRead {
      insertCustomer(below: last, at: request.time)
    }
    var answer: ImitatedAnswer
    if let odd = instead(at: request.time) {
      answer = odd
    } else {
      switch parsed.service {
      case .browse: answer = browse(parsed, request, caller: caller, version: version)
      case .count: answer = ImitatedAnswer(200, count(parsed))
      case .aggregation: answer = ImitatedAnswer(200, aggregate(parsed))
      }
    }
    answer.subject = parsed.table.name
    return answer
  }

  private mutating func browse(
    _ parsed: DataRequest, _ request: ImitatedRequest, caller: Caller, version: Int
  ) -> ImitatedAnswer {
    let opensCursor = parsed.givesNextPages && version == 2 && caller.token != nil && quirks.links == .given
    let limit = opensCursor ? Int.max : parsed.pageSize + 1
    let rows = parsed.select(from: database, limit: limit, unsorted: quirks.unsorted)
    let (shown, hasMore) = listed(
      rows.prefix(parsed.pageSize), hasMore: rows.count > parsed.pageSize, of: parsed.table)
    var page = GridPage(rows: shown, hasMore: hasMore, rid: makeRID(), state: 1)
    if opensCursor, hasMore, let token = caller.token {
      let given = quirks.listing == .emptyPages ? 0 : min(parsed.pageSize, rows.count)
      cursors[page.rid] = Cursor(
        token: token, request: parsed, rows: rows, given: given, lastUsed: request.time, state: 1)
      page.next = nextLink(page, parsed, caller: caller, request)
    }
    return grid(page, parsed, request)
  }

  /// GET or POST `dataservice/next`.
  mutating func nextPage(_ request: ImitatedRequest) -> ImitatedAnswer {
    let rid = request.parameter("rid") ?? ""
    let token = request.parameter("token") ?? request.headers["jde-ais-auth"] ?? ""
    if quirks.cursorWithoutSession == .expired, sessions.open[token] == nil { return expiredResultSet }
    return authorised(request) { state, caller in
      guard var cursor = state.cursors[rid], cursor.token == token,
        cursor.lastUsed.adding(seconds: state.resultSetSeconds) > request.time
      else {
        state.cursors[rid] = nil
        return state.expiredResultSet
      }
      if request.faults.contains(.shiftPages), cursor.given > 0 {
        state.insertCustomer(below: cursor.rows[cursor.given - 1].an8, at: request.time)
        cursor.rows = cursor.request.select(
          from: state.database, limit: Int.max, unsorted: state.quirks.unsorted)
      }
      if var odd = state.instead(at: request.time) {
        odd.subject = cursor.request.table.name
        return odd
      }
      let next = cursor.rows.dropFirst(cursor.given).prefix(cursor.request.pageSize)
      let (page, hasMore) = state.listed(
        next, hasMore: cursor.given + next.count < cursor.rows.count, of: cursor.request.table)
      if state.quirks.listing != .emptyPages, state.quirks.listing != .repeated { cursor.given += next.count }
      cursor.lastUsed = request.time
      cursor.state += 1
      state.cursors[rid] = hasMore ? cursor : nil
      var grid = GridPage(rows: page, hasMore: hasMore, rid: rid, state: cursor.state)
      if hasMore { grid.next = state.nextLink(grid, cursor.request, caller: caller, request) }
      var answer = state.grid(grid, cursor.request, request)
      answer.subject = cursor.request.table.name
      return answer
    }
  }

  /// What a listing shows instead of its next rows, and what it says of further ones, as the switch has it.
  private mutating func listed(
    _ rows: ArraySlice<JDERow>, hasMore: Bool, of table: JDETable
  ) -> (rows: ArraySlice<JDERow>, hasMore: Bool) {
    switch quirks.listing {
    case .emptyPages: return ([], true)
    case .repeated:
      if let last = lastPages[table.name] { return (last[...], true) }
    case .whole, .endless: break
    }
    if !rows.isEmpty { lastPages[table.name] = Array(rows) }
    return (rows, hasMore || quirks.listing != .whole)
  }

  private var expiredResultSet: ImitatedAnswer {
    let text = "JAS_MSG347: The query results expired.  Refresh them by clicking Find again."
    return ImitatedAnswer(500, ["sysErrors": [["TITLE": JSONValue(text), "DESC": JSONValue(text)]]])
  }

  private mutating func makeRID() -> String {
    String(dice.next() | 1 << 60, radix: 16)
  }

  private func nextLink(
    _ page: GridPage, _ parsed: DataRequest, caller: Caller, _ request: ImitatedRequest
  ) -> String {
    let own = "http://\(request.headers["host"] ?? "127.0.0.1")/jderest"
    let origin = quirks.linkOrigin == .own ? own : "http://ais-internal.example:7075//jderest"
    let token = FormText.encoded(caller.token ?? "")
    let names = "outputType=\(parsed.gridForm.rawValue)&returnControlIDs=\(parsed.returnControlIDs)"
    return "\(origin)/v2/dataservice/next?stackId=1&stateId=\(page.state)&rid=\(page.rid)&fullGridId=54"
      + "&formOID=\(parsed.table.name)&token=\(token)&\(names)"
  }
}

extension DataRequest {
  /// The last key of the page before, where this asks for a later page by key.
  var lastKeyRead: Int? {
    guard let first = condition.addressNumbers.ranges.first, first.lowerBound > Int.min else { return nil }
    return first.lowerBound - 1
  }
}
