import Decisions
import Diagnostics
import EventLog
import Instants
import JSONText
import Projections
import SimulatedCompanies
import Sync
import TestSupport
import Testing

extension WholeLoop {
  @Suite("An answer that is none", .temporaryFolder, .timeLimit(.minutes(2)))
  struct OddAnswerTests {
    /// What an answer is turned into.
    enum Oddity: String, CaseIterable, Sendable {
      case zohoEmptyObject, zohoNullRows, zohoErrorInside, zohoNoInfo, zohoRowsWithoutID
      case jdeEmptyObject, jdeNoSummary, jdeOtherTable, jdeNoRows, jdeErrorInside

      /// Puts the oddity in place of the answers about accounts, or about the customers' credit lines.
      func strike(_ request: ImitatedRequest, _ whole: ImitatedAnswer) -> ImitatedAnswer {
        let isZoho = rawValue.hasPrefix("zoho")
        guard isZoho ? request.lists("Accounts") : request.asks(for: "F03012") else { return whole }
        return switch self {
        case .zohoEmptyObject, .jdeEmptyObject: ImitatedAnswer(200, JSONValue.object([:]))
        case .zohoNullRows: ImitatedAnswer(200, ["data": .null])
        case .zohoErrorInside:
          ImitatedAnswer(200, ["code": "INTERNAL_ERROR", "message": "m", "status": "error"])
        case .zohoNoInfo: ImitatedAnswer(200, ["data": []])
        case .zohoRowsWithoutID:
          ImitatedAnswer(200, ["data": [["Phone": .null]], "info": ["more_records": false]])
        case .jdeNoSummary: whole.grid { $0["summary"] = nil }
        case .jdeOtherTable:
          whole.changed { root in
            root.members = root.members.map { member in
              member.key.value.hasPrefix("fs_") ? .init("fs_DATABROWSE_F0101", member.value) : member
            }
          }
        case .jdeNoRows: whole.grid { $0["rowset"] = [:] }
        case .jdeErrorInside: ImitatedAnswer(200, ["message": "no", "exception": "com.example.X"])
        }
      }

      var isZoho: Bool { rawValue.hasPrefix("zoho") }
      /// What the failure names.
      var place: String { isZoho ? "GET /crm/v8/Accounts, page" : "F03012, page" }
    }

    @Test("ends a first load with its place, and the next one doubles nobody", arguments: Oddity.allCases)
    func firstLoad(oddity: Oddity) async throws {
      try await TwoSystems.run(records: 40, existing: 25) { systems in
        try await systems.relayed { jde, zoho in
          let relay = oddity.isZoho ? zoho : jde
          relay.set { oddity.strike($0, $1) }
          let failure = await failure { _ = try await systems.project.plan() }
          #expect(
            failure?.place?.hasPrefix(oddity.place) == true, "\(oddity): \(String(describing: failure))")
          #expect(relay.changes > 0)
          #expect(systems.writeCalls.isEmpty)
          relay.set(nil)
          #expect(try await systems.project.firstLoad().left == 0)
          _ = try await systems.project.sync()
          try await systems.expectSettled()
          let known = (try systems.shown().truth["accounts"]?.array ?? []).filter {
            $0["kind"]?.string == "linked"
          }
          for account in known {
            #expect(try systems.shown().account(account.text("an8"))?.text("id") == account.text("id"))
          }
        }
      }
    }

