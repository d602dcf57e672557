import Decisions
import Diagnostics
import Foundation
import ProjectFiles
import TestSupport
import Testing

@Suite("A new project", .temporaryFolder)
struct ProjectTemplateTests {
  private var folder: String { TemporaryFolder.current.appendingPathComponent("project").path }
  private var environment: ProcessEnvironment {
    ProcessEnvironment(["HOME": TemporaryFolder.current.appendingPathComponent("home").path])
  }
  private var template: ProjectTemplate { ProjectTemplate(environment: environment) }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: folder + "/" + path)[.posixPermissions] as? Int
  }

  @Test("loads without a problem as it is written")
  func loads() throws {
    let outcome = try template.write(to: folder)
    let project = try ProjectLoader.load(folder: folder, environment: environment)
    #expect(project.rules.mappings.map(\.entity) == ["customer", "contact"])
    #expect(
      project.rules.crosswalks.keys.sorted() == [
        "account-owner", "customer-type", "industry", "payment-terms",
      ])
    #expect(project.file.writes == .off)
    #expect(Set(outcome.files) == Set(ProjectTemplate.texts.keys).union(["secrets/ledger-key"]))
  }

  @Test("has a ledger key and a key for its state, which only their owner may read")
  func keys() throws {
    let outcome = try template.write(to: folder)
    #expect(try mode("secrets") == 0o700)
    #expect(try mode("secrets/ledger-key") == 0o600)
    #expect(try SecretSource(project: folder, environment: environment).key("ledger-key").count == 32)
    #expect(outcome.newStateKey == TemporaryFolder.current.path + "/home/.config/counterfoil/key")
    _ = try StateKey.find(environment: environment)
    let second = try template.write(to: folder + "-2")
    #expect(second.newStateKey == nil, "one key serves all projects of a person")
    #expect(
      try Data(contentsOf: URL(filePath: folder + "/secrets/ledger-key"))
        != Data(contentsOf: URL(filePath: folder + "-2/secrets/ledger-key")))
  }

  @Test("keeps out of a repository what is secret or of this machine")
  func ignored() throws {
    let lines = try #require(ProjectTemplate.texts[".gitignore"]).split(separator: "\n")
    for name in ["/secrets/", "/state/", "/ledger/", "/projections.sqlite*"] {
      #expect(lines.contains(Substring(name)))
    }
  }

  @Test("is not written over one that is there")
  func occupied() throws {
    _ = try template.write(to: folder)
    let failure = #expect(throws: Failure.self) { try template.write(to: folder) }
    #expect(failure?.code.name == "project-exists")
    #expect(failure?.code.exitCode == 2)
  }

  @Test("is finished when its making was interrupted")
  func repeated() throws {
    _ = try template.write(to: folder)
    let key = try Data(contentsOf: URL(filePath: folder + "/secrets/ledger-key"))
    for name in ["counterfoil.yaml", "tests/example.yaml"] {
      try FileManager.default.removeItem(atPath: folder + "/" + name)
    }
    _ = try template.write(to: folder)
    #expect(
      try Data(contentsOf: URL(filePath: folder + "/secrets/ledger-key")) == key, "a key is never replaced")
    _ = try ProjectLoader.load(folder: folder, environment: environment)
  }

  @Test("does not touch a file that somebody wrote there")
  func foreign() throws {
    try FileManager.default.createDirectory(atPath: folder + "/mappings", withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(filePath: folder + "/mappings/customer.yaml"))
    let failure = #expect(throws: Failure.self) { try template.write(to: folder) }
    #expect(failure?.place == folder + "/mappings/customer.yaml")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["mappings"], "nothing was begun")
  }

  @Test("cannot be made where a file stands in the place of its folder")
  func blocked() throws {
    try Data().write(to: URL(filePath: folder))
    let failure = #expect(throws: Failure.self) { try template.write(to: folder + "/inside") }
    #expect(failure?.code.name == "project-unwritable")
    #expect(failure?.code.exitCode == 3)
  }

  @Test("cannot be made in a folder that may only be read", .enabled(if: getuid() != 0))
  func readOnly() throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o500])
    let failure = #expect(throws: Failure.self) { try template.write(to: folder) }
    #expect(failure?.code.name == "project-unwritable")
    #expect(failure?.remedy.contains("choose a folder") == true)
  }
}

