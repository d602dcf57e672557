import Diagnostics
import HTTPTransport
import Instants

/// Keeps the access token of this process and shares it with others through the sealed cache.
///
///     held, not expired ──> use
///       └─> cache (locked): another's? use : room in the budget? note the attempt : throw
///             └─> cache (locked): another's by now? use : ask Zoho ──> store, use
///
/// One refresh at a time: a gate within the process, the cache's lock across processes.
actor TokenKeeper {
  private static let entryName = "zoho-token"
  /// Requests for one token, with what a stumbling service makes necessary.
  private static let attemptsMax = 3

  private let settings: ZohoSettings
  private let transport: any WebTransport
  private let cache: any SealedCache
  private let pacing: Pacing
  private let tally: CallTally
  private let mask: SecretMask
  private let gate = CallGate(limit: 1)
  private var held: AccessToken?
  /// Tokens that the API refused before they had expired.
  private(set) var refusals = 0

  init(
    settings: ZohoSettings, transport: any WebTransport, cache: any SealedCache, pacing: Pacing,
    tally: CallTally, mask: SecretMask
  ) {
    self.settings = settings
    self.transport = transport
    self.cache = cache
    self.pacing = pacing
    self.tally = tally
    self.mask = mask
  }

  /// A token that is good now; in place of `refused` where the API has just refused that one.
  func token(refused: Secret? = nil) async throws(Failure) -> AccessToken {
    if let usable = usable(refused) { return usable }
    let interrupted = Failure(
      .interrupted, "stopped while waiting for a token of Zoho", remedy: "start it again")
    return try await gate.pass(orElse: interrupted) { () async throws(Failure) -> AccessToken in
      if let usable = usable(refused) { return usable }
      if refused != nil { refusals += 1 }
      let fresh = try await take(refused)
      mask.add(fresh.value)
      held = fresh
      return fresh
    }
  }

  private func usable(_ refused: Secret?) -> AccessToken? {
    held.flatMap { $0.expires > pacing.seconds && $0.value != refused ? $0 : nil }
  }

  private func take(_ refused: Secret?) async throws(Failure) -> AccessToken {
    var policy = settings.retries
    policy.attemptsMax = Self.attemptsMax
    var retries = Retries(policy: policy, kind: .read)
    var random = PacedRandomness(pacing)
    while true {
      let (token, reservation) = try await reserve(refused)
      if let token { return token }
      let began = pacing.time.steady()
      let ending = try await request(
        refused, reservation: reservation, limits: retries.limits(settings.limits))
      retries.took(.microseconds(pacing.time.steady() - began))
      let verdict: Retries.Verdict
      let failure: Failure
      switch ending {
      case .token(let token): return token
      case .stumbled(let answer, let trouble):
        failure = trouble
        verdict = retries.answered(
          answer.status, retryAfter: answer.retryAfter(now: pacing.seconds), random: &random)
      case .lost(let problem):
        failure = problem.failure(from: ZohoSettings.system)
        verdict = retries.failed(problem, random: &random)
      }
      guard case .again(let delay) = verdict else { throw failure }
      try await pacing.pause(delay, system: ZohoSettings.system)
    }
  }

  private static func shown(_ seconds: Int) -> String {
    RFC3339.text(seconds: Int64(seconds))
  }
}

extension TokenKeeper {
  private enum Ending: Sendable {
    case token(AccessToken)
    case stumbled(HTTPAnswer, Failure)
    case lost(HTTPProblem)
  }

  /// A token that another process has fetched, or the noted right to ask for one.
  private func reserve(_ refused: Secret?) async throws(Failure) -> (token: AccessToken?, reservation: Int) {
    let (settings, pacing) = (settings, pacing)
    return try await cache.exclusively(Self.entryName) {
      (entry: inout [UInt8]?) async throws(Failure) -> (token: AccessToken?, reservation: Int) in
      var shelf = TokenShelf(entry, owner: settings.owner, audience: settings.audience)
      let now = pacing.seconds
      if let token = shelf.usable(at: now, refused: refused) { return (token, 0) }
      if let later = shelf.reserve(at: now) {
        let isOurBudget = shelf.throttledUntil <= now
        throw Failure.zohoThrottled(until: Self.shown(later), settings, isOurBudget: isOurBudget)
      }
      entry = shelf.entry
      return (nil, now)
    }
  }

