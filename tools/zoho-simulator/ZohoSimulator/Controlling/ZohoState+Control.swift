import JSONText
import SimulatedCompanies

extension ZohoState {
  /// The calls under `/control/` that only this simulator has.
  mutating func control(_ request: ImitatedRequest) -> ImitatedAnswer? {
    switch (request.method, request.path) {
    case ("POST", "/control/change"): change(request)
    case ("GET", "/control/writes"):
      ImitatedAnswer(200, body: writes.bytes(after: request.parameter("after").flatMap { Int($0) } ?? 0))
    case ("GET", "/control/repeats"): ImitatedAnswer(200, repeats.json)
    case ("GET", "/control/journal"): ImitatedAnswer(200, body: journal.bytes)
    case ("POST", "/control/journal"): switchJournal(request)
    case ("GET", "/control/state"): allRecords(request)
    case ("GET", "/control/truth"): ImitatedAnswer(200, truth.json)
    case ("GET", "/control/tokens"): ImitatedAnswer(200, tokens.json(at: request.time))
    case ("POST", "/control/tokens"): setTokens(request)
    case ("GET", "/control/limits"): ImitatedAnswer(200, limits)
    case ("POST", "/control/limits"): setLimits(request)
    case ("POST", "/control/fields"): setFields(request)
    case ("POST", "/control/automations"): setAutomations(request)
    case ("GET", "/control/quirks"): ImitatedAnswer(200, quirks.json)
    case ("POST", "/control/quirks"): setQuirks(request)
    case ("POST", "/control/reset"): reset(at: request.time)
    default: nil
    }
  }

  private mutating func switchJournal(_ request: ImitatedRequest) -> ImitatedAnswer {
    if let reads = request.json?["reads"]?.bool { journal.keepsReads = reads }
    if let bodies = request.json?["bodies"]?.bool { journal.keepsBodies = bodies }
    return ImitatedAnswer(
      200, ["reads": JSONValue(journal.keepsReads), "bodies": JSONValue(journal.keepsBodies)])
  }

