import Diagnostics
import Foundation
import HTTPTransport
import JSONText

/// Starts both simulators, loads everything with the program as a user runs it, and counts.
struct LoadTrial {
  let records: Int
  let existing: Int
  let seed: Int

  private static let rowsPerPage = 500
  private static let recordsPerPage = 200
  private static let rowsPerWrite = 100

  func measured() async throws -> LoadFigures {
    let place = try BenchFolder(holding: "project")
    defer { place.remove() }
    let folder = place.path
    let project = folder + "/project"
    let ais = try start("ais-simulator", [], in: folder)
    let zoho: ChildProgram
    do { zoho = try start("zoho-simulator", ["--existing", "\(existing)"], in: folder) } catch {
      _ = try ais.stop()
      throw error
    }
    do {
      var figures = try await load(project: project, folder: folder, ais: ais, zoho: zoho)
      figures.simulatorSeconds = try ais.stop().processorSeconds + zoho.stop().processorSeconds
      return figures
    } catch {
      _ = try ais.stop()
      _ = try zoho.stop()
      throw error
    }
  }

  private func load(
    project: String, folder: String, ais: ChildProgram, zoho: ChildProgram
  ) async throws -> LoadFigures {
    let addresses = (
      jde: try ais.line(after: "listening on "), zoho: try zoho.line(after: "listening on ")
    )
    func program(_ arguments: String...) throws(Failure) -> (usage: ChildProgram.Usage, json: JSONValue?) {
      let output = "\(folder)/\(arguments[0]).out"
      let child = try ChildProgram(
        ChildProgram.beside("counterfoil"), arguments, in: project,
        environment: ["COUNTERFOIL_KEY_FILE": folder + "/key"],
        output: output)
      let usage = try child.wait()
      guard usage.exitCode == 0 || usage.exitCode == 4 else {
        throw Failure(
          .benchmarkBroken,
          "counterfoil \(arguments[0]) ended with \(usage.exitCode): \(child.printed.suffix(500))",
          remedy: "run it again")
      }
      return (usage, try? JSONValue(parsing: child.printed))
    }
    _ = try program("init")
    try prepare(project, addresses)
    let plan = try program("plan", "--json").usage
    let apply = try program("apply", "--json").usage
    var figures = LoadFigures(plan: plan, apply: apply)
    figures.records = records
    figures.existing = existing
    let log = try LoadLog(ledger: project + "/ledger")
    figures.events = log.events
    figures.stretches = log.stretches
    figures.ledgerBytes = FolderSize.of(project + "/ledger/log")
    try await count(&figures, log: log, addresses: addresses)
    return figures
  }

  /// The formula's terms with what the simulators have counted themselves.
  private func count(
    _ figures: inout LoadFigures, log: LoadLog, addresses: (jde: String, zoho: String)
  ) async throws {
    let transport = CurlTransport()
    defer { transport.shutdown() }
    func calls(_ address: String) async throws -> [JSONValue] {
      let call = HTTPCall(.get, address + "/control/calls")
      return try JSONValue(parsing: try await transport.send(call).body).array ?? []
    }
    let jde = try await calls(addresses.jde)
    let zoho = try await calls(addresses.zoho)
    figures.calls = jde.count + zoho.count
    let pages = jde.count { call in
      ["/dataservice", "/next"].contains { call["path"]?.string?.contains($0) ?? false }
    }
    let tablePages = log.tableRows.values.map { Self.pages($0, of: Self.rowsPerPage) }.reduce(0, +)
    func isAbout(_ call: JSONValue, _ method: String, ids: Bool) -> Bool {
      guard call["method"]?.string == method, let path = call["path"]?.string,
        path.hasPrefix("/crm/v8/Accounts") || path.hasPrefix("/crm/v8/Contacts")
      else { return false }
      return method != "GET" || (call["query"]?.string ?? path).contains("ids=") == ids
    }
    let modules = log.created
    figures.created = modules.values.reduce(0, +)
    let writes = modules.values.map { Self.pages($0, of: Self.rowsPerWrite) }.reduce(0, +)
    // Two readings of each module, one for the plan and one before it is applied; an empty one is a call, too.
    let zohoPages = 2 + 2 * max(1, Self.pages(existing, of: Self.recordsPerPage))
    let reads = zoho.count { isAbout($0, "GET", ids: false) || isAbout($0, "GET", ids: true) }
    let inserts = zoho.count { isAbout($0, "POST", ids: false) }
    figures.terms = [
      LoadFigures.Term(
        name: "pages of \(Self.rowsPerPage) of the six tables", expected: tablePages, found: pages),
      LoadFigures.Term(
        name: "pages of Zoho and read-backs of \(Self.rowsPerWrite)", expected: zohoPages + writes,
        found: reads),
      LoadFigures.Term(name: "inserts of \(Self.rowsPerWrite)", expected: writes, found: inserts),
    ]
  }

  private static func pages(_ count: Int, of size: Int) -> Int { (count + size - 1) / size }

  private func start(_ name: String, _ arguments: [String], in folder: String) throws(Failure) -> ChildProgram
  {
    try ChildProgram(
      ChildProgram.beside(name), ["--port", "0", "--seed", "\(seed)", "--records", "\(records)"] + arguments,
      in: folder,
      environment: [:], output: "")
  }

  private func prepare(_ project: String, _ addresses: (jde: String, zoho: String)) throws {
    let file = project + "/counterfoil.yaml"
    var text = try String(contentsOfFile: file, encoding: .utf8)
    for (old, new) in [
      ("https://ais.example.internal:9302", addresses.jde), ("zoho: off", "zoho: on"),
      ("data_center: eu ", "accounts_url: \(addresses.zoho)\n  api_url: \(addresses.zoho) "),
    ] {
      guard text.contains(old) else {
        throw Failure(.benchmarkBroken, "the new project says nothing of \(old)", at: file, remedy: "tell us")
      }
      text = text.replacingOccurrences(of: old, with: new)
    }
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    for (name, value) in [
      ("jde-username", "SYNCUSR"), ("jde-password", "simulated-password"),
      ("zoho-client-id", "1000.SIMULATEDCLIENT"), ("zoho-client-secret", "simulated-client-secret"),
      ("zoho-refresh-token", "1000.simulated.refresh-token"),
    ] {
      let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
      _ = FileManager.default.createFile(
        atPath: "\(project)/secrets/\(name)", contents: Data(value.utf8), attributes: attributes)
    }
  }
}
