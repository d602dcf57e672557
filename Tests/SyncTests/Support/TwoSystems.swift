import AISSimulator
import Decisions
import Diagnostics
import EventLog
import Foundation
import JSONText
import ProjectFiles
import SimulatedCompanies
import Sync
import TestSupport
import Testing
import ZohoSimulator

/// A project of its own against both simulators, which live in this process.
struct TwoSystems: Sendable {
  let ais: SimulatedAIS
  let zoho: SimulatedZoho
  let project: TrialProject
  /// Where the Zoho simulator listens.
  let zohoURL: String

  /// Starts both, runs `body`, and stops them whatever came of it.
  ///
  /// The project is the one that `init` writes, with the simulators' addresses, writes on, small pages, and
  /// brakes that let a trial's many changes pass.
  static func run(
    seed: UInt64 = 1, records: Int = 60, existing: Int? = nil, _ body: (TwoSystems) async throws -> Void
  ) async throws {
    let folder = TemporaryFolder.current.appendingPathComponent("project").path
    // One time for the program and both systems: a wait of the program's passes in them as well.
    let project = TrialProject(folder: folder)
    let time = project.time
    let ais = SimulatedAIS(seed: seed, records: records, clock: time.wallTime)
    let zoho = SimulatedZoho(seed: seed, records: records, existing: existing, clock: time.wallTime)
    let jdePort = try await ais.start()
    let systems = TwoSystems(
      ais: ais, zoho: zoho, project: project,
      zohoURL: "http://127.0.0.1:\(try await zoho.start())")
    do {
      try systems.writeProject(jde: jdePort)
      try await body(systems)
      await systems.stop()
    } catch {
      await systems.stop()
      throw error
    }
  }

  private func stop() async {
    await ais.stop()
    await zoho.stop()
  }

  private func writeProject(jde: Int) throws {
    _ = try ProjectTemplate(environment: project.variables).write(to: project.folder)
    let replacements = [
      ("https://ais.example.internal:9302/jderest", "http://127.0.0.1:\(jde)/jderest"),
      (
        "  data_center: eu ",
        "  accounts_url: \(zohoURL)\n  api_url: \(zohoURL)\n  # was eu "
      ),
      ("zoho: off }", "zoho: on }"), ("page_size: 500 ", "page_size: 25 "),
      ("updates_share: 0.20", "updates_share: 0.90"),
    ]
    for (old, new) in replacements { try project.edit(old, to: new) }
    let secrets = [
      "jde-username": SimulatedAIS.userName, "jde-password": SimulatedAIS.password,
      "zoho-client-id": SimulatedZoho.clientID, "zoho-client-secret": SimulatedZoho.clientSecret,
      "zoho-refresh-token": SimulatedZoho.refreshToken,
    ]
    for (name, value) in secrets {
      let path = "\(project.folder)/secrets/\(name)"
      try value.write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
    let text = try String(contentsOfFile: project.folder + "/secrets/ledger-key", encoding: .utf8)
    let key = try #require(Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)))
    _ = try Ledger.create(
      at: project.folder + "/ledger", signingKey: [UInt8](key),
      geometry: LedgerGeometry(checking: 16, blocksPerSegment: 16) ?? .standard)
  }
}

extension TwoSystems {
  /// What a simulator says under `/control/`.
  private func control(
    _ system: some ImitatedSystem, _ method: String, _ path: String, _ body: JSONValue?
  ) throws -> JSONValue {
    let request = ImitatedRequest(
      time: project.time.wallTime(), method: method, path: path, body: body?.bytes ?? [])
    let answer = try #require(system.control(request), "\(path) exists")
    let json = try JSONValue(parsing: answer.body)
    try #require(answer.status == 200, "\(method) \(path): \(json.text)")
    return json
  }

  @discardableResult
  func zohoControl(_ method: String, _ path: String, _ body: JSONValue? = nil) throws -> JSONValue {
    try control(zoho, method, path, body)
  }

  @discardableResult
  func jdeControl(_ method: String, _ path: String, _ body: JSONValue? = nil) throws -> JSONValue {
    try control(ais, method, path, body)
  }