    @Test("moves no watermark in a running sync, and the next healthy one brings what it missed")
    func running() async throws {
      try await TwoSystems.run(records: 30, existing: 10) { systems in
        try await systems.relayed { jde, zoho in
          try await systems.project.firstLoad()
          _ = try await systems.project.sync()
          for (round, oddity) in Oddity.allCases.enumerated() {
            let source: (Side, String) = oddity.isZoho ? (.zoho, "Accounts") : (.jde, "F03012")
            let number = try #require(try systems.shown().customers.dropFirst(round).first)
            let limit = "\(700_000 + round)"
            let line = try #require(try systems.shown().line(of: number))
            try systems.changeJDE(
              "F03012", ["AN8": JSONValue(number), "CO": line["CO"] ?? .null], ["ACL": JSONValue(limit)])
            let before = try await systems.watermark(source.0, source.1)
            try #require(before != nil)
            let relay = oddity.isZoho ? zoho : jde
            relay.set { oddity.strike($0, $1) }
            systems.project.time.advance(by: 400)
            let failure = await failure { _ = try await systems.project.sync() }
            #expect(
              failure?.place?.hasPrefix(oddity.place) == true, "\(oddity): \(String(describing: failure))")
            #expect(try await systems.watermark(source.0, source.1) == before, "\(oddity)")
            relay.set(nil)
            _ = try await systems.project.sync()
            #expect(try systems.shown().account(number)?.text("Credit_Limit") == limit, "\(oddity)")
          }
          try await systems.expectSettled()
        }
      }
    }

    @Test("is no deletion: rows of a number are gone only in an answer that is whole")
    func noDeletion() async throws {
      try await TwoSystems.run(records: 30, existing: 10) { systems in
        try await systems.relayed { jde, _ in
          try await systems.project.firstLoad()
          let number = try #require(try systems.shown().customers.first)
          try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["RMK": "touched"])
          jde.set { request, whole in
            // The re-read of the number by its list; the poll for changes goes by dates.
            guard request.asks(for: "F03012"), String(decoding: request.body, as: UTF8.self).contains("LIST")
            else {
              return whole
            }
            return whole.grid {
              $0["rowset"] = []
              $0["summary"] = nil
            }
          }
          let failure = await failure { _ = try await systems.project.sync() }
          #expect(failure?.place == "F03012, page 1")
          #expect(jde.changes == 1)
          jde.set(nil)
          _ = try await systems.project.sync()
          #expect(try WrittenLog(systems.project).entries(.recordDeleted).isEmpty)
          try await systems.expectSettled()
        }
      }
    }

    @Test(
      "lacks a known row once: it is looked at again before anything follows", arguments: ["F03012", "F0116"])
    func lackingOnce(table: String) async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        try await systems.relayed { jde, _ in
          try await systems.project.firstLoad()
          _ = try await systems.project.sync()
          let number = try #require(try systems.shown().customers.first)
          try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["RMK": "touched"])
          jde.set { request, whole in
            guard request.asks(for: table), String(decoding: request.body, as: UTF8.self).contains("LIST"),
              jde.changes == 0
            else { return whole }
            return whole.grid {
              $0["rowset"] = []
              $0["summary"] = ["records": 0, "moreRecords": false]
            }
          }
          try await systems.expectNoWrite { _ = try await systems.project.sync() }
          #expect(jde.changes == 1)
          #expect(try WrittenLog(systems.project).entries(.recordDeleted).isEmpty)
          try await systems.expectSettled()
        }
      }
    }

    @Test("shows a key as a user's display date: what cannot be read is named, and nothing is taken for read")
    func displayedKey() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        try await systems.relayed { jde, _ in
          try await systems.project.firstLoad()
          _ = try await systems.project.sync()
          let number = try #require(try systems.shown().customers.first)
          let row = try #require(try systems.shown().rows("F0116", of: number).first)
          try systems.changeJDE(
            "F0116", ["AN8": JSONValue(number), "EFTB": JSONValue(row.text("EFTB"))], ["ADD2": "touched"])
          let mark = try await systems.watermark(.jde, "F0116")
          jde.set { request, whole in
            guard request.asks(for: "F0116") else { return whole }
            return whole.grid { grid in
              grid["rowset"] = .array(
                (grid["rowset"]?.array ?? []).map { row in
                  guard var object = row.object else { return row }
                  object["F0116_EFTB"] = "27.02.2026"
                  return .object(object)
                })
            }
          }
          let failure = await failure { _ = try await systems.project.sync() }
          #expect(jde.changes > 0)
          #expect(failure?.code == .keyColumnMissing && failure?.place == "F0116.EFTB")
          #expect(failure?.message.contains("a date as display text") == true)
          #expect(failure?.message.contains(number) == true && failure?.message.contains("27.02") == false)
          #expect(try await systems.watermark(.jde, "F0116") == mark)
          jde.set(nil)
          _ = try await systems.project.sync()
          try await systems.expectSettled()
        }
      }
    }

    @Test("shows a number that was not asked for when numbers are read again: nothing of the page is taken")
    func foreignNumber() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        try await systems.relayed { jde, _ in
          try await systems.project.firstLoad()
          let numbers = try systems.shown().customers
          let (asked, other) = (try #require(numbers.first), try #require(numbers.last))
          try systems.changeJDE("F0101", ["AN8": JSONValue(asked)], ["RMK": "touched"])
          jde.set { request, whole in
            guard request.asks(for: "F0101"), String(decoding: request.body, as: UTF8.self).contains("LIST")
            else {
              return whole
            }
            return whole.grid { grid in
              guard var rows = grid["rowset"]?.array, var row = rows.last?.object else { return }
              row["F0101_AN8"] = JSONValue(Int(other) ?? 0)
              rows.append(.object(row))
              grid["rowset"] = .array(rows)
              grid["summary"] = ["records": JSONValue(rows.count), "moreRecords": false]
            }
          }
          let known = try WrittenLog(systems.project).entries(.recordFetched).count
          let failure = await failure { _ = try await systems.project.sync() }
          #expect(jde.changes > 0)
          #expect(failure?.code == .serverError && failure?.message.contains(other) == true)
          #expect(try WrittenLog(systems.project).entries(.recordFetched).count == known)
          jde.set(nil)
          _ = try await systems.project.sync()
          try await systems.expectSettled()
        }
      }
    }

    @Test(
      "is longer than an event may be: what is used of it is kept, and nothing stops",
      arguments: [("/settings/fields", "fields"), ("/users", "users")])
    func longMetadata(path: String, member: String) async throws {
      try await TwoSystems.run(records: 6, existing: 0) { systems in
        try await systems.relayed { _, zoho in
          zoho.set { request, whole in
            guard request.path.hasSuffix(path) else { return whole }
            return whole.changed { root in
              guard var list = root[member]?.array, var first = list.first?.object else { return }
              first.append("tooltip", JSONValue(String(repeating: "x", count: 5 << 20)))
              list[0] = .object(first)
              root[member] = .array(list)
            }
          }
          #expect(try await systems.project.firstLoad().left == 0)
          _ = try await systems.project.sync()
          #expect(zoho.changes > 0)
          let read = try WrittenLog(systems.project).entries(.metadataRead)
          let kept = read.filter { $0.body["shortened"]?.bool == true }
          #expect(!kept.isEmpty)
          #expect(kept.allSatisfy { $0.body["answer"]?[0]?["tooltip"] == nil })
          #expect(
            kept.allSatisfy { $0.body["answer"]?[0]?.object?.isEmpty == false },
            "\(kept.map { $0.body["answer"]?[0]?.text ?? "none" })")
          try await systems.expectSettled()
        }
      }
    }

    @Test("says of Zoho what it said before: that is noted, and what is known of its fields stays known")
    func sameMetadata() async throws {
      try await TwoSystems.run(records: 6, existing: 0) { systems in
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        let stream = StreamKey.metadata("zoho", "fields.Accounts")
        let read = try WrittenLog(systems.project).entries(.metadataRead).filter { $0.event.stream == stream }
        #expect(read.count >= 2)
        let last = try #require(read.last)
        #expect(last.body["unchanged"]?.bool == true && last.body["answer"] == nil)
        let known = try await systems.project.withStore { store, _ in try await store.metadata(stream) }
        #expect(known?.answer == read.first?.body["answer"])
      }
    }

    @Test("shows a record of a search type that was not asked for: nothing of the page is taken")
    func foreignType() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        try await systems.relayed { jde, _ in
          jde.set { request, whole in
            guard request.asks(for: "F0101") else { return whole }
            return whole.grid { grid in
              guard var rows = grid["rowset"]?.array, var row = rows.last?.object else { return }
              row["F0101_AT1"] = "E"
              rows[rows.count - 1] = .object(row)
              grid["rowset"] = .array(rows)
            }
          }
          let failure = await failure { _ = try await systems.project.plan() }
          #expect(jde.changes > 0)
          #expect(failure?.code == .serverError && failure?.place == "F0101")
          #expect(failure?.message.contains("AT1") == true)
          #expect(try WrittenLog(systems.project).entries(.recordPolled).isEmpty)
          jde.set(nil)
          try await systems.project.firstLoad()
          try await systems.expectSettled()
        }
      }
    }

    private func failure(_ body: () async throws -> Void) async -> Failure? {
      do {
        try await body()
        return nil
      } catch {
        return error as? Failure
      }
    }
  }

  @Suite("How far a source is known", .temporaryFolder, .timeLimit(.minutes(2)))
  struct WatermarkTests {
    @Test(
      "does not follow a date of JD Edwards that its web server contradicts, which is told and still decides")
    func wrongDay() async throws {
      try await TwoSystems.run(records: 20, existing: 0) { systems in
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        let before = try #require(try await systems.watermark(.jde, "F0101"))
        let today = try #require(try systems.jdeControl("GET", "/control/date")["date"]?.string)
        try systems.jdeControl("POST", "/control/date", ["days": 30])
        let ahead = try systems.shown().today
        _ = try await systems.project.sync()
        #expect(try await systems.watermark(.jde, "F0101") == before)
        let log = try WrittenLog(systems.project)
        #expect(
          log.entries(.dayTurned).last?.body["to"]?.string == ahead, "it decides which addresses are current")
        let told = try #require(log.entries(.clockJumped).last { $0.body["table"]?.string == "F0101" })
        #expect(told.body["jde_day"]?.string == ahead)
        try systems.jdeControl("POST", "/control/date", ["date": JSONValue(today)])
        _ = try await systems.project.sync()
        #expect(try #require(try await systems.watermark(.jde, "F0101")) <= today)
      }
    }

    @Test("is never past our own clock, whatever the servers say")
    func ownClock() async throws {
      try await TwoSystems.run(records: 20, existing: 10) { systems in
        let project = systems.project
        project.time.missets(by: -3 * 86_400)
        try await project.firstLoad()
        let now = RFC3339.text(seconds: project.time.seconds)
        let mark = try #require(try await systems.watermark(.zoho, "Accounts"))
        #expect(mark < now)
        let day = try #require(try await systems.watermark(.jde, "F0101"))
        let today = try #require(try systems.jdeControl("GET", "/control/date")["date"]?.string)
        #expect(day < today)
      }
    }

    @Test("counts from where an interrupted reading began, not from where it went on")
    func interrupted() async throws {
      try await TwoSystems.run(records: 60, existing: 0) { systems in
        try await systems.relayed { jde, _ in
          let project = systems.project
          jde.set { request, whole in
            // The second page of 25: what the first one showed is in the log.
            let goesOn =
              request.asks(for: "F0101") && String(decoding: request.body, as: UTF8.self).contains("GREATER")
            return goesOn ? ImitatedAnswer(200, JSONValue.object([:])) : whole
          }
          await #expect(throws: Failure.self) { _ = try await project.plan() }
          #expect(jde.changes > 0)
          // Five days later by every clock.
          let began = project.time.seconds
          project.time.advance(by: 5 * 86_400)
          jde.set(nil)
          try await project.firstLoad()
          let log = try WrittenLog(project)
          let starts = log.entries(.pollStarted, of: StreamKey.poll(.jde, "F0101"))
          #expect(starts.contains { $0.body["resumed_after"] != nil })
          func known(_ table: String) throws -> String {
            let ended = try #require(log.entries(.pollCompleted, of: StreamKey.poll(.jde, table)).first)
            return try #require(ended.body["server_time"]?.string)
          }
          let (resumed, whole) = (try known("F0101"), try known("F0115"))
          // A day more, for a zone that is ahead of UTC.
          let bound = try #require(CalendarDay(daysSince1970: Int(began / 86_400) + 1)).compact
          #expect(resumed <= bound)
          #expect(whole > bound, "what was read from its beginning is known further")
        }
      }
    }
  }
}
