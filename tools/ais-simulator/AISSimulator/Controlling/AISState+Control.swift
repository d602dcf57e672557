import JSONText
import SimulatedCompanies

extension AISState {
  /// The calls under `/control/` that only this simulator has.
  mutating func control(_ request: ImitatedRequest) -> ImitatedAnswer? {
    switch (request.method, request.path) {
    case ("POST", "/control/change"): change(request)
    case ("GET", "/control/writes"): ImitatedAnswer(200, [])  // the data service only reads
    case ("GET", "/control/repeats"): ImitatedAnswer(200, [])
    case ("GET", "/control/journal"): ImitatedAnswer(200, body: journal.bytes)
    case ("POST", "/control/journal"): switchJournal(request)
    case ("GET", "/control/state"): rows(request)
    case ("GET", "/control/truth"): ImitatedAnswer(200, truth)
    case ("GET", "/control/date"): ImitatedAnswer(200, date(at: request.time))
    case ("POST", "/control/date"): setDate(request)
    case ("GET", "/control/sessions"): ImitatedAnswer(200, sessions.json)
    case ("POST", "/control/sessions"): setSessions(request)
    case ("POST", "/control/users"): setUser(request)
    case ("GET", "/control/quirks"): ImitatedAnswer(200, quirks.json)
    case ("POST", "/control/quirks"): setQuirks(request)
    case ("POST", "/control/reset"): reset()
    default: nil
    }
  }

  private mutating func switchJournal(_ request: ImitatedRequest) -> ImitatedAnswer {
    if let reads = request.json?["reads"]?.bool { journal.keepsReads = reads }
    if let bodies = request.json?["bodies"]?.bool { journal.keepsBodies = bodies }
    return ImitatedAnswer(
      200, ["reads": JSONValue(journal.keepsReads), "bodies": JSONValue(journal.keepsBodies)])
  }

  /// All rows as they are, `{"F0101":[{"AN8":"4000",…}],…}`; `?table=F0101` gives one table.
  private func rows(_ request: ImitatedRequest) -> ImitatedAnswer {
    var bytes = Array("{".utf8)
    for table in JDETable.all where request.parameter("table").map({ $0 == table.name }) ?? true {
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      bytes += Array("\"\(table.name)\":[".utf8)
      for (index, row) in (database.tables[table.name] ?? []).enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        let members = zip(table.columns, row.cells).map { JSONObject.Member($0.alias, JSONValue($1)) }
        JSONValue.object(JSONObject(members)).append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    }
    bytes.append(UInt8(ascii: "}"))
    return ImitatedAnswer(200, body: bytes)
  }

  /// What is true of the customers, whatever the columns can hold.
  private var truth: JSONValue {
    .array(
      (0..<world.customers).map { index in
        let company = world.company(at: index)
        return [
          "an8": JSONValue(company.an8), "name": JSONValue(company.name),
          "country": JSONValue(company.country),
          "parent": company.parent.map { JSONValue($0) } ?? .null,
          "future_address_from": company.futureAddress.map {
            JSONValue(world.today.adding(days: $0.inDays).compact)
          } ?? .null,
        ]
      })
  }

  private func date(at time: WallTime) -> JSONValue {
    [
      "date": JSONValue(clock.date(at: time).compact), "time": JSONValue(clock.upmt(at: time)),
      "time_zone": JSONValue(clock.zone.rawValue), "offset_seconds": JSONValue(clock.offset),
    ]
  }

  /// `{"date":"20261224"}` or `{"days":7}` or `{"seconds":-3600}`, each on top of what was set before.
  private mutating func setDate(_ request: ImitatedRequest) -> ImitatedAnswer {
    let json = request.json
    if let text = json?["date"]?.string {
      guard let date = CivilDate(compact: text) else { return .refused("date is \(text), write yyyyMMdd") }
      clock.set(to: date, at: request.time)
    }
    clock.offset += (json?["days"]?.int ?? 0) * 86_400 + (json?["seconds"]?.int ?? 0)
    return ImitatedAnswer(200, date(at: request.time))
  }

  /// `{"end":"all"}`, `{"idle_seconds":1800}`, `{"result_set_seconds":60}`, `{"fetch_limit":2000}`.
  private mutating func setSessions(_ request: ImitatedRequest) -> ImitatedAnswer {
    let json = request.json
    if json?["end"]?.string == "all" {
      sessions.endAll()
      cursors.removeAll()
    }
    sessions.idleSeconds = json?["idle_seconds"]?.int ?? sessions.idleSeconds
    resultSetSeconds = json?["result_set_seconds"]?.int ?? resultSetSeconds
    fetchLimit = max(1, json?["fetch_limit"]?.int ?? fetchLimit)
    return ImitatedAnswer(200, sessions.json)
  }

  /// `{"username":"SYNCUSR","password":"…","denied_tables":["F0111"],"locked":false,"password_about_to_expire":true}`,
  /// `{"username":"SYNCUSR","hidden_rows":{"F03012":[4000],"*":[4004],"F0401":"all"},"columns":{"F0101.TAX":"masked"}}`.
  private mutating func setUser(_ request: ImitatedRequest) -> ImitatedAnswer {
    guard let json = request.json, let name = json["username"]?.string else {
      return .refused("a username is needed")
    }
    var problem: String?
    sessions.change(name) { user in
      user.password = json["password"]?.string ?? user.password
      if let tables = json["denied_tables"]?.array { user.deniedTables = Set(tables.compactMap(\.string)) }
      if let locked = json["locked"]?.bool {
        user.isLocked = locked
        user.refusedInARow = 0
      }
      user.passwordAboutToExpire = json["password_about_to_expire"]?.bool ?? user.passwordAboutToExpire
      problem = user.setSecurity(json)
    }
    if let problem { return .refused(problem) }
    return ImitatedAnswer(200, sessions.json)
  }

  /// `{"all":"awkward"}` or `{"all":"plain"}` first, then single switches: `{"emptyDate":"zero"}`.
  private mutating func setQuirks(_ request: ImitatedRequest) -> ImitatedAnswer {
    if let problem = quirks.turn(by: request.json) { return .refused(problem) }
    return ImitatedAnswer(200, quirks.json)
  }

  /// Everything as it was at the start, but the switches and the date.
  private mutating func reset() -> ImitatedAnswer {
    database = JDEDatabase(world: world)
    sessions = AISSessions(seed: seed, users: Self.users)
    cursors.removeAll()
    lastPages.removeAll()
    journal.clear()
    return ImitatedAnswer(200, ["reset": true])
  }
}
