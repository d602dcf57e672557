import AISSimulator
import EventLog
import Foundation
import JSONText
import SimulatedCompanies
import TestSupport
import Testing
import ZohoSimulator

/// A company with both systems, which live in this process, and a project that the program itself has made.
struct TrialCompany: Sendable {
  let ais: SimulatedAIS
  let zoho: SimulatedZoho
  /// The project's folder.
  let folder: URL

  /// Starts both systems, lets the program make a project for them, runs `body`, and stops everything.
  static func run(
    records: Int = 24, existing: Int = 8, writes: Bool = true, _ body: (TrialCompany) async throws -> Void
  ) async throws {
    let folder = TemporaryFolder.current.appendingPathComponent("project")
    let company = TrialCompany(
      ais: SimulatedAIS(seed: 1, records: records),
      zoho: SimulatedZoho(seed: 1, records: records, existing: existing), folder: folder)
    let ports = (ais: try await company.ais.start(), zoho: try await company.zoho.start())
    do {
      let made = try await ProgramRun(["init", "--project", "project"], in: TemporaryFolder.current)
      try #require(made.exitCode == 0, "\(made.errors)")
      try company.connect(ports.ais, ports.zoho)
      if writes { try company.edit("counterfoil.yaml", "zoho: off }", to: "zoho: on }") }
      try await body(company)
    } catch {
      await company.stop()
      throw error
    }
    await company.stop()
  }

  /// Runs the program in the project's folder.
  func program(
    _ arguments: String..., environment: [String: String] = [:], launcher: [String] = [],
    whileRunning: (RunningProgram) async throws -> Void = { _ in }
  ) async throws -> ProgramRun {
    try await ProgramRun(
      arguments, in: folder, environment: environment, launcher: launcher, whileRunning: whileRunning)
  }

  /// Runs the program, which must end with one of these codes.
  @discardableResult
  func program(
    _ arguments: String..., ending codes: Set<Int32>, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> ProgramRun {
    let run = try await ProgramRun(arguments, in: folder)
    try #require(
      codes.contains(run.exitCode), "\(arguments): \(run.exitCode)\n\(run.output)\(run.errors)",
      sourceLocation: sourceLocation)
    return run
  }

  /// Puts an empty ledger with small segments in the place of the one that `init` has made.
  func makeLedger(eventsPerBlock: Int, blocksPerSegment: Int) throws {
    let text = try String(contentsOf: folder.appendingPathComponent("secrets/ledger-key"), encoding: .utf8)
    let key = try #require(Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)))
    let ledger = folder.appendingPathComponent("ledger")
    try FileManager.default.removeItem(at: ledger)
    let geometry = try #require(LedgerGeometry(checking: eventsPerBlock, blocksPerSegment: blocksPerSegment))
    _ = try Ledger.create(at: ledger.path, signingKey: [UInt8](key), geometry: geometry)
  }

  /// Plans and applies until nothing is left.
  func firstLoad() async throws {
    try await program("plan", ending: [0])
    try await program("apply", ending: [0, 4])
  }

  /// Writes something else in place of a text of a file, which must be there.
  func edit(_ file: String, _ old: String, to new: String) throws {
    let url = folder.appendingPathComponent(file)
    let text = try String(contentsOf: url, encoding: .utf8)
    try #require(text.contains(old), "\(file) holds \(old)")
    try text.replacingOccurrences(of: old, with: new).write(to: url, atomically: true, encoding: .utf8)
  }

  /// Puts a secret into its file.
  func setSecret(_ name: String, _ value: String, mode: Int = 0o600) throws {
    let path = folder.appendingPathComponent("secrets/\(name)").path
    try value.write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  /// What the Zoho simulator says under `/control/`.
  @discardableResult
  func zohoControl(_ method: String, _ path: String, _ body: JSONValue? = nil) throws -> JSONValue {
    try control(zoho, method, path, body)
  }

  /// What the AIS simulator says under `/control/`.
  @discardableResult
  func jdeControl(_ method: String, _ path: String, _ body: JSONValue? = nil) throws -> JSONValue {
    try control(ais, method, path, body)
  }

  /// Rows that reached Zoho in a write.
  func writtenRows() throws -> [JSONValue] { try zohoControl("GET", "/control/writes").array ?? [] }

  private func control(
    _ system: some ImitatedSystem, _ method: String, _ path: String, _ body: JSONValue?
  ) throws -> JSONValue {
    let answer = try #require(
      system.control(ImitatedRequest(method: method, path: path, body: body?.bytes ?? [])), "\(path) exists")
    let json = try JSONValue(parsing: answer.body)
    try #require(answer.status == 200, "\(method) \(path): \(json.text)")
    return json
  }

  private func connect(_ aisPort: Int, _ zohoPort: Int) throws {
    let origin = "http://127.0.0.1:\(zohoPort)"
    try edit(
      "counterfoil.yaml", "https://ais.example.internal:9302", to: "http://127.0.0.1:\(aisPort)")
    try edit(
      "counterfoil.yaml", "  data_center: eu ",
      to: "  accounts_url: \(origin)\n  api_url: \(origin)\n  # was eu ")
    try setSecret("jde-username", SimulatedAIS.userName)
    try setSecret("jde-password", SimulatedAIS.password)
    try setSecret("zoho-client-id", SimulatedZoho.clientID)
    try setSecret("zoho-client-secret", SimulatedZoho.clientSecret)
    try setSecret("zoho-refresh-token", SimulatedZoho.refreshToken)
  }

  private func stop() async {
    await ais.stop()
    await zoho.stop()
  }
}
