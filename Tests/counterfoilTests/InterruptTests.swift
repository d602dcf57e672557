import AISSimulator
import Foundation
import Glibc
import JSONText
import SimulatedCompanies
import TestSupport
import Testing

@Suite("A program that is interrupted", .temporaryFolder, .timeLimit(.minutes(2)))
struct InterruptTests {
  @Test(
    "ends with 128 and the signal, leaves a whole ledger, and goes on when it is run again",
    arguments: [SIGINT, SIGTERM])
  func signal(number: Int32) async throws {
    try await TrialCompany.run { company in
      company.ais.server().setFaults([
        Fault(.latency(milliseconds: 20_000), match: Fault.Match(path: "*dataservice"), times: 1)
      ])
      let run = try await company.program("sync", "--json") { process in
        while !company.ais.server().calls.contains(where: { $0.path.hasSuffix("dataservice") }) {
          await Task.yield()
        }
        kill(process, number)
      }
      #expect(run.exitCode == 128 + number, "\(run.output)")
      #expect(try run.envelope["error"]?["code"]?.string == "interrupted")
      let ended = try await company.program("log", "cat", "--kind", "command.ended", ending: [0]).output
      let body = try JSONValue(parsing: String(try #require(ended.split(separator: "\n").last)))
      #expect(
        body["body"]?["exit_code"]?.int == Int(128 + number), "the end is in the log, sessions are given back"
      )
      #expect(try company.jdeControl("GET", "/control/sessions")["open"]?.array?.isEmpty != false)
      try await company.program("verify", ending: [0])
      try await company.firstLoad()
    }
  }
}
