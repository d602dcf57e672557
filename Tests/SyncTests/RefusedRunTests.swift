import AISSimulator
import Decisions
import Diagnostics
import EventLog
import Foundation
import JSONText
import ProjectFiles
import SimulatedCompanies
import Sync
import TestSupport
import Testing
import ZohoSimulator

extension WholeLoop {
  @Suite("A run that is refused", .temporaryFolder, .timeLimit(.minutes(2)))
  struct RefusedRunTests {
    @Test("for a clock that is far from the systems' leaves nothing in the ledger, and is noted beside it")
    func clockAway() async throws {
      try await TwoSystems.run(records: 6, existing: 0) { systems in
        try await systems.project.firstLoad()
        let before = try Self.files(of: systems.project)
        let asked = systems.ais.server().calls.count
        let askedZoho = systems.zoho.server().calls.count
        systems.project.time.missets(by: 3_600)
        let refused = await #expect(throws: Failure.self) {
          try await systems.project.run("sync", acceptsClock: false) { engine throws(Failure) in
            try await engine.sync()
          }
        }
        #expect(refused?.code == .clockAway, "\(String(describing: refused))")
        #expect(try Self.files(of: systems.project) == before)
        let noted = try RefusalLog(project: systems.project.folder).all()
        #expect(noted.map(\.code) == ["clock-away"] && noted.map(\.verb) == ["sync"])
        #expect(systems.ais.server().calls.count == asked + 1, "the first clock that is far off ends it")
        #expect(systems.zoho.server().calls.count == askedZoho, "JD Edwards' clock is asked first")
        // Accepted, it is recorded with the first events of the run.
        _ = try await systems.project.sync()
        let lines = try Self.lines(of: systems.project)
        #expect(lines.contains { $0.contains("clock.jumped") && $0.contains(#""ahead_of_jde_seconds":36"#) })
      }
    }

    @Test("for a clock behind the log leaves nothing in the ledger either, not even a mended tail")
    func clockBehind() async throws {
      try await TwoSystems.run(records: 6, existing: 0) { systems in
        systems.project.time.missets(by: 7_200)
        _ = try await systems.project.plan()
        systems.project.time.missets(by: -7_200)
        let log = systems.project.folder + "/ledger/log"
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: log).max())
        let handle = try #require(FileHandle(forWritingAtPath: "\(log)/\(name)"))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("torn".utf8))
        try handle.close()
        let before = try Self.files(of: systems.project)
        let refused = await #expect(throws: Failure.self) {
          try await systems.project.run("plan", acceptsClock: false) { engine throws(Failure) in
            try await engine.plan()
          }
        }
        #expect(refused?.code == .clockBehind, "\(String(describing: refused))")
        #expect(try Self.files(of: systems.project) == before)
        #expect(try RefusalLog(project: systems.project.folder).all().map(\.code) == ["clock-behind"])
      }
    }

    @Test(
      "for another environment or organisation than the ledger's leaves nothing in it",
      arguments: [true, false])
    func otherSystem(isJDE: Bool) async throws {
      try await TwoSystems.run(records: 6, existing: 0) { systems in
        let bound =
          isJDE
          ? LedgerBound(environment: "JPX920", organisation: SimulatedZoho.organisation)
          : LedgerBound(environment: "JDV920", organisation: "999000111")
        try await Self.bind(systems.project, to: bound)
        let before = try Self.files(of: systems.project)
        for verb in ["sync", "plan", "apply"] {
          let refused = await #expect(throws: Failure.self) {
            try await systems.project.run(verb) { engine throws(Failure) in try await engine.plan() }
          }
          #expect(refused?.code == .otherSystem, "\(String(describing: refused))")
        }
        #expect(try Self.files(of: systems.project) == before)
        let noted = try RefusalLog(project: systems.project.folder).all()
        #expect(noted.map(\.verb) == ["sync", "plan", "apply"])
        #expect(
          systems.ais.server().calls.allSatisfy { $0.path.hasSuffix("/defaultconfig") },
          "what the configuration says refuses before anybody signs in")
      }
    }

    @Test("by a system that does not let it in is recorded like any other, and not asked a second time")
    func notLetIn() async throws {
      try await TwoSystems.run(records: 6, existing: 0) { systems in
        let secret = systems.project.folder + "/secrets/jde-password"
        try "not-the-password".write(toFile: secret, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
        await #expect(throws: Failure.self) { try await systems.project.plan() }
        #expect(systems.ais.server().calls.count { $0.path.hasSuffix("/tokenrequest") } == 1)
        let lines = try Self.lines(of: systems.project)
        #expect(lines.contains { $0.contains(#""kind":"command.ended""#) })
        #expect(try RefusalLog(project: systems.project.folder).all().isEmpty)
      }
    }

    /// Everything in the ledger's folder but the number of the process that held it last.
    private static func files(of project: TrialProject) throws -> [String: Data] {
      let ledger = project.folder + "/ledger"
      var files: [String: Data] = [:]
      for case let name as String in FileManager.default.enumerator(atPath: ledger)?.allObjects ?? []
      where name != "index/writer" {
        files[name] = FileManager.default.contents(atPath: "\(ledger)/\(name)") ?? Data()
      }
      return files
    }

    /// Lets a new ledger belong to two systems.
    private static func bind(_ project: TrialProject, to bound: LedgerBound) async throws {
      let text = try String(contentsOfFile: project.folder + "/secrets/ledger-key", encoding: .utf8)
      let key = try #require(Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)))
      let ledger = try await Ledger.open(at: project.folder + "/ledger", signingKey: [UInt8](key))
      _ = try await ledger.append([
        NewEvent(kind: EventKind.ledgerBound.rawValue, stream: StreamKey.ledger, body: bound.json.bytes)
      ])
      try await ledger.close()
    }

    private static func lines(of project: TrialProject) throws -> [String] {
      var lines: [String] = []
      try LedgerReader.open(at: project.folder + "/ledger").eachEvent { event throws(Failure) in
        lines.append(String(decoding: event.line, as: UTF8.self))
        return true
      }
      return lines
    }
  }
}
