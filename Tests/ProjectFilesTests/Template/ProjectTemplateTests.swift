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

  @Test("loads without a problem as it is written")
  func loads() throws {
    _ = try ProjectTemplate(environment: environment).write(to: folder)
    let project = try ProjectLoader.load(folder: folder, environment: environment)
    #expect(project.rules.mappings.map(\.entity) == ["customer", "contact"])
    #expect(project.fixtures.count == 2)
    print(project.notes.map(\.description).joined(separator: "\n"))
    for field in project.rules.mappings.flatMap(\.fields) { print(field) }
  }
}
