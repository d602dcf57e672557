package import Diagnostics
package import HTTPTransport
import Instants
import JSONText
import Synchronization

/// The client of one AIS server: sessions, questions to its data service, pages, and what to tell people when it says no.
///
/// Sessions are shared with other processes through the sealed cache, each has one call at a time, and `close()`
/// logs out of all of them.
package final class AISClient: Sendable {
  /// The settings that it works by.
  package let settings: AISSettings
  /// Calls so far: `login`, `logout`, `defaultconfig`, `query/F0101`, `next/F0101`.
  package var calls: [String: Int] { tally.snapshot }

  private let transport: any WebTransport
  private let pacing: Pacing
  private let keeper: SessionKeeper
  /// Nothing of the server's words is told before it went through this.
  let mask: SecretMask
  private let gates: [CallGate]
  private let load: Mutex<[Int]>
  private let tally = CallTally()
  private let clock = ServerClock()

  /// Seconds that our clock is ahead of the server's, by its newest answer; nil where none had a date.
  package var secondsAhead: Int? { clock.secondsAhead }

  /// A client; nothing is called before the first question.
  package init(
    settings: AISSettings, transport: any WebTransport, cache: any SealedCache,
    pacing: Pacing = .real
  ) {
    self.settings = settings
    self.transport = transport
    self.pacing = pacing
    mask = SecretMask([settings.password])
    keeper = SessionKeeper(
      settings: settings, cache: cache, pacing: pacing, mask: mask,
      signIn: SignIn(settings: settings, transport: transport, pacing: pacing, tally: tally))
    gates = (0..<settings.sessions).map { _ in CallGate(limit: 1) }
    load = Mutex(Array(repeating: 0, count: settings.sessions))
  }

  /// Logs out of all sessions, also where the task is being cancelled.
  package func close() async throws(Failure) {
    let keeper = keeper
    // A task of its own, awaited here: cancellation of the caller must not keep us from logging out.
    let result = await Task { () async -> Result<Void, Failure> in
      do throws(Failure) { return .success(try await keeper.close()) } catch { return .failure(error) }
    }.value
    try result.get()
  }

  /// Lets a password that was refused be tried once more, after an administrator has unlocked the account.
  package func allowAnotherLogin() async throws(Failure) { try await keeper.allowAnotherTry() }

  /// Sessions that the server refused under a call, so far.
  package func sessionsLost() async -> Int { await keeper.lost }

  /// Whether the password was refused and is not tried again by itself, by whichever process it was tried.
  package func isLoginRefused() async throws(Failure) -> Bool { try await keeper.isRefused() }

  /// Signs in where that has not happened yet; true where the server says that the password expires soon.
  package func signIn() async throws(Failure) -> Bool {
    try await masked { () async throws(Failure) in
      try await keeper.session(0, startsCursor: true).isPasswordExpiring
    }
  }

  /// What the server says of itself to anybody, without a session.
  package func defaultConfig() async throws(Failure) -> AISDefaultConfig {
    try await masked { () async throws(Failure) in try await publicConfig() }
  }

  private func publicConfig() async throws(Failure) -> AISDefaultConfig {
    let answer = try await askDefaultConfig(settings.retries)
    let url = defaultConfigURL
    guard answer.status == 200 else { throw .server(answer, at: url) }
    return AISDefaultConfig(json: try AISBody.read(answer, place: url))
  }

  /// Asks what anybody may ask, so that the server's clock is known (`secondsAhead`); a refusal tells it too.
  ///
  /// It is the first knock of a run: as with a log-in, a stumbling server is asked once more at most.
  package func askTime() async throws(Failure) {
    var policy = settings.retries
    policy.attemptsMax = 2
    let once = policy
    try await masked { () async throws(Failure) in _ = try await askDefaultConfig(once) }
  }

  private var defaultConfigURL: String { "\(settings.url)/v2/defaultconfig" }

  private func askDefaultConfig(_ policy: RetryPolicy) async throws(Failure) -> HTTPAnswer {
    let call = HTTPCall(
      .get, defaultConfigURL, headers: ["Accept": "application/json"], limits: settings.limits)
    var retries = Retries(policy: policy, kind: .read)
    return try await send(call, kind: "defaultconfig", retries: &retries)
  }
}

extension AISClient {
  /// A call within a session, and what the session was.
  struct SessionCall: Sendable {
    let slot: Int
    let session: AISSession
    let answer: HTTPAnswer
    let calls: Int
  }

