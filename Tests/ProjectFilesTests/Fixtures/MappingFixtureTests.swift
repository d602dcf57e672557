import Diagnostics
import JSONText
import Decisions
import ProjectFiles
import TestSupport
import Testing

@Suite("An example in tests/", .temporaryFolder)
struct MappingFixtureTests {
  @Test("is rows as JD Edwards would give them, and what Zoho must show")
  func asWritten() throws {
    let fixture = try #require(try TestProject().load().fixtures.first)
    #expect(fixture.name == "a customer with the terms of its own company")
    #expect(fixture.entity == "customer" && fixture.key == "4242" && fixture.today == "20260302")
    #expect(fixture.rows.map(\.table) == ["F0101", "F03012", "F03012", "F0116", "F0116"])
    #expect(fixture.rows.first?.record["F0101_AN8"] == 4242, "a number, as the data service gives it")
    #expect(fixture.expectations.first?.field == "Account_Name")
    #expect(fixture.expectations.first?.place.description == "tests/example.yaml:15:5")
  }

  @Test("may be about a line of the who's-who, and say what is linked")
  func contact() throws {
    let fixture = try #require(try TestProject().load().fixtures.last)
    #expect(fixture.key == "4242.1")
    #expect(fixture.links == ["customer": ["4242": "5550000000001"]])
    #expect(fixture.expectations.last?.value == nil, "null is blank")
  }

  @Test("of a new project comes out as it says")
  func comesOut() throws {
    let project = try TestProject().load()
    try #require(project.fixtures.count == 2)
    for fixture in project.fixtures {
      let mapping = try #require(project.rules.mapping(fixture.entity))
      let record = compositeRecord(
        key: fixture.key, rows: fixture.rows, mapping: mapping, crosswalks: project.rules.crosswalks,
        today: fixture.today ?? "20260101", linkedID: { fixture.links[$0]?[$1] })
      for expectation in fixture.expectations {
        let field = try #require(mapping.fields.first { $0.zoho == expectation.field })
        let expected = expectation.value.map(FieldValue.value) ?? .blank
        #expect(record.fields[field.id]?.mapped == expected, "\(fixture.name): \(expectation.field)")
      }
    }
  }

  @Test("may stand alone in its file, which names it then")
  func alone() throws {
    var project = TestProject()
    project.files["tests/minimal.yaml"] = """
      entity: customer
      rows: { F0101: { AN8: 7, ALPH: "Fjord Ltd" } }
      expect: { Account_Name: Fjord Ltd }
      """
    let fixture = try #require(try project.load().fixtures.last)
    #expect(fixture.name == "minimal" && fixture.key == "7" && fixture.today == nil)
  }
}
