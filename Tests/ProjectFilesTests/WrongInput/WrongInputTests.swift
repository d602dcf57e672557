import Diagnostics
import TestSupport
import Testing

@Suite("A mistake in the files of a project", .temporaryFolder)
struct WrongInputTests {
  @Test("gives one message that points at its line, and says what to do", arguments: WrongInput.all)
  func isOneMessage(input: WrongInput) throws {
    let project = try TestProject.changed(input.file, input.old, to: input.new)
    let problems = try project.problems()
    let problem = try #require(problems.first)
    #expect(problems.count == 1, "\(problems.map(\.description).joined(separator: "\n"))")
    #expect(problem.code.exitCode == 2)
    let line = try #require(project.line(of: input.pointsAt, in: input.file), "\(input.pointsAt)")
    let place = try #require(problem.place)
    #expect(place.hasPrefix("\(input.file):\(line):"), "\(place) is not line \(line)")
    #expect(!problem.remedy.isEmpty)
    #expect(
      problem.message.first?.isUppercase == false || problem.message.hasPrefix("F0")
        || problem.message.hasPrefix("Zoho")
        || problem.message.contains("_") || problem.message.hasPrefix("Accounts"), "\(problem.message)")
  }

  @Test("is told in the words that people have read and found good")
  func words() throws {
    var text = ""
    for input in WrongInput.all {
      let problems = try TestProject.changed(input.file, input.old, to: input.new).problems()
      text += "# \(input.name)\n"
      for problem in problems { text += "[\(problem.code.name)] \(problem)\n" }
      text += "\n"
    }
    try Golden.matches(text, "wrong-input.txt")
  }

  @Test("never shows a secret that stands in the wrong place")
  func secretsStaySecret() throws {
    for (old, new) in [
      ("${secret:jde-password}", "geheim123"),
      ("https://ais.example.internal", "https://me:geheim123@ais.example"),
      ("proxy: null", "proxy: http://me:geheim123@proxy.example:3128"),
    ] {
      let problems = try TestProject.changed("counterfoil.yaml", old, to: new).problems()
      #expect(problems.map(\.code.name) == ["secret-exposed"])
      #expect(!problems.map(\.description).joined().contains("geheim"))
    }
  }

  @Test("does not hide the others: all are told at once, from top to bottom")
  func allAtOnce() throws {
    var project = TestProject()
    try project.change("mappings/customer.yaml", "F0101.ALPH", to: "F0101.ALHP")
    try project.change("mappings/customer.yaml", "type: money", to: "type: moneys")
    try project.change("counterfoil.yaml", "Europe/Berlin", to: "Europe/Berln")
    try project.change("crosswalks/customer-type.csv", "CUS,Customer,true", to: "CUS,Customer,maybe")
    let files = try project.problems().compactMap { $0.place?.split(separator: ":").first.map(String.init) }
    #expect(
      files == [
        "counterfoil.yaml", "crosswalks/customer-type.csv", "mappings/customer.yaml",
        "mappings/customer.yaml",
      ])
  }
}
