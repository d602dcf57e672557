import Decisions
import Diagnostics
import Foundation
import ProjectFiles
import TestSupport
import Testing

@Suite("The hash of what decides", .temporaryFolder)
struct RulesHashTests {
  @Test(
    "moves with every file that decides, and with nothing else",
    arguments: [
      ("mappings/contact.yaml", true), ("crosswalks/industry.csv", true), ("matching.yaml", true),
      ("tests/example.yaml", false), ("counterfoil.yaml", false), (".gitignore", false),
    ])
  func moves(file: String, isDeciding: Bool) throws {
    let before = try TestProject().load()
    var project = TestProject()
    project.files[file]? += "\n"
    let after = try project.load()
    #expect((before.rules.hash != after.rules.hash) == isDeciding)
    #expect(before.rules.hash.count == 64)
  }

  @Test("is the same wherever the project lies, and with the project file away")
  func place() throws {
    let project = TestProject()
    let whole = try project.load().rules
    var other = project
    other.files["counterfoil.yaml"] = nil
    let rules = try ProjectLoader.loadRules(folder: try other.write())
    #expect(rules == whole)
  }

  @Test("stands for files that are all given to the log")
  func texts() throws {
    let project = try TestProject().load()
    #expect(
      project.texts.keys.sorted() == [
        "counterfoil.yaml", "crosswalks/account-owner.csv", "crosswalks/customer-type.csv",
        "crosswalks/industry.csv",
        "crosswalks/payment-terms.csv", "mappings/contact.yaml", "mappings/customer.yaml", "matching.yaml",
      ])
    #expect(project.texts["crosswalks/industry.csv"] == ProjectTemplate.texts["crosswalks/industry.csv"])
  }

  @Test("is not made of a folder without mappings")
  func empty() throws {
    let failure = #expect(throws: ProjectFailures.self) {
      try ProjectLoader.loadRules(folder: TemporaryFolder.current.path)
    }
    #expect(failure?.first.code.name == "config-missing")
  }
}