  /// All records with all fields, `{"Accounts":[…],…}`; `?module=Accounts` gives one module.
  private func allRecords(_ request: ImitatedRequest) -> ImitatedAnswer {
    let lookups = ZohoLookups(tables: tables)
    var bytes = Array("{".utf8)
    for module in ZohoModule.all where request.parameter("module").map({ $0 == module.name }) ?? true {
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      bytes += Array("\"\(module.name)\":[".utf8)
      let writer = RecordWriter(module, names: module.fields.map(\.name), quirks: quirks.forControl)
      for (index, record) in (tables[module.name]?.records ?? []).enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        writer.append(record, lookups: lookups, to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    }
    bytes.append(UInt8(ascii: "}"))
    return ImitatedAnswer(200, body: bytes)
  }

  /// `{"revoked":true,"end":"all","budget":10,"life_seconds":3600,"scopes":[…],"refresh_token":"…","forget":true}`;
  /// `expires_in` and `expires_in_sec` are shown as they are given, whatever is true, until `null` takes them back.
  private mutating func setTokens(_ request: ImitatedRequest) -> ImitatedAnswer {
    let json = request.json
    tokens.isRevoked = json?["revoked"]?.bool ?? tokens.isRevoked
    tokens.budget = json?["budget"]?.int ?? tokens.budget
    tokens.aliveMax = json?["alive"]?.int ?? tokens.aliveMax
    tokens.lifeSeconds = json?["life_seconds"]?.int ?? tokens.lifeSeconds
    tokens.refreshToken = json?["refresh_token"]?.string ?? tokens.refreshToken
    for name in ["expires_in", "expires_in_sec"] {
      if let value = json?[name] { tokens.shownLife[name] = value.isNull ? nil as JSONValue? : value }
    }
    if let scopes = json?["scopes"]?.array { tokens.scopes = Set(scopes.compactMap(\.string)) }
    if json?["end"]?.string == "all" { tokens.endAll() }
    if json?["forget"]?.bool == true { tokens.forgetGrants() }
    return ImitatedAnswer(200, tokens.json(at: request.time))
  }

  private var limits: JSONValue {
    [
      "credits_per_day": JSONValue(creditsPerDay), "credits_used": JSONValue(creditsUsed),
      "concurrent": JSONValue(concurrentMax), "search_lag_seconds": JSONValue(searchLagSeconds),
      "list_lag_seconds": JSONValue(listLagSeconds), "listing_max": JSONValue(listingMax),
      "query_max": JSONValue(queryMax), "clock_offset_seconds": JSONValue(clockOffset),
      "enforces_unique": JSONValue(enforcesUnique),
      "api_domain": JSONValue(apiDomain),
    ]
  }

  /// Any of the members that `GET /control/limits` shows, but `null` for `api_domain` gives its own origin.
  private mutating func setLimits(_ request: ImitatedRequest) -> ImitatedAnswer {
    let json = request.json
    creditsPerDay = json?["credits_per_day"]?.int ?? creditsPerDay
    creditsUsed = json?["credits_used"]?.int ?? creditsUsed
    concurrentMax = json?["concurrent"]?.int ?? concurrentMax
    searchLagSeconds = json?["search_lag_seconds"]?.int ?? searchLagSeconds
    listingMax = max(1, json?["listing_max"]?.int ?? listingMax)
    queryMax = max(1, json?["query_max"]?.int ?? queryMax)
    if let lag = json?["list_lag_seconds"]?.int {
      listLagSeconds = max(0, lag)
      for module in ZohoModule.all { tables[module.name]?.keepsHistory = listLagSeconds > 0 }
    }
    clockOffset = json?["clock_offset_seconds"]?.int ?? clockOffset
    enforcesUnique = json?["enforces_unique"]?.bool ?? enforcesUnique
    if let domain = json?["api_domain"] { apiDomain = domain.string }
    return ImitatedAnswer(200, limits)
  }

  /// `{"removed":["Accounts.Credit_Limit"],"read_only":["Accounts.Tax_Number"]}`: what an organisation lacks.
  private mutating func setFields(_ request: ImitatedRequest) -> ImitatedAnswer {
    func names(_ key: String) -> Set<String>? {
      request.json?[key]?.array.map { Set($0.compactMap(\.string)) }
    }
    removedFields = names("removed") ?? removedFields
    hiddenFields = names("read_only") ?? hiddenFields
    return ImitatedAnswer(
      200,
      [
        "removed": .array(removedFields.sorted().map { JSONValue($0) }),
        "read_only": .array(hiddenFields.sorted().map { JSONValue($0) }),
      ])
  }

  /// `{"Accounts":{"Description":"checked"}}`: what workflows change after every write that does not switch them off.
  private mutating func setAutomations(_ request: ImitatedRequest) -> ImitatedAnswer {
    guard let modules = request.json?.object else { return .refused("a JSON object by module is needed") }
    automations = [:]
    for member in modules {
      automations[member.key.value] = (member.value.object ?? [:]).map { ($0.key.value, $0.value.text) }
    }
    return ImitatedAnswer(200, ["modules": JSONValue(automations.count)])
  }

  /// `{"all":"awkward"}` or `{"all":"plain"}` first, then single switches: `{"goneRecord":"status404"}`.
  private mutating func setQuirks(_ request: ImitatedRequest) -> ImitatedAnswer {
    if let problem = quirks.turn(by: request.json) { return .refused(problem) }
    return ImitatedAnswer(200, quirks.json)
  }

  /// Everything as it was at the start, but the switches.
  private mutating func reset(at now: WallTime) -> ImitatedAnswer {
    fill(at: now)
    tokens = ZohoTokens(seed: world.seed)
    writes = WriteLog()
    repeats = RepeatWatch()
    pageTokens = [:]
    lastPages = [:]
    creditsUsed = 0
    journal.clear()
    return ImitatedAnswer(200, ["reset": true])
  }
}
