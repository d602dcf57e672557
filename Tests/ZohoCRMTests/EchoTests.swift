import Diagnostics
import HTTPDoubles
import HTTPTransport
import JSONText
import Testing
import ZohoCRM

@Suite("What is told and kept of Zoho's words", .timeLimit(.minutes(1)))
struct EchoTests {
  private static let clientSecret = "c/secret+\"1\""
  private static let refreshToken = "1000.refresh/token.2"

  private func client(_ script: @escaping @Sendable (HTTPCall) -> ScriptedTransport.Ending) -> ZohoClient {
    let settings = ZohoSettings(
      dataCenter: .eu, clientID: "client", clientSecret: Secret(Self.clientSecret),
      refreshToken: Secret(Self.refreshToken))
    return ZohoClient(
      settings: settings, transport: ScriptedTransport { call, _ in script(call) },
      cache: MemorySealedCache(),
      pacing: HandTime().pacing)
  }

  private func holdsSecret(_ text: String) -> Bool {
    ["c/secret", "c%2Fsecret", "c\\/secret", "1000.refresh", "1000.access", "refresh%2Ftoken"].contains {
      text.contains($0)
    }
  }

  @Test(
    "holds no secret of a refused token request, in the error, its description or the host", arguments: 0..<3)
  func token(form: Int) async {
    let echo = "\(WebAddress.encoded(Self.clientSecret)) \(Self.refreshToken)"
    let bodies: [JSONValue] = [
      ["error": JSONValue(String(repeating: "e", count: 50) + Self.refreshToken)],
      ["error": JSONValue("bad \(echo)"), "error_description": JSONValue(echo)],
      ["access_token": "1000.access", "api_domain": JSONValue("https://\(Self.refreshToken).example")],
    ]
    let body = bodies[form].text
    let failure = await Failure.from { () async throws(Failure) in
      try await client { _ in .json(body) }.modules()
    }
    #expect(
      failure != nil && !holdsSecret("\(String(describing: failure))"), "\(String(describing: failure))")
  }

  private static let granted = #"{"access_token":"1000.access.token","api_domain":"https://www.zohoapis.eu"}"#

  @Test("holds no access token of a refused read", arguments: [200, 400, 403, 404, 500])
  func read(status: Int) async {
    let client = client { call in
      guard !call.url.hasSuffix("/token") else { return .json(Self.granted) }
      let echo = call.headers["Authorization"] ?? ""
      return .json(
        JSONValue.object(["code": "INVALID_DATA", "message": JSONValue(echo)]).text, status: status)
    }
    let failure = await Failure.from { () async throws(Failure) in try await client.modules() }
    #expect(failure?.message.contains("(secret)") == true, "\(String(describing: failure))")
    #expect(!holdsSecret("\(String(describing: failure))"))
  }

  @Test("holds no secret of a write's answer, and keeps its codes and ids", arguments: [207, 400, 500])
  func write(status: Int) async throws {
    let client = client { call in
      guard !call.url.hasSuffix("/token") else { return .json(Self.granted) }
      let echo = JSONValue("\(call.headers["Authorization"] ?? "") \(Self.clientSecret)")
      let row: JSONValue = [
        "code": "DUPLICATE_DATA", "message": echo,
        "details": ["api_name": "Key", "id": "4876876000000500001", "given": [echo], Self.refreshToken: 1],
      ]
      return .json(JSONValue.object(["data": [row], "trace": echo]).text, status: status)
    }
    let outcome = await client.insert("Accounts", rows: [["Account_Name": "A"]])
    #expect(!holdsSecret("\(outcome)"), "\(outcome)")
    switch outcome {
    case .answered(let rows, let evidence):
      guard case .rejected(let errors)? = rows.first?.outcome else {
        Issue.record("the row was refused")
        return
      }
      #expect(errors.first?.code == "DUPLICATE_DATA" && errors.first?.duplicateID == "4876876000000500001")
      #expect(errors.first?.message.contains("(secret)") == true)
      #expect(rows.first?.json["details"]?["given"]?[0]?.string?.contains("(secret)") == true)
      #expect(evidence.body?["trace"]?.string?.contains("(secret)") == true)
    case .unknown(let failure, let evidence):
      #expect(
        failure.message.contains("(secret)") && evidence?.body?["trace"]?.string?.contains("(secret)") == true
      )
    case .notSent, .refused: Issue.record("\(outcome)")
    }
  }

  @Test("leaves what a record holds as it is, be it what a secret is")
  func data() async throws {
    let client = client { call in
      guard !call.url.hasSuffix("/token") else { return .json(Self.granted) }
      return .json(JSONValue.object(["modules": [["name": JSONValue(Self.refreshToken)]]]).text)
    }
    #expect(try await client.modules().first?["name"]?.string == Self.refreshToken)
  }
}
