package import Diagnostics
package import HTTPTransport
import Instants
import JSONText

/// The client of one Zoho CRM organisation: tokens, budgets, records in and out, and what to tell people when it says no.
///
/// Access tokens and the count of credits are shared with other processes through the sealed cache.
package final class ZohoClient: Sendable {
  /// The most rows that one insert or update takes.
  package static let rowsPerWrite = 100
  /// The most ids that one read takes.
  package static let idsPerRead = 100
  /// The most fields that one call gives; more are read in several passes.
  package static let fieldsPerCall = 50
  /// Rows of a page.
  package static let rowsPerPage = 200
  /// Heavy calls that Zoho runs at once in every edition.
  private static let heavyCallsMax = 10

  /// The settings that it works by.
  package let settings: ZohoSettings
  /// Calls so far: `token`, `records/Accounts`, `ids/Accounts`, `coql/Accounts`, `insert/Accounts`, `update/Accounts`,
  /// `deleted/Accounts`, `metadata`.
  package var calls: [String: Int] { tally.snapshot }

  private let transport: any WebTransport
  private let pacing: Pacing
  private let tokens: TokenKeeper
  private let credits: CreditKeeper
  private let tally = CallTally()
  /// Nothing of Zoho's words is told or kept before it went through this.
  let mask: SecretMask
  private let clock = ServerClock()
  private let gate: CallGate
  private let heavyGate: CallGate

  /// Seconds that our clock is ahead of Zoho's, by its newest answer; nil where none had a date.
  package var secondsAhead: Int? { clock.secondsAhead }

  /// A client; nothing is called before the first question.
  package init(
    settings: ZohoSettings, transport: any WebTransport, cache: any SealedCache,
    pacing: Pacing = .real
  ) {
    self.settings = settings
    self.transport = transport
    self.pacing = pacing
    mask = SecretMask([settings.clientSecret, settings.refreshToken])
    tokens = TokenKeeper(
      settings: settings, transport: transport, cache: cache, pacing: pacing, tally: tally, mask: mask)
    credits = CreditKeeper(settings: settings, cache: cache, pacing: pacing)
    gate = CallGate(limit: settings.concurrentCalls)
    heavyGate = CallGate(limit: min(settings.concurrentCalls, Self.heavyCallsMax))
  }

  /// Access tokens that the API refused before they had expired, so far.
  package func tokensRefused() async -> Int { await tokens.refusals }

  /// Stores what was spent; the access token stays good for the next run.
  package func close() async throws(Failure) {
    let credits = credits
    // A task of its own, awaited here: cancellation of the caller must not lose the count.
    let result = await Task { () async -> Result<Void, Failure> in
      do throws(Failure) { return .success(try await credits.store()) } catch { return .failure(error) }
    }.value
    try result.get()
  }

  /// Credits spent in the last 24 hours by this project.
  package func creditsSpent() async throws(Failure) -> Int { try await credits.spent() }
}

extension ZohoClient {
  /// How a call ended.
  enum Ending: Sendable {
    case answered(HTTPAnswer)
    /// It did not reach Zoho, or Zoho refused it before doing anything.
    case notSent(Failure)
    /// It may have been done.
    case unknown(Failure)
  }

  /// Does something with Zoho; what it ends in is told without secrets.
  func masked<Value>(_ body: () async throws(Failure) -> Value) async throws(Failure) -> Value {
    do throws(Failure) {
      return try await body()
    } catch {
      throw mask.masked(error)
    }
  }

  /// A read: repeated while patience lasts; 200, 204 and 304 are good, all else is a failure.
  func read(_ request: ZohoRequest) async throws(Failure) -> HTTPAnswer {
    switch await exchange(request, .read) {
    case .answered(let answer) where [200, 204, 304].contains(answer.status): return answer
    case .answered(let answer): throw mask.masked(ZohoAnswer.failure(answer, request))
    case .notSent(let failure), .unknown(let failure): throw mask.masked(failure)
    }
  }

  /// The body of a read, an object that is no error; nil where there is nothing (204), or nothing that was changed
  /// since the instant that was asked for (304).
  func readJSON(_ request: ZohoRequest) async throws(Failure) -> (json: JSONValue?, answer: HTTPAnswer) {
    let answer = try await read(request)
    guard answer.status == 200 else {
      guard answer.status == 204 || request.headers["If-Modified-Since"] != nil else {
        throw .zohoUnreadable(request.place, "HTTP \(answer.status) to a question without a condition")
      }
      return (nil, answer)
    }
    guard let json = ZohoAnswer.json(answer) else {
      throw .zohoUnreadable(request.place, ZohoAnswer.objection(answer))
    }
    if let failure = ZohoAnswer.failureInside(json, answer, request) { throw mask.masked(failure) }
    return (json, answer)
  }

