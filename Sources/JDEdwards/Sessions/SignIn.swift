import Diagnostics
import HTTPTransport
import Instants
import JSONText

/// The two calls of a session's life: log in and log out.
///
/// Keeps nothing.
struct SignIn: Sendable {
  /// How the server answered a log-in.
  enum Outcome: Sendable {
    case opened(AISSession)
    case refused(status: Int, says: String?)
  }

  let settings: AISSettings
  let transport: any WebTransport
  let pacing: Pacing
  let tally: CallTally

  /// Statuses that refuse a session or credentials; proxies and containers use different ones for the same.
  static let refusals: Set<Int> = [401, 403, 444, 445, 446]

  /// Asks for a session.
  ///
  /// A stumbling server is asked once more at most: each try may count against the account.
  func logIn() async throws(Failure) -> Outcome {
    var policy = settings.retries
    policy.attemptsMax = 2
    var retries = Retries(policy: policy, kind: .read)
    var random = PacedRandomness(pacing)
    while true {
      let verdict: Retries.Verdict
      var ending: Result<HTTPAnswer, Failure>
      tally.count("login")
      do throws(HTTPProblem) {
        var attempt = logInCall
        attempt.limits = retries.limits(settings.limits)
        let began = pacing.time.steady()
        defer { retries.took(.microseconds(pacing.time.steady() - began)) }
        let answer = try await transport.send(attempt)
        if Self.refusals.contains(answer.status) {
          return .refused(status: answer.status, says: AISBody.says(answer))
        }
        ending = .success(answer)
        verdict = retries.answered(
          answer.status, retryAfter: answer.retryAfter(now: pacing.seconds), random: &random)
      } catch {
        ending = .failure(error.failure(from: AISSettings.system))
        verdict = retries.failed(error, random: &random)
      }
      if case .again(let delay) = verdict {
        try await pacing.pause(delay, system: AISSettings.system)
        continue
      }
      return .opened(try session(ending.get()))
    }
  }

  /// Ends a session; whatever comes of it, the session is no longer used.
  func logOut(_ session: AISSession) async {
    var call = call("logout", headers: Self.headers(session, settings))
    call.limits = HTTPCall.Limits(connect: .seconds(3), whole: .seconds(5), stalled: .seconds(5))
    call.body = JSONValue.object(["token": .string(session.token.value)]).bytes
    tally.count("logout")
    // Clean-up: a session that cannot be ended dies by the server's own time-out.
    do throws(HTTPProblem) { _ = try await transport.send(call) } catch {}
  }

  /// The header fields of every call within a session.
  static func headers(_ session: AISSession, _ settings: AISSettings) -> HTTPHeaders {
    [
      "Content-Type": "application/json", "Accept": "application/json", "jde-AIS-Auth": session.token.value,
      "jde-AIS-Auth-Device": settings.device,
    ]
  }

  private var logInCall: HTTPCall {
    var call = call("", headers: ["Content-Type": "application/json", "Accept": "application/json"])
    call.body =
      JSONValue.object([
        "username": .string(settings.username), "password": .string(settings.password.value),
        "environment": .string(settings.environment), "role": .string(settings.role),
        "deviceName": .string(settings.device),
      ]).bytes
    return call
  }

  private func call(_ path: String, headers: HTTPHeaders) -> HTTPCall {
    let url = "\(settings.url)/v2/tokenrequest" + (path.isEmpty ? "" : "/\(path)")
    return HTTPCall(.post, url, headers: headers, limits: settings.limits, isRepeatable: false)
  }

  /// What was asked for is what was opened, where the answer says what that is.
  private func require(
    _ asked: String, isAnswered answer: JSONValue?, as name: String, _ place: String
  ) throws(Failure) {
    guard let answer, !answer.isNull else { return }
    let opened = (answer.string ?? answer.text).trimmingBlanks
    guard !asked.isEmpty, !opened.isEmpty, opened.uppercased() != asked.uppercased() else { return }
    throw .unusableAnswer(place, "it opens \(name) \(AISBody.line(opened)), and \(asked) was asked for")
  }

  private func session(_ answer: HTTPAnswer) throws(Failure) -> AISSession {
    let place = "\(settings.url)/v2/tokenrequest"
    guard answer.status == 200 else {
      throw .server(answer, at: place)
    }
    let root = try AISBody.read(answer, place: place)
    guard let token = root["userInfo"]?["token"]?.string, !token.isEmpty else {
      throw .unusableAnswer(place, "it holds no token")
    }
    try require(settings.environment, isAnswered: root["environment"], as: "environment", place)
    // Every role at once may be answered with the one that leads them.
    if settings.role != "*ALL" { try require(settings.role, isAnswered: root["role"], as: "role", place) }
    let pattern = root["userInfo"]?["simpleDateFormat"]?.string?.trimmingBlanks ?? ""
    return AISSession(
      token: Secret(token), opened: pacing.seconds,
      datePattern: pattern.isEmpty ? DatePattern.usual : pattern,
      isPasswordExpiring: root["passwordAboutToExpire"]?.bool ?? false)
  }
}
