import JSONText
import SimulatedCompanies

/// All that the organisation knows, and the way of a call through it.
struct ZohoState: Sendable {
  let world: SimulatedWorld
  let existing: Int
  var quirks: ZohoQuirks
  var tables: [String: ZohoTable] = [:]
  var truth = ZohoTruth()
  var tokens: ZohoTokens
  var nextID: UInt64 = 0
  var journal = Journal()
  var writes = WriteLog()
  var repeats = RepeatWatch()
  var pageTokens: [String: PageToken] = [:]
  /// The last page that was given of each module, for listings that repeat themselves.
  var lastPages: [String: [ZohoRecord]] = [:]
  /// How far page tokens reach, and the offset of queries.
  var listingMax = 100_000
  var queryMax = 100_000
  /// Seconds until lists and queries show what was written; single records show it at once.
  var listLagSeconds = 0
  var automations: [String: [(field: String, text: String)]] = [:]
  /// Seconds ahead of the machine's clock.
  var clockOffset = 0
  /// Whether unique custom fields are unique at all; off for good by the control endpoint.
  var enforcesUnique = true
  /// Fields, as `Module.Field`, that the caller may see but not write, and that do not exist.
  var hiddenFields: Set<String> = []
  var removedFields: Set<String> = []
  /// Seconds until search finds what was written.
  var searchLagSeconds = 0
  var concurrentMax = 10
  var creditsPerDay = 50_000
  var creditsUsed = 0
  /// What the token answer names as the API's origin; nil is the simulator's own.
  var apiDomain: String?
  var dice: SeededDice
  /// The writer of the last row that was written down.
  var lastWriter: (module: String, names: [String], quirks: ZohoQuirks, writer: RecordWriter)?

  init(world: SimulatedWorld, existing: Int, now: WallTime, quirks: ZohoQuirks) {
    self.world = world
    self.existing = existing
    self.quirks = quirks
    tokens = ZohoTokens(seed: world.seed)
    dice = SeededDice(seed: world.seed, purpose: 10, index: 0)
    fill(at: now)
  }

  /// Puts the records in that exist from the start.
  mutating func fill(at now: WallTime) {
    let made = ExistingRecords(world: world, count: existing, firstID: 4_876_876_000_000_500_001, now: now)
    tables = [:]
    for module in ZohoModule.all { tables[module.name] = ZohoTable(module) }
    tables["Accounts"] = made.accounts
    tables["Contacts"] = made.contacts
    for module in ZohoModule.all { tables[module.name]?.keepsHistory = listLagSeconds > 0 }
    truth = made.truth
    nextID = made.freeID + 1_000
  }

  /// The answer to one call; what its faults turn is turned for it alone.
  mutating func answer(_ request: ImitatedRequest) -> ImitatedAnswer {
    let standing = quirks
    defer { quirks = standing }
    quirks.turn(by: request.faults)
    return called(request)
  }

  private mutating func called(_ request: ImitatedRequest) -> ImitatedAnswer {
    switch (request.method, request.path) {
    case ("POST", "/oauth/v2/token"): return token(request)
    case ("POST", "/oauth/v2/token/revoke"): return revoke(request)
    default: break
    }
    let parts = request.pathParts
    guard parts.count >= 3, parts[0] == "crm" else {
      return failure(404, "INVALID_URL_PATTERN", "Please check if the URL trying to access is a correct one")
    }
    guard parts[1] == "v8" else {
      return failure(400, "API_NOT_SUPPORTED", "the API is not supported", ["supported_version": "v8"])
    }
    if let refusal = refuseCaller(request) { return refusal }
    let call = Call(request: request, path: Array(parts.dropFirst(2)))
    let credits = self.credits(of: call)
    creditsUsed += credits
    let routed = route(call)
    var answer = odd(routed)
    let left = creditsPerDay - creditsUsed
    if left * 2 <= creditsPerDay { answer.headers.append(("X-API-CREDITS-REMAINING", String(left))) }
    answer.dateOffset = clockOffset
    return answer
  }

  /// One call of the CRM.
  struct Call: Sendable {
    let request: ImitatedRequest
    /// The parts of the path behind the version.
    let path: [String]
  }

  /// Instant of a call by Zoho's clock.
  func time(of request: ImitatedRequest) -> WallTime { request.time.adding(seconds: clockOffset) }

  /// Why a caller is not let in: concurrency, token, credits.
  private mutating func refuseCaller(_ request: ImitatedRequest) -> ImitatedAnswer? {
    if request.concurrent > concurrentMax { return tooManyCalls("concurrency limit reached") }
    let header = request.headers["authorization"] ?? ""
    let token = header.hasPrefix("Zoho-oauthtoken ") ? String(header.dropFirst(16)) : ""
    if request.faults.contains(.deadSession) { tokens.end(token) }
    guard !token.isEmpty, tokens.isAlive(token, at: request.time) else {
      return quirks.badToken == .invalidToken
        ? failure(401, "INVALID_TOKEN", "invalid oauth token")
        : failure(401, "AUTHENTICATION_FAILURE", "Authentication failed")
    }
    if request.faults.contains(.creditsExhausted) || creditsUsed >= creditsPerDay {
      return tooManyCalls("You have crossed your API limit")
    }
    return nil
  }