  /// Every row that reached Zoho in a write, refused ones too.
  func writes() throws -> [WrittenRow] {
    try (zohoControl("GET", "/control/writes").array ?? []).map { try #require(WrittenRow($0)) }
  }

  /// The calls of inserts and updates so far, whatever became of them.
  var writeCalls: [LoggedCall] {
    zoho.server().calls.filter {
      $0.path.hasPrefix("/crm/") && $0.method != "GET" && !$0.path.hasSuffix("/coql")
    }
  }

  /// What is true on both sides at this moment.
  func shown() throws -> ShownState {
    ShownState(
      jde: try jdeControl("GET", "/control/state"), zoho: try zohoControl("GET", "/control/state"),
      truth: try zohoControl("GET", "/control/truth"),
      today: try #require(jdeControl("GET", "/control/date")["date"]?.string))
  }

  /// What people do in JD Edwards: sets columns of one row.
  func changeJDE(
    _ table: String, _ key: JSONObject, _ values: JSONObject, action: String = "update"
  ) throws {
    try jdeControl(
      "POST", "/control/change",
      [
        [
          "table": JSONValue(table), "action": JSONValue(action), "key": .object(key),
          "values": .object(values),
        ]
      ])
  }

  /// What people do in Zoho: sets fields of one record.
  func changeZoho(_ module: String, id: String, _ values: JSONObject) throws {
    try zohoControl(
      "POST", "/control/change",
      [
        [
          "module": JSONValue(module), "action": "update", "id": JSONValue(id), "values": .object(values),
        ]
      ])
  }
}

extension TwoSystems {
  /// Finance gives an address number another search type: with `X` it is no customer any more.
  func setSearchType(of number: String, to type: String) throws {
    try changeJDE("F0101", ["AN8": JSONValue(number)], ["AT1": JSONValue(type)])
  }

  /// Somebody takes a record of Zoho out of the recycle bin.
  func restoreZoho(_ module: String, id: String) throws {
    try zohoControl(
      "POST", "/control/change",
      [["module": JSONValue(module), "action": "restore", "id": JSONValue(id)]])
  }

  /// A first load of sixteen customers into an empty Zoho, and one of them with its account's id.
  static func loaded(_ body: (TwoSystems, String, String) async throws -> Void) async throws {
    try await run(records: 16, existing: 0) { systems in
      try await systems.project.firstLoad()
      _ = try await systems.project.sync()
      let state = try systems.shown()
      let number = try #require(state.customers.dropFirst(3).first)
      try await body(systems, number, try #require(state.account(number)?.text("id")))
    }
  }

  /// Somebody says something of a customer.
  func say(_ answer: PairingAnswer, of number: String) async throws {
    try await project.run("links") { engine throws(Failure) in
      try await engine.answer(SubjectKey(entity: "customer", key: number), answer)
    }
  }

  /// A person throws a record of Zoho's away.
  func deleteZoho(_ module: String, id: String) throws {
    try zohoControl(
      "POST", "/control/change",
      [["module": JSONValue(module), "action": "delete", "id": JSONValue(id)]])
  }
}

/// One row of a write as the simulator noted it.
struct WrittenRow {
  let number: Int
  let call: Int
  let time: String
  let action: String
  let module: String
  let id: String?
  let key: String?
  /// The names of the fields that were sent, without `id`.
  let fields: Set<String>
  /// What was sent, without `id`.
  let row: JSONObject
  let isApplied: Bool

  init?(_ json: JSONValue) {
    guard let number = json["n"]?.int, let call = json["call"]?.int, let time = json["time"]?.string,
      let action = json["action"]?.string, let module = json["module"]?.string,
      let row = json["row"]?.object, let isApplied = json["applied"]?.bool
    else { return nil }
    self.number = number
    self.call = call
    self.time = time
    self.action = action
    self.module = module
    self.isApplied = isApplied
    id = json["id"]?.string
    key = json["key"]?.string
    fields = Set(json["fields"]?.array?.compactMap(\.string) ?? [])
    self.row = JSONObject(row.members.filter { $0.key.value != "id" })
  }
}
