import Diagnostics
import Foundation
import ProjectFiles
import TestSupport
import Testing

@Suite("counterfoil.yaml", .temporaryFolder)
struct ProjectFileTests {
  private static let file = "counterfoil.yaml"

  @Test("says how both systems are reached")
  func systems() throws {
    let project = try TestProject().load()
    let file = project.file
    #expect(file.jde.url == "https://ais.example.internal:9302/jderest")
    #expect(file.jde.environment == "JDV920")
    #expect(file.jde.role == "*ALL")
    #expect(file.jde.timeZone == "Europe/Berlin")
    #expect(file.jde.pageSize == 500)
    #expect(file.jde.paging == .key)
    #expect(file.jde.proxy == nil)
    #expect(file.zoho.endpoint == .dataCenter("eu"))
    #expect(file.zoho.creditsPerDay == 50_000)
    #expect(file.schedule.quietHours == nil)
    #expect(file.guards == GuardSettings())
    #expect(file.path("ledger") == file.folder + "/ledger")
  }

  @Test("has writes off when it is new, and each system has a switch of its own")
  func writes() throws {
    #expect(try TestProject().load().file.writes == .off)
    let project = try TestProject.changed(Self.file, "zoho: off }", to: "zoho: on }")
    #expect(try project.load().file.writes == WriteSwitches(jde: false, zoho: true))
  }

  @Test(
    "takes on, off, true and false for a switch", arguments: [("on", true), ("TRUE", true), ("off", false)])
  func switches(word: String, isOn: Bool) throws {
    let project = try TestProject.changed(Self.file, "zoho: off }", to: "zoho: \(word) }")
    #expect(try project.load().file.writes.zoho == isOn)
  }

  @Test("may leave out everything that has a default")
  func defaults() throws {
    var project = TestProject()
    project.files[Self.file] = """
      jde:
        url: https://ais.example:9302/jderest/
        environment: JPD920
        device: one
        time_zone: America/Denver
        username: SYNC
        password: ${secret:jde-password}
      zoho:
        data_center: us
        client_id: 1000.ABC
        client_secret: ${secret:s}
        refresh_token: ${secret:r}
      """
    let file = try project.load().file
    #expect(file.jde.url == "https://ais.example:9302/jderest", "without the slash at its end")
    #expect(file.writes == .off)
    #expect(file.schedule == .daily)
    #expect(
      file.guards.createsPerRun == 50 && file.guards.updatesShare == 0.2 && file.guards.clearsShare == 0.02)
    #expect(file.overlapDays == 2 && file.holdback == .seconds(300) && file.clockTolerance == .seconds(300))
    #expect(file.jde.pageSize == 500 && file.jde.sessions == 2 && file.zoho.concurrentCalls == 5)
    #expect(file.server.host == "127.0.0.1" && file.server.port == 8620 && file.server.publicURL == nil)
    #expect(try file.jde.username.reveal() == "SYNC")
  }

  @Test(
    "shows no part of an address that may hold a secret",
    arguments: [
      "https://me:geheim@ais.example/jderest", "https://ais.example/jderest?token=geheim",
      "https://ais.example/jderest#geheim",
    ])
  func secretAddress(url: String) throws {
    let project = try TestProject.changed(
      Self.file, "https://ais.example.internal:9302/jderest", to: "\"\(url)\"")
    let problems = try project.problems()
    #expect(problems.count == 1 && !"\(problems)".contains("geheim"), "\(problems)")
  }

  @Test("is told where a setting of one line has several, which would be headers of their own")
  func severalLines() throws {
    let project = try TestProject.changed(Self.file, "device: counterfoil", to: #"device: "a\r\nX-Other: b""#)
    let problems = try project.problems()
    #expect(problems.map(\.code) == [.configMalformed])
    #expect(problems.first?.message == "jde.device is one line, and here are several")
  }

  @Test("takes addresses in place of a data center, over plain http only on this machine")
  func hosts() throws {
    let local = try TestProject.changed(
      Self.file, "data_center: eu",
      to: "accounts_url: http://127.0.0.1:4001\n  api_url: http://127.0.0.1:4001/")
    #expect(
      try local.load().file.zoho.endpoint
        == .hosts(accountsURL: "http://127.0.0.1:4001", apiURL: "http://127.0.0.1:4001"))
    let disguised = try TestProject.changed(
      Self.file, "data_center: eu",
      to: "accounts_url: http://127.0.0.1.evil.example\n  api_url: https://a.example")
    #expect(try disguised.problems().map(\.code.name) == ["config-malformed"])
  }

  @Test("warns of a password that would travel unprotected to JD Edwards")
  func plainHTTP() throws {
    let project = try TestProject.changed(
      Self.file, "https://ais.example.internal:9302", to: "http://ais.example.internal:9300")
    let notes = try project.load().notes.map(\.description)
    #expect(notes.contains { $0.hasPrefix("counterfoil.yaml:7:8: jde.url is http") })
  }

  @Test("finds a certificate beside it")
  func certificate() throws {
    var project = try TestProject.changed(Self.file, "ca_file: null", to: "ca_file: certificates/ours.pem")
    project.files["certificates/ours.pem"] = "PEM"
    let file = try project.load().file
    #expect(file.jde.caFile == file.path("certificates/ours.pem"))
  }

  @Test("may keep a proxy with its password among the secrets")
  func proxy() throws {
    let project = try TestProject.changed(Self.file, "proxy: null", to: "proxy: ${secret:proxy}")
    let environment = ProcessEnvironment(["COUNTERFOIL_SECRET_PROXY": "http://me:pw@proxy.example:3128"])
    let file = try project.load(environment: environment).file
    #expect(try file.jde.proxy?.reveal() == "http://me:pw@proxy.example:3128")
    #expect(file.secrets.count == 6)
  }

  @Test("that is missing is answered with what to type next")
  func missing() throws {
    let folder = TemporaryFolder.current.path
    let failure = #expect(throws: ProjectFailures.self) { try ProjectLoader.load(folder: folder) }
    #expect(failure?.first.code.name == "config-missing")
    #expect(failure?.first.code.exitCode == 2)
    #expect(failure?.first.remedy.contains("counterfoil init") == true)
  }

  @Test("that is not UTF-8, a folder, or may not be read is told as that")
  func unreadable() throws {
    let folder = try TestProject().write()
    let file = URL(filePath: folder).appendingPathComponent(Self.file)
    try Data([0x6A, 0x64, 0x65, 0x3A, 0xFF]).write(to: file)
    #expect(throws: ProjectFailures.self) { try ProjectLoader.load(folder: folder) }
    try FileManager.default.removeItem(at: file)
    try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
    let failure = #expect(throws: ProjectFailures.self) { try ProjectLoader.load(folder: folder) }
    #expect(failure?.problems.map(\.code.name) == ["project-unreadable"])
    #expect(failure?.first.code.exitCode == 3)
  }

  @Test("with many mistakes is one line that counts the others")
  func summary() throws {
    var project = try TestProject.changed(Self.file, "Europe/Berlin", to: "Nowhere")
    try project.change(Self.file, "page_size: 500", to: "page_size: x")
    let folder = try project.write()
    let failure = #expect(throws: ProjectFailures.self) { try ProjectLoader.load(folder: folder) }
    #expect(failure?.summary.message.hasSuffix("(and 1 more)") == true)
    #expect(failure?.summary.place == failure?.first.place)
  }
}
