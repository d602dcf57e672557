import JSONText
import SimulatedCompanies

/// The refresh token, the access tokens made from it, and their budget.
struct ZohoTokens: Sendable {
  var clientID = SimulatedZoho.clientID
  var clientSecret = SimulatedZoho.clientSecret
  var refreshToken = SimulatedZoho.refreshToken
  var isRevoked = false
  var scopes: Set<String> = Self.allScopes
  /// Seconds that an access token lives.
  var lifeSeconds = 3_600
  /// What the answer says of the life in place of the truth, by member: `expires_in`, `expires_in_sec`.
  var shownLife = JSONObject()
  /// Access tokens in ten minutes.
  var budget = 10
  /// Access tokens that are alive at the same time.
  var aliveMax = 15
  private var alive: [Access] = []
  private(set) var made = 0
  private(set) var throttled = 0
  private var grants: [WallTime] = []
  /// The most that were granted within any ten minutes.
  private(set) var mostInTenMinutes = 0
  private var dice: SeededDice

  private struct Access: Sendable {
    let token: String
    let expires: WallTime
  }

  /// What came of asking for an access token.
  enum Outcome: Sendable {
    case granted(String)
    case wrongCode
    case wrongClient
    case wrongSecret
    case throttled
  }

  /// Every scope that the product asks for.
  static let allScopes: Set<String> = [
    "ZohoCRM.modules.ALL", "ZohoCRM.settings.ALL", "ZohoCRM.org.READ", "ZohoCRM.users.READ",
    "ZohoCRM.coql.READ",
    "ZohoSearch.securesearch.READ", "ZohoCRM.notifications.ALL",
  ]

  init(seed: UInt64) { dice = SeededDice(seed: seed, purpose: 9, index: 0) }

  /// Makes an access token for who holds the refresh token.
  mutating func refresh(
    client: String, secret: String, refreshToken: String, at time: WallTime, isThrottledByFault: Bool
  ) -> Outcome {
    guard client == clientID else { return .wrongClient }
    guard secret == clientSecret else { return .wrongSecret }
    guard refreshToken == self.refreshToken, !isRevoked else { return .wrongCode }
    grants.removeAll { $0.adding(seconds: 600) <= time }
    guard !isThrottledByFault, grants.count < budget else {
      throttled += 1
      return .throttled
    }
    grants.append(time)
    mostInTenMinutes = max(mostInTenMinutes, grants.count)
    made += 1
    var dice = dice
    let letters = Array("0123456789abcdef")
    let parts = (0..<2).map { _ in String((0..<32).map { _ in dice.pick(letters) }) }
    self.dice = dice
    let token = "1000.\(parts.joined(separator: "."))"
    alive.removeAll { $0.expires <= time }
    alive.append(Access(token: token, expires: time.adding(seconds: lifeSeconds)))
    if alive.count > aliveMax { alive.removeFirst(alive.count - aliveMax) }  // the oldest dies
    return .granted(token)
  }

  /// Whether a token lives.
  func isAlive(_ token: String, at time: WallTime) -> Bool {
    alive.contains { $0.token == token && $0.expires > time }
  }

  /// Ends a token.
  mutating func end(_ token: String) { alive.removeAll { $0.token == token } }

  /// Ends all access tokens.
  mutating func endAll() { alive.removeAll() }

  /// Forgets how many were granted lately.
  mutating func forgetGrants() { grants.removeAll() }

  /// Whether the scopes allow an operation in an area, say `READ` in `modules.accounts`.
  func allows(_ area: String, _ operation: String) -> Bool {
    let parts = area.split(separator: ".")
    var areas = [area]
    if parts.count > 1 { areas.append(String(parts[0])) }
    let isWrite = ["CREATE", "UPDATE", "DELETE"].contains(operation)
    return areas.contains { area in
      scopes.contains("ZohoCRM.\(area).ALL") || scopes.contains("ZohoCRM.\(area).\(operation)")
        || isWrite && scopes.contains("ZohoCRM.\(area).WRITE")
    }
  }

  /// How tokens were used so far.
  func json(at time: WallTime) -> JSONValue {
    [
      "made": JSONValue(made), "throttled": JSONValue(throttled),
      "most_in_ten_minutes": JSONValue(mostInTenMinutes), "budget": JSONValue(budget),
      "alive": JSONValue(alive.count { $0.expires > time }), "revoked": JSONValue(isRevoked),
      "scopes": .array(scopes.sorted().map { JSONValue($0) }),
    ]
  }
}
