import HTTPTransport
import JSONText

/// What the shared cache holds for a refresh token: the access token, and when tokens were asked for.
///
/// Zoho grants 10 access tokens per refresh token in 10 minutes. Each request is noted *before* it is sent, so that
/// a run that is killed in the middle has been counted.
struct TokenShelf: Hashable, Sendable {
  static let grantsMax = 10
  /// Zoho's ten minutes, and half a minute for the way of a request whose arrival we do not see.
  static let windowSeconds = 630

  private let owner: String
  private let audience: String
  var token: AccessToken?
  /// When tokens were asked for, in seconds since 1970, the oldest first.
  private(set) var grants: [Int] = []
  /// Until when Zoho wants to be left alone.
  var throttledUntil = 0

  /// Reads the entry; what belongs to another refresh token, or cannot be read, counts as nothing.
  ///
  /// An access token is for one audience, the API that the settings lead to. Zoho's count of requests is per refresh
  /// token, whatever API they were for: `grants` stay when only the audience is another.
  init(_ entry: [UInt8]?, owner: String, audience: String) {
    self.owner = owner
    self.audience = audience
    guard let entry, let json = Self.parsed(entry), json["v"]?.int == 1, json["owner"]?.string == owner else {
      return
    }
    if json["audience"]?.string == audience { token = json["token"].flatMap(AccessToken.init) }
    grants = (json["grants"]?.array ?? []).compactMap(\.int)
    throttledUntil = json["throttled_until"]?.int ?? 0
  }

  var entry: [UInt8] {
    let json: JSONValue = [
      "v": 1, "owner": .string(owner), "audience": .string(audience), "token": token?.json ?? .null,
      "grants": .array(grants.map { .number($0) }),
      "throttled_until": .number(throttledUntil),
    ]
    return json.bytes
  }

  /// The token where it is still good at `now` and is not the one that was refused.
  func usable(at now: Int, refused: Secret?) -> AccessToken? {
    token.flatMap { $0.expires > now && $0.value != refused ? $0 : nil }
  }

  /// Notes that a token is about to be asked for; gives the instant from which one may be, where that is later.
  mutating func reserve(at now: Int) -> Int? {
    grants.removeAll { $0 <= now - Self.windowSeconds || $0 > now + Self.windowSeconds }
    if throttledUntil > now { return throttledUntil }
    if grants.count >= Self.grantsMax { return grants[grants.count - Self.grantsMax] + Self.windowSeconds }
    grants.append(now)
    grants.sort()
    return nil
  }

  /// Moves a reservation to when its request was over, which is after Zoho counted it.
  mutating func settle(_ reservation: Int, at now: Int) {
    release(reservation)
    grants.append(now)
    grants.sort()
  }

  /// Takes a reservation back: nothing was sent.
  mutating func release(_ reservation: Int) {
    if let index = grants.lastIndex(of: reservation) { grants.remove(at: index) }
  }

  private static func parsed(_ bytes: [UInt8]) -> JSONValue? {
    do throws(JSONSyntaxError) { return try JSONValue(parsing: bytes) } catch { return nil }
  }
}
