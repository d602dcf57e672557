import Diagnostics
import HTTPDoubles
import HTTPTransport
import JDEdwards
import JSONText
import Testing

@Suite("What a person is told of JD Edwards", .timeLimit(.minutes(1)))
struct EchoTests {
  private static let secret = "p@ss/word \"7\""

  /// Bodies that give the caller's words back, as proxies and debugging servers do.
  private static let bodies: [@Sendable (String) -> JSONValue] = [
    { ["message": JSONValue("bad request: \($0)")] }, { ["sysErrors": [["TITLE": JSONValue($0)]]] },
    { ["exception": JSONValue("at \(WebAddress.encoded($0))")] },
    { ["message": JSONValue(String(repeating: "x", count: 193) + $0)] },
    { ["message": JSONValue(JSONValue.object(["password": JSONValue($0)]).text)] },
  ]

  @Test(
    "holds no password, though the server gives it back", arguments: bodies.indices, [200, 400, 403, 500])
  func password(body: Int, status: Int) async {
    let answer = Self.bodies[body](Self.secret).text
    let transport = ScriptedTransport { _, _ in .json(answer, status: status) }
    let client = AISClient(
      settings: .test(password: Secret(Self.secret)), transport: transport, cache: MemorySealedCache(),
      pacing: HandTime().pacing)
    for failure in [
      await Failure.from { () async throws(Failure) in try await client.signIn() },
      await Failure.from { () async throws(Failure) in try await client.defaultConfig() },
      await Failure.from { () async throws(Failure) in
        try await client.query(TableQuery("F0101", columns: ["AN8"]))
      },
    ].compactMap(\.self) {
      let told = "\(failure)"
      #expect(!told.contains("p@ss") && !told.contains("p%40ss") && !told.contains("word \\\""), "\(told)")
    }
  }

  @Test("holds no session, though the server gives it back")
  func session() async {
    let ais = MiniAIS()
    let transport = ScriptedTransport { call, _ in
      guard call.url.hasSuffix("dataservice") else { return ais.answer(call) }
      let token = call.headers["jde-AIS-Auth"] ?? ""
      return .json(
        JSONValue.object(["message": JSONValue("unknown token \(WebAddress.encoded(token))")]).text,
        status: 403)
    }
    let client = AISClient(
      settings: .test(), transport: transport, cache: MemorySealedCache(), pacing: HandTime().pacing)
    let failure = await Failure.from { () async throws(Failure) in
      try await client.query(TableQuery("F0101", columns: ["AN8"]))
    }
    #expect(failure?.message.contains("unknown token (secret)") == true, "\(String(describing: failure))")
  }
}
