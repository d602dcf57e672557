import JSONText
import SimulatedCompanies

/// All that the server knows, and the way of a call through it.
struct AISState: Sendable {
  var database: JDEDatabase
  var sessions: AISSessions
  var cursors: [String: Cursor] = [:]
  /// The last page that was given of each table, for listings that repeat themselves.
  var lastPages: [String: [JDERow]] = [:]
  var clock: JDEClock
  var quirks: AISQuirks
  var journal = Journal()
  /// What jas.ini gives at most, whatever was asked for.
  var fetchLimit = 2_000
  /// Seconds that a result set stays open between two pages.
  var resultSetSeconds = 60
  let world: SimulatedWorld
  let seed: UInt64
  var dice: SeededDice

  init(
    seed: UInt64, records: Int, today: CivilDate?, now: WallTime, zone: JDEClock.Zone, quirks: AISQuirks
  ) {
    self.seed = seed
    self.quirks = quirks
    var clock = JDEClock(zone: zone)
    if let today { clock.set(to: today, at: now) }
    self.clock = clock
    world = SimulatedWorld(seed: seed, customers: records, today: today ?? clock.date(at: now))
    database = JDEDatabase(world: world)
    dice = SeededDice(seed: seed, purpose: 6, index: 0)
    sessions = AISSessions(seed: seed, users: Self.users)
  }

  static let users: [String: AISSessions.User] = [
    SimulatedAIS.userName: AISSessions.User(
      password: SimulatedAIS.password, environment: SimulatedAIS.environment),
    SimulatedAIS.limitedUserName: AISSessions.User(
      password: SimulatedAIS.password, environment: SimulatedAIS.environment, deniedTables: ["F03012"]),
  ]

  /// An open result set.
  struct Cursor: Sendable {
    let token: String
    let request: DataRequest
    var rows: [JDERow]
    var given: Int
    var lastUsed: WallTime
    var state: Int
  }

  /// The answer to one call; what its faults turn is turned for it alone.
  mutating func answer(_ request: ImitatedRequest) -> ImitatedAnswer {
    let standing = quirks
    defer { quirks = standing }
    quirks.turn(by: request.faults)
    return route(request)
  }

  private mutating func route(_ request: ImitatedRequest) -> ImitatedAnswer {
    var parts = request.pathParts[...]
    guard parts.popFirst() == "jderest" else { return .html(404, "Error 404--Not Found") }
    var version = 1
    if let first = parts.first, let number = ["v1": 1, "v2": 2, "v3": 3][first] {
      version = number
      parts = parts.dropFirst()
    }
    if let type = request.headers["content-type"], !request.body.isEmpty, !type.hasPrefix("application/json")
    {
      return failure(415, "Unsupported Media Type", at: request.time)
    }
    let path = parts.joined(separator: "/")
    switch (request.method, path) {
    case (_, "defaultconfig"): return ImitatedAnswer(200, defaultConfiguration)
    case ("POST", "tokenrequest") where version < 3, ("POST", "orchestrator/jde-login"),
      ("GET", "orchestrator/jde-login"):
      return signIn(request)
    case ("POST", "tokenrequest/validate") where version == 2, (_, "orchestrator/jde-validate-session"):
      return validate(request)
    case ("POST", "tokenrequest/logout") where version < 3, ("POST", "orchestrator/jde-logout"):
      return signOut(request)
    case ("POST", "dataservice") where version < 3: return data(request, version: version)
    case ("POST", "dataservice/next") where version == 2, ("GET", "dataservice/next") where version == 2:
      return nextPage(request)
    case ("GET", "discover"), ("POST", "discover"):
      return authorised(request) { _, _ in ImitatedAnswer(200, ["orchestrations": []]) }
    default: break
    }
    if request.method == "GET", parts.count == 3, parts.first == "dataservice", version < 3 {
      return dataByQuery(request, table: parts.last ?? "")
    }
    if parts.first == "orchestrator", let name = parts.last {
      return authorised(request) { state, _ in
        state.failure(500, "Orchestration \(name) not found", at: request.time)
      }
    }
    return .html(404, "Error 404--Not Found")
  }

  /// Lets `body` answer for a caller who is signed in, or says what is wrong with the token.
  mutating func authorised(
    _ request: ImitatedRequest, _ body: (inout AISState, Caller) -> ImitatedAnswer
  ) -> ImitatedAnswer {
    let json = request.json
    let token =
      request.headers["jde-ais-auth"] ?? json?["token"]?.string ?? request.parameter("$token")
      ?? request.parameter("token")
    let device =
      request.headers["jde-ais-auth-device"] ?? json?["deviceName"]?.string
      ?? request.parameter("$device") ?? request.parameter("deviceName")
    if let token, !token.isEmpty {
      if request.faults.contains(.deadSession) { _ = sessions.end(token) }
      guard let session = use(token, device: device, request) else {
        return failure(444, "Invalid Token", at: request.time)
      }
      return body(&self, Caller(user: session.user, token: token, device: device))
    }
    // Credentials on the call itself: a session for this call only.
    guard let login = Login(request),
      let token = sessions.signIn(
        user: login.user, password: login.password, environment: login.environment, device: nil,
        caller: request.caller, at: request.time)
    else { return failure(403, "Authorization Failure: Invalid Login", at: request.time) }
    let answer = body(&self, Caller(user: login.user, token: nil, device: nil))
    _ = sessions.end(token)
    return answer
  }

  /// Who calls.
  struct Caller: Sendable {
    let user: String
    /// Nil where the session ends with the call.
    let token: String?
    let device: String?
  }

  /// An error as AIS writes it.
  func failure(_ status: Int, _ message: String, at time: WallTime) -> ImitatedAnswer {
    if status >= 500, quirks.serverError == .html { return .html(status, "Error \(status)--\(message)") }
    if status == 444, quirks.deadTokenBody == .documented {
      let body: JSONValue = [
        "message": "Invalid Token", "exception": "Exception",
        "timeStamp": JSONValue(clock.milliseconds(at: time)),
      ]
      return ImitatedAnswer(444, body)
    }
    let exception = status == 403 ? "AuthorizationException" : "AISException"
    return ImitatedAnswer(
      status,
      [
        "message": JSONValue(message), "exception": JSONValue("com.oracle.e1.rest.\(exception)"),
        "timeStamp": JSONValue(clock.timeStamp(at: time, form: quirks.timeStamp)), "status": "ERROR",
      ])
  }

  private var defaultConfiguration: JSONValue {
    let names = [
      "dataservice", "dataServiceAggregation", "dataServiceOrderBy", "outputType", "query", "aliasNaming",
      "validate", "orchestrator",
    ]
    let capabilities = names.map { name -> JSONValue in
      [
        "name": JSONValue(name), "shortDescription": JSONValue(name), "asOfRelease": "9.2",
        "sinceVersion": "1.0",
      ]
    }
    return [
      "jasHost": "jas.example", "jasPort": "8080", "jasProtocol": "http",
      "defaultEnvironment": JSONValue(SimulatedAIS.environment), "defaultRole": "*ALL",
      "aisVersion": "EnterpriseOne 9.2.8.1", "capabilityList": .array(capabilities),
      "requiredCapabilityMissing": false,
    ]
  }
}
