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
      let run = try await company.program("sync", "--json") { running in
        try await running.waits {
          company.ais.server().calls.contains { $0.path.hasSuffix("dataservice") }
        }
        kill(running.id, number)
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

  @Test("follows the log until then, event by event, also from one segment into the next")
  func follow() async throws {
    try await TrialCompany.run { company in
      try company.makeLedger(eventsPerBlock: 8, blocksPerSegment: 4)
      let run = try await company.program("log", "tail", "-f", "-n", "1") { running in
        try await running.hasPrinted("ledger.opened")
        try await company.program("plan", ending: [0])
        try await running.hasPrinted("command.ended")
        kill(running.id, SIGINT)
      }
      #expect(run.exitCode == 130)
      #expect(run.errors.isEmpty)
      #expect(try await company.program("log", "cat", ending: [0]).output == run.output)
      let segments = try FileManager.default.contentsOfDirectory(
        atPath: company.folder.appendingPathComponent("ledger/log").path)
      #expect(segments.count > 3)
    }
  }
}
