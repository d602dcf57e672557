import Diagnostics
import Foundation
import ProjectFiles
import TestSupport
import Testing

@Suite("A secret", .temporaryFolder)
struct SecretTextTests {
  private var folder: String { TemporaryFolder.current.path }

  private func write(_ text: String, _ path: String, mode: Int) throws {
    let file = TemporaryFolder.current.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
  }

  private func secret(_ variables: [String: String] = [:]) -> SecretText {
    SecretText(
      named: "jde-password", in: SecretSource(project: folder, environment: ProcessEnvironment(variables)))
  }

  @Test("comes from the environment before systemd, and from systemd before the folder")
  func order() throws {
    try write("from the folder\n", "secrets/jde-password", mode: 0o600)
    #expect(try secret().reveal() == "from the folder", "without the line end of the editor")
    try write("from systemd", "credentials/jde-password", mode: 0o440)
    let credentials = ["CREDENTIALS_DIRECTORY": folder + "/credentials"]
    #expect(try secret(credentials).reveal() == "from systemd")
    let both = credentials.merging(["COUNTERFOIL_SECRET_JDE_PASSWORD": "from the environment"]) { $1 }
    #expect(try secret(both).reveal() == "from the environment")
  }

  @Test("keeps its blanks")
  func blanks() throws {
    try write(" with blanks \r\n", "secrets/jde-password", mode: 0o400)
    #expect(try secret().reveal() == " with blanks ")
  }

  @Test("begins behind the byte-order mark of the editor")
  func byteOrderMark() throws {
    try write("\u{FEFF}geheim\n", "secrets/jde-password", mode: 0o600)
    #expect(try secret().reveal().utf8.elementsEqual("geheim".utf8))
  }

  @Test("that holds a NUL character is refused by that name")
  func nul() throws {
    try write("ge\0heim", "secrets/jde-password", mode: 0o600)
    let failure = #expect(throws: Failure.self) { try secret().reveal() }
    #expect(failure?.message.contains("NUL") == true)
  }

  @Test("that others can read is refused, with the command that closes it", arguments: [0o644, 0o640, 0o606])
  func exposed(mode: Int) throws {
    try write("value", "secrets/jde-password", mode: mode)
    let failure = #expect(throws: Failure.self) { try secret().reveal() }
    #expect(failure?.code.name == "secret-exposed")
    #expect(failure?.remedy == "chmod 600 \(folder)/secrets/jde-password")
  }

  @Test("that is nowhere says all the places where it could be")
  func missing() throws {
    let failure = #expect(throws: Failure.self) { try secret().reveal() }
    #expect(failure?.code.name == "secret-missing")
    #expect(failure?.code.exitCode == 2)
    for place in ["secrets/jde-password", "COUNTERFOIL_SECRET_JDE_PASSWORD", "systemd"] {
      #expect(failure?.remedy.contains(place) == true)
    }
  }

  @Test("that is empty or has several lines is refused", arguments: ["\n", "one\ntwo\n"])
  func shape(text: String) throws {
    try write(text, "secrets/jde-password", mode: 0o600)
    #expect(throws: Failure.self) { try secret().reveal() }
  }

  @Test("is not shown by printing, debugging or dumping what holds it")
  func hidden() throws {
    let plain = SecretText(plain: "geheim", name: "jde.username")
    let named = secret(["COUNTERFOIL_SECRET_JDE_PASSWORD": "geheim"])
    for secret in [plain, named] {
      var dumped = ""
      dump(secret, to: &dumped)
      #expect(
        !"\(secret) \(String(reflecting: secret)) \(dumped) \(Mirror(reflecting: secret).children.count)"
          .contains("geheim"))
    }
    #expect("\(named)" == "<secret jde-password>")
    var project = ""
    let environment = ProcessEnvironment(["COUNTERFOIL_SECRET_JDE_PASSWORD": "geheim"])
    dump(try TestProject().load(environment: environment), to: &project)
    #expect(project.contains("jde-password") && !project.contains("geheim"))
  }

  @Test("of a new project is listed as missing, each with its place")
  func listed() throws {
    let problems = try TestProject().load().file.secretProblems()
    #expect(problems.map(\.code.name) == Array(repeating: "secret-missing", count: 5))
    #expect(problems.compactMap(\.place).allSatisfy { $0.hasPrefix("counterfoil.yaml:") })
  }

  @Test("that is a key must be 32 bytes")
  func key() throws {
    try write(Data(repeating: 7, count: 32).base64EncodedString() + "\n", "secrets/ledger-key", mode: 0o600)
    let source = SecretSource(project: folder, environment: ProcessEnvironment([:]))
    #expect(try source.key("ledger-key") == Array(repeating: 7, count: 32))
    try write(Data(repeating: 7, count: 31).base64EncodedString(), "secrets/ledger-key", mode: 0o600)
    #expect(throws: Failure.self) { try source.key("ledger-key") }
  }
}