  private static let quotaCodes = ["RATE_LIMIT_EXCEEDED", "TOO_MANY_REQUESTS", "API_LIMIT_EXCEEDED"]

  private func tooManyCalls(_ message: String) -> ImitatedAnswer {
    let code =
      switch quirks.tooMany {
      case .rateLimitExceeded: Self.quotaCodes[0]
      case .tooManyRequests: Self.quotaCodes[1]
      case .apiLimitExceeded: Self.quotaCodes[2]
      }
    return failure(quirks.quota == .status429 ? 429 : 400, code, message)
  }

  /// The records of a module as lists and queries show them at the time of a call.
  func seen(_ module: ZohoModule, _ request: ImitatedRequest) -> ZohoTable {
    guard let table = tables[module.name] else { return ZohoTable(module) }
    return listLagSeconds == 0 ? table : table.asOf(time(of: request).seconds - listLagSeconds)
  }

  private func credits(of call: Call) -> Int {
    let rows = { call.request.json?["data"]?.array?.count ?? 1 }
    switch (call.request.method, call.path[0]) {
    case ("POST", "coql"): return 1
    case ("GET", _): return 1
    case ("DELETE", _): return 1
    default: return max(1, (rows() + 9) / 10)
    }
  }

  private mutating func route(_ call: Call) -> ImitatedAnswer {
    let (method, path) = (call.request.method, call.path)
    switch (method, path[0], path.count) {
    case ("GET", "org", 1): return allowed("org", "READ") ?? ImitatedAnswer(200, organisation)
    case ("GET", "users", 1): return allowed("users", "READ") ?? users(call.request)
    case ("GET", "settings", 2...): return allowed("settings.\(path[1])", "READ") ?? metadata(call)
    case ("POST", "coql", 1): return allowed("coql", "READ") ?? query(call.request)
    default: break
    }
    guard let table = tables[path[0]] else {
      return failure(400, "INVALID_MODULE", "the module name given seems to be invalid")
    }
    let module = table.module
    let area = "modules.\(module.name.lowercased())"
    var answer: ImitatedAnswer
    switch (method, path.dropFirst().first, path.count) {
    case ("GET", nil, 1): answer = allowed(area, "READ") ?? list(module, call.request)
    case ("GET", "deleted", 2): answer = allowed(area, "READ") ?? deleted(module, call.request)
    case ("GET", "search", 2): answer = allowed(area, "READ") ?? search(module, call.request)
    case ("GET", "actions", 3) where path[2] == "count": answer = allowed(area, "READ") ?? count(module)
    case ("GET", let id?, 2): answer = allowed(area, "READ") ?? one(module, id, call.request)
    case ("POST", nil, 1): answer = allowed(area, "CREATE") ?? write(.insert, module, call.request)
    case ("POST", "upsert", 2): answer = allowed(area, "CREATE") ?? write(.upsert, module, call.request)
    case ("PUT", nil, 1): answer = allowed(area, "UPDATE") ?? write(.update, module, call.request)
    case ("PUT", let id?, 2): answer = allowed(area, "UPDATE") ?? write(.update, module, call.request, id: id)
    case ("DELETE", nil, 1): answer = allowed(area, "DELETE") ?? delete(module, call.request, id: nil)
    case ("DELETE", let id?, 2): answer = allowed(area, "DELETE") ?? delete(module, call.request, id: id)
    default:
      return failure(404, "INVALID_URL_PATTERN", "Please check if the URL trying to access is a correct one")
    }
    answer.subject = module.name
    return answer
  }

  private func allowed(_ area: String, _ operation: String) -> ImitatedAnswer? {
    guard !tokens.allows(area, operation) else { return nil }
    return failure(
      quirks.missingScope == .status401 ? 401 : 403, "OAUTH_SCOPE_MISMATCH",
      "invalid oauth scope to access this URL")
  }

  /// An error of a whole request.
  func failure(
    _ status: Int, _ code: String, _ message: String, _ details: JSONObject = [:]
  ) -> ImitatedAnswer {
    let error: JSONValue = [
      "code": JSONValue(code), "details": .object(details), "message": JSONValue(message), "status": "error",
    ]
    let isWrapped = quirks.requestError == .wrapped && status == 400
    return ImitatedAnswer(status, isWrapped ? ["data": [error]] : error)
  }

  /// Told when a call is over.
  mutating func ended(
    _ request: ImitatedRequest, answer: ImitatedAnswer?, at time: WallTime, isDelivered: Bool
  ) {
    journal.ended(request, answer: answer, at: time, isDelivered: isDelivered)
    guard ["POST", "PUT", "DELETE"].contains(request.method), request.pathParts.first == "crm" else { return }
    writes.ended(request.number, isDelivered: isDelivered)
    if !(answer.map(Self.turnsAway) ?? false), !writes.hasRows(ofCall: request.number) {
      noteLostInsert(request)
    }
  }

  /// Whether an answer says that the call was not looked at: no token, or too many calls, in either form.
  private static func turnsAway(_ answer: ImitatedAnswer) -> Bool {
    if answer.status == 400 {
      let body = try? JSONValue(parsing: answer.body)  // what is no JSON has no code
      let code = body?["code"]?.string ?? body?["data"]?[0]?["code"]?.string
      return code.map(quotaCodes.contains) ?? false
    }
    return answer.status == 429 || answer.status == 401
  }
}