  /// Asks Zoho while the entry is locked; what other processes wait for is then there.
  private func request(
    _ refused: Secret?, reservation: Int, limits: HTTPCall.Limits
  ) async throws(Failure) -> Ending {
    let (settings, pacing, transport, tally, mask) = (settings, pacing, transport, tally, mask)
    return try await cache.exclusively(Self.entryName) {
      (entry: inout [UInt8]?) async throws(Failure) -> Ending in
      var shelf = TokenShelf(entry, owner: settings.owner, audience: settings.audience)
      if let token = shelf.usable(at: pacing.seconds, refused: refused) {
        shelf.release(reservation)
        entry = shelf.entry
        return .token(token)
      }
      let answer: HTTPAnswer
      tally.count("token")
      do throws(HTTPProblem) {
        var call = Self.call(settings)
        call.limits = limits
        answer = try await transport.send(call)
      } catch {
        if error.reach == .notSent {
          shelf.release(reservation)
        } else {
          shelf.settle(reservation, at: pacing.seconds + 1)
        }
        entry = shelf.entry
        return .lost(error)
      }
      shelf.settle(reservation, at: pacing.seconds + 1)
      entry = shelf.entry
      switch TokenAnswer(answer) {
      case .granted(let value, let seconds, let apiDomain):
        let margin = min(60, seconds / 10)
        let token = AccessToken(
          value: value, expires: pacing.seconds + seconds - margin,
          apiURL: try Self.apiURL(settings, apiDomain: apiDomain))
        shelf.token = token
        shelf.throttledUntil = 0
        entry = shelf.entry
        return .token(token)
      case .throttled:
        shelf.throttledUntil = pacing.seconds + TokenShelf.windowSeconds
        entry = shelf.entry
        throw Failure.zohoThrottled(until: Self.shown(shelf.throttledUntil), settings, isOurBudget: false)
      case .revoked(let code): throw Failure.zohoRevoked(settings, code: code)
      case .clientUnknown(let code): throw Failure.zohoClientUnknown(settings, code: code)
      case .refused(let code):
        throw Failure.zohoTokenAnswer(settings, "refuses with \(mask.masked(code).prefix(60))")
      case .unreadable:
        return .stumbled(answer, .zohoTokenAnswer(settings, "answers HTTP \(answer.status) without a token"))
      }
    }
  }

  /// The API that a token is sent to: the one set by hand, else one of Zoho's own hosts, else none.
  private static func apiURL(_ settings: ZohoSettings, apiDomain: String?) throws(Failure) -> String {
    if let apiURL = settings.apiURL { return apiURL }
    guard let apiDomain else {
      if let dataCenter = settings.dataCenter { return dataCenter.apiURL }
      throw .zohoUnknownHost(settings, domain: "nothing")
    }
    guard ZohoDataCenter.ofAPI(apiDomain) != nil else { throw .zohoUnknownHost(settings, domain: apiDomain) }
    return apiDomain.hasSuffix("/") ? String(apiDomain.dropLast()) : apiDomain
  }

  private static func call(_ settings: ZohoSettings) -> HTTPCall {
    let form = WebAddress.query([
      ("refresh_token", settings.refreshToken.value), ("client_id", settings.clientID.value),
      ("client_secret", settings.clientSecret.value), ("grant_type", "refresh_token"),
    ])
    return HTTPCall(
      .post, "\(settings.accountsURL)/oauth/v2/token",
      headers: ["Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"],
      body: Array(form.utf8), limits: settings.limits, isRepeatable: false)
  }
}
