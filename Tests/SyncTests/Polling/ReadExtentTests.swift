import Decisions
import Diagnostics
import EventLog
import JSONText
import Projections
import SimulatedCompanies
import Sync
import TestSupport
import Testing

extension WholeLoop {
  @Suite("What a source was read for", .temporaryFolder, .timeLimit(.minutes(2)))
  struct ReadExtentTests {
    private static let mapping = "mappings/customer.yaml"

    private func starts(
      _ systems: TwoSystems, after sequence: UInt64, of table: String = "F0101"
    ) throws -> [JSONValue] {
      try WrittenLog(systems.project, after: sequence).entries(.pollStarted, of: StreamKey.poll(.jde, table))
        .map(\.body)
    }

    @Test("was less than a scope with further search types needs: every table is read whole again, once")
    func wider() async throws {
      try await TwoSystems.run(records: 30, existing: 0) { systems in
        let project = systems.project
        try project.edit("scope: { AT1: [C] }", to: "scope: { AT1: [V] }", in: Self.mapping)
        try await project.firstLoad()
        _ = try await project.sync()
        #expect(try systems.shown().accounts.isEmpty, "suppliers are no customers")
        var before = try WrittenLog(project).last
        try project.edit("scope: { AT1: [V] }", to: "scope: { AT1: [V, C] }", in: Self.mapping)
        try await project.firstLoad()
        for table in ["F0101", "F03012", "F0115"] {
          let first = try #require(try starts(systems, after: before, of: table).first)
          #expect(first["mode"]?.string == "full", "\(table)")
          #expect(first["search_types"] == ["C", "V"], "\(table)")
        }
        _ = try await project.sync()
        #expect(try !systems.shown().accounts.isEmpty)
        try await systems.expectSettled()
        before = try WrittenLog(project).last
        try project.edit("scope: { AT1: [V, C] }", to: "scope: { AT1: [C] }", in: Self.mapping)
        _ = try await project.sync()
        #expect(
          try starts(systems, after: before).map { $0["mode"]?.string } == ["changes"],
          "fewer types need nothing that was not read")
      }
    }