  /// Does something with the server; what it ends in is told without secrets.
  func masked<Value>(_ body: () async throws(Failure) -> Value) async throws(Failure) -> Value {
    do throws(Failure) {
      return try await body()
    } catch {
      throw mask.masked(error)
    }
  }

  /// Asks within the session of the least busy slot.
  ///
  /// A refused session is renewed once and the question repeated once; what a second refusal means, the
  /// caller says.
  func ask(
    kind: String, _ makeCall: @Sendable (AISSession) -> HTTPCall
  ) async throws(Failure) -> SessionCall {
    let slot = enterSlot()
    defer { leaveSlot(slot) }
    return try await turn(at: slot) { () async throws(Failure) -> SessionCall in
      var session = try await keeper.session(slot, startsCursor: true)
      var retries = Retries(policy: settings.retries, kind: .read)
      var answer = try await send(makeCall(session), kind: kind, retries: &retries)
      if SignIn.refusals.contains(answer.status) {
        let isAlive = answer.status == 401 || answer.status == 403  // it may be the question that was refused
        session = try await keeper.session(slot, insteadOf: session, isAlive: isAlive)
        answer = try await send(makeCall(session), kind: kind, retries: &retries)
      }
      return SessionCall(slot: slot, session: session, answer: answer, calls: retries.attempts)
    }
  }

  /// One call in the session of an earlier one, made at most once; nil where that session is no longer ours or the
  /// call brought nothing.
  func follow(_ earlier: SessionCall, kind: String, _ call: HTTPCall) async throws(Failure) -> HTTPAnswer? {
    let slot = earlier.slot
    load.withLock { $0[slot] += 1 }
    defer { leaveSlot(slot) }
    return try await turn(at: slot) { () async throws(Failure) -> HTTPAnswer? in
      guard try await keeper.session(slot, startsCursor: false) == earlier.session else { return nil }
      tally.count(kind)
      do throws(HTTPProblem) {
        return try await transport.send(call)
      } catch {
        guard error.isPassing else { throw error.failure(from: AISSettings.system) }
        return nil
      }
    }
  }

  /// Sends a call that may be repeated, as patiently as `retries` is.
  private func send(
    _ call: HTTPCall, kind: String, retries: inout Retries
  ) async throws(Failure) -> HTTPAnswer {
    var random = PacedRandomness(pacing)
    while true {
      var attempt = call
      attempt.limits = retries.limits(call.limits)
      let began = pacing.time.steady()
      tally.count(kind)
      let ending: Result<HTTPAnswer, HTTPProblem>
      do throws(HTTPProblem) {
        let answer = try await transport.send(attempt)
        clock.note(answer, now: pacing.seconds)
        ending = .success(answer)
      } catch {
        ending = .failure(error)
      }
      retries.took(.microseconds(pacing.time.steady() - began))
      let verdict =
        switch ending {
        case .success(let answer):
          retries.answered(answer.status, retryAfter: answer.retryAfter(now: pacing.seconds), random: &random)
        case .failure(let problem): retries.failed(problem, random: &random)
        }
      switch (verdict, ending) {
      case (.again(let delay), _): try await pacing.pause(delay, system: AISSettings.system)
      case (_, .success(let answer)): return answer
      case (_, .failure(let problem)): throw problem.failure(from: AISSettings.system)
      }
    }
  }

  /// Does something within a session when it is its turn; only from then on its time counts.
  private func turn<Value: Sendable>(
    at slot: Int, _ body: () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    try await gates[slot].pass(
      within: settings.retries.turnMax, by: pacing.time, orElse: Self.interrupted, late: Self.late, body)
  }

  private func enterSlot() -> Int {
    load.withLock { load in
      let slot = load.indices.min { load[$0] < load[$1] } ?? 0
      load[slot] += 1
      return slot
    }
  }

  private func leaveSlot(_ slot: Int) { load.withLock { $0[slot] -= 1 } }

  private static var late: Failure {
    Failure(
      .unreachable, "JD Edwards: other calls went before this one for longer than a call waits",
      remedy: "run fewer calls at once, or give jde.sessions more of them")
  }

  private static var interrupted: Failure {
    Failure(.interrupted, "stopped while waiting for a session of JD Edwards", remedy: "start it again")
  }
}
