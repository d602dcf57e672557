import AISSimulator
import Foundation
import JSONText
import SimulatedCompanies
import TestSupport
import Testing
import ZohoSimulator

@Suite("A system that says no", .temporaryFolder, .timeLimit(.minutes(2)))
struct RefusedSystemTests {
  @Test("is told once with who and where; the password is tried once, and never again by itself")
  func wrongPassword() async throws {
    try await TrialCompany.run { company in
      try company.setSecret("jde-password", "not-the-password")
      for _ in 0..<3 {
        let run = try await company.program("plan")
        run.expectFailure("SYNCUSR", fix: "password", exitCode: 3)
      }
      let logins = company.ais.server().calls.count { $0.path.hasSuffix("/tokenrequest") }
      #expect(logins == 1)
      let ended = try await company.program("log", "cat", "--kind", "command.ended", ending: [0]).output
      #expect(ended.contains("\"failure\":{\"code\":\""), "why it failed stands in the ledger")
      let status = try await company.program("status", ending: [0, 1]).output
      #expect(status.contains("exit code 3, "))
      try company.setSecret("jde-password", SimulatedAIS.password)
      try await company.program("plan", ending: [0])
    }
  }

  @Test("to a row leaves a failed write, which its record names as well as its id")
  func failedByRecord() async throws {
    try await TrialCompany.run { company in
      company.zoho.server().setFaults([
        Fault(
          .refuseRows(Fault.RowRefusal(rows: [0])),
          match: Fault.Match(method: "POST", path: "/crm/v8/Accounts"))
      ])
      try await company.program("plan", ending: [0])
      let refused = try await company.program("apply")
      #expect(refused.exitCode == 5, "writes were refused")
      #expect(refused.output.contains("apply: 1 write refused, "))
      let failed = try #require(
        try await company.result("failed").array?.first { $0["state"]?.string == "failed" })
      let record = "\(failed["entity"]?.string ?? "")/\(failed["key"]?.string ?? "")"
      let wrong = try await company.program("failed", "retry", "customer/1")
      wrong.expectFailure("customer/1", fix: "counterfoil failed", exitCode: 2)
      #expect(
        try await company.program("failed", "retry", record, ending: [0]).output.contains("1 failed write"))
    }
  }

  @Test("is told where it is not there at all")
  func unreachable() async throws {
    try await TrialCompany.run { company in
      try company.edit("counterfoil.yaml", "jderest ", to: "jderest # ")
      await company.ais.stop()
      let run = try await company.program("plan")
      run.expectFailure("JD Edwards", fix: "jde.url", exitCode: 3)
    }
  }

  @Test(
    "is not even asked where its certificate is signed by nobody we trust",
    .enabled(if: SelfSignedServer.isThere))
  func untrusted() async throws {
    try await TrialCompany.run { company in
      let server = try await SelfSignedServer(in: TemporaryFolder.current)
      defer { server.stop() }
      let file = company.folder.appendingPathComponent("counterfoil.yaml")
      let text = try String(contentsOf: file, encoding: .utf8)
      let url = String(try #require(text.firstMatch(of: #/url: (http\S+)/#)).1)
      try company.edit("counterfoil.yaml", url, to: "https://127.0.0.1:\(server.port)/jderest")
      let run = try await company.program("plan")
      run.expectFailure("certificate", fix: "jde.ca_file", exitCode: 3)
      #expect(company.ais.server().calls.isEmpty)
    }
  }

  @Test("is asked once more with the same password when a person allows it after the account was unlocked")
  func unlocked() async throws {
    try await TrialCompany.run { company in
      try company.jdeControl("POST", "/control/users", ["username": "SYNCUSR", "locked": true])
      let refused = try await company.program("plan")
      refused.expectFailure("SYNCUSR", fix: "doctor --allow-login", exitCode: 3)
      try company.jdeControl("POST", "/control/users", ["username": "SYNCUSR", "locked": false])
      #expect(try await company.program("plan").exitCode == 3, "never again by itself")
      _ = try await company.program("doctor", "--allow-login")
      try await company.program("plan", ending: [0])
    }
  }

  @Test("is told with the table where the user may not read one")
  func deniedTable() async throws {
    try await TrialCompany.run { company in
      try company.setSecret("jde-username", SimulatedAIS.limitedUserName)
      let run = try await company.program("plan")
      run.expectFailure("F03012", fix: "F03012", exitCode: 3)
      #expect(run.errors.contains(SimulatedAIS.limitedUserName))
    }
  }

  @Test("is told with what Zoho wants of the connection", arguments: Refusal.all)
  func zohoRefuses(refusal: Refusal) async throws {
    try await TrialCompany.run { company in
      try refusal.arrange(company)
      let run = try await company.program("plan")
      run.expectFailure(refusal.message, fix: refusal.fix, exitCode: 3)
      #expect(!run.errors.contains(SimulatedZoho.refreshToken), "secrets are never shown")
      let tokens = company.zoho.server().calls.count { $0.path == "/oauth/v2/token" }
      #expect(tokens <= 3, "a refusal is no reason to ask for more tokens")
    }
  }

  /// One way in which Zoho refuses, and what is told about it.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let message: String
    let fix: String
    let arrange: @Sendable (TrialCompany) throws -> Void

    static let all = [
      Refusal(testDescription: "a revoked refresh token", message: "refresh token", fix: "refresh") {
        try $0.zohoControl("POST", "/control/tokens", ["revoked": true])
      },
      Refusal(testDescription: "a wrong client secret", message: "client id and secret", fix: "API console") {
        try $0.setSecret("zoho-client-secret", "not-the-secret")
      },
      Refusal(testDescription: "a missing scope", message: "scope", fix: "scope") {
        try $0.zohoControl("POST", "/control/tokens", ["scopes": ["ZohoCRM.org.READ", "ZohoCRM.users.READ"]])
      },
      Refusal(testDescription: "another region", message: "just granted", fix: "data_center") {
        $0.zoho.server().setFaults([Fault(.deadSession, match: Fault.Match(path: "/crm/*"))])
      },
      Refusal(testDescription: "exhausted credits", message: "credits", fix: "credits") {
        try $0.edit("counterfoil.yaml", "credits_per_day: 50000", to: "credits_per_day: 1")
      },
    ]
  }

  @Test("is shown line by line by doctor, with the fix of each, and nothing is recorded")
  func doctor() async throws {
    try await TrialCompany.run { company in
      try company.zohoControl(
        "POST", "/control/fields", ["removed": ["Accounts.Credit_Limit", "Accounts.JDE_Address_Number"]])
      let before = try await company.program("log", "cat", ending: [0]).output
      let run = try await company.program("doctor")
      #expect(run.exitCode == 2)
      #expect(run.errors.isEmpty)
      for words in [
        "FAIL  Accounts key", "Accounts.Credit_Limit", "pass  AIS login", "pass  F0101", "fix: create it",
      ] {
        #expect(run.output.contains(words), "\(run.output)")
      }
      #expect(try await company.program("log", "cat", ending: [0]).output == before)
      #expect(try company.writtenRows().isEmpty)
    }
  }
}