    @Test(
      "was less than a new column of the master file needs: what other tables show of new numbers is not lost"
    )
    func widerMaster() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let project = systems.project
        try await project.firstLoad()
        _ = try await project.sync()
        let before = try WrittenLog(project).last
        try systems.addCustomer("990001", name: "New Company")
        let known = try #require(try systems.shown().customers.first)
        let gone = try #require(try systems.shown().rows("F01151", of: known).first)
        let key = JSONObject(["AN8", "IDLN", "RCK7"].map { JSONObject.Member($0, gone[$0] ?? .null) })
        try systems.changeJDE("F01151", key, [:], action: "delete")
        try systems.setCredit(of: known, to: 4_711)
        try project.edit(
          "\nfields:\n", to: "\nfields:\n  - { id: remark, jde: F0101.RMK, zoho: Description, owner: jde }\n",
          in: Self.mapping)
        let rows = try await systems.written { _ = try await project.sync() }
        #expect(try starts(systems, after: before).map { $0["mode"]?.string } == ["full"])
        #expect(try starts(systems, after: before, of: "F03012").map { $0["mode"]?.string } == ["changes"])
        #expect(rows.contains { $0.action == "insert" && $0.key == "990001" })
        let deleted = try WrittenLog(project, after: before).entries(.recordDeleted)
        #expect(deleted.map(\.event.stream).contains { $0.hasPrefix("jde/F01151/\(known)") })
      }
    }

    @Test("is not gone on with where it was interrupted for other search types")
    func interrupted() async throws {
      try await TwoSystems.run(records: 60, existing: 0) { systems in
        try await systems.relayed { jde, _ in
          let project = systems.project
          let number = try #require(try systems.shown().customers.compactMap { Int($0) }.min())
          try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["AT1": "X"])
          jde.set { request, whole in
            // The second page of 25, behind the number that the first one did not ask for.
            let goesOn =
              request.asks(for: "F0101") && String(decoding: request.body, as: UTF8.self).contains("GREATER")
            return goesOn ? ImitatedAnswer(200, JSONValue.object([:])) : whole
          }
          await #expect(throws: Failure.self) { _ = try await project.plan() }
          #expect(jde.changes > 0)
          jde.set(nil)
          try project.edit("scope: { AT1: [C] }", to: "scope: { AT1: [C, X] }", in: Self.mapping)
          try await project.firstLoad()
          #expect(try systems.shown().account(String(number)) != nil)
          let second = try #require(try starts(systems, after: 0).dropFirst().first)
          #expect(second["mode"]?.string == "full" && second["resumed_after"] == nil)
        }
      }
    }
  }

  @Suite("A server that says no time", .temporaryFolder, .timeLimit(.minutes(2)))
  struct NoTimeTests {
    private func undated(_ answer: ImitatedAnswer) -> ImitatedAnswer {
      var answer = answer
      answer.headers.append(("Date", "today"))
      return answer
    }

    private func completed(_ systems: TwoSystems, _ side: Side, _ name: String) throws -> JSONValue? {
      try WrittenLog(systems.project).entries(.pollCompleted, of: StreamKey.poll(side, name)).last?.body
    }

    @Test("of Zoho's is told by the run, moves no watermark, and is asked for everything again")
    func ofZoho() async throws {
      try await TwoSystems.run(records: 12, existing: 4) { systems in
        try await systems.relayed { _, zoho in
          zoho.set { request, whole in request.lists("Accounts") ? undated(whole) : whole }
          try await systems.project.firstLoad()
          for _ in 0..<2 {
            let run = try await systems.project.sync()
            #expect(run.timeless == ["zoho Accounts"])
            let ended = try #require(try completed(systems, .zoho, "Accounts"))
            #expect(ended["server_time"] == nil, "no answer of the reading had a date")
            #expect(try await systems.watermark(.zoho, "Accounts") == nil)
            let start = try WrittenLog(systems.project).entries(
              .pollStarted, of: StreamKey.poll(.zoho, "Accounts")
            ).last
            #expect(start?.body["mode"]?.string == "full")
          }
          zoho.set(nil)
          #expect(try await systems.project.sync().timeless == [])
          #expect(try await systems.watermark(.zoho, "Accounts") != nil)
          try await systems.expectSettled()
        }
      }
    }

    @Test("is no server whose pages come by key: their query says it")
    func byKey() async throws {
      try await TwoSystems.run(records: 12, existing: 4) { systems in
        try await systems.relayed { _, zoho in
          zoho.set { request, whole in
            guard request.lists("Accounts") else { return whole }
            // There is more, and no token that leads there: the reading begins by key.
            return undated(whole).changed { root in
              var info = root["info"]?.object ?? [:]
              info["more_records"] = true
              info["next_page_token"] = .null
              root["info"] = .object(info)
            }
          }
          let run = try await systems.project.sync()
          #expect(zoho.changes > 0)
          #expect(run.timeless == [])
          #expect(try completed(systems, .zoho, "Accounts")?["server_time"]?.string != nil)
          #expect(try await systems.watermark(.zoho, "Accounts") != nil)
        }
      }
    }

    @Test("of JD Edwards' is told by the run as well")
    func ofJDE() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        try await systems.relayed { jde, _ in
          jde.set { request, whole in
            request.asks(for: "F0115") ? whole.changed { $0["timeStamp"] = nil } : whole
          }
          let run = try await systems.project.sync()
          #expect(jde.changes > 0)
          #expect(run.timeless == ["jde F0115"])
          #expect(try await systems.watermark(.jde, "F0115") == nil)
          #expect(try await systems.watermark(.jde, "F0116") != nil)
        }
      }
    }
  }
}
