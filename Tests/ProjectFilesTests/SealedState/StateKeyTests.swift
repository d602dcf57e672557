import Diagnostics
import Foundation
import ProjectFiles
import TestSupport
import Testing

@Suite("The key of the sealed state", .temporaryFolder)
struct StateKeyTests {
  private var home: String { TemporaryFolder.current.path }
  private let text = Data(repeating: 9, count: 32).base64EncodedString()

  private func write(_ text: String, _ path: String, mode: Int = 0o600) throws -> String {
    let file = TemporaryFolder.current.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    return file.path
  }

  @Test("is found in systemd's credentials, the environment, a named file, or the home folder, in this order")
  func order() throws {
    var variables = ["HOME": home]
    let inHome = try write(text + "\n", ".config/counterfoil/key")
    #expect(try StateKey.find(environment: ProcessEnvironment(variables)).origin == inHome)
    let named = try write(text, "elsewhere/key")
    variables["COUNTERFOIL_KEY_FILE"] = named
    #expect(try StateKey.find(environment: ProcessEnvironment(variables)).origin == named)
    variables["COUNTERFOIL_KEY"] = text
    #expect(try StateKey.find(environment: ProcessEnvironment(variables)).origin.contains("COUNTERFOIL_KEY"))
    let credential = try write(text, "credentials/counterfoil-key", mode: 0o440)
    variables["CREDENTIALS_DIRECTORY"] = home + "/credentials"
    #expect(try StateKey.find(environment: ProcessEnvironment(variables)).origin == credential)
  }

  @Test("follows XDG_CONFIG_HOME")
  func configHome() throws {
    let environment = ProcessEnvironment(["HOME": home, "XDG_CONFIG_HOME": home + "/xdg"])
    #expect(try StateKey.filePath(environment) == home + "/xdg/counterfoil/key")
  }

  @Test("that is missing, open to others or no key is told as that")
  func wrong() throws {
    let environment = ProcessEnvironment(["HOME": home])
    #expect(throws: Failure.self) { try StateKey.find(environment: ProcessEnvironment([:])) }
    let missing = #expect(throws: Failure.self) { try StateKey.find(environment: environment) }
    #expect(missing?.code.name == "state-key-missing")
    #expect(missing?.code.exitCode == 3)
    _ = try write(text, ".config/counterfoil/key", mode: 0o644)
    let exposed = #expect(throws: Failure.self) { try StateKey.find(environment: environment) }
    #expect(exposed?.code.name == "secret-exposed")
    _ = try write("not a key", ".config/counterfoil/key")
    let malformed = #expect(throws: Failure.self) { try StateKey.find(environment: environment) }
    #expect(malformed?.message.contains("32 bytes") == true)
    #expect(malformed?.description.contains("not a key") == false)
  }

  @Test("is made once, and not where one is given")
  func made() throws {
    let environment = ProcessEnvironment(["HOME": home])
    #expect(try StateKey.makeIfMissing(environment: environment))
    #expect(try !StateKey.makeIfMissing(environment: environment))
    let path = home + "/.config/counterfoil/key"
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    _ = try StateKey.find(environment: environment)
    let other = ProcessEnvironment(["HOME": home + "/other", "COUNTERFOIL_KEY": text])
    #expect(try !StateKey.makeIfMissing(environment: other))
    #expect(!FileManager.default.fileExists(atPath: home + "/other"))
  }

  @Test("is not shown by printing or dumping it")
  func hidden() throws {
    let key = try StateKey(Array(text.utf8), origin: "the test")
    var dumped = "\(key)"
    dump(key, to: &dumped)
    #expect(dumped.contains("the test") && !dumped.contains(text) && !dumped.contains("9"))
  }
}
