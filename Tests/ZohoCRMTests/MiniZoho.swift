import Diagnostics
import HTTPDoubles
import HTTPTransport
import Synchronization
import ZohoCRM

/// A small Zoho in memory for tests of the client: tokens that it knows, and a script for everything else.
final class MiniZoho: Sendable {
  private let tokens = Mutex<(valid: Set<String>, granted: Int)>(([], 0))
  private let api: @Sendable (HTTPCall) -> ScriptedTransport.Ending

  init(_ api: @escaping @Sendable (HTTPCall) -> ScriptedTransport.Ending = { _ in .status(204) }) {
    self.api = api
  }

  /// Tokens granted so far.
  var granted: Int { tokens.withLock { $0.granted } }

  /// Every token is forgotten, as if another data centre were asked.
  func forgetTokens() { tokens.withLock { $0.valid = [] } }

  var transport: ScriptedTransport { ScriptedTransport { [self] call, _ in answer(call) } }

  func answer(_ call: HTTPCall) -> ScriptedTransport.Ending {
    guard !call.url.hasSuffix("/oauth/v2/token") else { return .json(grant()) }
    let token = call.headers["Authorization"]?.split(separator: " ").last.map(String.init) ?? ""
    guard tokens.withLock({ $0.valid.contains(token) }) else {
      return .json(
        #"{"code":"INVALID_TOKEN","details":{},"message":"invalid oauth token","status":"error"}"#,
        status: 401)
    }
    return api(call)
  }

  /// A token answer.
  func grant(seconds: Int = 3_600, apiDomain: String = "https://www.zohoapis.eu") -> String {
    let token = tokens.withLock { tokens in
      tokens.granted += 1
      tokens.valid.insert("1000.\(tokens.granted)")
      return "1000.\(tokens.granted)"
    }
    return
      #"{"access_token":"\#(token)","api_domain":"\#(apiDomain)","token_type":"Bearer","expires_in":\#(seconds)}"#
  }
}

extension ZohoSettings {
  /// Settings of a test in the EU.
  static func test(creditsPerDay: Int = 50_000, concurrentCalls: Int = 5) -> ZohoSettings {
    ZohoSettings(
      dataCenter: .eu, clientID: "client", clientSecret: "hunter2", refreshToken: "hunter3",
      creditsPerDay: creditsPerDay, concurrentCalls: concurrentCalls)
  }
}

extension Failure {
  /// The failure that a piece of work ends in; nil where it succeeds.
  static func from<Value>(_ body: () async throws(Failure) -> Value) async -> Failure? {
    do throws(Failure) {
      _ = try await body()
      return nil
    } catch {
      return error
    }
  }
}

extension WriteOutcome {
  /// The rows where each was answered.
  var rows: [RowAnswer]? { if case .answered(let rows, _) = self { rows } else { nil } }
  /// The failure where the write may have been done.
  var unknown: Failure? { if case .unknown(let failure, _) = self { failure } else { nil } }
  /// The failure where nothing was done.
  var notSent: Failure? { if case .notSent(let failure) = self { failure } else { nil } }
  /// What was answered; nil where nothing was.
  var evidence: WriteEvidence? {
    switch self {
    case .answered(_, let evidence), .refused(_, let evidence): evidence
    case .unknown(_, let evidence): evidence
    case .notSent: nil
    }
  }
  /// The failure where Zoho refused all.
  var refused: Failure? { if case .refused(let failure, _) = self { failure } else { nil } }
}
