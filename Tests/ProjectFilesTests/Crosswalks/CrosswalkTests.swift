import Diagnostics
import Decisions
import ProjectFiles
import TestSupport
import Testing

@Suite("A crosswalk's table", .temporaryFolder)
struct CrosswalkTests {
  private func terms(_ text: String) throws -> Crosswalk? {
    var project = TestProject()
    project.files["crosswalks/payment-terms.csv"] = text
    return try project.load().rules.crosswalks["payment-terms"]
  }

  @Test("may quote values that hold commas, quotes and line ends")
  func quoting() throws {
    let table = try terms(
      "jde,zoho,preferred\nA,\"one, two\",\nB,\"say \"\"three\"\"\",\r\n\"C\",\"four\nfive\",\n")
    #expect(table?.zoho(forCode: "A") == "one, two")
    #expect(table?.zoho(forCode: "B") == "say \"three\"")
    #expect(table?.zoho(forCode: "C") == "four\nfive")
  }

  @Test("may lack the last column, the last line end, and hold empty lines")
  func short() throws {
    let table = try terms("JDE, Zoho\n\n N30 ,Net 30\n\nblank,\n".replacing("blank,\n", with: "n14,Net 14"))
    #expect(table?.lines.map(\.jde) == ["N30", "N14"], "codes are trimmed and in upper case")
    #expect(table?.code(forZoho: "Net 14", present: nil) == "N14")
  }

  @Test("may map the blank code")
  func blank() throws {
    #expect(try terms("jde,zoho,preferred\n,Prepaid,\nN30,Net 30,\n")?.zoho(forCode: "") == "Prepaid")
  }

  @Test("may show several codes as one value where nothing flows back")
  func oneWay() throws {
    #expect(try terms("jde,zoho,preferred\nN30,Net 30,\n30,Net 30,\n")?.lines.count == 2)
  }

  @Test("sends a value back to the preferred code, unless the record has another that shows as it")
  func preferred() throws {
    let types = try #require(try TestProject().load().rules.crosswalks["customer-type"])
    #expect(types.code(forZoho: "Customer", present: nil) == "CUS")
    #expect(types.code(forZoho: "Customer", present: "KEY") == "KEY")
    #expect(types.code(forZoho: "Customer", present: "DIS") == "CUS")
  }

  @Test(
    "may have 100,000 lines that all show as one value, and each finds its way back", .timeLimit(.minutes(1)))
  func long() throws {
    let lines = (0..<100_000).map { "C\($0),Net 30,\($0 == 70_000 ? "true" : "")" }
    let table = try #require(try terms("jde,zoho,preferred\n" + lines.joined(separator: "\n")))
    #expect(table.lines.count == 100_000)
    let backwards = (0..<20_000).allSatisfy {
      table.code(forZoho: "Net 30", present: "C\(99_999 - $0)") == "C\(99_999 - $0)"
    }
    #expect(backwards)
    #expect(table.code(forZoho: "Net 30", present: nil) == "C70000")
  }

  @Test("that the ledger's largest event cannot keep is named with the bound", .timeLimit(.minutes(1)))
  func tooLarge() throws {
    var project = TestProject()
    let lines = (0..<300_000).map { "C\($0),Net 30," }
    project.files["crosswalks/old.csv"] = "jde,zoho,preferred\n" + lines.joined(separator: "\n")
    let problems = try project.problems()
    #expect(problems.map(\.code) == [.fileTooLarge])
    #expect(problems.first?.place == "crosswalks/old.csv:1:1")
    #expect(problems.first?.message.contains("holds 4194304") == true)
    project.files["crosswalks/old.csv"] =
      "jde,zoho,preferred\n" + lines.prefix(200_000).joined(separator: "\n")
    #expect(try project.problems().isEmpty)
  }

  @Test(
    "whose code holds a character that nobody sees is refused",
    arguments: ["\u{200B}", "\u{FEFF}", "\u{AD}", "\t"])
  func code(hidden: String) throws {
    var project = TestProject()
    project.files["crosswalks/old.csv"] = "jde,zoho,preferred\nA\(hidden)B,C,\n"
    let problems = try project.problems()
    #expect(problems.map(\.code) == [.configMalformed])
    #expect(problems.first?.place == "crosswalks/old.csv:2:1")
  }

  @Test("whose name holds a character that nobody sees is refused")
  func name() throws {
    var project = TestProject()
    project.files["crosswalks/old\u{7}.csv"] = "jde,zoho,preferred\nA,B,\n"
    let problems = try project.problems()
    #expect(problems.map(\.code) == [.configMalformed])
    #expect(problems.first?.message.contains("U+0007") == true)
  }

  @Test("that nobody uses is pointed out")
  func unused() throws {
    var project = TestProject()
    project.files["crosswalks/old.csv"] = "jde,zoho,preferred\nA,B,\n"
    #expect(
      try project.load().notes.map(\.description).contains(
        "crosswalks/old.csv:1:1: no mapping uses this crosswalk"))
  }

  @Test(
    "under a name that is not read is pointed out instead of being passed over",
    arguments: ["terms.CSV", "terms.txt"])
  func suffix(name: String) throws {
    var project = TestProject()
    project.files["crosswalks/\(name)"] = "jde,zoho,preferred\n"
    let problems = try project.problems()
    #expect(problems.map(\.code.name) == ["config-malformed"])
    #expect(problems.first?.remedy == "rename it to crosswalks/terms.csv")
  }
}
