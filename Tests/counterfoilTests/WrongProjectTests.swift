import AISSimulator
import Foundation
import JSONText
import SimulatedCompanies
import TestSupport
import Testing
import ZohoSimulator

@Suite("A project that is not right", .temporaryFolder, .timeLimit(.minutes(2)))
struct WrongProjectTests {
  @Test("is refused with file, line, column, what is there and what to write", arguments: Mistake.all)
  func mistakes(mistake: Mistake) async throws {
    try await TrialCompany.run { company in
      try company.edit(mistake.file, mistake.old, to: mistake.new)
      for verb in ["validate", "plan"] {
        let run = try await company.program(verb)
        run.expectFailure(mistake.words, fix: mistake.fix, exitCode: 2)
        let place = try #require(run.errors.firstMatch(of: #/counterfoil: ([a-z/.-]+):(\d+):(\d+): /#))
        #expect(place.1 == mistake.file)
      }
      #expect(company.ais.server().calls.isEmpty, "nobody is called")
    }
  }

  /// Something wrong in one file.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let file: String
    let old: String
    let new: String
    let words: String
    let fix: String

    static let all = [
      Mistake(
        testDescription: "broken YAML", file: "counterfoil.yaml", old: "writes: {", new: "writes: { {",
        words: "not YAML", fix: "brackets"),
      Mistake(
        testDescription: "an unknown key", file: "counterfoil.yaml", old: "  environment:",
        new: "  enviroment:",
        words: "enviroment", fix: "environment"),
      Mistake(
        testDescription: "an unknown column", file: "mappings/customer.yaml", old: "F0101.ALPH",
        new: "F0101.ALHP", words: "ALHP", fix: "ALPH"),
      Mistake(
        testDescription: "an unknown crosswalk", file: "mappings/customer.yaml",
        old: "crosswalk: payment-terms",
        new: "crosswalk: payment-term", words: "payment-term", fix: "payment-terms"),
      Mistake(
        testDescription: "a value that is no switch", file: "counterfoil.yaml", old: "zoho: on }",
        new: "zoho: maybe }", words: "maybe", fix: "on"),
    ]
  }

  @Test("that has a secret which others can read is refused")
  func exposedSecret() async throws {
    try await TrialCompany.run { company in
      try company.setSecret("jde-password", "x", mode: 0o644)
      let run = try await company.program("plan")
      run.expectFailure("jde-password", fix: "chmod 600", exitCode: 2)
    }
  }

  @Test("that lacks a secret says where it may be put")
  func missingSecret() async throws {
    try await TrialCompany.run { company in
      try FileManager.default.removeItem(at: company.folder.appendingPathComponent("secrets/jde-password"))
      let run = try await company.program("plan")
      run.expectFailure("jde-password", fix: "COUNTERFOIL_SECRET_JDE_PASSWORD", exitCode: 2)
      let given = try await company.program(
        "plan", environment: ["COUNTERFOIL_SECRET_JDE_PASSWORD": "simulated-password"])
      #expect(given.exitCode == 0, "\(given.errors)")
    }
  }

  @Test("is never written over by init")
  func initTwice() async throws {
    try await TrialCompany.run { company in
      let run = try await company.program("init")
      run.expectFailure("already holds a project", fix: "empty folder", exitCode: 2)
    }
  }

  @Test("is taken elsewhere without its ledger, its secrets and its state")
  func initFrom() async throws {
    try await TrialCompany.run { company in
      try await company.firstLoad()
      try company.edit(
        "crosswalks/industry.csv", "jde,zoho,preferred", to: "jde,zoho,preferred\r\n9999,Other,")
      let run = try await company.program("init", "--from", ".", "--project", "../production")
      #expect(run.exitCode == 0, "\(run.errors)")
      let production = company.folder.deletingLastPathComponent().appendingPathComponent("production")
      let crosswalk = try String(
        contentsOf: production.appendingPathComponent("crosswalks/industry.csv"), encoding: .utf8)
      #expect(crosswalk.contains("9999"))
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: production.appendingPathComponent("secrets").path)
          == ["ledger-key"])
      let stat = try await ProgramRun(["log", "stat", "--json"], in: production)
      #expect(try stat.envelope["result"]?["events"]?.int == 1)
    }
  }

  @Test("whose plan was made under another mapping refuses the whole plan")
  func stalePlan() async throws {
    try await TrialCompany.run { company in
      try await company.program("plan", ending: [0])
      try company.edit("crosswalks/payment-terms.csv", "N60,Net 60", to: "N60,Net 90")
      try company.edit("crosswalks/payment-terms.csv", "N90,Net 90,", to: "N90,Net 90,yes")
      let run = try await company.program("apply")
      run.expectFailure("changed after plan", fix: "counterfoil plan", exitCode: 2)
      #expect(try company.writtenRows().isEmpty)
    }
  }

  @Test("refuses to apply with writes off, and names the line")
  func writesOff() async throws {
    try await TrialCompany.run(writes: false) { company in
      try await company.program("plan", ending: [0])
      let run = try await company.program("apply")
      run.expectFailure("writing to Zoho is off", fix: "writes:", exitCode: 2)
    }
  }

  @Test(
    "that has a file where a plan's report should go says so before any system is called",
    arguments: ["mappings/customer.yaml", "mappings/customer.yaml/meeting"])
  func unwritableReport(report: String) async throws {
    try await TrialCompany.run { company in
      let run = try await company.program("plan", "--report", report)
      run.expectFailure(
        "\(report): the report cannot be written", fix: "name a folder that this account may write to",
        exitCode: 3)
      #expect(company.ais.server().calls.isEmpty)
      #expect(company.zoho.server().calls.isEmpty)
    }
  }

  @Test("has no plan of that name")
  func unknownPlan() async throws {
    try await TrialCompany.run { company in
      try await company.program("apply").expectFailure(
        "nothing was planned", fix: "counterfoil plan", exitCode: 2)
      try await company.program("apply", "abcdef123456")
        .expectFailure("abcdef123456", fix: "counterfoil plan", exitCode: 2)
    }
  }
}