@Suite("A project taken to another environment", .temporaryFolder)
struct ProjectCopyTests {
  private var root: String { TemporaryFolder.current.path }
  private var environment: ProcessEnvironment { ProcessEnvironment(["HOME": root + "/home"]) }
  private var template: ProjectTemplate { ProjectTemplate(environment: environment) }

  @Test("has the files of the tried one, without its ledger, projections, state, plans and secrets")
  func files() throws {
    _ = try template.write(to: root + "/tried")
    for path in [
      "ledger/log/1.jsonl", "state/x.sealed", "plans/p.json", "projections.sqlite", "projections.sqlite-wal",
      "secrets/jde-password", "certificates/ca.der", ".git/config",
    ] {
      let file = URL(filePath: root + "/tried/" + path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data([0xFF, 0x00, 0x0A]).write(to: file)
    }
    let outcome = try template.copy(from: root + "/tried", to: root + "/production")
    #expect(
      outcome.files
        == (Array(ProjectTemplate.texts.keys) + ["certificates/ca.der", "secrets/ledger-key"]).sorted())
    #expect(
      try Data(contentsOf: URL(filePath: root + "/production/certificates/ca.der"))
        == Data([0xFF, 0x00, 0x0A]))
    let names = try FileManager.default.contentsOfDirectory(atPath: root + "/production")
    #expect(Set(names).isDisjoint(with: ["ledger", "state", "plans", "projections.sqlite", ".git"]))
    #expect(
      try Data(contentsOf: URL(filePath: root + "/production/secrets/ledger-key"))
        != Data(contentsOf: URL(filePath: root + "/tried/secrets/ledger-key")))
  }

  @Test(
    "has writes off, and nothing else changed",
    arguments: [
      ("writes: { jde: off, zoho: off }", "writes: { jde: on, zoho: true }"),
      ("writes: { jde: off, zoho: off }", "writes:\r\n  jde: \"on\"   # soon\r\n  zoho: On"),
      ("writes: { jde: off, zoho: off }", "writes: { jde: off, zoho: off }"),
    ])
  func writesOff(old: String, new: String) throws {
    _ = try template.write(to: root + "/tried")
    let file = URL(filePath: root + "/tried/counterfoil.yaml")
    let text = try String(contentsOf: file, encoding: .utf8).replacing(old, with: new)
    try Data(text.utf8).write(to: file)
    _ = try template.copy(from: root + "/tried", to: root + "/production")
    let project = try ProjectLoader.load(folder: root + "/production", environment: environment)
    #expect(project.file.writes == .off)
    let switchedOff = new.replacing("on,", with: "off,").replacing("true", with: "off").replacing(
      "\"on\"", with: "\"off\""
    )
    .replacing("On", with: "off")
    let copied = try String(contentsOf: URL(filePath: root + "/production/counterfoil.yaml"), encoding: .utf8)
    #expect(copied == text.replacing(new, with: switchedOff))
  }

  @Test("must have been a project")
  func missing() throws {
    let failure = #expect(throws: Failure.self) { try template.copy(from: root, to: root + "/production") }
    #expect(failure?.code.name == "config-missing")
  }

  @Test("is not copied onto itself")
  func onItself() throws {
    _ = try template.write(to: root + "/tried")
    let failure = #expect(throws: Failure.self) {
      try template.copy(from: root + "/tried", to: root + "/tried")
    }
    #expect(failure?.code.name == "project-exists")
  }
}
