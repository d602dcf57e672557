import AISSimulator
import Diagnostics
import EventLog
import Foundation
import JSONText
import ProjectFiles
import Projections
import SimulatedCompanies
import Sync
import TestSupport
import Testing
import ZohoSimulator

/// A project of its own against both simulators, in this process.
struct TwoSystems {
  let ais: SimulatedAIS
  let zoho: SimulatedZoho
  let folder: String
  let variables: ProcessEnvironment

  /// Starts both and writes the project that `init` writes, with the simulators' addresses and writes on.
  static func start(
    seed: UInt64 = 1, records: Int = 60, existing: Int? = nil, zohoWrites: Bool = true
  ) async throws -> TwoSystems {
    let ais = SimulatedAIS(seed: seed, records: records)
    let zoho = SimulatedZoho(seed: seed, records: records, existing: existing)
    let folder = TemporaryFolder.current.appendingPathComponent("project").path
    let key = Data((0..<32).map { UInt8($0) }).base64EncodedString()
    let variables = ProcessEnvironment(["COUNTERFOIL_KEY": key])
    let systems = TwoSystems(ais: ais, zoho: zoho, folder: folder, variables: variables)
    try systems.writeProject(
      jde: try await ais.start(), zoho: try await zoho.start(), zohoWrites: zohoWrites)
    return systems
  }

  /// Stops both.
  func stop() async {
    await ais.stop()
    await zoho.stop()
  }

  /// Runs one verb through an engine of its own, as the program does.
  @discardableResult
  func run<Value: Sendable>(
    _ verb: String, _ body: (SyncEngine) async throws(Failure) -> Value
  ) async throws -> Value {
    let project = try ProjectLoader.load(folder: folder, environment: variables)
    let engine = try await SyncEngine.open(
      project: project, verb: verb, arguments: [],
      environment: SyncEnvironment(ledger: .real, user: "tester", process: variables),
      progress: SilentProgress())
    do {
      let value = try await body(engine)
      try await engine.close(exitCode: 0)
      return value
    } catch {
      try await engine.close(exitCode: 1)
      throw error
    }
  }

  /// Plans, and applies the plan to its end.
  @discardableResult
  func firstLoad() async throws -> RunReport {
    let plan = try await run("plan") { engine throws(Failure) in try await engine.plan() }
    return try await run("apply") { engine throws(Failure) in
      try await engine.apply(planHash: plan.hash, limit: nil, only: [])
    }
  }

  func sync() async throws -> RunReport {
    try await run("sync") { engine throws(Failure) in try await engine.sync() }
  }

  /// What the Zoho simulator says under `/control/`.
  func zohoControl(_ method: String = "GET", _ path: String, _ body: JSONValue? = nil) throws -> JSONValue {
    let answer = zoho.control(ImitatedRequest(method: method, path: path, body: body?.bytes ?? []))
    return try JSONValue(parsing: try #require(answer).body)
  }

  /// What the AIS simulator says under `/control/`.
  func jdeControl(_ method: String = "GET", _ path: String, _ body: JSONValue? = nil) throws -> JSONValue {
    let answer = ais.control(ImitatedRequest(method: method, path: path, body: body?.bytes ?? []))
    return try JSONValue(parsing: try #require(answer).body)
  }

  /// Every row that was written to Zoho so far.
  func writes() throws -> [JSONValue] {
    let answer = try zohoControl("GET", "/control/writes")
    return answer.array ?? answer["writes"]?.array ?? []
  }

  private func writeProject(jde: Int, zoho: Int, zohoWrites: Bool) throws {
    _ = try ProjectTemplate(environment: variables).write(to: folder)
    let file = folder + "/counterfoil.yaml"
    var text = try String(contentsOfFile: file, encoding: .utf8)
    let replacements = [
      ("https://ais.example.internal:9302/jderest", "http://127.0.0.1:\(jde)/jderest"),
      (
        "  data_center: eu ",
        "  accounts_url: http://127.0.0.1:\(zoho)\n  api_url: http://127.0.0.1:\(zoho)\n  # was eu "
      ),
      ("zoho: off }", "zoho: \(zohoWrites ? "on" : "off") }"),
    ]
    for (old, new) in replacements {
      try #require(text.contains(old), "the template has \(old)")
      text = text.replacing(old, with: new)
    }
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    let secrets = [
      "jde-username": SimulatedAIS.userName, "jde-password": SimulatedAIS.password,
      "zoho-client-id": SimulatedZoho.clientID, "zoho-client-secret": SimulatedZoho.clientSecret,
      "zoho-refresh-token": SimulatedZoho.refreshToken,
    ]
    for (name, value) in secrets {
      let path = "\(folder)/secrets/\(name)"
      try value.write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
    let key = try #require(
      Data(base64Encoded: try String(contentsOfFile: folder + "/secrets/ledger-key", encoding: .utf8)
        .trimmingCharacters(in: .whitespacesAndNewlines)))
    _ = try Ledger.create(
      at: folder + "/ledger", signingKey: [UInt8](key),
      geometry: LedgerGeometry(checking: 16, blocksPerSegment: 16) ?? .standard)
  }
}