  /// One call with token and budgets.
  ///
  /// A refused token is renewed once, and reads are repeated. A write leaves once: what was refused of it, for its
  /// token or as too many, is answered, and only what never left goes again.
  func exchange(_ request: ZohoRequest, _ kind: Retries.Kind) async -> Ending {
    var retries = Retries(policy: settings.retries, kind: kind)
    var random = PacedRandomness(pacing)
    var refused: Secret?
    while true {
      let outcome: Result<HTTPAnswer, HTTPProblem>
      let token: AccessToken
      do throws(Failure) {
        token = try await tokens.token(refused: refused)
        try await credits.spend(request.credits)
      } catch {
        return .notSent(error)
      }
      outcome = await send(request, token, retries: &retries, isRepeatable: kind == .read)
      let verdict: Retries.Verdict
      switch outcome {
      case .success(let answer):
        clock.note(answer, now: pacing.seconds)
        if let left = answer.headers["X-API-CREDITS-REMAINING"].flatMap({ Int($0) }) {
          await credits.note(reportedLeft: left)
        }
        if isTokenRefused(answer) {
          if kind == .write { return await renewing(token, answer) }
          guard refused == nil else { return .notSent(.zohoWrongRegion(settings, apiURL: token.apiURL)) }
          refused = token.value
          continue
        }
        verdict =
          kind == .write
          ? .accept
          : retries.answered(
            ZohoAnswer.isQuotaRefusal(answer) ? 429 : answer.status,
            retryAfter: answer.retryAfter(now: pacing.seconds), random: &random)
      case .failure(let problem): verdict = retries.failed(problem, random: &random)
      }
      guard case .again(let delay) = verdict else { return Self.ending(outcome, request, kind) }
      do throws(Failure) {
        try await pacing.pause(delay, system: ZohoSettings.system)
      } catch {
        return .notSent(error)
      }
    }
  }

  /// Whether Zoho does not know the access token any more, so that another one may do.
  ///
  /// The body says so, whatever the status: gateways answer it with 400 or 403, too.
  func isTokenRefused(_ answer: HTTPAnswer) -> Bool {
    let code = ZohoAnswer.error(ZohoAnswer.json(answer))?.code
    return code.map(Self.tokenCodes.contains) ?? false
      || answer.status == 401 && code != "OAUTH_SCOPE_MISMATCH"
  }

  private static let tokenCodes: Set<String> = ["INVALID_TOKEN", "AUTHENTICATION_FAILURE"]

  /// A write was refused for its token: the next call gets another one, where there is one to get.
  private func renewing(_ token: AccessToken, _ answer: HTTPAnswer) async -> Ending {
    do throws(Failure) {
      _ = try await tokens.token(refused: token.value)
    } catch {
      // The next call asks once more, and says why it cannot go.
    }
    return .answered(answer)
  }

  /// The clock that never jumps, in microseconds.
  var steadyMicroseconds: Int64 { pacing.time.steady() }

  /// Our clock, in seconds since 1970.
  var seconds: Int { pacing.seconds }

  private static func ending(
    _ outcome: Result<HTTPAnswer, HTTPProblem>, _ request: ZohoRequest, _ kind: Retries.Kind
  ) -> Ending {
    switch outcome {
    case .success(let answer) where kind == .read && ZohoAnswer.isQuotaRefusal(answer):
      return .notSent(.zohoTooManyCalls(answer, place: request.place))
    case .success(let answer): return .answered(answer)
    case .failure(let problem):
      let failure = problem.failure(from: ZohoSettings.system)
      return problem.reach == .notSent ? .notSent(failure) : .unknown(failure)
    }
  }

  private func send(
    _ request: ZohoRequest, _ token: AccessToken, retries: inout Retries, isRepeatable: Bool
  ) async -> Result<HTTPAnswer, HTTPProblem> {
    let call = request.call(token, limits: retries.limits(settings.limits), isRepeatable: isRepeatable)
    do throws(HTTPProblem) {
      guard request.isHeavy else { return .success(try await pass(gate, request, call, &retries)) }
      // The heavy gate first: a heavy call that waits must not take a place from light ones.
      return .success(
        try await turn(at: heavyGate, call) { () async throws(HTTPProblem) -> HTTPAnswer in
          try await pass(gate, request, call, &retries)
        })
    } catch {
      return .failure(error)
    }
  }

  /// Sends a call when it is its turn; only from then on its time counts.
  private func pass(
    _ gate: CallGate, _ request: ZohoRequest, _ call: HTTPCall, _ retries: inout Retries
  ) async throws(HTTPProblem) -> HTTPAnswer {
    try await turn(at: gate, call) { () async throws(HTTPProblem) -> HTTPAnswer in
      let began = pacing.time.steady()
      var call = call
      if let endsBy = request.endsBy {
        let left = Duration.microseconds(endsBy - began)
        // A second at least: a limit of zero is none.
        guard left >= .seconds(1) else {
          throw HTTPProblem(
            .timedOut(.waiting), .notSent, "no time was left for it when its turn came", at: call.shown)
        }
        call.limits.whole = min(call.limits.whole, left)
      }
      tally.count(request.kind)
      defer { retries.took(.microseconds(pacing.time.steady() - began)) }
      return try await transport.send(call)
    }
  }

  private func turn(
    at gate: CallGate, _ call: HTTPCall, _ body: () async throws(HTTPProblem) -> HTTPAnswer
  ) async throws(HTTPProblem) -> HTTPAnswer {
    try await gate.pass(
      within: settings.retries.turnMax, by: pacing.time,
      orElse: HTTPProblem(.cancelled, .notSent, "cancelled while it waited for its turn", at: call.shown),
      late: HTTPProblem(
        .timedOut(.waiting), .notSent, "other calls went before it for longer than a call waits",
        at: call.shown),
      body)
  }
}
