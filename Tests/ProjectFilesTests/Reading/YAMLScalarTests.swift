import Diagnostics
import Decisions
import ProjectFiles
import TestSupport
import Testing

@Suite("A scalar in the files of a project", .temporaryFolder)
struct YAMLScalarTests {
  private func scope(_ text: String) throws -> [ScopeRule] {
    let project = try TestProject.changed("mappings/customer.yaml", "{ AT1: [C] }", to: text)
    return try #require(try project.load().rules.mapping("customer")).jde.scope
  }

  @Test("is read as it is written, whatever YAML would make of it")
  func asWritten() throws {
    let values = ["NO", "001", "1e3", "0x1F", "12:30:45", "1_000", "yes", "on", "3.10", "2026-01-02", "C"]
    let rules = try scope("{ AT1: [\(values.joined(separator: ", "))] }")
    #expect(rules == [ScopeRule(column: "AT1", values: values, isExcluding: false)])
  }

  @Test("is nothing only where it is plain null, ~ or not there")
  func null() throws {
    #expect(try scope("{ AT1: [\"null\", 'C'] }").first?.values == ["null", "C"])
    #expect(try scope("{ AT1: \"\" }").first?.values == [""])
    #expect(try scope("{ AT1: ~ }").first?.values == [""], "a scope on blank")
  }

  @Test("may exclude one value or several")
  func excluding() throws {
    #expect(
      try scope("{ AT1: not V, AT2: C }") == [
        ScopeRule(column: "AT1", values: ["V"], isExcluding: true),
        ScopeRule(column: "AT2", values: ["C"], isExcluding: false),
      ])
    #expect(
      try scope("\n    AT1: not V, E\n").first
        == ScopeRule(column: "AT1", values: ["V", "E"], isExcluding: true))
    #expect(try scope("{ AT1: nothing }").first?.isExcluding == false)
  }

  @Test("that refers to something may stand between braces, and moves no column behind it")
  func references() throws {
    var project = TestProject()
    try project.change(
      "mappings/customer.yaml", "default: ${zoho.user} }", to: "default: ${zoho.user}, form: x }")
    let problem = try #require(try project.problems().first)
    #expect(problem.place == "mappings/customer.yaml:23:79")
    #expect(problem.message == "zoho.owner has no key form")
    let line = try #require(
      project.files["mappings/customer.yaml"]?.split(separator: "\n", omittingEmptySubsequences: false)[22])
    #expect(Array(line).dropFirst(78).starts(with: "form"))
  }

  @Test("keeps columns right behind letters that take several bytes")
  func unicode() throws {
    let project = try TestProject.changed(
      "mappings/customer.yaml", "value: \"JD Edwards\"", to: "value: \"Größe 🧾\", colour: x")
    // `  - { id: source, value: "Größe 🧾", ` has 36 characters.
    let places = try project.problems().map(\.place)
    #expect(places == ["mappings/customer.yaml:45:37"])
  }

  @Test("may end its lines as Windows does, and begin with a byte order mark")
  func windows() throws {
    var project = TestProject()
    for (path, text) in project.files where path != ".gitignore" {
      project.files[path] = "\u{FEFF}" + text.replacing("\n", with: "\r\n")
    }
    let rules = try project.load().rules
    #expect(rules.mappings.map(\.fields) == (try TestProject().load().rules.mappings.map(\.fields)))
    #expect(rules.crosswalks["payment-terms"]?.zoho(forCode: "N30") == "Net 30")
  }
}
